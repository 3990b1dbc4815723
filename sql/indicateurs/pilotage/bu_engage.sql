/*---
code: bu_engage
libelle: Crédits engagés
volet: pilotage
description: Crédits engagés dans l'année, par volet et par collectivité.
unite: €
type: montant
numerateur: Crédits engagés
denominateur: Crédits prévus
sens: neutre
sources: [budget]
ventilations: [volet, collectivite]
periode: flux
secret: aucun
reference: "Dossier de presse du lancement de TNE 13 (2022) : plus de 19 M€"
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
