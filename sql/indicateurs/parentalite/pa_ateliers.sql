/*---
code: pa_ateliers
libelle: Ateliers d'e-parentalité tenus
volet: parentalite
description: Nombre d'ateliers d'accompagnement des familles tenus dans l'année.
unite: ateliers
type: compte
numerateur: Ateliers tenus
sens: hausse
sources: [parentalite]
ventilations: [type_atelier, partenaire, education_prioritaire]
periode: flux
secret: aucun
limites: Un atelier tenu pour une commune compte pour la commune et pour les territoires qui la contiennent en entier, pas pour une circonscription.
---*/
select
  uai,
  territoire_type,
  territoire_code,
  annee,
  ventilation,
  modalite,
  ateliers::double as numerateur,
  null::double as denominateur,
  ateliers as n_unites,
  null::integer as attendu,
  null::integer as repondu
from ateliers_par_groupe('fct_parentalite_atelier', 'dim_etablissement')
