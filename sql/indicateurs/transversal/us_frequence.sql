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
with reponses as (
  select
    uai,
    annee,
    frequence_usage as modalite,
    frequence_usage in ('hebdomadaire', 'quotidien') as est_retenue
  from fct_enseignants_reponse
)
select
  uai,
  annee,
  case when est_ensemble then 'ensemble' else 'frequence_usage' end as ventilation,
  modalite,
  total as numerateur,
  nullif(repondants, 0)::double as denominateur,
  repondants as n_unites,
  attendus as attendu,
  case when est_ensemble then repondants end as repondu
from repartition_des_reponses('reponses', 'fct_enseignants_attendu', 'frequence_usage')
