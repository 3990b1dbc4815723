/*---
code: re_ecoles_ent_nombre
libelle: Écoles dotées d'un ENT (nombre)
volet: ressources
description: Nombre d'écoles répondantes qui disposent d'un espace numérique de travail.
unite: écoles
type: compte
numerateur: Écoles dotées d'un ENT
denominateur: Écoles qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: "Un total parmi les seuls répondants : il monte quand plus d'établissements répondent ; la part se lit à côté."
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(ent) as numerateur,
  un_si(ent is not null or null) as denominateur,
  (ent is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'ent') as attendu,
  (ent is not null)::integer as repondu
from fct_etic_reponse
where degre = 'premier'
  and not list_contains(non_collecte, 'ent')
