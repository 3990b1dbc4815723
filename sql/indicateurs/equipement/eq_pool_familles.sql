/*---
code: eq_pool_familles
libelle: Équipements prêtés aux familles, pour 100 familles accompagnées
volet: equipement
description: Équipements de prêt livrés depuis le début du programme, rapportés aux familles repérées pour un accompagnement.
unite: équipements pour 100 familles
type: ratio
numerateur: Équipements de prêt livrés
denominateur: Centaines de familles repérées
sens: hausse
sources: [equipement, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: cumul
secret: personnes
reference: Présentation TNE Cher (2022)
limites: Les familles repérées sont celles que déclare l'établissement dans ses effectifs.
---*/
with annees as (
  select distinct annee
  from fct_equipement_livraison
),
livraisons as (
  select
    annees.annee,
    livraison.uai,
    sum(livraison.quantite_livree) as equipements
  from fct_equipement_livraison as livraison
  join annees
    on livraison.annee <= annees.annee
  where livraison.beneficiaire = 'famille'
    or livraison.categorie = 'pret_famille'
  group by annees.annee, livraison.uai
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  coalesce(livraisons.equipements, 0)::double as numerateur,
  etablissement.familles_accompagnees / 100::double as denominateur,
  etablissement.familles_accompagnees::bigint as n_unites,
  1 as attendu,
  (etablissement.familles_accompagnees is not null)::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans prêt compte zéro.
left join livraisons using (uai, annee)
