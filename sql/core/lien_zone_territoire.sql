/*---
description: Territoires de chaque zone (voir lien_etablissement_zone).
grain: zone × territoire
cle: [zone, territoire_type, territoire_code]
colonnes:
  zone: Rang de la zone
  territoire_type: Type de territoire
  territoire_code: Code du territoire
---*/
with temoins as (
  select
    zone,
    min_by(uai, (annee, uai)) as uai,
    min_by(annee, (annee, uai)) as annee
  from lien_etablissement_zone
  group by zone
)
select
  temoins.zone,
  lien.territoire_type,
  lien.territoire_code
from temoins
join lien_etablissement_territoire as lien using (uai, annee)
