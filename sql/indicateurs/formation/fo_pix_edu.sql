/*---
code: fo_pix_edu
libelle: Enseignants certifiés Pix+ Édu
volet: formation
description: Certifications Pix+ Édu validées dans l'année, rapportées aux enseignants.
unite: "%"
type: part
numerateur: Personnes dont la certification Pix+ Édu est validée
denominateur: Enseignants, d'après le référentiel
sens: hausse
sources: [pix, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
limites: Remplace le C2i2e sans en prolonger la série. Les certifications de l'année seulement, pas leur cumul.
---*/
with annees as (
  select distinct annee
  from fct_pix_certification
  where est_pix_edu
),
certifies as (
  select
    uai,
    annee,
    count(*) as enseignants
  from fct_pix_certification
  where est_pix_edu
    and est_retenue
    and est_validee
  group by uai, annee
)
select
  etablissement.uai,
  etablissement.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  coalesce(certifies.enseignants, 0)::double as numerateur,
  etablissement.enseignants::double as denominateur,
  case when etablissement.enseignants is not null then coalesce(certifies.enseignants, 0) end as n_unites,
  1 as attendu,
  (etablissement.enseignants is not null)::integer as repondu
from dim_etablissement as etablissement
join annees using (annee)
-- Un établissement sans certifié compte zéro.
left join certifies using (uai, annee)
