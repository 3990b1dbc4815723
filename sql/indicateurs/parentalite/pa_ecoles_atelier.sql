/*---
code: pa_ecoles_atelier
libelle: Établissements ayant tenu un atelier
volet: parentalite
description: Part des établissements ayant tenu au moins un atelier d'e-parentalité dans l'année.
unite: "%"
type: part
numerateur: Établissements ayant tenu au moins un atelier
denominateur: Établissements du référentiel
sens: hausse
sources: [parentalite, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: aucun
limites: Les ateliers tenus pour une commune n'y comptent pas.
---*/
with annees as (
  select distinct annee
  from fct_parentalite_atelier
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si((etablissement.uai, etablissement.annee) in (select (uai, annee) from fct_parentalite_atelier where uai is not null)) as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
