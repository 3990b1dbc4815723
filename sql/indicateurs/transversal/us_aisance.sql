/*---
code: us_aisance
libelle: Aisance déclarée des enseignants avec le numérique
volet: transversal
description: Moyenne de l'aisance que les enseignants répondants déclarent, de 1 à 5.
unite: sur 5
type: moyenne
numerateur: Somme des notes d'aisance
denominateur: Enseignants qui ont répondu à la question
sens: hausse
sources: [enseignants]
enquete: enseignants
ventilations: [discipline, degre, type_etablissement, education_prioritaire]
periode: stock
secret: personnes
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
    sum(aisance) as numerateur,
    count(aisance) as denominateur,
    count(aisance) as repondants
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
where not list_contains(champ.non_collecte, 'aisance')
