/*---
description: Établissements qu'une source cite et que le référentiel de l'année n'a pas ; leurs lignes n'entrent dans aucun territoire.
grain: source × établissement × année
cle: [source, uai, annee]
colonnes:
  source: Source
  uai: Identifiant cité
  annee: Année scolaire
  n: Lignes
---*/
with cites as (
  select 'etic' as source, uai, annee from stg_etic__etic
  union all
  select 'enseignants', uai, annee from stg_enseignants__enseignants
  union all
  select 'formation', uai, annee from stg_formation__formation
  union all
  select 'equipement', uai, annee from stg_equipement__equipement
  union all
  select 'parentalite', uai, annee from stg_parentalite__parentalite
  union all
  select 'ressources_usages', uai, annee from stg_ressources__ressources_usages
  union all
  select 'dnma', uai, annee from stg_ressources__dnma
  union all
  select 'projets', uai, annee from stg_projets__projets
  union all
  select 'pix', uai, annee from stg_pix__certification
  union all
  select 'pix', uai, annee from stg_pix__campagne_evaluation
)
select
  source,
  uai,
  annee,
  count(*) as n
from cites
where uai is not null
  and annee is not null
  and (uai, annee) not in (select (uai, annee) from dim_etablissement)
group by source, uai, annee
order by n desc, source, uai, annee
