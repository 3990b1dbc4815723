/*---
description: >-
  Estimations redressées des indicateurs d'enquête, à côté des valeurs « parmi les répondants » de mart_indicateur : les établissements
  répondants portent le poids de leur strate (type d'établissement × éducation prioritaire), avec l'erreur type par établissement, l'indicateur R
  de représentativité et les bornes sans hypothèse de Manski. Une strate de moins de deux répondants rejoint celle de son degré, puis l'ensemble.
grain: indicateur d'enquête × territoire × année
cle: [indicateur, territoire_type, territoire_code, annee]
colonnes:
  indicateur: Code de l'indicateur
  territoire_type: programme, departement ou bassin
  territoire_code: Code du territoire
  annee: Année scolaire
  estimation: Estimation redressée, dans l'unité de l'indicateur
  erreur_type: Erreur type de l'estimation
  ic_bas: Borne basse de l'intervalle à 95 %
  ic_haut: Borne haute de l'intervalle à 95 %
  effet_de_plan: Variance rapportée à celle d'un sondage simple ; vide pour un rapport
  etablissements: Établissements répondants
  taux_reponse: Taux de réponse
  taux_reponse_min: Taux de réponse de la strate qui répond le moins
  indicateur_r: Indicateur R, 1 quand toutes les strates répondent autant
  biais_max: Plus grand biais possible d'une proportion
  manski_bas: Borne basse sans hypothèse sur les non-répondants, pour une part
  manski_haut: Borne haute sans hypothèse sur les non-répondants, pour une part
  qualite: reponse_forte, reponse_moyenne, reponse_faible ou reponse_insuffisante
  strates_uniques: Strates d'un seul établissement répondant
  plus_petite_strate: Plus petit effectif d'une strate du territoire, sans les strates vides, parmi ses réponses et, pour une part, ceux qui disent oui et ceux qui disent non (1 quand tous disent la même chose)
  chiffre_a_citer: redresse, ou repondants sous le taux de réponse qui interdit d'extrapoler
---*/
with lignes as (
  select
    ind_toutes.indicateur,
    ind_toutes.annee,
    ind_toutes.uai,
    ref_indicateur.type,
    etablissement.degre,
    coalesce(etablissement.type_etablissement, 'inconnu') || '/' || coalesce(etablissement.education_prioritaire, 'inconnu') as strate,
    case when ind_toutes.denominateur is not null then ind_toutes.numerateur end as y,
    case when ind_toutes.numerateur is not null then ind_toutes.denominateur end as x,
    ind_toutes.n_unites,
    ind_toutes.attendu,
    ind_toutes.repondu
  from ind_toutes
  join ref_indicateur
    on ref_indicateur.code = ind_toutes.indicateur
  join dim_etablissement as etablissement
    on etablissement.uai = ind_toutes.uai
    and etablissement.annee = ind_toutes.annee
  where ref_indicateur.enquete is not null
    and ref_indicateur.type in ('part', 'ratio', 'moyenne')
    and ind_toutes.ventilation = 'ensemble'
    and ind_toutes.attendu > 0
),
regroupees as (
  select
    lignes.* exclude (strate),
    case
      when count(y) over (partition by indicateur, annee, strate) >= 2 then strate
      else coalesce(degre, 'inconnu')
    end as strate
  from lignes
),
regroupees_encore as (
  select
    regroupees.* exclude (strate),
    case
      when count(y) over (partition by indicateur, annee, strate) >= 2 then strate
      else 'ensemble'
    end as strate
  from regroupees
),
strates as (
  select
    indicateur,
    annee,
    strate,
    -- Un rang plutôt qu'un nom : la variance trie et regroupe par strate et par domaine.
    (row_number() over (order by indicateur, annee, strate))::integer as rang,
    count(*) as pop_strate,
    count(y) as ech_strate,
    sum(attendu) / nullif(sum(repondu), 0) as poids
  from regroupees_encore
  group by indicateur, annee, strate
),
situees as (
  select
    lignes.*,
    strates.rang,
    strates.pop_strate,
    strates.ech_strate,
    strates.poids,
    lien.territoire_type,
    lien.territoire_code
  from regroupees_encore as lignes
  join strates using (indicateur, annee, strate)
  join lien_etablissement_territoire as lien
    on lien.uai = lignes.uai
    and lien.annee = lignes.annee
  where lien.territoire_type in ('programme', 'departement', 'bassin')
),
domaines as (
  select
    indicateur,
    annee,
    territoire_type,
    territoire_code,
    any_value(type) as type,
    (row_number() over (order by indicateur, annee, territoire_type, territoire_code))::integer as domaine
  from situees
  group by indicateur, annee, territoire_type, territoire_code
),
placees as (
  select
    situees.*,
    domaines.domaine
  from situees
  join domaines using (indicateur, annee, territoire_type, territoire_code)
),
unites as materialized (
  select
    domaine,
    rang as strate,
    uai as psu,
    pop_strate,
    ech_strate,
    poids,
    y,
    x
  from placees
  where y is not null
),
reponses as materialized (
  select
    domaine,
    rang as strate,
    sum(attendu) as cadre,
    sum(coalesce(repondu, 0)) as n,
    sum(n_unites) filter (where y is not null) as n_unites,
    sum(y) filter (where x is not null) as oui,
    sum(x) filter (where y is not null) as tous,
    any_value(type) as type,
    case when any_value(type) = 'part' then sum(coalesce(repondu, 0) * y / nullif(x, 0)) end as x
  from placees
  group by domaine, rang
),
estimations as (
  select *
  from survey_ratio('unites')
),
representativites as (
  select *
  from nonresponse('reponses')
),
tailles as (
  select
    domaine,
    -- Les poids des strates se connaissent : avec le total, l'estimation donnerait ceux qui disent oui dans une strate.
    min(case
      when type <> 'part' then n_unites
      when oui = 0 or oui = tous then 1
      else least(n_unites, oui, tous - oui)
    end) filter (where n_unites > 0) as plus_petite_strate
  from reponses
  group by domaine
)
select
  domaines.indicateur,
  domaines.territoire_type,
  domaines.territoire_code,
  domaines.annee,
  -- Arrondis : une somme de flottants ne doit pas dépendre de l'ordre de lecture.
  round(estimations.estimate, 9) as estimation,
  round(estimations.se, 9) as erreur_type,
  round(case
    when domaines.type = 'part' then survey_proportion_low(estimations.estimate, estimations.se, estimations.df, estimations.n_psu)
    else t_low(estimations.estimate, estimations.se, estimations.df)
  end, 9) as ic_bas,
  round(case
    when domaines.type = 'part' then survey_proportion_high(estimations.estimate, estimations.se, estimations.df, estimations.n_psu)
    else t_high(estimations.estimate, estimations.se, estimations.df)
  end, 9) as ic_haut,
  round(estimations.deff, 6) as effet_de_plan,
  estimations.n_psu as etablissements,
  round(representativites.response_rate, 9) as taux_reponse,
  round(representativites.rate_min, 9) as taux_reponse_min,
  round(representativites.r_indicator, 9) as indicateur_r,
  round(representativites.max_abs_bias_proportion, 9) as biais_max,
  case when domaines.type = 'part' then round(representativites.manski_low, 9) end as manski_bas,
  case when domaines.type = 'part' then round(representativites.manski_high, 9) end as manski_haut,
  note_de_reponse(representativites.response_rate, representativites.rate_min) as qualite,
  estimations.strates_uniques,
  tailles.plus_petite_strate::bigint as plus_petite_strate,
  case when representativites.response_rate < parametre('reponse_faible') then 'repondants' else 'redresse' end as chiffre_a_citer
from domaines
join estimations using (domaine)
join representativites using (domaine)
join tailles using (domaine)
order by domaines.indicateur, domaines.territoire_type, domaines.territoire_code, domaines.annee
