/*---
description: Rattachements datés des établissements aux territoires que seul l'espace connaît.
grain: établissement × type de territoire × territoire × début
cle: [uai, type_territoire, code_territoire, debut]
colonnes:
  uai: Identifiant de l'établissement
  type_territoire: circonscription, bassin, reseau, cite_educative ou qpv
  code_territoire: Code du territoire
  nom_territoire: Nom du territoire
  debut: Premier jour du rattachement
  fin: Dernier jour ; vide si toujours en vigueur
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  uai,
  type_territoire,
  code_territoire,
  nom_territoire,
  debut,
  fin,
  _fichier,
  _ligne
from src_territoires__rattachements
qualify row_number() over (
  partition by uai, type_territoire, code_territoire, debut
  order by _version desc, _fichier desc, _ligne desc
) = 1
