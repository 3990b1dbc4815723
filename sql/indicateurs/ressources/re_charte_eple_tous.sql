/*---
code: re_charte_eple_tous
libelle: EPLE dont la charte est destinée à tous les membres de la communauté
volet: ressources
description: Part des collèges et lycées répondants dont la charte d'usage est destinée à tous les membres de la communauté éducative.
unite: "%"
type: part
numerateur: Collèges et lycées dont la charte est destinée à tous
denominateur: Collèges et lycées qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Un établissement sans charte répond non.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(charte_tous_membres) as numerateur,
  un_si(charte_tous_membres is not null or null) as denominateur,
  (charte_tous_membres is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'charte_tous_membres') as attendu,
  (charte_tous_membres is not null)::integer as repondu
from fct_etic_reponse
where degre = 'second'
  and not list_contains(non_collecte, 'charte_tous_membres')
