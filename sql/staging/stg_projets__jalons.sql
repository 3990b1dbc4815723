/*---
description: Jalons de la feuille de route.
grain: thème × action × échéance
cle: [theme, action, echeance]
colonnes:
  theme: Thème
  action: Action
  echeance: Échéance
  annee: Année scolaire de l'échéance
  pilote: Pilote
  statut: prevu, en_cours, realise ou abandonne
  date_realisation: Date de réalisation
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  theme,
  action,
  echeance,
  annee_scolaire_du(echeance) as annee,
  pilote,
  statut,
  date_realisation,
  _fichier,
  _ligne
from src_projets__jalons
qualify row_number() over (
  partition by theme, action, echeance
  order by _version desc, _fichier desc, _ligne desc
) = 1
