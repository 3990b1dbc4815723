/*---
code: us_frequence
libelle: Enseignants utilisant le numérique au moins chaque semaine
volet: transversal
description: Part des enseignants répondants qui déclarent un usage hebdomadaire ou quotidien ; la ventilation donne la répartition complète.
unite: "%"
type: part
numerateur: Enseignants à l'usage hebdomadaire ou quotidien
denominateur: Enseignants qui ont répondu à la question
sens: hausse
sources: [enseignants]
enquete: enseignants
ventilations: [frequence_usage, degre, type_etablissement, education_prioritaire]
periode: stock
secret: personnes
limites: Enquête déclarative et anonyme ; la couverture rapporte les réponses à l'effectif enseignant du référentiel.
---*/
with comptes as (
  select
    uai,
    annee,
    count(frequence_usage) as repondants,
    count(*) filter (where frequence_usage in ('hebdomadaire', 'quotidien')) as ensemble
  from fct_enseignants_reponse
  group by uai, annee
),
repartition as (
  select
    uai,
    annee,
    frequence_usage as modalite,
    count(*) as enseignants
  from fct_enseignants_reponse
  where frequence_usage is not null
  group by uai, annee, modalite
),
modalites as (
  select distinct
    annee,
    modalite
  from repartition
)
select
  champ.uai,
  champ.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  case when comptes.repondants > 0 then comptes.ensemble end::double as numerateur,
  case when comptes.repondants > 0 then comptes.repondants end::double as denominateur,
  coalesce(comptes.repondants, 0) as n_unites,
  champ.attendus as attendu,
  coalesce(comptes.repondants, 0) as repondu
from fct_enseignants_attendu as champ
-- Un établissement sans réponse reste attendu.
left join comptes using (uai, annee)
where not list_contains(champ.non_collecte, 'frequence_usage')
union all by name
select
  comptes.uai,
  comptes.annee,
  'frequence_usage' as ventilation,
  modalites.modalite,
  coalesce(repartition.enseignants, 0)::double as numerateur,
  comptes.repondants::double as denominateur,
  comptes.repondants as n_unites,
  null::integer as attendu,
  null::integer as repondu
from comptes
join modalites using (annee)
-- Une modalité que personne n'a choisie compte zéro.
left join repartition using (uai, annee, modalite)
where comptes.repondants > 0
