/*---
description: >-
  Termes de chaque indicateur, additionnés pour chaque territoire d'après les rattachements de l'année : la matière de mart_indicateur, où
  les rangs redeviennent des noms. Les sommes passent par des décimaux exacts : elles ne dépendent pas de l'ordre de lecture.
grain: indicateur × territoire × année × ventilation × modalité
cle: [indicateur, lieu, debut, cellule]
lots: indicateur
colonnes:
  indicateur: Code de l'indicateur
  lieu: Rang du territoire (voir ref_lieu)
  debut: Année civile où commence l'année scolaire
  cellule: Rang de la ventilation et de la modalité (voir ref_modalite)
  numerateur: Somme des numérateurs ; vide si personne n'a répondu
  denominateur: Somme des dénominateurs
  n_unites: Unités statistiques qui contribuent
  attendu: Unités qui devaient répondre ; vide pour un recensement
  repondu: Unités qui ont répondu
  contributeurs: Établissements dont le numérateur est connu
  plus_gros: Plus grand numérateur d'un établissement
  somme_nn: Somme des carrés des numérateurs
  somme_nd: Somme des produits numérateur × dénominateur
  somme_dd: Somme des carrés des dénominateurs
---*/
with indicateurs as (
  select
    code,
    type,
    enquete,
    (row_number() over (order by code))::integer as ordre
  from ref_indicateur
),
-- Les établissements qui partagent tous leurs territoires s'additionnent une fois, puis le total va à chacun de ces territoires.
etablissements as materialized (
  select
    uai,
    annee,
    etablissement,
    zone
  from lien_etablissement_zone
),
lieux_des_zones as materialized (
  select
    lien.zone,
    ref_lieu.lieu,
    count(*) over (partition by ref_lieu.lieu) >= 100 as est_vaste
  from lien_zone_territoire as lien
  join ref_lieu using (territoire_type, territoire_code)
),
-- De même, les zones qui partagent tous leurs vastes territoires (programme, académie, département…) s'additionnent d'abord entre elles.
regions as materialized (
  select
    zone,
    (dense_rank() over (order by lieux))::integer as region,
    lieux
  from (
    select
      zone,
      list(lieu order by lieu) as lieux
    from lieux_des_zones
    where est_vaste
    group by zone
  ) as vastes
),
lieux_des_regions as (
  select distinct
    region,
    unnest(lieux) as lieu
  from regions
),
lignes as materialized (
  select
    indicateurs.ordre,
    annee_debut(ind_toutes.annee) as debut,
    ref_modalite.cellule,
    ref_modalite.ventilation = 'ensemble' as est_ensemble,
    etablissements.etablissement,
    etablissements.zone,
    case when ind_toutes.uai is null then ind_toutes.territoire_type end as territoire_type,
    case when ind_toutes.uai is null then ind_toutes.territoire_code end as territoire_code,
    -- Un taux n'additionne que les établissements dont les deux termes sont connus.
    case
      when indicateurs.type in ('part', 'ratio', 'moyenne') and ind_toutes.denominateur is null then null
      else ind_toutes.numerateur
    end::decimal(18, 6) as numerateur,
    case
      when indicateurs.type in ('part', 'ratio', 'moyenne') and ind_toutes.numerateur is null then null
      else ind_toutes.denominateur
    end::decimal(18, 6) as denominateur,
    ind_toutes.n_unites,
    ind_toutes.attendu::decimal(18, 3) as attendu,
    ind_toutes.repondu::decimal(18, 3) as repondu,
    -- Les carrés ne servent qu'à la variance des enquêtes.
    case when indicateurs.enquete is not null then ind_toutes.numerateur::decimal(18, 3) * ind_toutes.numerateur::decimal(18, 3) end as nn,
    case when indicateurs.enquete is not null then ind_toutes.numerateur::decimal(18, 3) * ind_toutes.denominateur::decimal(18, 3) end as nd,
    case when indicateurs.enquete is not null then ind_toutes.denominateur::decimal(18, 3) * ind_toutes.denominateur::decimal(18, 3) end as dd
  from ind_toutes
  join indicateurs
    on indicateurs.code = ind_toutes.indicateur
  join ref_modalite
    on ref_modalite.ventilation = ind_toutes.ventilation
    and ref_modalite.code = ind_toutes.modalite
  -- Une ligne territoriale n'a pas d'établissement ; un établissement hors référentiel n'a pas de zone et ne compte nulle part.
  left join etablissements
    on etablissements.uai = ind_toutes.uai
    and etablissements.annee = ind_toutes.annee
),
deductions as (
  select
    indicateurs.ordre,
    ref_deduction.axe
  from ref_deduction
  join indicateurs
    on indicateurs.code = ref_deduction.indicateur
),
groupees as (
  select
    ordre,
    debut,
    cellule,
    zone,
    numerateur,
    denominateur,
    n_unites,
    attendu,
    repondu,
    nn,
    nd,
    dd
  from lignes
  where zone is not null
  union all
  select
    lignes.ordre,
    lignes.debut,
    groupes.cellule,
    lignes.zone,
    lignes.numerateur,
    lignes.denominateur,
    lignes.n_unites,
    lignes.attendu,
    lignes.repondu,
    lignes.nn,
    lignes.nd,
    lignes.dd
  from lignes
  join deductions using (ordre)
  join ref_groupe as groupes
    on groupes.etablissement = lignes.etablissement
    and groupes.axe = deductions.axe
  where lignes.est_ensemble
),
par_zone as materialized (
  select
    ordre,
    debut,
    cellule,
    zone,
    sum(numerateur)::decimal(18, 6) as numerateur,
    sum(denominateur)::decimal(18, 6) as denominateur,
    sum(n_unites)::bigint as n_unites,
    sum(attendu)::decimal(18, 3) as attendu,
    sum(repondu)::decimal(18, 3) as repondu,
    count(numerateur) as contributeurs,
    max(numerateur) as plus_gros,
    sum(nn) as nn,
    sum(nd) as nd,
    sum(dd) as dd
  from groupees
  group by ordre, debut, cellule, zone
),
par_region as (
  select
    par_zone.ordre,
    par_zone.debut,
    par_zone.cellule,
    regions.region,
    sum(par_zone.numerateur)::decimal(18, 6) as numerateur,
    sum(par_zone.denominateur)::decimal(18, 6) as denominateur,
    sum(par_zone.n_unites)::bigint as n_unites,
    sum(par_zone.attendu)::decimal(18, 3) as attendu,
    sum(par_zone.repondu)::decimal(18, 3) as repondu,
    sum(par_zone.contributeurs)::bigint as contributeurs,
    max(par_zone.plus_gros) as plus_gros,
    sum(par_zone.nn) as nn,
    sum(par_zone.nd) as nd,
    sum(par_zone.dd) as dd
  from par_zone
  join regions using (zone)
  group by par_zone.ordre, par_zone.debut, par_zone.cellule, regions.region
),
situees as (
  select
    par_zone.* exclude (zone),
    lieux_des_zones.lieu
  from par_zone
  join lieux_des_zones
    on lieux_des_zones.zone = par_zone.zone
    and not lieux_des_zones.est_vaste
  union all by name
  select
    par_region.* exclude (region),
    lieux_des_regions.lieu
  from par_region
  join lieux_des_regions using (region)
  union all by name
  select
    lignes.ordre,
    lignes.debut,
    lignes.cellule,
    ref_lieu.lieu,
    lignes.numerateur,
    lignes.denominateur,
    lignes.n_unites,
    lignes.attendu,
    lignes.repondu,
    (lignes.numerateur is not null)::bigint as contributeurs,
    lignes.numerateur as plus_gros,
    lignes.nn,
    lignes.nd,
    lignes.dd
  from lignes
  join lien_territoire_parent as lien
    on lien.territoire_type = lignes.territoire_type
    and lien.territoire_code = lignes.territoire_code
  join ref_lieu
    on ref_lieu.territoire_type = lien.parent_type
    and ref_lieu.territoire_code = lien.parent_code
),
sommes as (
  select
    ordre,
    lieu,
    debut,
    cellule,
    sum(numerateur) as numerateur,
    sum(denominateur) as denominateur,
    sum(n_unites) as n_unites,
    sum(attendu) as attendu,
    sum(repondu) as repondu,
    sum(contributeurs)::bigint as contributeurs,
    max(plus_gros) as plus_gros,
    sum(nn) as somme_nn,
    sum(nd) as somme_nd,
    sum(dd) as somme_dd
  from situees
  group by ordre, lieu, debut, cellule
)
select
  indicateurs.code as indicateur,
  sommes.lieu,
  sommes.debut,
  sommes.cellule,
  sommes.numerateur::double as numerateur,
  sommes.denominateur::double as denominateur,
  sommes.n_unites::bigint as n_unites,
  sommes.attendu::double as attendu,
  sommes.repondu::double as repondu,
  sommes.contributeurs,
  sommes.plus_gros::double as plus_gros,
  sommes.somme_nn::double as somme_nn,
  sommes.somme_nd::double as somme_nd,
  sommes.somme_dd::double as somme_dd
from sommes
join indicateurs using (ordre)
order by sommes.ordre, sommes.lieu, sommes.debut, sommes.cellule
