/*---
description: >-
  Termes de chaque indicateur, additionnés pour chaque territoire d'après les rattachements de l'année. Les groupes d'établissements
  (degré, type, éducation prioritaire…) que l'en-tête d'un indicateur demande sont déduits de ses lignes « ensemble ». Les sommes
  passent par des décimaux exacts : elles ne dépendent pas de l'ordre de lecture.
grain: indicateur × territoire × année × ventilation × modalité
cle: [indicateur, territoire_type, territoire_code, annee, ventilation, modalite]
lots: indicateur
colonnes:
  indicateur: Code de l'indicateur
  territoire_type: Type de territoire
  territoire_code: Code du territoire
  annee: Année scolaire
  ventilation: Ventilation
  modalite: Modalité
  numerateur: Somme des numérateurs ; vide si personne n'a répondu
  denominateur: Somme des dénominateurs
  n_unites: Unités statistiques qui contribuent
  attendu: Unités qui devaient répondre ; vide pour un recensement
  repondu: Unités qui ont répondu
  contributeurs: Établissements dont le numérateur est connu
  etablissements_attendus: Établissements qui devaient répondre
  plus_gros: Plus grand numérateur d'un établissement
  somme_nn: Somme des carrés des numérateurs
  somme_nd: Somme des produits numérateur × dénominateur
  somme_dd: Somme des carrés des dénominateurs
  mediane: Médiane des valeurs individuelles
  quartile_1: Premier quartile des valeurs individuelles
  quartile_3: Troisième quartile des valeurs individuelles
---*/
with indicateurs as (
  select
    code,
    type,
    enquete,
    ventilations,
    (row_number() over (order by code))::integer as ordre
  from ref_indicateur
),
-- Chaque nom devient un rang : le gros du calcul compare et trie des entiers, et les noms reviennent à la fin.
presents as materialized (
  select distinct
    indicateur,
    annee,
    ventilation,
    modalite
  from ind_toutes
),
annees as (
  select
    annee,
    (row_number() over (order by annee))::integer as rang
  from (
    select distinct annee
    from presents
  ) as distinctes
),
cellules as (
  select
    ventilation,
    modalite,
    (dense_rank() over (order by ventilation))::integer as axe,
    (row_number() over (order by ventilation, modalite))::integer as cellule
  from (
    select
      ventilation,
      modalite
    from presents
    union
    select
      ventilation,
      modalite
    from lien_etablissement_ventilation
  ) as distinctes
),
lieux as (
  select
    territoire_type,
    territoire_code,
    (row_number() over (order by territoire_type, territoire_code))::integer as lieu
  from (
    select distinct
      parent_type as territoire_type,
      parent_code as territoire_code
    from lien_territoire_parent
    union
    select distinct
      territoire_type,
      territoire_code
    from lien_etablissement_territoire
  ) as distincts
),
-- Les établissements qui partagent tous leurs territoires s'additionnent une fois, puis le total va à chacun de ces territoires.
etablissements as materialized (
  select
    lien.uai,
    lien.etablissement,
    lien.zone,
    annees.rang
  from lien_etablissement_zone as lien
  join annees using (annee)
),
lieux_des_zones as (
  select
    lien.zone,
    lieux.lieu
  from lien_zone_territoire as lien
  join lieux using (territoire_type, territoire_code)
),
lignes as materialized (
  select
    indicateurs.ordre,
    annees.rang,
    cellules.cellule,
    cellules.ventilation = 'ensemble' as est_ensemble,
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
  join annees using (annee)
  join cellules using (ventilation, modalite)
  -- Une ligne territoriale n'a pas d'établissement ; un établissement hors référentiel n'a pas de zone et ne compte nulle part.
  left join etablissements
    on etablissements.uai = ind_toutes.uai
    and etablissements.rang = annees.rang
),
a_deduire as (
  select
    ordre,
    code,
    unnest(ventilations) as ventilation
  from indicateurs
),
axes as (
  select distinct
    ventilation,
    axe
  from cellules
),
groupes_deduits as (
  select
    a_deduire.ordre,
    axes.axe
  from a_deduire
  join axes using (ventilation)
  where (a_deduire.code, a_deduire.ventilation) not in (select (indicateur, ventilation) from presents)
),
-- Les groupes de chaque établissement, une fois pour tous les indicateurs.
groupes as materialized (
  select
    etablissements.etablissement,
    etablissements.zone,
    cellules.axe,
    cellules.cellule
  from lien_etablissement_ventilation as lien
  join annees using (annee)
  join etablissements
    on etablissements.uai = lien.uai
    and etablissements.rang = annees.rang
  join cellules
    on cellules.ventilation = lien.ventilation
    and cellules.modalite = lien.modalite
),
a_grouper as (
  select
    groupes_deduits.axe,
    lignes.*
  from lignes
  join groupes_deduits using (ordre)
  where lignes.est_ensemble
    and lignes.etablissement is not null
),
groupees as (
  select
    ordre,
    rang,
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
    a_grouper.ordre,
    a_grouper.rang,
    groupes.cellule,
    a_grouper.zone,
    a_grouper.numerateur,
    a_grouper.denominateur,
    a_grouper.n_unites,
    a_grouper.attendu,
    a_grouper.repondu,
    a_grouper.nn,
    a_grouper.nd,
    a_grouper.dd
  from a_grouper
  join groupes
    on groupes.etablissement = a_grouper.etablissement
    and groupes.axe = a_grouper.axe
),
par_zone as (
  select
    ordre,
    rang,
    cellule,
    zone,
    sum(numerateur)::decimal(18, 6) as numerateur,
    sum(denominateur)::decimal(18, 6) as denominateur,
    sum(n_unites)::bigint as n_unites,
    sum(attendu)::decimal(18, 3) as attendu,
    sum(repondu)::decimal(18, 3) as repondu,
    count(numerateur) as contributeurs,
    count(*) filter (where attendu > 0) as etablissements_attendus,
    max(numerateur) as plus_gros,
    sum(nn) as nn,
    sum(nd) as nd,
    sum(dd) as dd
  from groupees
  group by ordre, rang, cellule, zone
),
situees as (
  select
    par_zone.* exclude (zone),
    lieux_des_zones.lieu
  from par_zone
  join lieux_des_zones using (zone)
  union all by name
  select
    lignes.ordre,
    lignes.rang,
    lignes.cellule,
    lieux.lieu,
    lignes.numerateur,
    lignes.denominateur,
    lignes.n_unites,
    lignes.attendu,
    lignes.repondu,
    (lignes.numerateur is not null)::bigint as contributeurs,
    coalesce(lignes.attendu > 0, false)::bigint as etablissements_attendus,
    lignes.numerateur as plus_gros,
    lignes.nn,
    lignes.nd,
    lignes.dd
  from lignes
  join lien_territoire_parent as lien
    on lien.territoire_type = lignes.territoire_type
    and lien.territoire_code = lignes.territoire_code
  join lieux
    on lieux.territoire_type = lien.parent_type
    and lieux.territoire_code = lien.parent_code
),
sommes as (
  select
    ordre,
    lieu,
    rang,
    cellule,
    sum(numerateur) as numerateur,
    sum(denominateur) as denominateur,
    sum(n_unites) as n_unites,
    sum(attendu) as attendu,
    sum(repondu) as repondu,
    sum(contributeurs)::bigint as contributeurs,
    sum(etablissements_attendus)::bigint as etablissements_attendus,
    max(plus_gros) as plus_gros,
    sum(nn) as somme_nn,
    sum(nd) as somme_nd,
    sum(dd) as somme_dd
  from situees
  group by ordre, lieu, rang, cellule
),
listes as (
  select
    indicateurs.ordre,
    annees.rang,
    cellules.cellule,
    cellules.ventilation = 'ensemble' as est_ensemble,
    etablissements.etablissement,
    etablissements.zone,
    ind_toutes.valeurs
  from ind_toutes
  join indicateurs
    on indicateurs.code = ind_toutes.indicateur
  join annees using (annee)
  join cellules using (ventilation, modalite)
  join etablissements
    on etablissements.uai = ind_toutes.uai
    and etablissements.rang = annees.rang
  where indicateurs.type = 'mediane'
),
listes_groupees as (
  select
    ordre,
    rang,
    cellule,
    zone,
    valeurs
  from listes
  union all
  select
    listes.ordre,
    listes.rang,
    groupes.cellule,
    listes.zone,
    listes.valeurs
  from listes
  join groupes_deduits using (ordre)
  join groupes
    on groupes.etablissement = listes.etablissement
    and groupes.axe = groupes_deduits.axe
  where listes.est_ensemble
),
-- Les listes se rejoignent entières : les déplier ferait une ligne par valeur et par territoire.
quantiles as (
  select
    listes_groupees.ordre,
    lieux_des_zones.lieu,
    listes_groupees.rang,
    listes_groupees.cellule,
    list_aggregate(flatten(list(listes_groupees.valeurs)), 'quantile_cont', [0.25, 0.5, 0.75]) as quartiles
  from listes_groupees
  join lieux_des_zones using (zone)
  group by listes_groupees.ordre, lieux_des_zones.lieu, listes_groupees.rang, listes_groupees.cellule
)
select
  indicateurs.code as indicateur,
  lieux.territoire_type,
  lieux.territoire_code,
  annees.annee,
  cellules.ventilation,
  cellules.modalite,
  sommes.numerateur::double as numerateur,
  sommes.denominateur::double as denominateur,
  sommes.n_unites::bigint as n_unites,
  sommes.attendu::double as attendu,
  sommes.repondu::double as repondu,
  sommes.contributeurs,
  sommes.etablissements_attendus,
  sommes.plus_gros::double as plus_gros,
  sommes.somme_nn::double as somme_nn,
  sommes.somme_nd::double as somme_nd,
  sommes.somme_dd::double as somme_dd,
  quantiles.quartiles[2] as mediane,
  quantiles.quartiles[1] as quartile_1,
  quantiles.quartiles[3] as quartile_3
from sommes
join indicateurs using (ordre)
join lieux using (lieu)
join annees using (rang)
join cellules using (cellule)
-- Seuls les indicateurs médians ont des quantiles.
left join quantiles using (ordre, lieu, rang, cellule)
order by sommes.ordre, sommes.lieu, sommes.rang, sommes.cellule
