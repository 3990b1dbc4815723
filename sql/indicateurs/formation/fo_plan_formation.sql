/*---
code: fo_plan_formation
libelle: Établissements ayant un plan de formation au numérique
volet: formation
description: Part des collèges et lycées répondants qui ont un plan de formation au numérique.
unite: "%"
type: part
numerateur: Collèges et lycées ayant un plan de formation
denominateur: Collèges et lycées qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Ce que l'établissement déclare.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(plan_formation) as numerateur,
  un_si(plan_formation is not null or null) as denominateur,
  (plan_formation is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'plan_formation') as attendu,
  (plan_formation is not null)::integer as repondu
from fct_etic_reponse
where degre = 'second'
  and not list_contains(non_collecte, 'plan_formation')
