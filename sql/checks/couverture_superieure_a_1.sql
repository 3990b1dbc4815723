/*---
description: "Plus de réponses que d'unités attendues : l'effectif du référentiel est trop bas, ou des réponses sont en double."
niveau: alerte
---*/
select
  indicateur,
  uai,
  annee,
  attendu,
  repondu
from ind_toutes
where repondu > attendu
order by indicateur, uai, annee
