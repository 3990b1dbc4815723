/*---
code: fo_enseignants_formes
libelle: Enseignants ayant suivi au moins une formation au numérique
volet: formation
description: Part des enseignants qui ont suivi au moins une session dans l'année ; chacun est compté une fois.
unite: "%"
type: part
numerateur: Enseignants différents présents à au moins une session dans l'année
denominateur: Enseignants des établissements, d'après le référentiel
sens: hausse
sources: [formation, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
reference: Feuille de route numérique académique 2014-2015
limites: Un enseignant formé dans deux établissements est compté dans celui où il a suivi le plus d'heures. Les établissements dont l'effectif enseignant est inconnu n'entrent pas dans le taux.
---*/
with annees as (
  select distinct annee
  from fct_formation_presence
),
formes as (
  select
    uai_principal as uai,
    annee,
    count(distinct participant) as enseignants
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
  coalesce(formes.enseignants, 0)::double as numerateur,
  etablissement.enseignants::double as denominateur,
  case when etablissement.enseignants is not null then coalesce(formes.enseignants, 0) end as n_unites,
  1 as attendu,
  (etablissement.enseignants is not null)::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement dont personne n'a été formé compte zéro.
left join formes using (uai, annee)
