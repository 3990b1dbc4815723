/*---
code: eq_classes_socle
libelle: Classes élémentaires au socle numérique
volet: equipement
description: Classes des écoles élémentaires et primaires publiques que des livraisons ont équipées, depuis le début du programme.
unite: classes
type: compte
numerateur: Classes que les livraisons ont équipées depuis le début du programme
denominateur: Classes des écoles élémentaires et primaires publiques
sens: hausse
sources: [equipement, etablissements]
ventilations: [type_etablissement, education_prioritaire]
periode: cumul
secret: aucun
reference: "Dossier de presse du lancement de TNE 13 (2022) : 2 700 classes"
limites: Une classe équipée deux fois compte deux fois.
---*/
with annees as (
  select distinct annee
  from fct_equipement_livraison
),
livraisons as (
  select
    annees.annee,
    livraison.uai,
    sum(livraison.classes_equipees) as classes
  from fct_equipement_livraison as livraison
  join annees
    on livraison.annee <= annees.annee
  where livraison.est_livree
    and livraison.beneficiaire in ('classe', 'etablissement')
  group by annees.annee, livraison.uai
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  coalesce(livraisons.classes, 0)::double as numerateur,
  etablissement.classes::double as denominateur,
  (livraisons.classes > 0)::integer as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Une école sans livraison compte zéro classe équipée.
left join livraisons using (uai, annee)
where etablissement.type_etablissement in ('ecole_elementaire', 'ecole_primaire')
  and coalesce(etablissement.secteur, 'public') = 'public'
