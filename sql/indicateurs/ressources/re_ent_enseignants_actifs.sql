/*---
code: re_ent_enseignants_actifs
libelle: Enseignants actifs sur l'ENT chaque semaine
volet: ressources
description: Enseignants visiteurs de l'ENT, en moyenne par semaine de classe, rapportés aux enseignants.
unite: "%"
type: part
numerateur: Enseignants visiteurs uniques, en moyenne par semaine de classe
denominateur: Enseignants de l'établissement
sens: hausse
sources: [ressources, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
ruptures:
  - annee: "2025-2026"
    motif: Chute des visites publiées par la DNMA, de 468 à 261 millions pour les élèves, sans explication du producteur
limites: "Établissements présents dans l'audience de l'ENT seulement. Le total des visites baisse sans explication publiée de 2024-2025 à 2025-2026 (DNMA). Les visiteurs uniques ne s'ajoutent pas d'une semaine à l'autre : c'est une moyenne."
---*/
select
  audience.uai,
  audience.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  audience.enseignants_par_semaine::double as numerateur,
  etablissement.enseignants::double as denominateur,
  etablissement.enseignants::bigint as n_unites,
  1 as attendu,
  (etablissement.enseignants is not null)::integer as repondu
from fct_ent_audience as audience
join dim_etablissement as etablissement using (uai, annee)
