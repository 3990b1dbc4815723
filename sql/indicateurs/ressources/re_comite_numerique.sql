/*---
code: re_comite_numerique
libelle: Établissements disposant d'un comité du numérique
volet: ressources
description: Part des collèges et lycées répondants qui disposent d'un comité du numérique.
unite: "%"
type: part
numerateur: Collèges et lycées disposant d'un comité du numérique
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
  un_si(comite_numerique) as numerateur,
  un_si(comite_numerique is not null or null) as denominateur,
  (comite_numerique is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'comite_numerique') as attendu,
  (comite_numerique is not null)::integer as repondu
from fct_etic_reponse
where degre = 'second'
  and not list_contains(non_collecte, 'comite_numerique')
