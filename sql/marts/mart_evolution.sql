/*---
description: >-
  Ce qui a changé depuis l'année d'avant, pour chaque territoire : l'évolution des deux valeurs publiables, et la même à périmètre
  constant, sur les seuls établissements du territoire ouverts les deux années (recensement) ou qui ont répondu les deux fois (enquête).
  Un territoire redécoupé n'a d'évolution qu'à périmètre constant.
grain: indicateur × territoire × année
cle: [indicateur, territoire_type, territoire_code, annee]
lots: indicateur
colonnes:
  indicateur: Code de l'indicateur
  territoire_type: Type de territoire
  territoire_code: Code du territoire
  annee: Année scolaire
  annee_precedente: Année scolaire d'avant
  valeur: Valeur de l'année
  valeur_precedente: Valeur de l'année d'avant
  evolution: Écart entre les deux valeurs, quand elles se comparent
  evolution_perimetre_constant: Le même écart sur les établissements communs ; vide pour une médiane, pour ce qui ne se compte pas par établissement, ou quand les deux années ne se comparent pas
  etablissements_communs: Établissements communs qui contribuent
  comparable: Les deux valeurs du territoire se comparent
  motif: Pourquoi elles ne se comparent pas ; vide sinon
  est_perimetre_inchange: Les établissements qui contribuent sont les mêmes les deux années
---*/
with indicateurs as (
  select
    code,
    type,
    enquete is not null as est_enquete,
    (row_number() over (order by code))::integer as ordre
  from ref_indicateur
),
annees as (
  select
    annee,
    annee_precedente,
    (row_number() over (order by annee))::integer as rang,
    annee_precedente in (select annee from dim_annee) as a_precedente
  from dim_annee
),
-- Le territoire est celui de l'année : un redécoupage ne déplace aucun établissement commun.
restes as (
  select
    apres.uai,
    annees.rang,
    lien.zone
  from dim_etablissement as apres
  join annees using (annee)
  join dim_etablissement as avant
    on avant.uai = apres.uai
    and avant.annee = annees.annee_precedente
  join lien_etablissement_zone as lien
    on lien.uai = apres.uai
    and lien.annee = apres.annee
),
lignes as (
  select
    indicateurs.ordre,
    indicateurs.est_enquete,
    ind_toutes.uai,
    annees.rang,
    ind_toutes.numerateur::decimal(18, 6) as numerateur,
    case when indicateurs.type in ('part', 'ratio', 'moyenne') then ind_toutes.denominateur end::decimal(18, 6) as denominateur
  from ind_toutes
  join indicateurs
    on indicateurs.code = ind_toutes.indicateur
  join annees using (annee)
  where ind_toutes.ventilation = 'ensemble'
    and ind_toutes.numerateur is not null
    and (ind_toutes.denominateur is not null or indicateurs.type in ('compte', 'montant'))
    and indicateurs.type <> 'mediane'
),
deux_fois as (
  select
    ordre,
    est_enquete,
    uai,
    rang,
    numerateur,
    denominateur,
    null::decimal(18, 6) as numerateur_avant,
    null::decimal(18, 6) as denominateur_avant
  from lignes
  union all
  select
    lignes.ordre,
    lignes.est_enquete,
    lignes.uai,
    annees.rang,
    null,
    null,
    lignes.numerateur,
    lignes.denominateur
  from lignes
  join annees as avant using (rang)
  join annees
    on annees.annee_precedente = avant.annee
),
communs as (
  select
    deux_fois.ordre,
    deux_fois.rang,
    restes.zone,
    any_value(deux_fois.numerateur) as numerateur,
    any_value(deux_fois.denominateur) as denominateur,
    any_value(deux_fois.numerateur_avant) as numerateur_avant,
    any_value(deux_fois.denominateur_avant) as denominateur_avant
  from deux_fois
  join restes using (uai, rang)
  group by deux_fois.ordre, deux_fois.rang, deux_fois.uai, restes.zone
  -- Le silence d'une année n'est pas un zéro : une enquête ne garde que ceux qui ont répondu aux deux.
  having not any_value(deux_fois.est_enquete)
    or (any_value(deux_fois.numerateur) is not null and any_value(deux_fois.numerateur_avant) is not null)
),
par_zone as (
  select
    ordre,
    rang,
    zone,
    sum(numerateur) as numerateur,
    sum(denominateur) as denominateur,
    sum(numerateur_avant) as numerateur_avant,
    sum(denominateur_avant) as denominateur_avant,
    count(*) as etablissements,
    count(numerateur) as contributeurs,
    count(numerateur_avant) as contributeurs_avant
  from communs
  group by ordre, rang, zone
),
sommes as (
  select
    indicateurs.code as indicateur,
    annees.annee,
    lien.territoire_type,
    lien.territoire_code,
    indicateurs.type in ('compte', 'montant') as est_un_nombre,
    sum(par_zone.numerateur)::double as numerateur,
    sum(par_zone.denominateur)::double as denominateur,
    sum(par_zone.numerateur_avant)::double as numerateur_avant,
    sum(par_zone.denominateur_avant)::double as denominateur_avant,
    sum(par_zone.etablissements)::bigint as etablissements,
    sum(par_zone.contributeurs)::bigint as contributeurs,
    sum(par_zone.contributeurs_avant)::bigint as contributeurs_avant
  from par_zone
  join indicateurs using (ordre)
  join annees using (rang)
  join lien_zone_territoire as lien using (zone)
  group by indicateurs.code, annees.annee, lien.territoire_type, lien.territoire_code, indicateurs.type
),
constants as (
  select
    indicateur,
    annee,
    territoire_type,
    territoire_code,
    etablissements,
    contributeurs,
    contributeurs_avant,
    case
      when est_un_nombre then coalesce(numerateur, 0) - coalesce(numerateur_avant, 0)
      when denominateur > 0 and denominateur_avant > 0 then numerateur / denominateur - numerateur_avant / denominateur_avant
    end as evolution
  from sommes
),
valeurs as (
  select
    indicateur,
    territoire_type,
    territoire_code,
    annee,
    valeur,
    evolution,
    contributeurs,
    drapeaux
  from mart_indicateur
  where ventilation = 'ensemble'
),
rapprochees as (
  select
    valeurs.indicateur,
    valeurs.territoire_type,
    valeurs.territoire_code,
    valeurs.annee,
    annees.annee_precedente,
    valeurs.valeur,
    avant.valeur as valeur_precedente,
    valeurs.evolution,
    constants.evolution as evolution_constante,
    constants.etablissements,
    valeurs.contributeurs = constants.contributeurs and avant.contributeurs = constants.contributeurs_avant as sont_les_memes,
    case
      when valeurs.valeur is null then 'valeur_absente'
      when avant.valeur is null then 'annee_precedente_absente'
      when list_contains(valeurs.drapeaux, 'rupture') then 'serie_rompue'
      when list_contains(valeurs.drapeaux, 'evolution_non_comparable') then 'reponse_insuffisante'
      when list_contains(valeurs.drapeaux, 'perimetre_modifie') then 'territoire_redecoupe'
    end as motif
  from valeurs
  join annees
    on annees.annee = valeurs.annee
    and annees.a_precedente
  -- Une valeur peut manquer l'année d'avant ; ce qui ne se compte pas par établissement n'a pas d'établissements communs.
  left join valeurs as avant
    on avant.indicateur = valeurs.indicateur
    and avant.territoire_type = valeurs.territoire_type
    and avant.territoire_code = valeurs.territoire_code
    and avant.annee = annees.annee_precedente
  left join constants
    on constants.indicateur = valeurs.indicateur
    and constants.territoire_type = valeurs.territoire_type
    and constants.territoire_code = valeurs.territoire_code
    and constants.annee = valeurs.annee
  where valeurs.valeur is not null
    or avant.valeur is not null
)
select
  indicateur,
  territoire_type,
  territoire_code,
  annee,
  annee_precedente,
  valeur,
  valeur_precedente,
  evolution,
  case when motif is null or motif = 'territoire_redecoupe' then evolution_constante end as evolution_perimetre_constant,
  case when motif is null or motif = 'territoire_redecoupe' then etablissements end as etablissements_communs,
  motif is null as comparable,
  motif,
  coalesce(sont_les_memes and evolution_constante = evolution, false) as est_perimetre_inchange
from rapprochees
order by indicateur, territoire_type, territoire_code, annee
