/*---
description: >-
  Zone de chaque établissement, année par année : les établissements qui partagent tous leurs territoires forment une zone, que l'on
  additionne une fois avant de porter son total à chacun de ces territoires.
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  etablissement: Rang de l'établissement dans l'année, un entier
  zone: Rang de la zone, un entier
---*/
with appartenances as (
  select
    uai,
    annee,
    list(territoire_type || '|' || territoire_code order by territoire_type, territoire_code) as lieux
  from lien_etablissement_territoire
  group by uai, annee
)
select
  uai,
  annee,
  (row_number() over (order by uai, annee))::integer as etablissement,
  (dense_rank() over (order by lieux))::integer as zone
from appartenances
