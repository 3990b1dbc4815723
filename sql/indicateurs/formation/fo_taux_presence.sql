/*---
code: fo_taux_presence
libelle: Taux de présence aux formations
volet: formation
description: Part des inscriptions suivies d'une présence, pour les sessions dont l'émargement est connu.
unite: "%"
type: part
numerateur: Présences
denominateur: Inscriptions dont la présence ou l'absence est connue
sens: hausse
sources: [formation]
ventilations: [modalite, type_formation, operateur, degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Une inscription sans émargement saisi n'entre pas dans le taux.
---*/
with annees as (
  select distinct annee
  from fct_formation_presence
),
comptes as (
  select
    uai,
    annee,
    case
      when grouping(modalite) = 0 then 'modalite'
      when grouping(type_formation) = 0 then 'type_formation'
      when grouping(operateur) = 0 then 'operateur'
      else 'ensemble'
    end as ventilation,
    case
      when grouping(modalite) = 0 then modalite
      when grouping(type_formation) = 0 then type_formation
      when grouping(operateur) = 0 then operateur
      else 'ensemble'
    end as modalite,
    count(*) filter (where a_suivi) as numerateur,
    count(*) as denominateur,
    count(*) as n_unites
  from fct_formation_presence
  where est_echue
  group by grouping sets (
    (uai, annee),
    (uai, annee, modalite),
    (uai, annee, type_formation),
    (uai, annee, operateur)
  )
)
select
  etablissement.uai,
  etablissement.annee,
  coalesce(comptes.ventilation, 'ensemble') as ventilation,
  coalesce(comptes.modalite, 'ensemble') as modalite,
  coalesce(comptes.numerateur, 0)::double as numerateur,
  coalesce(comptes.denominateur, 0)::double as denominateur,
  coalesce(comptes.n_unites, 0) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans inscription compte zéro.
left join comptes using (uai, annee)
