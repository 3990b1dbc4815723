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
)
select
  coalesce(par_session.uai, par_organisation.uai, lignes._uai_fichier) as uai,
  annee_scolaire_du(lignes.date_passage) as annee,
  lignes.certification,
  lignes.personne,
  lignes.type_certification,
  case plier(lignes.statut)
    when 'validee' then 'validee'
    when 'non obtenue' then 'non_obtenue'
    when 'rejetee' then 'non_obtenue'
    when 'annulee' then 'annulee'
    when 'en erreur' then 'en_erreur'
    when 'demarree' then 'demarree'
  end as statut,
  lignes.score,
  lignes.niveaux,
  lignes.session,
  lignes.date_passage,
  lignes._fichier,
  lignes._ligne
from src_pix__certification as lignes
-- Une session sans correspondance garde sa ligne, avec l'UAI donné à l'import ou sans UAI.
left join correspondances as par_session
  on par_session.systeme = 'pix_session'
  and par_session.libelle_plie = plier(lignes.session)
left join correspondances as par_organisation
  on par_organisation.systeme = 'pix_organisation'
  and par_organisation.libelle_plie = plier(lignes.centre)
qualify row_number() over (
  partition by lignes.certification
  order by lignes._version desc, lignes._fichier desc, lignes._ligne desc
) = 1
