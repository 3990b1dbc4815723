/*---
code: bu_cofinancement
libelle: Part des collectivités dans les crédits
volet: pilotage
description: Part apportée par les collectivités dans les crédits prévus.
unite: "%"
type: part
numerateur: Part des collectivités
denominateur: Crédits prévus
sens: neutre
sources: [budget]
ventilations: [volet, collectivite]
periode: flux
secret: aucun
reference: Présentation TNE Cher (2022)
limites: Un exercice civil N est lu comme l'année scolaire qui finit en N. Les crédits ne sont pas répartis entre les communes. Une part non renseignée compte pour zéro.
---*/
select
  null::varchar as uai,
  territoire_type,
  territoire_code,
  annee,
  case
    when grouping(volet) = 0 then 'volet'
    when grouping(collectivite) = 0 then 'collectivite'
    else 'ensemble'
  end as ventilation,
  case
    when grouping(volet) = 0 then volet
    when grouping(collectivite) = 0 then collectivite
    else 'ensemble'
  end as modalite,
  sum(part_collectivite)::double as numerateur,
  sum(prevu)::double as denominateur,
  count(distinct convention) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from fct_budget_ligne
group by grouping sets (
  (territoire_type, territoire_code, annee),
  (territoire_type, territoire_code, annee, volet),
  (territoire_type, territoire_code, annee, collectivite)
)
