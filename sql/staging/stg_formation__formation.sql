/*---
description: Inscriptions et présences aux formations.
grain: dispositif × module × session × personne
cle: [dispositif, module, session, participant]
colonnes:
  dispositif: Dispositif
  module: Module
  session: Session
  participant: Pseudonyme de la personne
  uai: Identifiant de l'établissement
  annee: Année scolaire du premier jour
  fonction: enseignant, formateur, cadre ou autre
  discipline: Discipline
  operateur: EAFC, Canope, DRANE ou autre
  type_formation: Type de formation
  modalite: presentiel, distanciel ou hybride
  volet: Volet du programme
  date_debut: Premier jour
  date_fin: Dernier jour
  duree_heures: Durée en heures
  presence: present, absent, excuse ou inscrit
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
with cles as (
  select
    (dispositif, module, session, participant) as cle,
    _version,
    _fichier,
    _ligne
  from src_formation__formation
),
perimees as (
  select *
  from versions_perimees('cles')
)
select
  dispositif,
  module,
  session,
  participant,
  uai,
  annee_scolaire_du(date_debut) as annee,
  fonction,
  discipline,
  operateur,
  type_formation,
  modalite,
  volet,
  date_debut,
  date_fin,
  duree_heures,
  presence,
  _fichier,
  _ligne
from src_formation__formation as lignes
anti join perimees
  on perimees._fichier = lignes._fichier
  and perimees._ligne = lignes._ligne
