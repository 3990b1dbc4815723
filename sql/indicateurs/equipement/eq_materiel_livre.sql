/*---
code: eq_materiel_livre
libelle: Matériels livrés
volet: equipement
description: Unités de matériel livrées dans l'année, par catégorie.
unite: matériels
type: compte
numerateur: Unités livrées
denominateur: Unités commandées
sens: hausse
sources: [equipement]
ventilations: [categorie, degre]
periode: flux
secret: aucun
limites: Une livraison sans date compte dans l'année de sa commande.
---*/
with annees as (
  select distinct annee
  from fct_equipement_livraison
),
livraisons as (
  select
    uai,
    annee,
    grouping(categorie) as est_total,
    categorie,
    sum(quantite_livree) as livrees,
    sum(quantite_commandee) as commandees,
    count(*) as lignes
  from fct_equipement_livraison
  group by grouping sets ((uai, annee), (uai, annee, categorie))
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  coalesce(livraisons.livrees, 0)::double as numerateur,
  coalesce(livraisons.commandees, 0)::double as denominateur,
  (livraisons.livrees > 0)::integer as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans livraison compte zéro.
left join livraisons
  on livraisons.uai = etablissement.uai
  and livraisons.annee = etablissement.annee
  and livraisons.est_total = 1
union all by name
select
  uai,
  annee,
  'categorie' as ventilation,
  categorie as modalite,
  livrees::double as numerateur,
  commandees::double as denominateur,
  (livrees > 0)::integer as n_unites,
  null::integer as attendu,
  null::integer as repondu
from livraisons
where est_total = 0
