/*---
code: eq_neo_titulaires_equipes
libelle: Enseignants néo-titulaires équipés
volet: equipement
description: Équipements livrés à des enseignants néo-titulaires depuis le début du programme.
unite: enseignants
type: compte
numerateur: Équipements individuels livrés à des néo-titulaires
denominateur: Enseignants néo-titulaires de l'année, d'après le référentiel
sens: hausse
sources: [equipement, etablissements]
ventilations: [degre]
periode: cumul
secret: personnes
reference: "Dossier de presse du lancement de TNE 13 (2022) : 1 000 enseignants"
limites: Un équipement livré compte pour un enseignant.
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
  where livraison.beneficiaire = 'neo_titulaire'
    and livraison.est_livree
  group by annees.annee, livraison.uai
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  coalesce(livraisons.equipements, 0)::double as numerateur,
  etablissement.neo_titulaires::double as denominateur,
  coalesce(livraisons.equipements, 0)::bigint as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans livraison compte zéro.
left join livraisons using (uai, annee)
