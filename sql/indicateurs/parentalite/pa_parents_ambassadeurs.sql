/*---
code: pa_parents_ambassadeurs
libelle: Parents ambassadeurs formés
volet: parentalite
description: Parents ambassadeurs du numérique formés dans l'année.
unite: parents
type: compte
numerateur: Parents ambassadeurs formés
sens: hausse
sources: [parentalite]
ventilations: [type_atelier, partenaire, education_prioritaire]
periode: flux
secret: personnes
reference: Dossier de presse du lancement de TNE 13 (2022)
limites: Un parent formé deux fois compte deux fois. Un atelier tenu pour une commune compte pour la commune et pour les territoires qui la contiennent en entier, pas pour une circonscription.
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
    sum(parents_ambassadeurs) as total,
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
  comptes.uai,
  comptes.territoire_type,
  comptes.territoire_code,
  comptes.annee,
  comptes.ventilation,
  comptes.modalite,
  coalesce(comptes.total, 0)::double as numerateur,
  null::double as denominateur,
  coalesce(comptes.total, 0)::bigint as n_unites,
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
