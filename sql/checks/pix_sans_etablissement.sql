/*---
description: "Une campagne ou une session Pix n'a pas d'établissement : donnez-le à l'import ou dans les correspondances."
niveau: alerte
---*/
select
  'campagne' as nature,
  organisation,
  campagne_id as numero,
  count(*) as lignes
from stg_pix__campagne_evaluation
where uai is null
group by organisation, campagne_id
union all
select
  'collecte',
  organisation,
  campagne_id,
  count(*)
from stg_pix__collecte_profils
where uai is null
group by organisation, campagne_id
union all
select
  'certification',
  null,
  session,
  count(*)
from stg_pix__certification
where uai is null
group by session
order by lignes desc, nature, numero
