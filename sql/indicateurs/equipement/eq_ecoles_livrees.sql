/*---
code: eq_ecoles_livrees
libelle: Établissements ayant reçu au moins une livraison
volet: equipement
description: Part des établissements publics qui ont reçu au moins une livraison depuis le début du programme.
unite: "%"
type: part
numerateur: Établissements ayant reçu au moins une livraison
denominateur: Établissements publics
sens: hausse
sources: [equipement, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: cumul
secret: aucun
limites: Une livraison partielle suffit.
---*/
with annees as (
  select distinct annee
  from fct_equipement_livraison
),
livrees as (
  select distinct
    annees.annee,
    livraison.uai
  from fct_equipement_livraison as livraison
  join annees
    on livraison.annee <= annees.annee
  where livraison.est_livree
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(livrees.uai is not null) as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement jamais livré compte zéro.
left join livrees using (uai, annee)
where coalesce(etablissement.secteur, 'public') = 'public'
