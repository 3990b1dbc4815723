/*---
description: Résultats de certification Pix.
grain: certification
cle: [certification]
colonnes:
  uai: Identifiant de l'établissement ; vide si aucune correspondance ne le donne
  annee: Année scolaire du passage
  certification: Pseudonyme de la certification
  personne: Pseudonyme de la personne
  type_certification: Type de certification
  statut: validee, non_obtenue, annulee, en_erreur ou demarree ; vide si le libellé est inconnu
  score: Score en Pix
  niveaux: Niveau par compétence, de 1.1 à 5.2
  session: Session
  date_passage: Date de passage
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
-- Plier un libellé coûte : une fois par libellé, et non par ligne.
with statuts as (
  select
    libelle,
    case plie
      when 'validee' then 'validee'
      when 'non obtenue' then 'non_obtenue'
      when 'rejetee' then 'non_obtenue'
      when 'annulee' then 'annulee'
      when 'en erreur' then 'en_erreur'
      when 'demarree' then 'demarree'
    end as statut
  from (
    select
      libelle,
      plier(libelle) as plie
    from (
      select distinct statut as libelle
      from src_pix__certification
    ) as distincts
  ) as plies
),
lieux as (
  select
    session as precis,
    centre as general
  from src_pix__certification
),
etablissements as (
  select *
  from etablissements_pix('lieux', 'stg_territoires__correspondances', 'pix_session')
),
cles as (
  select
    row(certification) as cle,
    _version,
    _fichier,
    _ligne
  from src_pix__certification
),
perimees as (
  select *
  from versions_perimees('cles')
)
select
  coalesce(etablissements.uai, lignes._uai_fichier) as uai,
  annee_scolaire_du(lignes.date_passage) as annee,
  lignes.certification,
  lignes.personne,
  lignes.type_certification,
  statuts.statut,
  lignes.score,
  lignes.niveaux,
  lignes.session,
  lignes.date_passage,
  lignes._fichier,
  lignes._ligne
from src_pix__certification as lignes
-- Un statut vide, une session ou un centre absents gardent leur ligne.
left join statuts
  on statuts.libelle = lignes.statut
left join etablissements
  on etablissements.precis is not distinct from lignes.session
  and etablissements.general is not distinct from lignes.centre
anti join perimees
  on perimees._fichier = lignes._fichier
  and perimees._ligne = lignes._ligne
