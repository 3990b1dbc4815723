/*---
code: bu_paye
libelle: Crédits payés
volet: pilotage
description: Crédits payés dans l'année, par volet et par collectivité.
unite: €
type: montant
numerateur: Crédits payés
denominateur: Crédits engagés
sens: neutre
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
  ventilation,
  modalite,
  paye as numerateur,
  engage as denominateur,
  conventions as n_unites,
  null::integer as attendu,
  null::integer as repondu
from credits_par_groupe('fct_budget_ligne')
