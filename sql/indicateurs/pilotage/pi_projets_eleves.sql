/*---
code: pi_projets_eleves
libelle: Élèves concernés par un projet numérique
volet: pilotage
description: Élèves que les projets retenus disent concerner, rapportés aux élèves.
unite: "%"
type: part
numerateur: Élèves concernés par les projets retenus
denominateur: Élèves des établissements
sens: hausse
sources: [projets, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Un élève concerné par deux projets compte deux fois.
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
  coalesce(retenus.eleves, 0)::double as numerateur,
  etablissement.eleves::double as denominateur,
  1 as n_unites,
  1 as attendu,
  (etablissement.eleves is not null)::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans projet compte zéro.
left join retenus using (uai, annee)
