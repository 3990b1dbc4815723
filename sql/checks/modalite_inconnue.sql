/*---
description: Une modalité d'une liste fermée n'a pas de libellé.
niveau: alerte
---*/
select
  ventilation,
  code
from ref_modalite
where not est_declaree
  and ventilation not in ('discipline', 'dispositif', 'partenaire', 'collectivite', 'theme', 'ent_solution')
  and code <> 'non_precise'
  and ventilation in (select ventilation from ref_modalite where est_declaree)
order by ventilation, code
