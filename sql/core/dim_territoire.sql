/*---
description: Territoires du programme, leurs parents, leur centre, leur population et leurs établissements de l'année courante.
grain: type de territoire × code
cle: [type, code]
colonnes:
  type: national, academie, programme, departement, epci, commune, arrondissement, circonscription, bassin, reseau, cite_educative ou qpv
  code: Code (INSEE, SIREN, UAI de la circonscription…)
  nom: Nom
  academie: Académie parente
  departement: Département parent
  epci: Intercommunalité parente
  commune: Commune parente d'un arrondissement
  latitude: Latitude du centre
  longitude: Longitude du centre
  population: Population municipale
  n_etablissements: Établissements de l'année courante
  n_eleves: Élèves de l'année courante ; vide si aucun effectif n'est connu
---*/
with membres as (
  select
    lien.territoire_type as type,
    lien.territoire_code as code,
    lien.annee,
    etablissement.code_departement,
    etablissement.latitude,
    etablissement.longitude,
    etablissement.eleves,
    dim_annee.est_courante
  from lien_etablissement_territoire as lien
  join dim_etablissement as etablissement using (uai, annee)
  join dim_annee using (annee)
),
peuples as (
  select
    type,
    code,
    mode(code_departement order by code_departement) as departement,
    -- Arrondis : la moyenne de flottants ne doit pas dépendre de l'ordre de lecture.
    round(avg(latitude::decimal(18, 9)), 4)::double as latitude,
    round(avg(longitude::decimal(18, 9)), 4)::double as longitude,
    count(*) filter (where est_courante) as n_etablissements,
    (sum(eleves) filter (where est_courante))::bigint as n_eleves
  from membres
  group by type, code
),
communes as (
  select
    *,
    dans_le_perimetre(code_departement) as est_du_perimetre
  from stg_territoires__communes
),
noms as (
  select
    type_territoire as type,
    code_territoire as code,
    arg_max(nom_territoire, debut) as nom
  from stg_territoires__rattachements
  group by type_territoire, code_territoire
  union all
  select
    'circonscription',
    code_circonscription,
    max(nom_circonscription)
  from stg_etablissements__annuaire
  where code_circonscription is not null
    and code_circonscription not in (select code_territoire from stg_territoires__rattachements where type_territoire = 'circonscription')
  group by code_circonscription
  union all
  select
    'bassin',
    code_bassin,
    max(nom_bassin)
  from stg_etablissements__annuaire
  where code_bassin is not null
    and code_bassin not in (select code_territoire from stg_territoires__rattachements where type_territoire = 'bassin')
  group by code_bassin
),
codes as (
  select
    'national' as type,
    'FR' as code,
    'France' as nom,
    null::varchar as departement,
    null::varchar as epci,
    null::varchar as commune,
    null::bigint as population
  union all
  select
    'programme',
    'TNE',
    parametre_texte('titre'),
    null,
    null,
    null,
    null
  union all
  select distinct
    'academie',
    code_academie,
    nom_academie,
    null,
    null,
    null,
    null::bigint
  from ref_departement
  where dans_le_perimetre(code)
    or code_academie in (select territoire_code from lien_etablissement_territoire where territoire_type = 'academie')
  union all
  select
    'departement',
    ref_departement.code,
    ref_departement.nom,
    null,
    null,
    null,
    (select sum(population)::bigint from communes where code_departement = ref_departement.code and type = 'commune-actuelle')
  from ref_departement
  where dans_le_perimetre(code)
  union all
  select
    'epci',
    code_epci,
    max(nom_epci),
    null,
    null,
    null,
    -- Les seules communes du périmètre : une intercommunalité peut en sortir.
    (sum(population) filter (where type = 'commune-actuelle'))::bigint
  from communes
  where est_du_perimetre
    and code_epci is not null
  group by code_epci
  union all
  select
    'commune',
    code,
    nom,
    code_departement,
    code_epci,
    null,
    population::bigint
  from communes
  where est_du_perimetre
    and type = 'commune-actuelle'
  union all
  select
    'arrondissement',
    arrondissements.code,
    arrondissements.nom,
    arrondissements.code_departement,
    coalesce(arrondissements.code_epci, parentes.code_epci),
    arrondissements.commune_parente,
    arrondissements.population::bigint
  from communes as arrondissements
  -- La parente peut manquer d'un découpage partiel.
  left join communes as parentes
    on parentes.code = arrondissements.commune_parente
  where arrondissements.est_du_perimetre
    and arrondissements.type = 'arrondissement-municipal'
  union all
  select
    type,
    code,
    nom,
    null,
    null,
    null,
    null
  from noms
  where (type, code) in (select (territoire_type, territoire_code) from lien_etablissement_territoire)
  union all
  -- Une commune que le découpage n'a pas, mais où un établissement dit être.
  select
    type,
    code,
    code,
    departement,
    null,
    null,
    null
  from peuples
  where type in ('commune', 'arrondissement', 'epci')
    and code not in (select code from communes)
    and code not in (select code_epci from communes where code_epci is not null)
)
select
  codes.type,
  codes.code,
  codes.nom,
  case when codes.type not in ('national', 'academie', 'programme') then ref_departement.code_academie end as academie,
  case when codes.type not in ('national', 'academie', 'programme', 'departement') then coalesce(codes.departement, peuples.departement) end as departement,
  codes.epci,
  codes.commune,
  coalesce(centres.latitude, peuples.latitude) as latitude,
  coalesce(centres.longitude, peuples.longitude) as longitude,
  codes.population,
  coalesce(peuples.n_etablissements, 0) as n_etablissements,
  peuples.n_eleves
from codes
-- Un territoire sans établissement reste dans la liste.
left join peuples using (type, code)
left join stg_territoires__centres as centres
  on codes.type in ('commune', 'arrondissement')
  and centres.code = codes.code
left join ref_departement
  on ref_departement.code = coalesce(codes.departement, peuples.departement, case when codes.type = 'departement' then codes.code end)
order by codes.type, codes.code
