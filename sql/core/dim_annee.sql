/*---
description: Années scolaires où au moins une source du programme dit quelque chose ; à défaut, celles des effectifs et de l'IPS.
grain: année scolaire
cle: [annee]
colonnes:
  annee: Année scolaire, comme 2024-2025
  debut: Premier jour (1er septembre)
  fin: Dernier jour (31 août)
  constat: Jour du constat de rentrée, où se lit le rattachement d'un établissement à un territoire
  annee_precedente: Année scolaire d'avant
  est_courante: Année montrée d'abord (celle de la configuration, sinon la plus récente que les imports aient pu voir)
---*/
with observees as (
  select annee from stg_etic__etic
  union
  select annee from stg_enseignants__enseignants
  union
  select annee from stg_formation__formation
  union
  select annee from stg_equipement__equipement
  union
  select annee from stg_parentalite__parentalite
  union
  select annee from stg_ressources__dnma
  union
  select annee from stg_ressources__ressources_usages
  union
  select annee from stg_projets__projets
  union
  select annee from stg_pix__campagne_evaluation
  union
  select annee from stg_pix__collecte_profils
  union
  select annee from stg_pix__certification
),
referentiel as (
  select annee from stg_etablissements__effectifs
  union
  select annee from stg_etablissements__ips
),
retenues as (
  select annee
  from observees
  where annee is not null
  union
  select annee
  from referentiel
  where annee is not null
    and not exists (select 1 from observees where annee is not null)
),
courante as (
  -- Une date mal saisie ne fait pas l'année de tout le site.
  select coalesce(
    parametre_texte('annee_courante'),
    max(annee) filter (where annee between parametre_texte('annee_premiere') and parametre_texte('annee_derniere')),
    max(annee)
  ) as annee
  from retenues
)
select
  retenues.annee,
  make_date(annee_debut(retenues.annee), 9, 1) as debut,
  make_date(annee_debut(retenues.annee) + 1, 8, 31) as fin,
  make_date(annee_debut(retenues.annee), 10, 1) as constat,
  (annee_debut(retenues.annee) - 1)::varchar || '-' || left(retenues.annee, 4) as annee_precedente,
  retenues.annee = courante.annee as est_courante
from retenues
cross join courante
order by retenues.annee
