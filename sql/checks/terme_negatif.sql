/*---
description: Un numérateur ou un dénominateur est négatif.
niveau: erreur
---*/
select
  indicateur,
  uai,
  annee,
  ventilation,
  modalite,
  numerateur,
  denominateur
from ind_toutes
where numerateur < 0
  or denominateur < 0
