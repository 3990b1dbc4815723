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
  campagne_nom: Nom de la campagne
  parcours: Parcours ou profil cible
  personne: Pseudonyme du participant
  classe: Classe
  progression: Progression, de 0 à 1
  date_debut: Début
  partage: A partagé ses résultats
  date_partage: Partage
  maitrise: Part des acquis du profil cible maîtrisés
  maitrise_domaines: Part des acquis maîtrisés, par domaine
  acquis_domaines: Acquis du profil cible, par domaine
  acquis_maitrises_domaines: Acquis maîtrisés, par domaine
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
-- Plier un libellé coûte : une fois par campagne, et non par ligne.
campagnes as (
  select
    campagne_id,
    organisation,
    plier(campagne_id) as campagne_pliee,
    plier(organisation) as organisation_pliee
  from (
    select distinct
      campagne_id,
      organisation
    from src_pix__campagne_evaluation
  ) as distinctes
),
etablissements as (
  select
    campagnes.campagne_id,
    campagnes.organisation,
    coalesce(par_campagne.uai, par_organisation.uai) as uai
  from campagnes
  -- Une organisation ou une campagne sans correspondance garde ses lignes, avec l'UAI donné à l'import ou sans UAI.
  left join correspondances as par_campagne
    on par_campagne.systeme = 'pix_campagne'
    and par_campagne.libelle_plie = campagnes.campagne_pliee
  left join correspondances as par_organisation
    on par_organisation.systeme = 'pix_organisation'
    and par_organisation.libelle_plie = campagnes.organisation_pliee
),
-- Trier tout pour quelques clés en double coûterait cher : seules celles-là se trient.
doublons as (
  select
    campagne_id,
    personne,
    date_debut
  from src_pix__campagne_evaluation
  group by campagne_id, personne, date_debut
  having count(*) > 1
),
perimees as (
  select
    lignes._fichier,
    lignes._ligne
  from src_pix__campagne_evaluation as lignes
  join doublons
    on doublons.campagne_id = lignes.campagne_id
    and doublons.personne is not distinct from lignes.personne
    and doublons.date_debut is not distinct from lignes.date_debut
  qualify row_number() over (
    partition by lignes.campagne_id, lignes.personne, lignes.date_debut
    order by lignes._version desc, lignes._fichier desc, lignes._ligne desc
  ) > 1
)
select
  coalesce(etablissements.uai, lignes._uai_fichier) as uai,
  annee_scolaire_du(lignes.date_debut) as annee,
  lignes.organisation,
  lignes.campagne_id,
  lignes.campagne_code,
  lignes.campagne_nom,
  lignes.parcours,
  lignes.personne,
  lignes.classe,
  lignes.progression,
  lignes.date_debut,
  lignes.partage,
  lignes.date_partage,
  lignes.maitrise,
  lignes.maitrise_domaines,
  lignes.acquis_domaines,
  lignes.acquis_maitrises_domaines,
  lignes._fichier,
  lignes._ligne
from src_pix__campagne_evaluation as lignes
join etablissements
  on etablissements.campagne_id = lignes.campagne_id
  and etablissements.organisation is not distinct from lignes.organisation
anti join perimees
  on perimees._fichier = lignes._fichier
  and perimees._ligne = lignes._ligne
