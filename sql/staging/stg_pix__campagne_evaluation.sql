/*---
description: Participations aux campagnes d'évaluation Pix.
grain: campagne × personne × début
cle: [campagne_id, personne, date_debut]
colonnes:
  uai: Identifiant de l'établissement ; vide si aucune correspondance ne le donne
  annee: Année scolaire du début
  organisation: Organisation Pix Orga
  campagne_id: Campagne
  campagne_code: Code de la campagne
  parcours: Parcours ou profil cible
  personne: Pseudonyme du participant
  progression: Progression, de 0 à 1
  date_debut: Début
  partage: A partagé ses résultats
  date_partage: Partage
  maitrise: Part des acquis du profil cible maîtrisés
  acquis_domaines: Acquis du profil cible, par domaine
  acquis_maitrises_domaines: Acquis maîtrisés, par domaine
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
with lieux as (
  select
    campagne_id as precis,
    organisation as general
  from src_pix__campagne_evaluation
),
etablissements as (
  select *
  from etablissements_pix('lieux', 'stg_territoires__correspondances', 'pix_campagne')
),
cles as (
  select
    (campagne_id, personne, date_debut) as cle,
    _version,
    _fichier,
    _ligne
  from src_pix__campagne_evaluation
),
perimees as (
  select *
  from versions_perimees('cles')
)
select
  coalesce(etablissements.uai, lignes._uai_fichier) as uai,
  annee_scolaire_du(lignes.date_debut) as annee,
  lignes.organisation,
  lignes.campagne_id,
  lignes.campagne_code,
  lignes.parcours,
  lignes.personne,
  lignes.progression,
  lignes.date_debut,
  lignes.partage,
  lignes.date_partage,
  lignes.maitrise,
  lignes.acquis_domaines,
  lignes.acquis_maitrises_domaines,
  lignes._fichier,
  lignes._ligne
from src_pix__campagne_evaluation as lignes
join etablissements
  on etablissements.precis is not distinct from lignes.campagne_id
  and etablissements.general is not distinct from lignes.organisation
anti join perimees
  on perimees._fichier = lignes._fichier
  and perimees._ligne = lignes._ligne
