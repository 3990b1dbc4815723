/*---
description: Quartiles des valeurs individuelles des indicateurs médians, pour chaque territoire, par les mêmes rangs que mart_terme.
grain: indicateur × territoire × année × ventilation × modalité
cle: [indicateur, lieu, debut, cellule]
lots: indicateur
colonnes:
  indicateur: Code de l'indicateur
  lieu: Rang du territoire (voir ref_lieu)
  debut: Année civile où commence l'année scolaire
  cellule: Rang de la ventilation et de la modalité (voir ref_modalite)
  quartile_1: Premier quartile des valeurs individuelles
  mediane: Médiane des valeurs individuelles
  quartile_3: Troisième quartile des valeurs individuelles
---*/
with listes as (
  select
    ind_toutes.indicateur,
    annee_debut(ind_toutes.annee) as debut,
    ref_modalite.cellule,
    ref_modalite.ventilation = 'ensemble' as est_ensemble,
    etablissements.etablissement,
    etablissements.zone,
    ind_toutes.valeurs
  from ind_toutes
  join ref_indicateur
    on ref_indicateur.code = ind_toutes.indicateur
  join ref_modalite
    on ref_modalite.ventilation = ind_toutes.ventilation
    and ref_modalite.code = ind_toutes.modalite
  join lien_etablissement_zone as etablissements
    on etablissements.uai = ind_toutes.uai
    and etablissements.annee = ind_toutes.annee
  where ref_indicateur.type = 'mediane'
),
groupees as (
  select
    indicateur,
    debut,
    cellule,
    zone,
    valeurs
  from listes
  union all
  select
    listes.indicateur,
    listes.debut,
    groupes.cellule,
    listes.zone,
    listes.valeurs
  from listes
  join ref_deduction as deductions using (indicateur)
  join ref_groupe as groupes
    on groupes.etablissement = listes.etablissement
    and groupes.axe = deductions.axe
  where listes.est_ensemble
),
-- Les listes se rejoignent entières : les déplier ferait une ligne par valeur et par territoire.
quantiles as (
  select
    groupees.indicateur,
    ref_lieu.lieu,
    groupees.debut,
    groupees.cellule,
    list_aggregate(flatten(list(groupees.valeurs)), 'quantile_cont', [0.25, 0.5, 0.75]) as quartiles
  from groupees
  join lien_zone_territoire as lien using (zone)
  join ref_lieu using (territoire_type, territoire_code)
  group by groupees.indicateur, ref_lieu.lieu, groupees.debut, groupees.cellule
)
select
  indicateur,
  lieu,
  debut,
  cellule,
  quartiles[1] as quartile_1,
  quartiles[2] as mediane,
  quartiles[3] as quartile_3
from quantiles
where quartiles is not null
order by indicateur, lieu, debut, cellule
