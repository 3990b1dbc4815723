/*---
description: "Deux documents donnent à un même indicateur, au même territoire et à la même échéance, des cibles différentes : la dernière importée est retenue, à confirmer."
niveau: alerte
---*/
select
  indicateur,
  territoire_type,
  territoire_code,
  coalesce(ventilation, 'ensemble') as ventilation,
  coalesce(modalite, 'ensemble') as modalite,
  annee_scolaire as annee,
  list(distinct document order by document) as documents,
  list(distinct cible order by cible) as cibles
from src_objectifs__objectifs
group by
  indicateur,
  territoire_type,
  territoire_code,
  coalesce(ventilation, 'ensemble'),
  coalesce(modalite, 'ensemble'),
  annee_scolaire
having count(distinct document) > 1
  and count(distinct cible) > 1
order by indicateur, territoire_type, territoire_code, annee
