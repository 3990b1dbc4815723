/*---
description: >-
  Chaque indicateur, pour chaque territoire et chaque année : valeur, termes, couverture, intervalle, cible, référence, évolution et statut.
  La valeur d'une enquête est celle des répondants, terme sur terme, et son intervalle est le sien ; mart_enquete porte à côté l'estimation
  redressée, et un drapeau dit quand elle s'en écarte. Rien n'y est masqué : le secret statistique vient après, à la publication. Chaque territoire peuplé a une ligne « ensemble » par
  indicateur et par année, avec le motif de l'absence quand il n'y a pas de valeur.
grain: indicateur × territoire × année × ventilation × modalité
cle: [indicateur, territoire_type, territoire_code, annee, ventilation, modalite]
lots: indicateur
colonnes:
  indicateur: Code de l'indicateur
  volet: Volet
  territoire_type: Type de territoire
  territoire_code: Code du territoire
  annee: Année scolaire
  ventilation: Ventilation
  modalite: Modalité
  valeur: Valeur, dans l'unité de l'indicateur (une part va de 0 à 1) ; vide quand le statut dit pourquoi
  numerateur: Numérateur
  denominateur: Dénominateur
  n_unites: Unités statistiques qui contribuent
  couverture: "Réponses reçues sur réponses attendues ; 1 pour un recensement. Une modalité dont l'effectif attendu n'est pas connu a celle de l'ensemble quand elle compte les mêmes répondants ou que l'indicateur ne compte personne"
  ic_bas: Borne basse de l'intervalle à 95 % ; vide pour un recensement
  ic_haut: Borne haute de l'intervalle à 95 %
  cible: Cible de l'année, sinon de la première échéance à venir
  reference: Valeur du département
  evolution: Écart à l'année précédente ; vide si la série est rompue, si une des deux enquêtes a trop peu de réponses ou si le territoire a été redécoupé
  statut: publie, zero, non_repondu, non_concerne ou non_collecte
  drapeaux: Avertissements à afficher avec la valeur
  attendu: Unités qui devaient répondre
  repondu: Unités qui ont répondu
  contributeurs: Établissements dont le numérateur est connu
  plus_gros: Plus grand numérateur d'un établissement
  quartile_1: Premier quartile, pour une médiane
  quartile_3: Troisième quartile, pour une médiane
  annee_cible: Échéance de la cible
verifications:
  - description: Une valeur absente dit pourquoi, une valeur présente n'a pas de motif d'absence.
    condition: (valeur is not null) = (statut in ('publie', 'zero'))
---*/
with collectes as (
  select distinct
    indicateur,
    annee,
    territoire_type
  from mart_terme
),
peuples as (
  select distinct
    territoire_type,
    territoire_code,
    annee
  from lien_etablissement_territoire
),
manquantes as (
  select
    ref_indicateur.code as indicateur,
    peuples.territoire_type,
    peuples.territoire_code,
    peuples.annee,
    'ensemble' as ventilation,
    'ensemble' as modalite
  from ref_indicateur
  cross join peuples
  anti join (
    select *
    from mart_terme
    where ventilation = 'ensemble'
  ) as presentes
    on presentes.indicateur = ref_indicateur.code
    and presentes.territoire_type = peuples.territoire_type
    and presentes.territoire_code = peuples.territoire_code
    and presentes.annee = peuples.annee
),
cases as (
  select
    *,
    true as a_des_lignes,
    true as est_collecte
  from mart_terme
  union all by name
  select
    manquantes.*,
    false as a_des_lignes,
    collectes.indicateur is not null as est_collecte
  from manquantes
  -- Une case sans ligne reste dans la grille : son statut dit pourquoi.
  left join collectes using (indicateur, annee, territoire_type)
),
-- Chaque nom a son rang : rapprocher et trier des entiers coûte bien moins que six textes.
indicateurs as (
  select
    code,
    volet,
    type,
    enquete,
    secret,
    periode,
    list_transform(ruptures, lambda rupture: rupture.annee) as annees_de_rupture,
    (row_number() over (order by code))::integer as ordre
  from ref_indicateur
),
lieux as (
  select
    territoire_type,
    territoire_code,
    (row_number() over (order by territoire_type, territoire_code))::integer as lieu
  from (
    select
      territoire_type,
      territoire_code
    from mart_terme
    union
    select
      territoire_type,
      territoire_code
    from peuples
  ) as distincts
),
cellules as (
  select
    ventilation,
    modalite,
    (row_number() over (order by ventilation, modalite))::integer as cellule
  from (
    select
      ventilation,
      modalite
    from mart_terme
    union
    select
      'ensemble',
      'ensemble'
  ) as distinctes
),
termes as (
  select
    indicateurs.volet,
    indicateurs.type,
    indicateurs.enquete,
    indicateurs.secret,
    indicateurs.periode,
    list_contains(indicateurs.annees_de_rupture, cases.annee) as est_rompue,
    indicateurs.ordre,
    lieux.lieu,
    annee_debut(cases.annee) as debut,
    cellules.cellule,
    cases.*
  from cases
  join indicateurs
    on indicateurs.code = cases.indicateur
  join lieux using (territoire_type, territoire_code)
  join cellules using (ventilation, modalite)
),
-- Ce que vaut une enquête dans le territoire : ses modalités n'ont pas toujours d'effectif attendu à elles.
enquetes as (
  select
    ordre,
    lieu,
    debut,
    repondu / attendu as couverture_enquete,
    n_unites as n_enquete
  from termes
  where enquete is not null
    and ventilation = 'ensemble'
    and attendu > 0
),
valeurs as (
  select
    termes.*,
    1.959963984540054::double as z_95,
    enquetes.couverture_enquete,
    case
      when type = 'mediane' then mediane
      when type in ('compte', 'montant') then numerateur
      when denominateur > 0 then numerateur / denominateur
    end as valeur,
    case
      when attendu > 0 then repondu / attendu
      when a_des_lignes and attendu is null and enquete is null then 1::double
      when attendu is null and (secret = 'aucun' or n_unites = n_enquete) then couverture_enquete
    end as couverture
  from termes
  -- Seules les enquêtes ont une couverture à partager.
  left join enquetes using (ordre, lieu, debut)
),
plafonds as (
  select
    *,
    enquete is not null and type = 'part' and valeur between 0 and 1 as a_intervalle,
    coalesce(repondu >= attendu, false) as est_exhaustif,
    -- Effectif de Wilson en population finie ; sans effectif attendu (une ventilation), pas de correction.
    coalesce(effective_n_fpc(n_unites, n_unites / couverture), n_unites)::double as n_plafond,
    (1 - coalesce(couverture, 0)) * contributeurs / nullif(contributeurs - 1, 0)::double
    * (somme_nn - 2 * valeur * somme_nd + valeur * valeur * somme_dd) / nullif(denominateur * denominateur, 0) as variance
  from valeurs
),
variances as (
  select
    *,
    -- Le tirage porte sur les établissements : variance linéarisée du rapport, par établissement (Binder 1983). L'effectif efficace ne
    -- dépasse pas celui d'un tirage simple (Korn et Graubard 1998).
    case
      when not a_intervalle or est_exhaustif then null
      when somme_dd = denominateur and contributeurs = denominateur then n_plafond
      when valeur > 0 and valeur < 1 and variance > 0 then least(valeur * (1 - valeur) / variance, n_plafond)
      else n_plafond
    end as n_efficace
  from plafonds
),
intervalles as materialized (
  select
    *,
    case
      when a_intervalle and est_exhaustif then valeur
      when n_efficace > 0 then greatest(0, wilson_centre(valeur, n_efficace, z_95) - wilson_half_width(valeur, n_efficace, z_95))
    end as ic_bas,
    case
      when a_intervalle and est_exhaustif then valeur
      when n_efficace > 0 then least(1, wilson_centre(valeur, n_efficace, z_95) + wilson_half_width(valeur, n_efficace, z_95))
    end as ic_haut,
    case
      when valeur is not null and numerateur = 0 and type <> 'mediane' then 'zero'
      when valeur is not null then 'publie'
      when a_des_lignes and attendu > 0 and coalesce(repondu, 0) = 0 then 'non_repondu'
      when not a_des_lignes and not est_collecte then 'non_collecte'
      else 'non_concerne'
    end as statut
  from variances
),
appartenances as (
  select
    lien.territoire_type,
    lien.territoire_code,
    lien.annee,
    dim_annee.annee_precedente,
    lien.uai
  from lien_etablissement_territoire as lien
  join dim_annee using (annee)
  where lien.territoire_type in ('circonscription', 'bassin', 'reseau', 'cite_educative', 'qpv')
),
mouvements as (
  select
    coalesce(apres.territoire_type, avant.territoire_type) as territoire_type,
    coalesce(apres.territoire_code, avant.territoire_code) as territoire_code,
    coalesce(apres.annee, suivante.annee) as annee,
    apres.uai is not null and avant.uai is not null as est_reste
  from appartenances as apres
  -- Une école arrivée n'a pas d'avant, une école partie n'a pas d'après.
  full join appartenances as avant
    on avant.uai = apres.uai
    and avant.territoire_type = apres.territoire_type
    and avant.territoire_code = apres.territoire_code
    and avant.annee = apres.annee_precedente
  left join dim_annee as suivante
    on suivante.annee_precedente = avant.annee
  -- Ouvertures et fermetures ne sont pas un redécoupage : seules comptent les écoles présentes les deux années.
  where (coalesce(apres.uai, avant.uai), coalesce(apres.annee, suivante.annee)) in (select (uai, annee) from dim_etablissement)
    and (coalesce(apres.uai, avant.uai), coalesce(apres.annee_precedente, avant.annee)) in (select (uai, annee) from dim_etablissement)
),
remanies as (
  select
    territoire_type,
    territoire_code,
    annee
  from mouvements
  group by territoire_type, territoire_code, annee
  having count(*) filter (where not est_reste) > parametre('part_remaniee_max') * count(*)
),
cibles as (
  select
    intervalles.indicateur,
    intervalles.territoire_type,
    intervalles.territoire_code,
    intervalles.annee,
    intervalles.ventilation,
    intervalles.modalite,
    arg_min(objectifs.cible, objectifs.annee) as cible,
    min(objectifs.annee) as annee_cible
  from intervalles
  join stg_objectifs__objectifs as objectifs
    on objectifs.indicateur = intervalles.indicateur
    and objectifs.territoire_type = intervalles.territoire_type
    and objectifs.territoire_code = intervalles.territoire_code
    and objectifs.ventilation = intervalles.ventilation
    and objectifs.modalite = intervalles.modalite
    and objectifs.annee >= intervalles.annee
  group by intervalles.indicateur, intervalles.territoire_type, intervalles.territoire_code, intervalles.annee, intervalles.ventilation, intervalles.modalite
),
departements as (
  select
    intervalles.ordre,
    intervalles.debut,
    intervalles.cellule,
    intervalles.territoire_code as departement,
    intervalles.valeur
  from intervalles
  where intervalles.territoire_type = 'departement'
    and intervalles.valeur is not null
),
annees_d_avant as (
  select
    ordre,
    lieu,
    cellule,
    debut + 1 as debut,
    valeur,
    coalesce(couverture, couverture_enquete) as couverture
  from intervalles
  where valeur is not null
),
redressees as (
  select
    indicateur,
    territoire_type,
    territoire_code,
    annee,
    'ensemble' as ventilation,
    case when chiffre_a_citer = 'redresse' then estimation end as estimation,
    ic_bas as redresse_bas,
    ic_haut as redresse_haut,
    strates_uniques,
    poids_extremes,
    methode
  from mart_enquete
),
comparees as (
  select
    intervalles.*,
    redressees.estimation,
    redressees.redresse_bas,
    redressees.redresse_haut,
    redressees.strates_uniques,
    redressees.poids_extremes,
    redressees.methode,
    cibles.cible,
    cibles.annee_cible,
    departement.valeur as reference,
    intervalles.valeur - avant.valeur as ecart,
    intervalles.enquete is null or (coalesce(intervalles.couverture, intervalles.couverture_enquete) >= parametre('reponse_moyenne') and avant.couverture >= parametre('reponse_moyenne')) as est_enquete_comparable,
    remanies.annee is not null as est_remanie
  from intervalles
  -- Ni la cible, ni le département, ni l'année d'avant, ni le redressement n'existent toujours.
  left join redressees using (indicateur, territoire_type, territoire_code, annee, ventilation)
  left join cibles using (indicateur, territoire_type, territoire_code, annee, ventilation, modalite)
  left join remanies using (territoire_type, territoire_code, annee)
  left join dim_territoire as territoire
    on territoire.type = intervalles.territoire_type
    and territoire.code = intervalles.territoire_code
  left join departements as departement
    on departement.ordre = intervalles.ordre
    and departement.debut = intervalles.debut
    and departement.cellule = intervalles.cellule
    and departement.departement = territoire.departement
  left join annees_d_avant as avant
    on avant.ordre = intervalles.ordre
    and avant.lieu = intervalles.lieu
    and avant.debut = intervalles.debut
    and avant.cellule = intervalles.cellule
)
select
  indicateur,
  volet,
  territoire_type,
  territoire_code,
  annee,
  ventilation,
  modalite,
  valeur,
  numerateur,
  denominateur,
  n_unites,
  couverture,
  ic_bas,
  ic_haut,
  cible,
  reference,
  case when est_enquete_comparable and not est_rompue and not est_remanie then ecart end as evolution,
  statut,
  list_filter(
    [
      case when enquete is not null and valeur is not null then note_de_reponse(coalesce(couverture, couverture_enquete), coalesce(couverture, couverture_enquete)) end,
      case when ic_bas is not null and not est_exhaustif and couverture >= parametre('reponse_faible') then note_de_proportion(valeur, n_efficace, ic_bas, ic_haut, contributeurs - 1) end,
      case when a_intervalle and valeur in (0, 1) and not est_exhaustif then 'borne' end,
      -- Une part a son intervalle ; un rapport ou une moyenne n'a que celui de l'estimation.
      case
        when est_exhaustif or estimation is null then null
        when estimation not between ic_bas and ic_haut or ic_bas is null and valeur not between redresse_bas and redresse_haut then 'redressement_sensible'
      end,
      case when strates_uniques > 0 then 'strate_unique' end,
      case when poids_extremes then 'poids_extremes' end,
      case when methode = 'non_convergence' then 'non_convergence' end,
      case when est_rompue then 'rupture' end,
      case when not est_enquete_comparable and ecart is not null then 'evolution_non_comparable' end,
      case when est_remanie then 'perimetre_modifie' end,
      case when enquete is null and couverture < 1 and valeur is not null then 'couverture_partielle' end,
      case when type = 'part' and valeur > 1 then 'superieur_a_100' end,
      case when periode = 'cumul' and ecart < 0 and not est_remanie and type in ('compte', 'montant') then 'cumul_en_baisse' end
    ],
    lambda drapeau: drapeau is not null
  )::varchar[] as drapeaux,
  attendu,
  repondu,
  contributeurs,
  plus_gros,
  quartile_1,
  quartile_3,
  annee_cible
from comparees
order by ordre, lieu, debut, cellule
