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
with reponses as (
  select
    uai,
    annee,
    discipline,
    visualisation_collective::integer as note
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
from question_par_discipline('reponses', 'fct_enseignants_attendu', 'visualisation_collective')
