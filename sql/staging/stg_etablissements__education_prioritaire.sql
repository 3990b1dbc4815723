/*---
description: Statut d'éducation prioritaire et position au quartier prioritaire.
grain: "établissement × année (vide : toutes)"
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  statut: hors_ep, rep ou rep_plus
  qpv: dans, moins_300m ou hors
  latitude: Latitude
  longitude: Longitude
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  uai,
  annee_scolaire as annee,
  statut,
  qpv,
  latitude,
  longitude,
  _fichier,
  _ligne
from src_etablissements__education_prioritaire
qualify row_number() over (
  partition by uai, annee_scolaire
  order by _version desc, _fichier desc, _ligne desc
) = 1
