/*---
code: eq_maintenance
libelle: Établissements disposant d'une assistance
volet: equipement
description: Part des établissements répondants qui disposent d'une assistance à l'usage et à la maintenance.
unite: "%"
type: part
numerateur: Établissements disposant d'une assistance
denominateur: Établissements qui ont répondu à la question
sens: hausse
sources: [etic]
enquete: etic
ventilations: [degre, type_etablissement, education_prioritaire]
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
  un_si(assistance) as numerateur,
  un_si(assistance is not null or null) as denominateur,
  (assistance is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'assistance') as attendu,
  (assistance is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'assistance')
