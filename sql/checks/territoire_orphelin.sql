/*---
description: Un établissement est rattaché à un territoire qui n'existe pas dans la liste des territoires.
niveau: erreur
---*/
select
  lien.territoire_type,
  lien.territoire_code,
  count(*) as etablissements
from lien_etablissement_territoire as lien
where (lien.territoire_type, lien.territoire_code) not in (select (type, code) from dim_territoire)
group by lien.territoire_type, lien.territoire_code
order by lien.territoire_type, lien.territoire_code
