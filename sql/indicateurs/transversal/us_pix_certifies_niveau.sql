/*---
code: us_pix_certifies_niveau
libelle: Élèves certifiés Pix, parmi ceux du niveau d'examen
volet: transversal
description: Élèves certifiés rapportés aux élèves de troisième et de terminale (ou dernière année de CAP), d'après le référentiel.
unite: "%"
type: part
numerateur: Élèves dont la certification est validée
denominateur: Élèves de troisième et de terminale
sens: hausse
sources: [pix, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: "La certification n'est obligatoire qu'à certains niveaux : un élève certifié plus tôt compte au numérateur. Une série nouvelle, qui ne prolonge pas celle du B2i."
---*/
with annees as (
  select distinct annee
  from fct_pix_certification
),
certifies as (
  select
    uai,
    annee,
    count(*) as eleves
  from fct_pix_certification
  where est_retenue
    and est_validee
    and not est_pix_edu
  group by uai, annee
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  coalesce(certifies.eleves, 0)::double as numerateur,
  (etablissement.eleves_3e is not null or etablissement.eleves_terminale is not null or null)::integer * (coalesce(etablissement.eleves_3e, 0) + coalesce(etablissement.eleves_terminale, 0))::double as denominateur,
  case when etablissement.eleves_3e is not null or etablissement.eleves_terminale is not null then coalesce(certifies.eleves, 0) end as n_unites,
  1 as attendu,
  (etablissement.eleves_3e is not null or etablissement.eleves_terminale is not null)::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans certifié compte zéro.
left join certifies using (uai, annee)
where etablissement.degre = 'second'
