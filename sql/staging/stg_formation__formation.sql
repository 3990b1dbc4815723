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
-- Trier tout pour quelques clés en double coûterait cher : seules celles-là se trient.
with doublons as (
  select
    dispositif,
    module,
    session,
    participant
  from src_formation__formation
  group by dispositif, module, session, participant
  having count(*) > 1
),
perimees as (
  select
    lignes._fichier,
    lignes._ligne
  from src_formation__formation as lignes
  join doublons
    on doublons.dispositif is not distinct from lignes.dispositif
    and doublons.module is not distinct from lignes.module
    and doublons.session is not distinct from lignes.session
    and doublons.participant is not distinct from lignes.participant
  qualify row_number() over (
    partition by lignes.dispositif, lignes.module, lignes.session, lignes.participant
    order by lignes._version desc, lignes._fichier desc, lignes._ligne desc
  ) > 1
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
