/*---
description: "Un statut de certification Pix n'est pas dans la liste connue : la ligne ne compte ni comme réussite ni comme échec."
niveau: alerte
---*/
select
  certification.session,
  certification._fichier as fichier,
  count(*) as lignes
from stg_pix__certification as certification
where certification.statut is null
group by certification.session, certification._fichier
order by lignes desc, certification.session
