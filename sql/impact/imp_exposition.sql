/*---
description: >-
  Ce à quoi chaque établissement est exposé chaque année : équipement, formation, ENT, ateliers, volets, programme. Une mesure vide est
  inconnue (source non collectée cette année-là, effectif absent) ; zéro a été compté. Du matériel compte pour l'année scolaire s'il est en
  service avant le 1er janvier, sinon pour la suivante ; sans date de mise en service, la date de livraison en tient lieu.
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  premiere_mise_en_service: Premier jour où du matériel destiné aux classes est en service ; vide si jamais livré
  equipement_classe: 1 si du matériel destiné aux classes est en service avant le 1er janvier de l'année scolaire, sinon 0
  annees_equipement: Années scolaires depuis la première mise en service, 1 la première, 0 avant
  part_classes_socle: Classes équipées depuis le début rapportées aux classes (écoles publiques)
  part_enseignants_formes: Enseignants ayant suivi au moins une session dans l'année rapportés aux enseignants
  heures_par_enseignant: Heures de formation au numérique suivies dans l'année rapportées à tous les enseignants de l'établissement
  ent_ouvert: 1 si l'établissement a une audience d'ENT dans l'année, sinon 0
  ateliers_parents: Ateliers d'e-parentalité tenus pour l'établissement dans l'année
  volets: Nombre de volets dont l'établissement bénéficie, de 0 à 4
  departement_pilote: 1 si le département est un territoire numérique éducatif cette année-là, sinon 0
verifications:
  - description: Une part de classes ou d'enseignants ne descend pas sous zéro.
    condition: coalesce(part_classes_socle, 0) >= 0 and coalesce(part_enseignants_formes, 0) >= 0
---*/
with mises_en_service as (
  select
    uai,
    min(coalesce(date_mise_en_service, date_livraison)) as premiere_mise_en_service
  from stg_equipement__equipement
  where quantite_livree > 0
    and beneficiaire = 'classe'
    and coalesce(date_mise_en_service, date_livraison) is not null
  group by uai
),
premieres_annees as (
  select
    uai,
    premiere_mise_en_service,
    annee_debut(annee_scolaire_du(premiere_mise_en_service))
      + (month(premiere_mise_en_service) between 1 and 8)::integer as premiere_annee
  from mises_en_service
),
annees_equipement as (
  select min(annee) as premiere
  from fct_equipement_livraison
),
annees_formation as (
  select distinct annee
  from fct_formation_presence
),
formations as (
  select
    uai_principal as uai,
    annee,
    count(distinct participant) as enseignants,
    sum(heures)::double as heures
  from fct_formation_presence
  where a_suivi
    and fonction = 'enseignant'
    and uai_principal is not null
  group by uai_principal, annee
),
annees_ent as (
  select distinct annee
  from fct_ent_audience
),
annees_ateliers as (
  select distinct annee
  from fct_parentalite_atelier
),
ateliers as (
  select
    uai,
    annee,
    count(*) as ateliers
  from fct_parentalite_atelier
  where uai is not null
  group by uai, annee
),
-- Départements du programme : démonstrateurs de septembre 2020, dix autres départements en 2021.
pilotes as (
  select
    code,
    premiere_annee
  from (
    values
      ('02', 2020), ('95', 2020),
      ('13', 2021), ('18', 2021), ('2A', 2021), ('25', 2021), ('29', 2021), ('34', 2021), ('38', 2021), ('86', 2021), ('88', 2021), ('971', 2021)
  ) as departements (code, premiere_annee)
)
select
  etablissement.uai,
  etablissement.annee,
  premieres_annees.premiere_mise_en_service,
  case
    when annees_equipement.premiere is null then null
    when premieres_annees.premiere_annee <= annee_debut(etablissement.annee) then 1::double
    else 0::double
  end as equipement_classe,
  case
    when annees_equipement.premiere is null then null
    else greatest(0, coalesce(annee_debut(etablissement.annee) - premieres_annees.premiere_annee + 1, 0))::double
  end as annees_equipement,
  case when socle.denominateur > 0 then socle.numerateur / socle.denominateur end as part_classes_socle,
  case
    when annees_formation.annee is not null and etablissement.enseignants > 0 then coalesce(formations.enseignants, 0)::double / etablissement.enseignants
  end as part_enseignants_formes,
  case
    when annees_formation.annee is not null and etablissement.enseignants > 0 then coalesce(formations.heures, 0) / etablissement.enseignants
  end as heures_par_enseignant,
  case when annees_ent.annee is not null then (coalesce(audience.visites_globales, audience.visites_eleve, 0) > 0)::integer::double end as ent_ouvert,
  case when annees_ateliers.annee is not null then coalesce(ateliers.ateliers, 0)::double end as ateliers_parents,
  benefices.volets::double as volets,
  case
    when etablissement.code_departement is null then null
    when pilotes.premiere_annee <= annee_debut(etablissement.annee) then 1::double
    else 0::double
  end as departement_pilote
from dim_etablissement as etablissement
cross join annees_equipement
-- Un établissement sans livraison, sans formation, sans ENT ou sans atelier reste, avec zéro si la source a été collectée.
left join premieres_annees using (uai)
left join ind_eq_part_classes_socle as socle using (uai, annee)
left join annees_formation using (annee)
left join formations using (uai, annee)
left join annees_ent using (annee)
left join fct_ent_audience as audience using (uai, annee)
left join annees_ateliers using (annee)
left join ateliers using (uai, annee)
left join fct_benefice_volet as benefices using (uai, annee)
left join pilotes
  on pilotes.code = etablissement.code_departement
order by etablissement.uai, etablissement.annee
