/*---
code: fo_satisfaction
libelle: Satisfaction à la fin des formations
volet: formation
description: Part des répondants satisfaits à la fin des sessions, avec le nombre de répondants.
unite: "%"
type: part
numerateur: Répondants satisfaits
denominateur: Répondants
sens: hausse
sources: [formation]
ventilations: [operateur]
periode: flux
secret: personnes
limites: "Les répondants ne sont pas tous les participants : lire toujours le nombre de répondants."
---*/
with sessions as (
  select
    dispositif,
    session,
    min(annee) as annee,
    min(operateur) as operateur
  from fct_formation_presence
  group by dispositif, session
),
comptes as (
  select
    sessions.annee,
    case when grouping(sessions.operateur) = 0 then 'operateur' else 'ensemble' end as ventilation,
    case when grouping(sessions.operateur) = 0 then sessions.operateur else 'ensemble' end as modalite,
    sum(satisfaction.satisfaits) as satisfaits,
    sum(satisfaction.repondants) as repondants
  from stg_formation__satisfaction as satisfaction
  join sessions using (dispositif, session)
  group by grouping sets ((sessions.annee), (sessions.annee, sessions.operateur))
)
select
  null::varchar as uai,
  case when parametre_texte('departement') = '*' then 'programme' else 'departement' end as territoire_type,
  case when parametre_texte('departement') = '*' then 'TNE' else parametre_texte('departement') end as territoire_code,
  annee,
  ventilation,
  modalite,
  satisfaits::double as numerateur,
  repondants::double as denominateur,
  repondants::bigint as n_unites,
  null::integer as attendu,
  null::integer as repondu
from comptes
