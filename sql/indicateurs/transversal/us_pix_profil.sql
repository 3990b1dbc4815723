/*---
code: us_pix_profil
libelle: Élèves au profil Pix certifiable
volet: transversal
description: Part des élèves ayant envoyé leur profil dans une collecte qui ont au moins cinq compétences de niveau 1.
unite: "%"
type: part
numerateur: Élèves au profil certifiable
denominateur: Élèves ayant envoyé leur profil
sens: hausse
sources: [pix]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Les élèves qui n'ont pas envoyé leur profil n'y sont pas.
---*/
with profils as (
  select
    uai,
    annee,
    personne,
    bool_or(certifiable) as est_certifiable
  from stg_pix__collecte_profils
  where envoi
    and uai is not null
  group by uai, annee, personne
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  (count(*) filter (where est_certifiable))::double as numerateur,
  count(est_certifiable)::double as denominateur,
  count(est_certifiable) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from profils
group by uai, annee
