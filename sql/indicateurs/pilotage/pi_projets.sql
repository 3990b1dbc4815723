/*---
code: pi_projets
libelle: Projets numériques retenus
volet: pilotage
description: Projets numériques retenus, en cours ou achevés dans l'année, par dispositif.
unite: projets
type: compte
numerateur: Projets retenus
denominateur: Projets déposés
sens: hausse
sources: [projets]
ventilations: [dispositif, volet, degre]
periode: flux
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Un projet porté par plusieurs établissements compte dans chacun.
---*/
with annees as (
  select distinct annee
  from fct_projet
),
comptes as (
  select
    uai,
    annee,
    case
      when grouping(dispositif) = 0 then 'dispositif'
      when grouping(volet) = 0 then 'volet'
      else 'ensemble'
    end as ventilation,
    case
      when grouping(dispositif) = 0 then dispositif
      when grouping(volet) = 0 then coalesce(volet, 'non_precise')
      else 'ensemble'
    end as modalite,
    count(*) filter (where est_retenu) as retenus,
    count(*) as deposes
  from fct_projet
  group by grouping sets ((uai, annee), (uai, annee, dispositif), (uai, annee, volet))
)
select
  etablissement.uai,
  etablissement.annee,
  coalesce(comptes.ventilation, 'ensemble') as ventilation,
  coalesce(comptes.modalite, 'ensemble') as modalite,
  coalesce(comptes.retenus, 0)::double as numerateur,
  coalesce(comptes.deposes, 0)::double as denominateur,
  coalesce(comptes.retenus, 0) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans projet compte zéro.
left join comptes using (uai, annee)
