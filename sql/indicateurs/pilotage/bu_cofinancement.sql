/*---
code: bu_cofinancement
libelle: Part des collectivités dans les crédits
volet: pilotage
description: Part apportée par les collectivités dans les crédits prévus.
unite: "%"
type: part
numerateur: Crédits apportés par les collectivités
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
  ventilation,
  modalite,
  part_collectivite as numerateur,
  prevu as denominateur,
  conventions as n_unites,
  null::integer as attendu,
  null::integer as repondu
from credits_par_groupe('fct_budget_ligne')
