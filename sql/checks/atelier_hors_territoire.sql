/*---
description: "Un atelier se tient dans une commune que le découpage n'a pas (code mal saisi, commune fusionnée, autre département) : il ne compte dans aucun territoire."
niveau: alerte
---*/
select
  ateliers.territoire_code as code_commune,
  ateliers.annee,
  count(*) as ateliers,
  sum(ateliers.familles) as familles
from fct_parentalite_atelier as ateliers
where ateliers.territoire_code is not null
  and (ateliers.territoire_type, ateliers.territoire_code) not in (select (type, code) from dim_territoire)
group by ateliers.territoire_code, ateliers.annee
order by ateliers.annee, ateliers.territoire_code
