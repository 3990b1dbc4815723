/*---
description: "Des modalités d'une liste fermée n'ont pas de libellé. Ce qu'elles disent n'est pas montré : un texte libre peut nommer quelqu'un ; cherchez-les dans ref_modalite."
niveau: alerte
---*/
select
  ventilation,
  count(*) as modalites,
  min(length(code)) as longueur_min,
  max(length(code)) as longueur_max
from ref_modalite
where not est_declaree
  and ventilation not in ('discipline', 'dispositif', 'partenaire', 'collectivite', 'theme', 'ent_solution')
  and code <> 'non_precise'
  and ventilation in (select ventilation from ref_modalite where est_declaree)
group by ventilation
order by ventilation
