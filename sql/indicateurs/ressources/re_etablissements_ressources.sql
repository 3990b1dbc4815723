/*---
code: re_etablissements_ressources
libelle: Établissements ayant accès à un dispositif de ressources
volet: ressources
description: Part des établissements présents dans au moins un dispositif de ressources numériques.
unite: "%"
type: part
numerateur: Établissements présents dans au moins un dispositif
denominateur: Établissements du référentiel
sens: hausse
sources: [ressources, etablissements]
ventilations: [dispositif, degre, type_etablissement, education_prioritaire]
periode: flux
secret: aucun
reference: Feuille de route numérique académique 2014-2015
limites: Être présent dans un dispositif ne dit pas qu'il est utilisé.
---*/
with annees as (
  select distinct annee
  from stg_ressources__ressources_usages
),
dispositifs as (
  select distinct
    annee,
    dispositif
  from stg_ressources__ressources_usages
),
presents as (
  select distinct
    uai,
    annee,
    dispositif
  from stg_ressources__ressources_usages
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si((etablissement.uai, etablissement.annee) in (select (uai, annee) from presents)) as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
union all by name
select
  etablissement.uai,
  etablissement.annee,
  'dispositif' as ventilation,
  dispositifs.dispositif as modalite,
  un_si(presents.uai is not null) as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join dispositifs using (annee)
-- Un établissement absent du dispositif compte zéro.
left join presents using (uai, annee, dispositif)
