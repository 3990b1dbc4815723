/*---
description: "Une campagne ou une session Pix n'a pas d'établissement : donnez-le à l'import ou dans les correspondances."
niveau: alerte
---*/
select
  systeme,
  libelle,
  n as lignes
from mart_sans_uai
