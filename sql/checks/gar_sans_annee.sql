/*---
description: "Un fichier du GAR a été importé sans son année : retirez-le et importez-le de nouveau, l'année dans son nom (2024-2025)."
niveau: alerte
---*/
select
  code_academie,
  acces,
  accedants,
  affectations
from stg_ressources__gar
where annee is null
order by code_academie
