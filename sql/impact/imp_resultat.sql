/*---
description: >-
  Résultats par établissement et par année sur lesquels une exposition peut être étudiée : chaque indicateur de part, de ratio ou de moyenne
  des volets transversal, ressources et parentalité. Les indicateurs d'équipement et de formation n'y sont pas : ils mesurent l'exposition.
  Les cohortes d'élèves changent chaque année : seul le même niveau d'étude, évalué de la même façon à la même saison, se compare.
grain: indicateur × établissement × année
cle: [indicateur, uai, annee]
colonnes:
  indicateur: Code de l'indicateur
  uai: Identifiant de l'établissement
  annee: Année scolaire
  niveau_etude: ecole, college ou lycee, d'après le type de l'établissement (Pix se certifie en troisième et en terminale)
  valeur: Valeur, numérateur sur dénominateur ; une part va de 0 à 1
  numerateur: Numérateur
  denominateur: Dénominateur
  n_unites: Unités statistiques qui contribuent
  attendu: Unités qui devaient répondre ; vide hors enquête
  repondu: Unités qui ont répondu ; vide hors enquête
  instrument: Ce qui mesure, certification Pix ou parcours Pix le plus fréquent ; vide si l'indicateur n'a qu'un instrument
  jour_median: Jour médian de la mesure, compté depuis le 1er septembre ; vide hors Pix
  est_de_saison: La mesure tombe à moins de 60 jours du jour médian du niveau d'étude, toutes années réunies ; vrai hors Pix
---*/
with certifications as (
  select
    faits.uai,
    faits.annee,
    'certification' as instrument,
    median(date_diff('day', make_date(annee_debut(faits.annee), 9, 1), lignes.date_passage)) as jour_median
  from fct_pix_certification as faits
  join stg_pix__certification as lignes using (certification)
  where faits.est_retenue
    and not faits.est_pix_edu
    and faits.uai is not null
  group by faits.uai, faits.annee
),
parcours_comptes as (
  select
    uai,
    annee,
    parcours,
    count(*) as participations,
    median(date_diff('day', make_date(annee_debut(annee), 9, 1), date_debut::date)) as jour_median
  from fct_pix_participation
  where est_retenue
    and uai is not null
  group by uai, annee, parcours
),
parcours_dominants as (
  select
    uai,
    annee,
    parcours as instrument,
    jour_median
  from parcours_comptes
  qualify row_number() over (
    partition by uai, annee
    order by participations desc, parcours
  ) = 1
),
mesures as (
  select
    toutes.indicateur,
    toutes.uai,
    toutes.annee,
    case
      when etablissement.type_etablissement like 'ecole%' then 'ecole'
      when etablissement.type_etablissement = 'college' then 'college'
      when etablissement.type_etablissement like 'lycee%' then 'lycee'
    end as niveau_etude,
    toutes.numerateur / toutes.denominateur as valeur,
    toutes.numerateur,
    toutes.denominateur,
    toutes.n_unites,
    toutes.attendu,
    toutes.repondu,
    coalesce(certifications.instrument, parcours_dominants.instrument) as instrument,
    coalesce(certifications.jour_median, parcours_dominants.jour_median) as jour_median
  from ind_toutes as toutes
  join ref_indicateur
    on ref_indicateur.code = toutes.indicateur
  join dim_etablissement as etablissement using (uai, annee)
  -- Hors Pix, pas d'instrument ; les indicateurs de campagne lisent leurs parcours, les autres les certifications.
  -- La condition est dans la clé : à côté d'elle, la jointure comparerait toutes les lignes deux à deux.
  left join certifications
    on certifications.uai = case
      when 'pix' in ref_indicateur.sources and toutes.indicateur not in ('us_pix_maitrise', 'us_pix_participation', 'us_pix_participation_eleves', 'us_pix_profil') then toutes.uai
    end
    and certifications.annee = toutes.annee
  left join parcours_dominants
    on parcours_dominants.uai = case when toutes.indicateur = 'us_pix_maitrise' then toutes.uai end
    and parcours_dominants.annee = toutes.annee
  where toutes.ventilation = 'ensemble'
    and toutes.denominateur > 0
    and ref_indicateur.type in ('part', 'ratio', 'moyenne')
    and ref_indicateur.volet in ('transversal', 'ressources', 'parentalite')
),
saisons as (
  select
    indicateur,
    niveau_etude,
    median(jour_median) as jour_median
  from mesures
  group by indicateur, niveau_etude
)
select
  mesures.indicateur,
  mesures.uai,
  mesures.annee,
  mesures.niveau_etude,
  mesures.valeur,
  mesures.numerateur,
  mesures.denominateur,
  mesures.n_unites,
  mesures.attendu,
  mesures.repondu,
  mesures.instrument,
  mesures.jour_median,
  coalesce(abs(mesures.jour_median - saisons.jour_median) <= 60, true) as est_de_saison
from mesures
join saisons
  on saisons.indicateur = mesures.indicateur
  and saisons.niveau_etude is not distinct from mesures.niveau_etude
order by mesures.indicateur, mesures.uai, mesures.annee
