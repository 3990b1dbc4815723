/*---
code: fo_journees_stagiaires
libelle: Journées-stagiaires réalisées
volet: formation
description: Heures de formation suivies, converties en journées de six heures, par type de formation.
unite: journées-stagiaires
type: compte
numerateur: Heures suivies, divisées par six
sens: hausse
sources: [formation]
ventilations: [type_formation, operateur, modalite, degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
reference: "Feuille de route numérique académique 2014-2015 : 14 000 journées prévues"
limites: Six heures suivies par une personne font une journée-stagiaire.
---*/
with annees as (
  select distinct annee
  from fct_formation_presence
),
comptes as (
  select
    uai,
    annee,
    case
      when grouping(type_formation) = 0 then 'type_formation'
      when grouping(operateur) = 0 then 'operateur'
      when grouping(modalite) = 0 then 'modalite'
      else 'ensemble'
    end as ventilation,
    case
      when grouping(type_formation) = 0 then type_formation
      when grouping(operateur) = 0 then operateur
      when grouping(modalite) = 0 then modalite
      else 'ensemble'
    end as modalite,
    sum(heures) / parametre('heures_par_journee') as numerateur,
    count(distinct participant) as n_unites
  from fct_formation_presence
  where a_suivi
  group by grouping sets (
    (uai, annee),
    (uai, annee, type_formation),
    (uai, annee, operateur),
    (uai, annee, modalite)
  )
)
select
  etablissement.uai,
  etablissement.annee,
  coalesce(comptes.ventilation, 'ensemble') as ventilation,
  coalesce(comptes.modalite, 'ensemble') as modalite,
  coalesce(comptes.numerateur, 0)::double as numerateur,
  null::double as denominateur,
  coalesce(comptes.n_unites, 0) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans inscription compte zéro.
left join comptes using (uai, annee)
