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
  ventilation,
  modalite,
  engage as numerateur,
  prevu as denominateur,
  conventions as n_unites,
  null::integer as attendu,
  null::integer as repondu
from credits_par_groupe('fct_budget_ligne')
