/*---
code: re_eple_services_en_ligne
libelle: EPLE disposant de services en ligne
volet: ressources
description: Part des collèges et lycées répondants qui disposent de services en ligne, dont l'ENT.
unite: "%"
type: part
numerateur: Collèges et lycées disposant de services en ligne
denominateur: Collèges et lycées qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: "La feuille de route donne un nombre d'établissements : voir l'indicateur du nombre."
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(services_en_ligne) as numerateur,
  un_si(services_en_ligne is not null or null) as denominateur,
  (services_en_ligne is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'services_en_ligne') as attendu,
  (services_en_ligne is not null)::integer as repondu
from fct_etic_reponse
where degre = 'second'
  and not list_contains(non_collecte, 'services_en_ligne')
