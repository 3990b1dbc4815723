/*---
code: pa_ateliers
libelle: Ateliers d'e-parentalité tenus
volet: parentalite
description: Nombre d'ateliers d'accompagnement des familles tenus dans l'année.
unite: ateliers
type: compte
numerateur: Ateliers tenus
sens: hausse
sources: [parentalite]
ventilations: [type_atelier, partenaire, education_prioritaire]
periode: flux
secret: aucun
limites: Un atelier tenu pour une commune compte pour la commune et pour les territoires qui la contiennent en entier, pas pour une circonscription.
---*/
with annees as (
  select distinct annee
  from fct_parentalite_atelier
),
comptes as (
  select
    uai,
    territoire_type,
    territoire_code,
    annee,
    case
      when grouping(type_atelier) = 0 then 'type_atelier'
      when grouping(partenaire) = 0 then 'partenaire'
      else 'ensemble'
    end as ventilation,
    case
      when grouping(type_atelier) = 0 then type_atelier
      when grouping(partenaire) = 0 then partenaire
      else 'ensemble'
    end as modalite,
    count(*) as ateliers
  from fct_parentalite_atelier
  group by grouping sets (
    (uai, territoire_type, territoire_code, annee),
    (uai, territoire_type, territoire_code, annee, type_atelier),
    (uai, territoire_type, territoire_code, annee, partenaire)
  )
),
sans_atelier as (
  select
    etablissement.uai,
    etablissement.annee
  from dim_etablissement as etablissement
  join annees using (annee)
  where (etablissement.uai, etablissement.annee) not in (select (uai, annee) from comptes where uai is not null)
)
select
  uai,
  territoire_type,
  territoire_code,
  annee,
  ventilation,
  modalite,
  ateliers::double as numerateur,
  null::double as denominateur,
  ateliers as n_unites,
  null::integer as attendu,
  null::integer as repondu
from comptes
union all by name
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  0::double as numerateur,
  0 as n_unites
from sans_atelier
