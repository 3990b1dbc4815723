/*---
description: "Une part dépasse 100 % : une erreur de saisie ou de dénominateur, à expliquer."
niveau: alerte
---*/
select
  mart_indicateur.indicateur,
  mart_indicateur.territoire_type,
  mart_indicateur.territoire_code,
  mart_indicateur.annee,
  mart_indicateur.modalite,
  mart_indicateur.numerateur,
  mart_indicateur.denominateur
from mart_indicateur
join ref_indicateur
  on ref_indicateur.code = mart_indicateur.indicateur
where ref_indicateur.type = 'part'
  and mart_indicateur.valeur > 1
order by mart_indicateur.indicateur, mart_indicateur.territoire_type, mart_indicateur.territoire_code
