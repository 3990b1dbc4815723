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
with reponses as (
  select
    uai,
    annee,
    discipline,
    aisance::integer as note
  from fct_enseignants_reponse
)
select
  uai,
  annee,
  ventilation,
  modalite,
  total as numerateur,
  nullif(repondants, 0)::double as denominateur,
  repondants as n_unites,
  attendus as attendu,
  case when ventilation = 'ensemble' then repondants end as repondu
from question_par_discipline('reponses', 'fct_enseignants_attendu', 'aisance')
