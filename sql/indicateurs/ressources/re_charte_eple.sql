/*---
code: re_charte_eple
libelle: EPLE ayant une charte d'usage du numérique
volet: ressources
description: Part des collèges et lycées répondants qui déclarent une charte d'usage du numérique.
unite: "%"
type: part
numerateur: Collèges et lycées qui déclarent une charte d'usage
denominateur: Collèges et lycées qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Ce que l'établissement déclare ; le contenu de la charte n'est pas examiné.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(charte_usage) as numerateur,
  un_si(charte_usage is not null or null) as denominateur,
  (charte_usage is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'charte_usage') as attendu,
  (charte_usage is not null)::integer as repondu
from fct_etic_reponse
where degre = 'second'
  and not list_contains(non_collecte, 'charte_usage')
