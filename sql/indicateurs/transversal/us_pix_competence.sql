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
with certifications as (
  select
    faits.uai,
    faits.annee,
    lignes.niveaux
  from fct_pix_certification as faits
  join stg_pix__certification as lignes using (certification)
  where faits.est_retenue
    and faits.est_validee
    and not faits.est_pix_edu
    and faits.uai is not null
    and cardinality(lignes.niveaux) > 0
),
competences as (
  select
    certifications.uai,
    certifications.annee,
    dim_competence.code as competence,
    dim_competence.code_domaine as domaine,
    sum(greatest(certifications.niveaux[dim_competence.code], 0)) as niveaux,
    count(certifications.niveaux[dim_competence.code]) as eleves
  from certifications
  cross join dim_competence
  group by certifications.uai, certifications.annee, dim_competence.code, dim_competence.code_domaine
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
  sum(niveaux)::double as numerateur,
  sum(eleves)::double as denominateur,
  -- Élèves de la compétence la plus évaluée du groupe : jamais plus que les élèves qui contribuent.
  max(eleves) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from competences
where eleves > 0
group by grouping sets ((uai, annee), (uai, annee, competence), (uai, annee, domaine))
