/*---
code: us_visualisation_collective
libelle: Enseignants utilisant des outils de visualisation collective en classe
volet: transversal
description: Part des enseignants répondants qui utilisent des outils de visualisation collective en classe.
unite: "%"
type: part
numerateur: Enseignants qui en utilisent
denominateur: Enseignants qui ont répondu à la question
sens: hausse
sources: [enseignants]
enquete: enseignants
ventilations: [discipline, degre, type_etablissement, education_prioritaire]
periode: stock
secret: personnes
reference: Feuille de route numérique académique 2014-2015
limites: Enquête déclarative et anonyme ; la couverture rapporte les réponses à l'effectif enseignant du référentiel.
---*/
with comptes as (
  select
    uai,
    annee,
    case
      when grouping(discipline) = 0 then 'discipline'
      else 'ensemble'
    end as ventilation,
    case
      when grouping(discipline) = 0 then coalesce(discipline, 'non_precise')
      else 'ensemble'
    end as modalite,
    count(*) filter (where visualisation_collective) as numerateur,
    count(visualisation_collective) as denominateur,
    count(visualisation_collective) as repondants
  from fct_enseignants_reponse
  group by grouping sets (
    (uai, annee),
    (uai, annee, discipline)
  )
)
select
  champ.uai,
  champ.annee,
  coalesce(comptes.ventilation, 'ensemble') as ventilation,
  coalesce(comptes.modalite, 'ensemble') as modalite,
  case when comptes.repondants > 0 then comptes.numerateur end::double as numerateur,
  case when comptes.repondants > 0 then comptes.denominateur end::double as denominateur,
  coalesce(comptes.repondants, 0) as n_unites,
  -- L'effectif attendu n'est connu que par établissement.
  case when coalesce(comptes.ventilation, 'ensemble') = 'ensemble' then champ.attendus end as attendu,
  case when coalesce(comptes.ventilation, 'ensemble') = 'ensemble' then coalesce(comptes.repondants, 0) end as repondu
from fct_enseignants_attendu as champ
-- Un établissement sans réponse reste attendu.
left join comptes using (uai, annee)
where not list_contains(champ.non_collecte, 'visualisation_collective')
