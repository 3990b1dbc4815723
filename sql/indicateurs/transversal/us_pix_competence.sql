/*---
code: us_pix_competence
libelle: Niveau moyen par compétence Pix
volet: transversal
description: Moyenne des niveaux des élèves certifiés, par compétence (16) et par domaine (5) ; l'ensemble est la moyenne des compétences évaluées.
unite: niveau
type: moyenne
numerateur: Somme des niveaux
denominateur: Compétences évaluées chez les élèves certifiés
sens: hausse
sources: [pix]
ventilations: [competence, domaine, degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Une compétence non évaluée n'entre pas dans la moyenne ; un niveau négatif de l'export vaut zéro.
---*/
with niveaux as (
  select
    uai,
    annee,
    certification,
    unnest(map_entries(niveaux)) as entree
  from fct_pix_certification
  where est_retenue
    and est_validee
    and not est_pix_edu
    and uai is not null
),
evaluees as (
  select
    niveaux.uai,
    niveaux.annee,
    niveaux.certification,
    dim_competence.code as competence,
    dim_competence.code_domaine as domaine,
    greatest(niveaux.entree.value, 0) as niveau
  from niveaux
  join dim_competence
    on dim_competence.code = niveaux.entree.key
  where niveaux.entree.value is not null
)
select
  uai,
  annee,
  case
    when grouping(competence) = 0 then 'competence'
    when grouping(domaine) = 0 then 'domaine'
    else 'ensemble'
  end as ventilation,
  case
    when grouping(competence) = 0 then competence
    when grouping(domaine) = 0 then domaine
    else 'ensemble'
  end as modalite,
  sum(niveau)::double as numerateur,
  count(*)::double as denominateur,
  count(distinct certification) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from evaluees
group by grouping sets ((uai, annee), (uai, annee, competence), (uai, annee, domaine))
