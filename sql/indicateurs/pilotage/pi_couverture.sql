/*---
code: pi_couverture
libelle: Taux de réponse aux enquêtes
volet: pilotage
description: Part des établissements attendus qui ont répondu à l'enquête de type ETIC ; la ventilation donne chaque enquête.
unite: "%"
type: part
numerateur: Réponses reçues
denominateur: Réponses attendues, d'après le référentiel
sens: hausse
sources: [etic, enseignants, etablissements]
ventilations: [enquete, degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
reference: "Feuille de route numérique académique 2014-2015 : 35 % des écoles et 81 % des EPLE en 2014"
limites: Pour l'enquête auprès des enseignants, la ventilation compte les établissements d'où vient au moins une réponse.
---*/
with reponses as (
  select
    uai,
    annee,
    'etic' as enquete,
    a_repondu
  from fct_etic_reponse
  union all
  select
    uai,
    annee,
    'enseignants' as enquete,
    reponses > 0 as a_repondu
  from fct_enseignants_attendu
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(a_repondu) as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from reponses
where enquete = 'etic'
union all by name
select
  uai,
  annee,
  'enquete' as ventilation,
  enquete as modalite,
  un_si(a_repondu) as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from reponses
