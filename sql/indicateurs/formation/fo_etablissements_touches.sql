/*---
code: fo_etablissements_touches
libelle: Établissements dont au moins un enseignant a été formé
volet: formation
description: Part des établissements dont au moins un enseignant a suivi une formation au numérique dans l'année.
unite: "%"
type: part
numerateur: Établissements dont au moins un enseignant a été formé
denominateur: Établissements du référentiel
sens: hausse
sources: [formation, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: aucun
limites: Un seul enseignant formé suffit.
---*/
with annees as (
  select distinct annee
  from fct_formation_presence
),
formes as (
  select
    uai_principal as uai,
    annee,
    count(distinct participant) as enseignants,
    sum(heures) as heures
  from fct_formation_presence
  where a_suivi
    and fonction = 'enseignant'
  group by uai_principal, annee
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(formes.uai is not null)::double as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement dont personne n'a été formé compte zéro.
left join formes using (uai, annee)
