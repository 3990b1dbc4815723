/*---
code: us_pix_participation_eleves
libelle: Élèves ayant participé à une campagne Pix
volet: transversal
description: Élèves ayant participé à au moins une campagne d'évaluation, rapportés aux élèves des collèges et des lycées.
unite: "%"
type: part
numerateur: Élèves différents ayant participé à une campagne
denominateur: Élèves des collèges et des lycées
sens: hausse
sources: [pix, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Deux comptes Pix d'un même élève comptent deux fois.
---*/
with annees as (
  select distinct annee
  from fct_pix_participation
),
participants as (
  select
    uai,
    annee,
    count(distinct personne) as eleves
  from fct_pix_participation
  group by uai, annee
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  coalesce(participants.eleves, 0)::double as numerateur,
  etablissement.eleves::double as denominateur,
  case when etablissement.eleves is not null then coalesce(participants.eleves, 0) end as n_unites,
  1 as attendu,
  (etablissement.eleves is not null)::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans participant compte zéro.
left join participants using (uai, annee)
where etablissement.degre = 'second'
