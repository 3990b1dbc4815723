/*---
description: >-
  Estimations redressées des indicateurs d'enquête, à côté des valeurs « parmi les répondants » de mart_indicateur, avec l'erreur type par
  établissement, l'indicateur R de représentativité et les bornes sans hypothèse de Manski. Quand chaque strate (type d'établissement, donc
  degré, × éducation prioritaire) a assez de répondants, ils portent son poids. Quand une strate en a trop peu, toute la question est calée
  (raking) sur les marges du référentiel, par type et par éducation prioritaire, à partir des poids de chaque degré. Quand personne n'a
  répondu dans un type ou un statut entier, aucune marge ne peut être atteinte : les strates trop petites rejoignent leur degré, puis
  l'ensemble. Un calage qui n'aboutit pas ne donne aucune estimation.
grain: indicateur d'enquête × territoire × année
cle: [indicateur, territoire_type, territoire_code, annee]
lots: indicateur
colonnes:
  indicateur: Code de l'indicateur
  territoire_type: programme, departement ou bassin
  territoire_code: Code du territoire
  annee: Année scolaire
  methode: "D'où viennent les poids : strates, calage ou strates_regroupees ; non_convergence quand il n'y en a pas"
  poids_extremes: Un répondant vaut plus de cinq fois ce qu'il vaudrait sans redressement, ou les poids font perdre plus de la moitié des réponses
  estimation: Estimation redressée, dans l'unité de l'indicateur
  erreur_type: Erreur type de l'estimation
  ic_bas: Borne basse de l'intervalle à 95 %
  ic_haut: Borne haute de l'intervalle à 95 %
  effet_de_plan: Variance rapportée à celle d'un sondage simple ; vide pour un rapport et après un calage
  etablissements: Établissements répondants
  taux_reponse: Taux de réponse
  taux_reponse_min: Taux de réponse de la strate qui répond le moins, 0 quand personne n'y a répondu
  indicateur_r: Indicateur R, 1 quand toutes les strates répondent autant
  biais_max: Plus grand biais possible d'une proportion
  manski_bas: Borne basse sans hypothèse sur les non-répondants, pour une part de ce qui a répondu ; vide pour une part de ce que chacun déclare (ordinateurs, salles)
  manski_haut: Borne haute sans hypothèse sur les non-répondants, pour une part
  qualite: reponse_forte, reponse_moyenne, reponse_faible ou reponse_insuffisante
  strates_uniques: Strates de la variance qui n'ont qu'un établissement répondant
  chiffre_a_citer: redresse, ou repondants sous le taux de réponse qui interdit d'extrapoler et sans redressement
---*/
with attendues as (
  select
    ind_toutes.indicateur,
    ind_toutes.annee,
    ind_toutes.uai,
    ref_indicateur.type,
    coalesce(etablissement.degre, 'inconnu') as degre,
    coalesce(etablissement.type_etablissement, 'inconnu') as type_etablissement,
    coalesce(etablissement.education_prioritaire, 'inconnu') as education_prioritaire,
    case when ind_toutes.denominateur is not null then ind_toutes.numerateur end as y,
    case when ind_toutes.numerateur is not null then ind_toutes.denominateur end as x,
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
-- Un rang plutôt que deux noms : tout ce qui suit regroupe par question et par année.
numeros as (
  select
    indicateur,
    annee,
    (row_number() over (order by indicateur, annee))::integer as question
  from attendues
  group by indicateur, annee
),
lignes as materialized (
  select
    numeros.question,
    attendues.*
  from attendues
  join numeros using (indicateur, annee)
),
strates_fines as materialized (
  select
    (row_number() over (order by question, type_etablissement, education_prioritaire))::integer as strate_fine,
    question,
    degre,
    type_etablissement,
    education_prioritaire,
    count(*) as pop_strate,
    count(y) as ech_strate,
    sum(attendu) as attendu,
    sum(repondu) filter (where y is not null) as repondu,
    coalesce(bool_and(x = repondu), true) as est_comptee
  from lignes
  group by question, degre, type_etablissement, education_prioritaire
),
degres as (
  select
    question,
    degre,
    (row_number() over (order by question, degre))::integer as rang,
    sum(pop_strate) as pop_strate,
    sum(ech_strate) as ech_strate,
    sum(attendu) / nullif(sum(repondu), 0) as poids
  from strates_fines
  group by question, degre
),
questions as (
  select
    question,
    min(ech_strate) < parametre('strate_min') as est_mince,
    -- Une part de ce qui a répondu, et non des ordinateurs ou des salles que chacun déclare : le silence n'en borne pas le nombre.
    bool_and(est_comptee) as est_comptee
  from strates_fines
  group by question
),
a_caler as materialized (
  select
    lignes.question as echantillon,
    (row_number() over (order by lignes.question, lignes.uai))::integer as unite,
    lignes.uai as psu,
    degres.rang as strate,
    degres.pop_strate,
    degres.ech_strate,
    -- Une unité vaut tous les répondants de l'établissement : les marges comptent ce qui était attendu.
    degres.poids * lignes.repondu as poids,
    lignes.repondu,
    lignes.type_etablissement,
    lignes.education_prioritaire,
    lignes.y,
    lignes.x
  from lignes
  join questions using (question)
  join degres using (question, degre)
  where questions.est_mince
    and lignes.y is not null
    and lignes.repondu > 0
),
appartenances as materialized (
  select
    unite,
    'education_prioritaire' as marge,
    education_prioritaire as niveau
  from a_caler
  union all
  select
    unite,
    'type_etablissement',
    type_etablissement
  from a_caler
),
marges as materialized (
  select
    question as echantillon,
    'education_prioritaire' as marge,
    education_prioritaire as niveau,
    sum(attendu)::double as population
  from strates_fines
  join questions using (question)
  where est_mince
  group by question, education_prioritaire
  union all
  select
    question,
    'type_etablissement',
    type_etablissement,
    sum(attendu)::double
  from strates_fines
  join questions using (question)
  where est_mince
  group by question, type_etablissement
),
refus as (
  select distinct echantillon
  from calibration_refusals('a_caler', 'appartenances', 'marges')
),
calables as materialized (
  select *
  from a_caler
  where echantillon not in (select echantillon from refus)
),
poids_cales as materialized (
  select *
  from calibrated_weights('calables', 'appartenances', 'marges', tours_max := 100)
),
methodes as materialized (
  select
    questions.question,
    case
      when not questions.est_mince then 'strates'
      when cales.ecart is null then 'strates_regroupees'
      when cales.ecart <= 1e-10::double then 'calage'
      else 'non_convergence'
    end as methode
  from questions
  -- Une question sans strate mince, ou dont une marge n'a pas de répondant, n'a pas été calée.
  left join (
    select
      echantillon,
      max(ecart) as ecart
    from poids_cales
    group by echantillon
  ) as cales
    on cales.echantillon = questions.question
),
nommees as (
  select
    lignes.*,
    methodes.methode,
    strates_fines.strate_fine,
    case
      when methodes.methode = 'strates' or strates_fines.ech_strate >= 2 then lignes.type_etablissement || '/' || lignes.education_prioritaire
      else lignes.degre
    end as strate
  from lignes
  join methodes using (question)
  join strates_fines using (question, degre, type_etablissement, education_prioritaire)
),
regroupees as (
  select
    nommees.* exclude (strate),
    case
      when methode = 'strates' or count(y) over (partition by question, strate) >= 2 then strate
      else 'ensemble'
    end as strate
  from nommees
),
strates as (
  select
    question,
    strate,
    -- Un rang plutôt qu'un nom : la variance trie et regroupe par strate et par domaine.
    (row_number() over (order by question, strate))::integer as rang,
    count(*) as pop_strate,
    count(y) as ech_strate,
    sum(attendu) / nullif(sum(repondu), 0) as poids
  from regroupees
  group by question, strate
),
situees as (
  select
    lignes.*,
    questions.est_comptee,
    strates.rang,
    strates.pop_strate,
    strates.ech_strate,
    strates.poids,
    lien.territoire_type,
    lien.territoire_code
  from regroupees as lignes
  join strates using (question, strate)
  join questions using (question)
  join lien_etablissement_territoire as lien
    on lien.uai = lignes.uai
    and lien.annee = lignes.annee
  where lien.territoire_type in ('programme', 'departement', 'bassin')
),
domaines as materialized (
  select
    any_value(indicateur) as indicateur,
    any_value(annee) as annee,
    any_value(type) as type,
    any_value(methode) as methode,
    any_value(est_comptee) as est_comptee,
    question,
    territoire_type,
    territoire_code,
    (row_number() over (order by question, territoire_type, territoire_code))::integer as domaine
  from situees
  group by question, territoire_type, territoire_code
),
placees as (
  select
    situees.*,
    domaines.domaine
  from situees
  join domaines using (question, territoire_type, territoire_code)
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
    and methode in ('strates', 'strates_regroupees')
),
observations as materialized (
  select
    placees.domaine,
    calables.unite,
    calables.y / calables.repondu as y,
    calables.x / calables.repondu as x
  from placees
  join calables
    on calables.echantillon = placees.question
    and calables.psu = placees.uai
  where placees.methode = 'calage'
),
reponses as materialized (
  select
    domaine,
    strate_fine as strate,
    sum(attendu) as cadre,
    sum(coalesce(repondu, 0)) as n,
    case when any_value(type) = 'part' and bool_and(est_comptee) then sum(coalesce(repondu, 0) * y / nullif(x, 0)) end as x
  from placees
  group by domaine, strate_fine
),
estimations as (
  select
    domaine,
    estimate,
    se,
    df,
    n_psu,
    deff,
    strates_uniques
  from survey_ratio('unites')
  union all by name
  select
    domaine,
    estimate,
    se,
    df,
    n_psu,
    strates_uniques
  from calibrated_ratio('calables', 'appartenances', 'poids_cales', 'observations')
),
-- Ce que vaut la réponse d'un établissement, à côté de ce qu'elle vaudrait au seul taux de réponse de son degré.
poids_finals as materialized (
  select
    lignes.question as echantillon,
    degres.poids,
    strates.poids as poids_cale,
    strates.poids / degres.poids as rapport,
    null::double as ecart
  from regroupees as lignes
  join strates using (question, strate)
  join degres using (question, degre)
  where lignes.y is not null
    and lignes.methode in ('strates', 'strates_regroupees')
  union all
  select
    calables.echantillon,
    calables.poids / calables.repondu,
    poids_cales.poids_cale / calables.repondu,
    poids_cales.rapport,
    poids_cales.ecart
  from calables
  join poids_cales using (echantillon, unite)
),
diagnostics as (
  select *
  from weight_diagnostics('poids_finals')
),
representativites as (
  select *
  from nonresponse('reponses')
),
repondants as (
  select
    domaine,
    count(y) as etablissements
  from placees
  group by domaine
  having count(y) > 0
)
select
  domaines.indicateur,
  domaines.territoire_type,
  domaines.territoire_code,
  domaines.annee,
  domaines.methode,
  estimations.estimate is not null and (diagnostics.rapport_max > 5 or diagnostics.n_eff_kish < diagnostics.n / 2) as poids_extremes,
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
  repondants.etablissements,
  round(representativites.response_rate, 9) as taux_reponse,
  round(representativites.rate_min, 9) as taux_reponse_min,
  round(representativites.r_indicator, 9) as indicateur_r,
  case when domaines.type = 'part' and domaines.est_comptee then round(representativites.max_abs_bias_proportion, 9) end as biais_max,
  round(representativites.manski_low, 9) as manski_bas,
  round(representativites.manski_high, 9) as manski_haut,
  note_de_reponse(representativites.response_rate, representativites.rate_min) as qualite,
  coalesce(estimations.strates_uniques, 0) as strates_uniques,
  case
    when representativites.response_rate < parametre('reponse_faible') or estimations.estimate is null then 'repondants'
    else 'redresse'
  end as chiffre_a_citer
from domaines
join repondants using (domaine)
join representativites using (domaine)
-- Un calage qui n'aboutit pas ne donne ni estimation ni poids.
left join estimations using (domaine)
left join diagnostics
  on diagnostics.echantillon = domaines.question
order by domaines.indicateur, domaines.territoire_type, domaines.territoire_code, domaines.annee
