/*---
description: >-
  Ventilations que l'en-tête d'un indicateur demande et que ses lignes ne donnent pas : elles sont déduites de ses lignes « ensemble », par le
  groupe de chaque établissement (degré, type, éducation prioritaire…).
grain: indicateur × ventilation
cle: [indicateur, axe]
colonnes:
  indicateur: Code de l'indicateur
  axe: Rang de la ventilation (voir ref_modalite)
---*/
with demandees as (
  select
    code as indicateur,
    unnest(ventilations) as ventilation
  from ref_indicateur
),
donnees as (
  select distinct
    indicateur,
    ventilation
  from ind_toutes
),
axes as (
  select distinct
    ventilation,
    axe
  from ref_modalite
)
select
  demandees.indicateur,
  axes.axe
from demandees
join axes using (ventilation)
anti join donnees using (indicateur, ventilation)
order by demandees.indicateur, axes.axe
