/*---
description: Centre de chaque commune et arrondissement municipal.
grain: commune
cle: [code]
colonnes:
  code: Code INSEE
  latitude: Latitude
  longitude: Longitude
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  code,
  latitude,
  longitude,
  _fichier,
  _ligne
from src_territoires__centres
qualify row_number() over (
  partition by code
  order by _version desc, _fichier desc, _ligne desc
) = 1
