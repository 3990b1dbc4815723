/*---
description: >-
  Territoires de chaque établissement, année par année : un rattachement vaut pour l'année s'il est en vigueur au constat du 1er octobre.
  La circonscription et le bassin de l'annuaire servent aux établissements dont l'espace ne donne aucun rattachement daté.
grain: établissement × année × territoire
cle: [uai, annee, territoire_type, territoire_code]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  territoire_type: programme, academie, departement, epci, commune, arrondissement, circonscription, bassin, reseau, cite_educative ou qpv
  territoire_code: Code du territoire
---*/
with etablissements as (
  select
    dim_etablissement.uai,
    dim_etablissement.annee,
    dim_annee.constat,
    dim_etablissement.code_departement,
    dim_etablissement.code_commune,
    -- Marseille, Lyon et Paris : l'établissement porte le code de l'arrondissement, la commune est sa parente.
    coalesce(communes.commune_parente, dim_etablissement.code_commune) as commune,
    case when communes.type = 'arrondissement-municipal' then communes.code end as arrondissement,
    coalesce(communes.code_epci, parentes.code_epci) as epci,
    dim_etablissement.code_circonscription,
    dim_etablissement.code_bassin
  from dim_etablissement
  join dim_annee using (annee)
  -- Une commune absente du découpage garde son établissement, sans intercommunalité.
  left join stg_territoires__communes as communes
    on communes.code = dim_etablissement.code_commune
  left join stg_territoires__communes as parentes
    on parentes.code = communes.commune_parente
),
academies_entieres as (
  select code_academie
  from ref_departement
  group by code_academie
  having bool_and(code in (select code_departement from dim_etablissement))
),
dates as (
  select
    etablissements.uai,
    etablissements.annee,
    rattachements.type_territoire as territoire_type,
    rattachements.code_territoire as territoire_code,
    rattachements.debut
  from etablissements
  join stg_territoires__rattachements as rattachements using (uai)
  where rattachements.debut <= etablissements.constat
    and coalesce(rattachements.fin >= etablissements.constat, true)
),
rattaches as (
  select
    uai,
    annee,
    territoire_type,
    territoire_code
  from dates
  -- Une seule circonscription et un seul bassin à la fois : le rattachement le plus récent.
  qualify territoire_type not in ('circonscription', 'bassin')
    or row_number() over (
      partition by uai, annee, territoire_type
      order by debut desc, territoire_code
    ) = 1
),
connus_de_l_espace as (
  select distinct
    uai,
    type_territoire as territoire_type
  from stg_territoires__rattachements
)
select
  uai,
  annee,
  'programme' as territoire_type,
  'TNE' as territoire_code
from etablissements
union
select
  uai,
  annee,
  'academie',
  code_academie
from etablissements
join ref_departement
  on ref_departement.code = etablissements.code_departement
where code_academie in (select code_academie from academies_entieres)
union
select
  uai,
  annee,
  'departement',
  code_departement
from etablissements
where code_departement is not null
union
select
  uai,
  annee,
  'epci',
  epci
from etablissements
where epci is not null
union
select
  uai,
  annee,
  'commune',
  commune
from etablissements
where commune is not null
union
select
  uai,
  annee,
  'arrondissement',
  arrondissement
from etablissements
where arrondissement is not null
union
select
  uai,
  annee,
  'circonscription',
  code_circonscription
from etablissements
where code_circonscription is not null
  and (uai, 'circonscription') not in (select (uai, territoire_type) from connus_de_l_espace)
union
select
  uai,
  annee,
  'bassin',
  code_bassin
from etablissements
where code_bassin is not null
  and (uai, 'bassin') not in (select (uai, territoire_type) from connus_de_l_espace)
union
select
  uai,
  annee,
  territoire_type,
  territoire_code
from rattaches
