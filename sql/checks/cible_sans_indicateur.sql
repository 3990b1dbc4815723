/*---
description: Une cible ou un repère porte sur un indicateur qui n'existe pas.
niveau: alerte
---*/
select
  'cible' as nature,
  indicateur,
  territoire_type,
  territoire_code,
  annee
from stg_objectifs__objectifs
where indicateur not in (select code from ref_indicateur)
union all
select
  'repère',
  indicateur,
  territoire_type,
  territoire_code,
  annee
from stg_objectifs__reperes
where indicateur not in (select code from ref_indicateur)
order by nature, indicateur, annee
