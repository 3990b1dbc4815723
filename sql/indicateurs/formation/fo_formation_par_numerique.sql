/*---
code: fo_formation_par_numerique
libelle: Enseignants du premier degré formés « par le numérique »
volet: formation
description: Part des enseignants du premier degré ayant suivi au moins une session à distance ou hybride (M@gistère…).
unite: "%"
type: part
numerateur: Enseignants différents présents à une session à distance ou hybride
denominateur: Enseignants des écoles
sens: hausse
sources: [formation, etablissements]
ventilations: [type_etablissement, education_prioritaire]
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
    count(distinct participant) as enseignants,
    sum(heures) as heures
  from fct_formation_presence
  where a_suivi
    and fonction = 'enseignant'
    and modalite in ('distanciel', 'hybride')
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
where etablissement.degre = 'premier'
