/*---
description: "Un établissement cité par une source n'est pas dans le référentiel de l'année : ses lignes n'entrent dans aucun territoire."
niveau: alerte
---*/
select
  source,
  uai,
  annee,
  n as lignes
from mart_uai_inconnu
