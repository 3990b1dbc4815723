/*---
description: Satisfaction recueillie à la fin des sessions.
grain: dispositif × session
cle: [dispositif, session]
colonnes:
  dispositif: Dispositif
  session: Session
  repondants: Répondants
  satisfaits: Satisfaits
  _fichier: Empreinte du fichier du lac d'où vient la ligne
  _ligne: Ligne du fichier, comme le tableur la montre
---*/
select
  dispositif,
  session,
  repondants,
  satisfaits,
  _fichier,
  _ligne
from src_formation__satisfaction
qualify row_number() over (
  partition by dispositif, session
  order by _version desc, _fichier desc, _ligne desc
) = 1
