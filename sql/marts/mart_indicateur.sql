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
with indicateurs as (
  select
    code,
    volet,
    type,
    enquete,
    secret,
    periode,
    list_transform(ruptures, lambda rupture: annee_debut(rupture.annee)) as annees_de_rupture,
    (row_number() over (order by code))::integer as ordre
  from ref_indicateur
),
-- Jusqu'au dernier select, les noms restent des rangs : rapprocher et trier des entiers coûte bien moins que six textes.
ensembles as (
  select
    cellule
  from ref_modalite
  where ventilation = 'ensemble'
),
lieux_des_annees as (
  select distinct
    ref_lieu.lieu,
    annee_debut(lien.annee) as debut
  from lien_etablissement_territoire as lien
  join ref_lieu using (territoire_type, territoire_code)
),
collectes as (
  select distinct
    mart_terme.indicateur,
    mart_terme.debut,
    ref_lieu.territoire_type
  from mart_terme
  join ref_lieu using (lieu)
),
manquantes as (
  select
    indicateurs.code as indicateur,
    lieux_des_annees.lieu,
    lieux_des_annees.debut,
    ensembles.cellule
  from indicateurs
  cross join lieux_des_annees
  cross join ensembles
  anti join mart_terme
    on mart_terme.indicateur = indicateurs.code
    and mart_terme.lieu = lieux_des_annees.lieu
    and mart_terme.debut = lieux_des_annees.debut
    and mart_terme.cellule = ensembles.cellule
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
  join ref_lieu using (lieu)
  -- Une case sans ligne reste dans la grille : son statut dit pourquoi.
  left join collectes
    on collectes.indicateur = manquantes.indicateur
    and collectes.debut = manquantes.debut
    and collectes.territoire_type = ref_lieu.territoire_type
),
termes as (
  select
    indicateurs.type,
    indicateurs.enquete,
    indicateurs.secret,
    indicateurs.periode,
    list_contains(indicateurs.annees_de_rupture, cases.debut) as est_rompue,
    indicateurs.ordre,
    cases.* exclude (indicateur),
    quantiles.quartile_1,
    quantiles.mediane,
    quantiles.quartile_3
  from cases
  join indicateurs
    on indicateurs.code = cases.indicateur
  -- Seuls les indicateurs médians ont des quartiles.
  left join mart_quantile as quantiles
    on quantiles.indicateur = cases.indicateur
    and quantiles.lieu = cases.lieu
    and quantiles.debut = cases.debut
    and quantiles.cellule = cases.cellule
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
  join ensembles using (cellule)
  where enquete is not null
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
    ref_lieu.lieu,
    annee_debut(mouvements.annee) as debut
  from mouvements
  join ref_lieu using (territoire_type, territoire_code)
  group by ref_lieu.lieu, mouvements.annee
  having count(*) filter (where not mouvements.est_reste) > parametre('part_remaniee_max') * count(*)
),
objectifs as (
  select
    indicateurs.ordre,
    ref_lieu.lieu,
    ref_modalite.cellule,
    annee_debut(objectifs.annee) as echeance,
    objectifs.annee,
    objectifs.cible
  from stg_objectifs__objectifs as objectifs
  join indicateurs
    on indicateurs.code = objectifs.indicateur
  join ref_lieu using (territoire_type, territoire_code)
  join ref_modalite
    on ref_modalite.ventilation = objectifs.ventilation
    and ref_modalite.code = objectifs.modalite
),
cibles as (
  select
    intervalles.ordre,
    intervalles.lieu,
    intervalles.debut,
    intervalles.cellule,
    arg_min(objectifs.cible, objectifs.echeance) as cible,
    min(objectifs.annee) as annee_cible
  from intervalles
  join objectifs
    on objectifs.ordre = intervalles.ordre
    and objectifs.lieu = intervalles.lieu
    and objectifs.cellule = intervalles.cellule
    and objectifs.echeance >= intervalles.debut
  group by intervalles.ordre, intervalles.lieu, intervalles.debut, intervalles.cellule
),
departements as (
  select
    intervalles.ordre,
    intervalles.debut,
    intervalles.cellule,
    ref_lieu.territoire_code as departement,
    intervalles.valeur
  from intervalles
  join ref_lieu using (lieu)
  where ref_lieu.territoire_type = 'departement'
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
    indicateurs.ordre,
    ref_lieu.lieu,
    annee_debut(mart_enquete.annee) as debut,
    ensembles.cellule,
    case when mart_enquete.chiffre_a_citer = 'redresse' then mart_enquete.estimation end as estimation,
    mart_enquete.ic_bas as redresse_bas,
    mart_enquete.ic_haut as redresse_haut,
    mart_enquete.strates_uniques,
    mart_enquete.poids_extremes,
    mart_enquete.methode
  from mart_enquete
  join indicateurs
    on indicateurs.code = mart_enquete.indicateur
  join ref_lieu using (territoire_type, territoire_code)
  cross join ensembles
),
comparees as (
  select
    intervalles.*,
    ref_lieu.territoire_type,
    ref_lieu.territoire_code,
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
    remanies.lieu is not null as est_remanie
  from intervalles
  join ref_lieu using (lieu)
  -- Ni la cible, ni le département, ni l'année d'avant, ni le redressement n'existent toujours.
  left join redressees
    on redressees.ordre = intervalles.ordre
    and redressees.lieu = intervalles.lieu
    and redressees.debut = intervalles.debut
    and redressees.cellule = intervalles.cellule
  left join cibles
    on cibles.ordre = intervalles.ordre
    and cibles.lieu = intervalles.lieu
    and cibles.debut = intervalles.debut
    and cibles.cellule = intervalles.cellule
  left join remanies
    on remanies.lieu = intervalles.lieu
    and remanies.debut = intervalles.debut
  left join departements as departement
    on departement.ordre = intervalles.ordre
    and departement.debut = intervalles.debut
    and departement.cellule = intervalles.cellule
    and departement.departement = ref_lieu.departement
  left join annees_d_avant as avant
    on avant.ordre = intervalles.ordre
    and avant.lieu = intervalles.lieu
    and avant.debut = intervalles.debut
    and avant.cellule = intervalles.cellule
)
select
  indicateurs.code as indicateur,
  indicateurs.volet,
  comparees.territoire_type,
  comparees.territoire_code,
  annee_qui_commence(comparees.debut) as annee,
  ref_modalite.ventilation,
  ref_modalite.code as modalite,
  comparees.valeur,
  comparees.numerateur,
  comparees.denominateur,
  comparees.n_unites,
  comparees.couverture,
  comparees.ic_bas,
  comparees.ic_haut,
  comparees.cible,
  comparees.reference,
  case when comparees.est_enquete_comparable and not comparees.est_rompue and not comparees.est_remanie then comparees.ecart end as evolution,
  comparees.statut,
  list_filter(
    [
      case when comparees.enquete is not null and comparees.valeur is not null then note_de_reponse(coalesce(comparees.couverture, comparees.couverture_enquete), coalesce(comparees.couverture, comparees.couverture_enquete)) end,
      case when comparees.ic_bas is not null and not comparees.est_exhaustif and comparees.couverture >= parametre('reponse_faible') then note_de_proportion(comparees.valeur, comparees.n_efficace, comparees.ic_bas, comparees.ic_haut, comparees.contributeurs - 1) end,
      case when comparees.a_intervalle and comparees.valeur in (0, 1) and not comparees.est_exhaustif then 'borne' end,
      -- Une part a son intervalle ; un rapport ou une moyenne n'a que celui de l'estimation.
      case
        when comparees.est_exhaustif or comparees.estimation is null then null
        when comparees.estimation not between comparees.ic_bas and comparees.ic_haut or comparees.ic_bas is null and comparees.valeur not between comparees.redresse_bas and comparees.redresse_haut then 'redressement_sensible'
      end,
      case when comparees.strates_uniques > 0 then 'strate_unique' end,
      case when comparees.poids_extremes then 'poids_extremes' end,
      case when comparees.methode = 'non_convergence' then 'non_convergence' end,
      case when comparees.est_rompue then 'rupture' end,
      case when not comparees.est_enquete_comparable and comparees.ecart is not null then 'evolution_non_comparable' end,
      case when comparees.est_remanie then 'perimetre_modifie' end,
      case when comparees.enquete is null and comparees.couverture < 1 and comparees.valeur is not null then 'couverture_partielle' end,
      case when comparees.type = 'part' and comparees.valeur > 1 then 'superieur_a_100' end,
      case when comparees.periode = 'cumul' and comparees.ecart < 0 and not comparees.est_remanie and comparees.type in ('compte', 'montant') then 'cumul_en_baisse' end
    ],
    lambda drapeau: drapeau is not null
  )::varchar[] as drapeaux,
  comparees.attendu,
  comparees.repondu,
  comparees.contributeurs,
  comparees.plus_gros,
  comparees.quartile_1,
  comparees.quartile_3,
  comparees.annee_cible
from comparees
join indicateurs using (ordre)
join ref_modalite using (cellule)
order by comparees.ordre, comparees.lieu, comparees.debut, comparees.cellule
