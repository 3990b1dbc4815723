/*---
code: eq_tni_1000_eleves
libelle: Tableaux et vidéoprojecteurs interactifs pour 1 000 élèves
volet: equipement
description: Tableaux et vidéoprojecteurs interactifs pour 1 000 élèves des établissements répondants.
unite: équipements pour 1 000 élèves
type: ratio
numerateur: Tableaux et vidéoprojecteurs interactifs
denominateur: Milliers d'élèves des établissements répondants
sens: hausse
sources: [etic, etablissements]
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
  case when eleves is not null then tni end::double as numerateur,
  case when tni is not null then eleves / 1000 end::double as denominateur,
  (tni is not null and eleves is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'tni') as attendu,
  (tni is not null and eleves is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'tni')
