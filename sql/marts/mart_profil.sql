/*---
description: >-
  Chaque territoire comparé à son département à profil comparable : la valeur que ses établissements auraient s'ils étaient, chacun, comme
  ceux du département de même niveau (école, collège, lycée), de même quartile d'IPS et de même éducation prioritaire (standardisation
  indirecte). L'écart se lit contre zéro ; deux territoires ne se comparent pas l'un à l'autre par leurs écarts, puisque leurs profils diffèrent.
  Un profil que moins de cinq établissements du département portent prend le taux de son niveau et de son quartile d'IPS.
  L'intervalle est celui d'un rapport par établissement, linéarisé (Binder 1983), les taux du département tenus pour connus. L'IPS n'est
  jamais supposé : les établissements sans IPS (maternelles, lycées sans indice) forment leur propre groupe.
grain: indicateur × territoire × année, pour une part, un rapport ou une moyenne compté par établissement
cle: [indicateur, territoire_type, territoire_code, annee]
lots: indicateur
colonnes:
  indicateur: Code de l'indicateur
  territoire_type: Type de territoire, plus petit que le département
  territoire_code: Code du territoire
  annee: Année scolaire
  valeur: Valeur du territoire
  attendu: Valeur attendue à profil comparable ; vide quand le motif dit pourquoi
  ecart: Valeur moins attendu
  erreur_type: Erreur type de l'écart
  ecart_bas: Borne basse de l'écart à 95 %
  ecart_haut: Borne haute de l'écart à 95 %
  etablissements: Établissements du territoire qui contribuent
  motif: etablissements_insuffisants, profil_rare ou reponse_insuffisante ; vide quand l'attendu est donné
verifications:
  - description: Un attendu a un écart, un refus a un motif.
    condition: (attendu is not null) = (motif is null) and (attendu is null) = (ecart is null)
---*/
with indicateurs as (
  select
    code,
    enquete is not null as est_enquete,
    (row_number() over (order by code))::integer as ordre
  from ref_indicateur
  where type in ('part', 'ratio', 'moyenne')
),
profils as (
  select
    uai,
    annee,
    code_departement,
    case
      when degre = 'premier' then 'ecole'
      when type_etablissement = 'college' then 'college'
      else 'lycee'
    end || '/' || coalesce(quartile_ips, 'sans_ips') as profil_large,
    coalesce(education_prioritaire, 'inconnue') as education_prioritaire
  from dim_etablissement
),
-- Un rang plutôt qu'un nom : les taux se rapprochent par entiers.
situes as (
  select
    profils.uai,
    profils.annee,
    (dense_rank() over (order by profils.code_departement, profils.annee, profils.profil_large))::integer as groupe_large,
    (dense_rank() over (order by profils.code_departement, profils.annee, profils.profil_large, profils.education_prioritaire))::integer as groupe,
    lien.zone
  from profils
  join lien_etablissement_zone as lien
    on lien.uai = profils.uai
    and lien.annee = profils.annee
),
lignes as (
  select
    indicateurs.ordre,
    situes.zone,
    situes.groupe,
    situes.groupe_large,
    ind_toutes.annee,
    ind_toutes.numerateur::double as y,
    ind_toutes.denominateur::double as x
  from ind_toutes
  join indicateurs
    on indicateurs.code = ind_toutes.indicateur
  join situes
    on situes.uai = ind_toutes.uai
    and situes.annee = ind_toutes.annee
  where ind_toutes.ventilation = 'ensemble'
    and ind_toutes.numerateur is not null
    and ind_toutes.denominateur > 0
),
taux_fins as (
  select
    ordre,
    groupe,
    sum(y::decimal(28, 6))::double / sum(x::decimal(28, 6))::double as taux
  from lignes
  group by ordre, groupe
  having count(*) >= parametre('profil_etablissements_min')
),
taux_larges as (
  select
    ordre,
    groupe_large,
    sum(y::decimal(28, 6))::double / sum(x::decimal(28, 6))::double as taux
  from lignes
  group by ordre, groupe_large
  having count(*) >= parametre('profil_etablissements_min')
),
prevues as (
  select
    lignes.ordre,
    lignes.annee,
    lignes.zone,
    lignes.x,
    lignes.y,
    coalesce(taux_fins.taux, taux_larges.taux) as taux
  from lignes
  -- Un profil trop rare n'a pas de taux fin, un niveau trop rare n'a pas de taux du tout : le territoire le dira.
  left join taux_fins using (ordre, groupe)
  left join taux_larges using (ordre, groupe_large)
),
residus as (
  select
    *,
    taux * x as prevu,
    y - taux * x as residu
  from prevues
),
par_zone as (
  select
    ordre,
    annee,
    zone,
    count(*) as etablissements,
    count(*) filter (where taux is null) as sans_taux,
    -- Sommes en décimales : leur ordre n'y change rien.
    sum(x::decimal(28, 6)) as x,
    sum(prevu::decimal(28, 6)) as prevu,
    sum(residu::decimal(28, 6)) as residu,
    sum((residu * residu)::decimal(38, 6)) as residu_residu,
    sum((residu * x)::decimal(38, 6)) as residu_x,
    sum((x * x)::decimal(38, 6)) as x_x
  from residus
  group by ordre, annee, zone
),
par_territoire as (
  select
    par_zone.ordre,
    par_zone.annee,
    lien.territoire_type,
    lien.territoire_code,
    sum(par_zone.etablissements)::bigint as etablissements,
    sum(par_zone.sans_taux) as sans_taux,
    sum(par_zone.x)::double as x,
    sum(par_zone.prevu)::double as prevu,
    sum(par_zone.residu)::double as residu,
    sum(par_zone.residu_residu)::double as residu_residu,
    sum(par_zone.residu_x)::double as residu_x,
    sum(par_zone.x_x)::double as x_x
  from par_zone
  join lien_zone_territoire as lien using (zone)
  where lien.territoire_type not in ('programme', 'academie', 'departement')
  group by par_zone.ordre, par_zone.annee, lien.territoire_type, lien.territoire_code
),
departements as (
  select
    indicateur,
    territoire_code,
    annee,
    couverture
  from mart_indicateur
  where territoire_type = 'departement'
    and ventilation = 'ensemble'
),
-- Un quantile par nombre d'établissements plutôt que par territoire.
quantiles as (
  select
    etablissements,
    t_critical(0.95, greatest(1, etablissements - 1)) as t_95
  from par_territoire
  group by etablissements
),
juges as (
  select
    mesure.indicateur,
    mesure.territoire_type,
    mesure.territoire_code,
    mesure.annee,
    mesure.valeur,
    par_territoire.prevu / par_territoire.x as attendu,
    par_territoire.residu / par_territoire.x as ecart,
    sqrt(
      par_territoire.etablissements / nullif(par_territoire.etablissements - 1, 0)::double
      * greatest(
        0,
        par_territoire.residu_residu
        - 2 * (par_territoire.residu / par_territoire.x) * par_territoire.residu_x
        + (par_territoire.residu / par_territoire.x) ^ 2 * par_territoire.x_x
      )
    ) / par_territoire.x as erreur_type,
    quantiles.t_95,
    par_territoire.etablissements,
    case
      when indicateurs.est_enquete and least(mesure.couverture, departements.couverture) < parametre('reponse_moyenne') then 'reponse_insuffisante'
      when par_territoire.etablissements < parametre('profil_etablissements_min') then 'etablissements_insuffisants'
      when par_territoire.sans_taux > 0 then 'profil_rare'
    end as motif
  from par_territoire
  join indicateurs using (ordre)
  join quantiles using (etablissements)
  join mart_indicateur as mesure
    on mesure.indicateur = indicateurs.code
    and mesure.territoire_type = par_territoire.territoire_type
    and mesure.territoire_code = par_territoire.territoire_code
    and mesure.annee = par_territoire.annee
  join dim_territoire as territoire
    on territoire.type = par_territoire.territoire_type
    and territoire.code = par_territoire.territoire_code
  -- Un territoire à cheval sur deux départements n'a pas de couverture de référence : l'enquête suffit alors chez lui.
  left join departements
    on departements.indicateur = indicateurs.code
    and departements.territoire_code = territoire.departement
    and departements.annee = par_territoire.annee
  where mesure.ventilation = 'ensemble'
    and mesure.valeur is not null
)
select
  indicateur,
  territoire_type,
  territoire_code,
  annee,
  valeur,
  case when motif is null then attendu end as attendu,
  case when motif is null then ecart end as ecart,
  case when motif is null then erreur_type end as erreur_type,
  case when motif is null then ecart - t_95 * erreur_type end as ecart_bas,
  case when motif is null then ecart + t_95 * erreur_type end as ecart_haut,
  etablissements,
  motif
from juges
order by indicateur, territoire_type, territoire_code, annee
