/*---
code: bu_taux_engagement
libelle: Taux d'engagement des crédits
volet: pilotage
description: Part des crédits prévus qui sont engagés.
unite: "%"
type: part
numerateur: Crédits engagés
denominateur: Crédits prévus
sens: hausse
sources: [budget]
ventilations: [volet, collectivite]
periode: flux
secret: aucun
limites: Un exercice civil N est lu comme l'année scolaire qui finit en N. Les crédits ne sont pas répartis entre les communes.
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
  sum(engage)::double as numerateur,
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
