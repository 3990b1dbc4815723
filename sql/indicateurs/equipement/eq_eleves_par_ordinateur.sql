/*---
code: eq_eleves_par_ordinateur
libelle: Élèves par ordinateur
volet: equipement
description: Nombre d'élèves pour un ordinateur mis à la disposition des élèves, parmi les établissements qui ont répondu à l'enquête.
unite: élèves par ordinateur
type: ratio
numerateur: Élèves des établissements répondants
denominateur: Ordinateurs que ces établissements mettent à la disposition des élèves
sens: baisse
sources: [etic, etablissements]
enquete: etic
ventilations: [degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Un établissement sans aucun ordinateur augmente le rapport de ses seuls élèves ; les tablettes n'y entrent pas.
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  case when ordinateurs_eleves is not null then eleves end::double as numerateur,
  case when eleves is not null then ordinateurs_eleves end::double as denominateur,
  (eleves is not null and ordinateurs_eleves is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'ordinateurs_eleves') as attendu,
  (eleves is not null and ordinateurs_eleves is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'ordinateurs_eleves')
