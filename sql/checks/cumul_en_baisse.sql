/*---
description: "Un cumul baisse d'une année à l'autre : un fichier manque, ou une correction n'est pas datée."
niveau: alerte
---*/
select
  indicateur,
  territoire_type,
  territoire_code,
  annee,
  valeur,
  evolution
from mart_indicateur
where list_contains(drapeaux, 'cumul_en_baisse')
  -- Un cumul suit ses établissements : une école qui change de zone en déplace une part.
  and territoire_type in ('programme', 'academie', 'departement', 'epci', 'commune', 'arrondissement')
order by indicateur, territoire_type, territoire_code, annee
