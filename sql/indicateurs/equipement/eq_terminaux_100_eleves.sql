/*---
code: eq_terminaux_100_eleves
libelle: Terminaux pour 100 élèves
volet: equipement
description: Ordinateurs et tablettes à la disposition des élèves, pour 100 élèves des établissements répondants.
unite: terminaux pour 100 élèves
type: ratio
numerateur: Ordinateurs et tablettes à la disposition des élèves
denominateur: Centaines d'élèves des établissements répondants
sens: hausse
sources: [etic, etablissements]
enquete: etic
ventilations: [degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
limites: "Un terminal vétuste compte comme un neuf : voir la part du parc de moins de cinq ans."
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  case when eleves is not null then ordinateurs_eleves + tablettes_eleves end::double as numerateur,
  case when ordinateurs_eleves is not null and tablettes_eleves is not null then eleves / 100 end::double as denominateur,
  (eleves is not null and ordinateurs_eleves is not null and tablettes_eleves is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'ordinateurs_eleves') as attendu,
  (eleves is not null and ordinateurs_eleves is not null and tablettes_eleves is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'ordinateurs_eleves')
  and not list_contains(non_collecte, 'tablettes_eleves')
