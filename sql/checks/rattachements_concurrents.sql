/*---
description: "Un établissement a deux circonscriptions ou deux bassins le même jour : le plus récent est retenu."
niveau: alerte
---*/
select
  un.uai,
  un.type_territoire,
  un.code_territoire as code_1,
  autre.code_territoire as code_2,
  un.debut as debut_1,
  autre.debut as debut_2
from stg_territoires__rattachements as un
join stg_territoires__rattachements as autre
  on autre.uai = un.uai
  and autre.type_territoire = un.type_territoire
  and autre.code_territoire > un.code_territoire
  and autre.debut <= coalesce(un.fin, date '9999-12-31')
  and un.debut <= coalesce(autre.fin, date '9999-12-31')
where un.type_territoire in ('circonscription', 'bassin')
order by un.uai, un.type_territoire
