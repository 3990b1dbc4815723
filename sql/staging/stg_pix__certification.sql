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
with correspondances as (
  select
    systeme,
    libelle_plie,
    uai
  from stg_territoires__correspondances
  where uai is not null
  -- Un libellé qui a changé d'établissement : la correspondance la plus récente.
  qualify row_number() over (
    partition by systeme, libelle_plie
    order by debut desc nulls last, uai
  ) = 1
),
-- Plier un libellé coûte : une fois par libellé, et non par ligne.
statuts as (
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
    session,
    centre,
    plier(session) as session_pliee,
    plier(centre) as centre_plie
  from (
    select distinct
      session,
      centre
    from src_pix__certification
  ) as distincts
),
etablissements as (
  select
    lieux.session,
    lieux.centre,
    coalesce(par_session.uai, par_organisation.uai) as uai
  from lieux
  -- Une session sans correspondance garde ses lignes, avec l'UAI donné à l'import ou sans UAI.
  left join correspondances as par_session
    on par_session.systeme = 'pix_session'
    and par_session.libelle_plie = lieux.session_pliee
  left join correspondances as par_organisation
    on par_organisation.systeme = 'pix_organisation'
    and par_organisation.libelle_plie = lieux.centre_plie
),
-- Trier tout pour quelques clés en double coûterait cher : seules celles-là se trient.
doublons as (
  select
    certification
  from src_pix__certification
  group by certification
  having count(*) > 1
),
perimees as (
  select
    lignes._fichier,
    lignes._ligne
  from src_pix__certification as lignes
  join doublons
    on doublons.certification is not distinct from lignes.certification
  qualify row_number() over (
    partition by lignes.certification
    order by lignes._version desc, lignes._fichier desc, lignes._ligne desc
  ) > 1
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
  on etablissements.session is not distinct from lignes.session
  and etablissements.centre is not distinct from lignes.centre
anti join perimees
  on perimees._fichier = lignes._fichier
  and perimees._ligne = lignes._ligne
