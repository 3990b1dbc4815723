/*---
description: "Un fichier du GAR ne dit pas son année : ajoutez-lui la colonne annee_scolaire, ou une correspondance qui la donne en constante."
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
