/*---
code: pi_projets_etablissements
libelle: Établissements ayant un projet numérique retenu
volet: pilotage
description: Part des établissements ayant au moins un projet numérique retenu dans l'année.
unite: "%"
type: part
numerateur: Établissements ayant un projet retenu
denominateur: Établissements du référentiel
sens: hausse
sources: [projets, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Un projet suffit.
---*/
with annees as (
  select distinct annee
  from fct_projet
),
retenus as (
  select
    uai,
    annee,
    sum(eleves) as eleves
  from fct_projet
  where est_retenu
  group by uai, annee
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(retenus.uai is not null)::double as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans projet compte zéro.
left join retenus using (uai, annee)
