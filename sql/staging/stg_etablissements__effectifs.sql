/*---
description: Effectifs déclarés des établissements.
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  eleves: Élèves
  classes: Classes
  enseignants: Enseignants
  neo_titulaires: Enseignants néo-titulaires
  eleves_3e: Élèves de troisième
  eleves_terminale: Élèves de terminale et de dernière année de CAP
  familles_accompagnees: Familles repérées pour un accompagnement
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  uai,
  annee_scolaire as annee,
  eleves,
  classes,
  enseignants,
  neo_titulaires,
  eleves_3e,
  eleves_terminale,
  familles_accompagnees,
  _fichier,
  _ligne
from src_etablissements__effectifs
qualify row_number() over (
  partition by uai, annee_scolaire
  order by _version desc, _fichier desc, _ligne desc
) = 1
