/*---
code: re_filtrage
libelle: Établissements disposant d'un filtrage
volet: ressources
description: Part des établissements répondants qui disposent d'un dispositif de filtrage de l'accès à Internet.
unite: "%"
type: part
numerateur: Établissements disposant d'un filtrage
denominateur: Établissements qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
limites: Ce que l'établissement déclare.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(filtrage) as numerateur,
  un_si(filtrage is not null or null) as denominateur,
  (filtrage is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'filtrage') as attendu,
  (filtrage is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'filtrage')
