/*---
description: Communes et arrondissements municipaux du découpage administratif.
grain: commune
cle: [code]
colonnes:
  code: Code INSEE
  nom: Nom
  type: commune-actuelle, arrondissement-municipal…
  commune_parente: Commune d'un arrondissement municipal
  code_departement: Département, code court ; à défaut, celui que dit le code INSEE
  code_epci: SIREN de l'intercommunalité
  nom_epci: Nom de l'intercommunalité
  population: Population municipale
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  code,
  nom,
  type,
  commune_parente,
  -- Deux signes du code INSEE, trois outre-mer : 13055 → 13, 2A004 → 2A, 97411 → 974.
  coalesce(code_departement, left(code, case when left(code, 2) in ('97', '98') then 3 else 2 end)) as code_departement,
  code_epci,
  nom_epci,
  population,
  _fichier,
  _ligne
from src_territoires__communes
qualify row_number() over (
  partition by code
  order by _version desc, _fichier desc, _ligne desc
) = 1
