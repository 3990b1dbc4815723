/*---
description: "Un établissement a répondu deux fois à la même enquête, dans un même fichier : la dernière ligne est retenue, à lui demander laquelle est la bonne."
niveau: alerte
---*/
select
  uai,
  annee_scolaire as annee,
  _fichier as fichier,
  string_agg(_ligne::varchar, ', ' order by _ligne) as lignes
from src_etic__etic
group by uai, annee_scolaire, _fichier
having count(*) > 1
order by uai, annee
