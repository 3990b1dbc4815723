/*---
code: bu_par_eleve
libelle: Dépense payée par élève bénéficiaire
volet: pilotage
description: Crédits payés dans l'année, rapportés aux élèves des établissements qui ont bénéficié d'au moins un volet.
unite: € par élève
type: ratio
numerateur: Crédits payés
denominateur: Élèves des établissements ayant bénéficié d'au moins un volet
sens: neutre
sources: [budget, etablissements]
periode: flux
secret: aucun
limites: Un exercice civil N est lu comme l'année scolaire qui finit en N. Les crédits ne sont pas répartis entre les communes.
---*/
with credits as (
  select
    territoire_type,
    territoire_code,
    annee,
    sum(paye) as paye,
    count(distinct convention) as conventions
  from fct_budget_ligne
  group by territoire_type, territoire_code, annee
),
beneficiaires as (
  select
    annee,
    sum(eleves) as eleves
  from fct_benefice_volet
  where volets > 0
  group by annee
)
select
  null::varchar as uai,
  credits.territoire_type,
  credits.territoire_code,
  credits.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  credits.paye::double as numerateur,
  beneficiaires.eleves::double as denominateur,
  credits.conventions as n_unites,
  null::integer as attendu,
  null::integer as repondu
from credits
join beneficiaires using (annee)
