/*---
code: eq_terminaux_mobiles
libelle: Part des tablettes dans les terminaux des élèves
volet: equipement
description: Part des tablettes parmi les ordinateurs et tablettes à la disposition des élèves.
unite: "%"
type: part
numerateur: Tablettes à la disposition des élèves
denominateur: Ordinateurs et tablettes à la disposition des élèves
sens: neutre
sources: [etic]
enquete: etic
ventilations: [degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
limites: "Les ordinateurs portables sont comptés comme des ordinateurs : la part réelle du matériel mobile est plus haute."
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  case when ordinateurs_eleves is not null then tablettes_eleves end::double as numerateur,
  (ordinateurs_eleves + tablettes_eleves)::double as denominateur,
  (ordinateurs_eleves is not null and tablettes_eleves is not null)::integer as n_unites,
  attendu_sauf(non_concerne, 'tablettes_eleves') as attendu,
  (ordinateurs_eleves is not null and tablettes_eleves is not null)::integer as repondu
from fct_etic_reponse
where not list_contains(non_collecte, 'tablettes_eleves')
  and not list_contains(non_collecte, 'ordinateurs_eleves')
