/*---
code: re_ent_visites_eleve
libelle: Visites de l'ENT par élève et par semaine de classe
volet: ressources
description: Visites des élèves sur l'ENT, rapportées aux élèves et aux semaines de classe.
unite: visites par élève et par semaine
type: ratio
numerateur: Visites des élèves pendant les semaines de classe
denominateur: Élèves de l'établissement × semaines de classe
sens: hausse
sources: [ressources, etablissements]
ventilations: [degre, type_etablissement, education_prioritaire]
periode: flux
secret: personnes
ruptures:
  - annee: "2025-2026"
    motif: Chute des visites publiées par la DNMA, de 468 à 261 millions pour les élèves, sans explication du producteur
limites: Établissements présents dans l'audience de l'ENT seulement. Le total des visites baisse sans explication publiée de 2024-2025 à 2025-2026 (DNMA).
---*/
select
  audience.uai,
  audience.annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  audience.visites_eleve::double as numerateur,
  (etablissement.eleves * audience.semaines)::double as denominateur,
  etablissement.eleves::bigint as n_unites,
  1 as attendu,
  (etablissement.eleves is not null)::integer as repondu
from fct_ent_audience as audience
join dim_etablissement as etablissement using (uai, annee)
