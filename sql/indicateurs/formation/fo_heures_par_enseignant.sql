/*---
code: fo_heures_par_enseignant
libelle: Heures suivies par enseignant formé
volet: formation
description: Heures de formation au numérique suivies dans l'année, par enseignant formé.
unite: heures
type: moyenne
numerateur: Heures suivies
denominateur: Enseignants différents présents à au moins une session
sens: hausse
sources: [formation]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Les enseignants sans formation n'entrent pas dans la moyenne.
---*/
select
  uai_principal as uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  sum(heures)::double as numerateur,
  count(distinct participant)::double as denominateur,
  count(distinct participant) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from fct_formation_presence
where a_suivi
  and fonction = 'enseignant'
  and uai_principal is not null
group by uai_principal, annee
