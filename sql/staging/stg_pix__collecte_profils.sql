/*---
description: Participations aux campagnes de collecte de profils Pix.
grain: campagne × personne × envoi
cle: [campagne_id, personne, date_envoi]
colonnes:
  uai: Identifiant de l'établissement ; vide si aucune correspondance ne le donne
  annee: Année scolaire de l'envoi
  organisation: Organisation Pix Orga
  campagne_id: Campagne
  campagne_code: Code de la campagne
  personne: Pseudonyme du participant
  envoi: A envoyé son profil
  date_envoi: Envoi
  pix: Nombre de Pix
  certifiable: Profil certifiable
  competences_certifiables: Compétences certifiables
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
with lieux as (
  select
    campagne_id as precis,
    organisation as general
  from src_pix__collecte_profils
),
etablissements as (
  select *
  from etablissements_pix('lieux', 'stg_territoires__correspondances', 'pix_campagne')
),
cles as (
  select
    (campagne_id, personne, date_envoi) as cle,
    _version,
    _fichier,
    _ligne
  from src_pix__collecte_profils
),
perimees as (
  select *
  from versions_perimees('cles')
)
select
  coalesce(etablissements.uai, lignes._uai_fichier) as uai,
  annee_scolaire_du(lignes.date_envoi) as annee,
  lignes.organisation,
  lignes.campagne_id,
  lignes.campagne_code,
  lignes.personne,
  lignes.envoi,
  lignes.date_envoi,
  lignes.pix,
  lignes.certifiable,
  lignes.competences_certifiables,
  lignes._fichier,
  lignes._ligne
from src_pix__collecte_profils as lignes
join etablissements
  on etablissements.precis is not distinct from lignes.campagne_id
  and etablissements.general is not distinct from lignes.organisation
anti join perimees
  on perimees._fichier = lignes._fichier
  and perimees._ligne = lignes._ligne
