/*---
description: >-
  Inscriptions et présences aux formations. Une personne comptée dans un établissement l'est dans un seul par année : celui où elle a
  suivi le plus d'heures.
grain: dispositif × module × session × personne
cle: [dispositif, module, session, participant]
colonnes:
  dispositif: Dispositif
  module: Module
  session: Session
  participant: Pseudonyme de la personne
  annee: Année scolaire du premier jour
  uai: Établissement de la ligne
  uai_principal: Établissement où la personne est comptée cette année-là
  fonction: enseignant, formateur, cadre ou autre
  discipline: Discipline
  operateur: EAFC, Canope, DRANE ou autre
  type_formation: Type de formation
  modalite: presentiel, distanciel ou hybride
  date_debut: Premier jour
  a_suivi: Était présente
  est_echue: La présence est connue (l'inscription seule ne l'est pas)
  heures: Heures suivies ; 0 si absente
---*/
with presences as (
  select
    dispositif,
    module,
    session,
    participant,
    annee,
    uai,
    coalesce(fonction, 'enseignant') as fonction,
    discipline,
    operateur,
    coalesce(type_formation, 'autre') as type_formation,
    modalite,
    date_debut,
    presence = 'present' as a_suivi,
    presence <> 'inscrit' as est_echue,
    case when presence = 'present' then duree_heures::decimal(12, 2) else 0 end as heures
  from stg_formation__formation
),
par_etablissement as (
  select
    participant,
    annee,
    uai,
    sum(heures) as heures
  from presences
  group by participant, annee, uai
),
principaux as (
  select
    participant,
    annee,
    uai as uai_principal
  from par_etablissement
  qualify row_number() over (
    partition by participant, annee
    order by heures desc, uai
  ) = 1
)
select
  presences.dispositif,
  presences.module,
  presences.session,
  presences.participant,
  presences.annee,
  presences.uai,
  principaux.uai_principal,
  presences.fonction,
  presences.discipline,
  presences.operateur,
  presences.type_formation,
  presences.modalite,
  presences.date_debut,
  presences.a_suivi,
  presences.est_echue,
  presences.heures
from presences
join principaux using (participant, annee)
