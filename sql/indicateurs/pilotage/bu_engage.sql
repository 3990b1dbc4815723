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
  ventilation,
  modalite,
  engage as numerateur,
  prevu as denominateur,
  conventions as n_unites,
  null::integer as attendu,
  null::integer as repondu
from credits_par_groupe('fct_budget_ligne')
