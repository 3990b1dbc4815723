/*---
code: fo_certifies
libelle: Enseignants certifiés au numérique (C2i2e, Pix+ Édu)
volet: formation
description: Part des enseignants répondants qui déclarent une certification au numérique ; la ventilation donne chaque certification.
unite: "%"
type: part
numerateur: Enseignants qui déclarent une certification
denominateur: Enseignants qui ont répondu à la question
sens: hausse
sources: [enseignants]
enquete: enseignants
ventilations: [certification, degre, type_etablissement, education_prioritaire]
periode: stock
secret: personnes
reference: Feuille de route numérique académique 2014-2015
limites: "Le C2i2e a pris fin et Pix+ Édu le remplace : les deux séries ne se prolongent pas, chacune a sa modalité. Ce que l'enseignant déclare."
---*/
with reponses as (
  select
    uai,
    annee,
    certification as modalite,
    certification <> 'aucune' as est_retenue
  from fct_enseignants_reponse
)
select
  uai,
  annee,
  case when est_ensemble then 'ensemble' else 'certification' end as ventilation,
  modalite,
  total as numerateur,
  nullif(repondants, 0)::double as denominateur,
  repondants as n_unites,
  attendus as attendu,
  case when est_ensemble then repondants end as repondu
from repartition_des_reponses('reponses', 'fct_enseignants_attendu', 'certification')
