/*---
description: Chaque territoire et ceux qui le contiennent en entier, lui compris ; sert aux lignes qui portent un territoire au lieu d'un établissement.
grain: territoire × territoire qui le contient
cle: [territoire_type, territoire_code, parent_type, parent_code]
colonnes:
  territoire_type: Type du territoire
  territoire_code: Code du territoire
  parent_type: Type du territoire qui le contient
  parent_code: Code du territoire qui le contient
---*/
with peuplees as (
  select distinct territoire_code
  from lien_etablissement_territoire
  where territoire_type = 'academie'
)
select
  type as territoire_type,
  code as territoire_code,
  type as parent_type,
  code as parent_code
from dim_territoire
union
select
  type,
  code,
  'commune',
  commune
from dim_territoire
where commune is not null
union
select
  type,
  code,
  'epci',
  epci
from dim_territoire
where epci is not null
union
select
  type,
  code,
  'departement',
  departement
from dim_territoire
where departement is not null
union
select
  type,
  code,
  'academie',
  academie
from dim_territoire
where academie in (select territoire_code from peuplees)
union
select
  type,
  code,
  'programme',
  'TNE'
from dim_territoire
where type not in ('programme', 'academie', 'national')
