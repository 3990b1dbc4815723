/*---
description: "Une source parle d'une année scolaire trop ancienne ou pas encore commencée : sans doute une date mal saisie, à corriger à la source ou par une correction déclarée."
niveau: alerte
---*/
with citees as (
  select 'etic' as source, annee, _fichier, _ligne from stg_etic__etic
  union all
  select 'enseignants', annee, _fichier, _ligne from stg_enseignants__enseignants
  union all
  select 'formation', annee, _fichier, _ligne from stg_formation__formation
  union all
  select 'equipement', annee, _fichier, _ligne from stg_equipement__equipement
  union all
  select 'parentalite', annee, _fichier, _ligne from stg_parentalite__parentalite
  union all
  select 'dnma', annee, _fichier, _ligne from stg_ressources__dnma
  union all
  select 'ressources_usages', annee, _fichier, _ligne from stg_ressources__ressources_usages
  union all
  select 'projets', annee, _fichier, _ligne from stg_projets__projets
  union all
  select 'pix', annee, _fichier, _ligne from stg_pix__campagne_evaluation
  union all
  select 'pix', annee, _fichier, _ligne from stg_pix__collecte_profils
  union all
  select 'pix', annee, _fichier, _ligne from stg_pix__certification
  union all
  select 'effectifs', annee, _fichier, _ligne from stg_etablissements__effectifs
)
select
  source,
  annee,
  _fichier as fichier,
  count(*) as nombre_de_lignes,
  min(_ligne) as premiere_ligne
from citees
where annee < parametre_texte('annee_premiere')
  or annee > parametre_texte('annee_derniere')
group by source, annee, _fichier
order by source, annee, _fichier
