/*---
code: eq_tni
libelle: Tableaux et vidéoprojecteurs interactifs
volet: equipement
description: Nombre de tableaux et de vidéoprojecteurs interactifs déclarés.
unite: équipements
type: compte
numerateur: Tableaux et vidéoprojecteurs interactifs
denominateur: Élèves des établissements répondants
sens: hausse
sources: [etic, etablissements]
enquete: etic
ventilations: [degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: "Un total parmi les seuls répondants : il monte quand plus d'établissements répondent."
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  tni::double as numerateur,
  case when tni is not null then eleves end::double as denominateur,
  (tni is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'tni') as attendu,
  (tni is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'tni')
