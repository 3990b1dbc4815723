/*---
code: eq_parc_recent
libelle: Part du parc de moins de cinq ans
volet: equipement
description: Part des ordinateurs à la disposition des élèves qui ont moins de cinq ans.
unite: "%"
type: part
numerateur: Ordinateurs de moins de cinq ans
denominateur: Ordinateurs à la disposition des élèves
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
  case when ordinateurs_eleves is not null then ordinateurs_moins_5_ans end::double as numerateur,
  case when ordinateurs_moins_5_ans is not null then ordinateurs_eleves end::double as denominateur,
  (ordinateurs_moins_5_ans is not null and ordinateurs_eleves is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'ordinateurs_moins_5_ans') as attendu,
  (ordinateurs_moins_5_ans is not null and ordinateurs_eleves is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'ordinateurs_moins_5_ans')
  and not list_contains(non_collecte, 'ordinateurs_eleves')
