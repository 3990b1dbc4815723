/*---
description: >-
  Accès aux ressources par le GAR, par académie. Les trois mesures sont publiées dans trois fichiers : chacune garde sa dernière version.
  L'année vient du nom du fichier ou d'une colonne ajoutée ; une ligne importée avant que l'année soit exigée reste à part (contrôle gar_sans_annee).
grain: académie × année
cle: [code_academie, annee]
colonnes:
  code_academie: Code de l'académie
  annee: Année scolaire ; vide si le fichier ne la dit pas
  acces: Connexions qui ont ouvert une session du GAR
  accedants: Accédants
  affectations: Liens entre un droit et un accédant
---*/
select
  lpad(code_academie, 2, '0') as code_academie,
  annee_scolaire as annee,
  max_by(acces, (_version, _fichier, _ligne)) filter (where acces is not null) as acces,
  max_by(accedants, (_version, _fichier, _ligne)) filter (where accedants is not null) as accedants,
  max_by(affectations, (_version, _fichier, _ligne)) filter (where affectations is not null) as affectations
from src_ressources__gar_academie
group by lpad(code_academie, 2, '0'), annee_scolaire
