/*---
description: >-
  Ce dont chaque établissement a bénéficié, volet par volet : le croisement des sources par établissement que le programme appelle
  « volets indissociables ». Équipement depuis le début du programme, les trois autres dans l'année.
grain: établissement × année
cle: [uai, annee]
colonnes:
  uai: Identifiant de l'établissement
  annee: Année scolaire
  eleves: Élèves
  a_equipement: Au moins une livraison depuis le début du programme
  a_ressources: Présent dans l'audience de l'ENT ou dans un dispositif de ressources dans l'année
  a_formation: Au moins un enseignant formé dans l'année
  a_parentalite: Au moins un atelier d'e-parentalité dans l'année
  volets: Nombre de volets, de 0 à 4
---*/
with livres as (
  select
    uai,
    min(annee) as premiere_annee
  from fct_equipement_livraison
  where est_livree
  group by uai
),
ressources as (
  select
    uai,
    annee
  from fct_ent_audience
  where visites_globales > 0
    or visites_eleve > 0
  union
  select
    uai,
    annee
  from stg_ressources__ressources_usages
  where coalesce(acces, utilisateurs, abonnements) > 0
),
formations as (
  select distinct
    uai,
    annee
  from fct_formation_presence
  where a_suivi
    and fonction = 'enseignant'
),
ateliers as (
  select distinct
    uai,
    annee
  from fct_parentalite_atelier
  where uai is not null
),
benefices as (
  select
    etablissement.uai,
    etablissement.annee,
    etablissement.eleves,
    coalesce(livres.premiere_annee <= etablissement.annee, false) as a_equipement,
    ressources.uai is not null as a_ressources,
    formations.uai is not null as a_formation,
    ateliers.uai is not null as a_parentalite
  from dim_etablissement as etablissement
  -- Un établissement sans aucun volet reste, avec zéro volet.
  left join livres using (uai)
  left join ressources using (uai, annee)
  left join formations using (uai, annee)
  left join ateliers using (uai, annee)
)
select
  uai,
  annee,
  eleves,
  a_equipement,
  a_ressources,
  a_formation,
  a_parentalite,
  a_equipement::integer + a_ressources::integer + a_formation::integer + a_parentalite::integer as volets
from benefices
order by uai, annee
