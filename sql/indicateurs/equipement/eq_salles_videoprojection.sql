/*---
code: eq_salles_videoprojection
libelle: Salles d'enseignement équipées de vidéoprojection
volet: equipement
description: Part des salles d'enseignement équipées de vidéoprojection.
unite: "%"
type: part
numerateur: Salles équipées de vidéoprojection
denominateur: Salles d'enseignement
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
  case when salles is not null then salles_videoprojection end::double as numerateur,
  case when salles_videoprojection is not null then salles end::double as denominateur,
  (salles is not null and salles_videoprojection is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'salles_videoprojection') as attendu,
  (salles is not null and salles_videoprojection is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'salles_videoprojection')
  and not list_contains(non_collecte, 'salles')
