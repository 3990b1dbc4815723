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
with comptes as (
  select
    uai,
    annee,
    count(certification) as repondants,
    count(*) filter (where certification <> 'aucune') as ensemble
  from fct_enseignants_reponse
  group by uai, annee
),
repartition as (
  select
    uai,
    annee,
    certification as modalite,
    count(*) as enseignants
  from fct_enseignants_reponse
  where certification is not null
  group by uai, annee, modalite
),
modalites as (
  select distinct
    annee,
    modalite
  from repartition
)
select
  champ.uai,
  champ.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  case when comptes.repondants > 0 then comptes.ensemble end::double as numerateur,
  case when comptes.repondants > 0 then comptes.repondants end::double as denominateur,
  coalesce(comptes.repondants, 0) as n_unites,
  champ.attendus as attendu,
  coalesce(comptes.repondants, 0) as repondu
from fct_enseignants_attendu as champ
-- Un établissement sans réponse reste attendu.
left join comptes using (uai, annee)
where not list_contains(champ.non_collecte, 'certification')
union all by name
select
  comptes.uai,
  comptes.annee,
  'certification' as ventilation,
  modalites.modalite,
  coalesce(repartition.enseignants, 0)::double as numerateur,
  comptes.repondants::double as denominateur,
  comptes.repondants as n_unites,
  null::integer as attendu,
  null::integer as repondu
from comptes
join modalites using (annee)
-- Une modalité que personne n'a choisie compte zéro.
left join repartition using (uai, annee, modalite)
where comptes.repondants > 0
