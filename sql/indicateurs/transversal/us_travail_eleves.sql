/*---
code: us_travail_eleves
libelle: Enseignants faisant travailler leurs élèves avec des outils numériques
volet: transversal
description: Part des enseignants répondants qui font travailler leurs élèves avec des outils numériques.
unite: "%"
type: part
numerateur: Enseignants qui le font
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
    travail_eleves_numerique::integer as note
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
from question_par_discipline('reponses', 'fct_enseignants_attendu', 'travail_eleves_numerique')
