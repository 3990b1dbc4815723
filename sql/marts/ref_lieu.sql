/*---
description: >-
  Territoires à qui revient un total, chacun avec son rang : comme celui de ref_modalite, les tables d'indicateurs le portent pendant qu'on
  les calcule.
grain: territoire
cle: [territoire_type, territoire_code]
colonnes:
  territoire_type: Type de territoire
  territoire_code: Code du territoire
  lieu: Rang du territoire, un entier
  departement: Département du territoire ; vide au-dessus
---*/
with lieux as (
  select
    parent_type as territoire_type,
    parent_code as territoire_code
  from lien_territoire_parent
  union
  select
    territoire_type,
    territoire_code
  from lien_etablissement_territoire
)
select
  lieux.territoire_type,
  lieux.territoire_code,
  (row_number() over (order by lieux.territoire_type, lieux.territoire_code))::integer as lieu,
  dim_territoire.departement
from lieux
-- Un territoire que le référentiel ne décrit pas garde son total.
left join dim_territoire
  on dim_territoire.type = lieux.territoire_type
  and dim_territoire.code = lieux.territoire_code
order by lieu
