/*---
code: fo_seminaires
libelle: Séminaires tenus
volet: formation
description: Nombre de séminaires du programme tenus dans l'année.
unite: séminaires
type: compte
numerateur: Sessions de type séminaire
denominateur: Participants présents
sens: neutre
sources: [formation]
ventilations: [fonction]
periode: flux
secret: aucun
reference: "Fiches de mission TNE 13 (2025) : 4 ou 5 par an"
limites: Un séminaire est une session ; la ventilation par fonction donne les sessions où cette fonction était présente.
---*/
with annees as (
  select distinct annee
  from fct_formation_presence
),
comptes as (
  select
    annee,
    case when grouping(fonction) = 0 then 'fonction' else 'ensemble' end as ventilation,
    case when grouping(fonction) = 0 then fonction else 'ensemble' end as modalite,
    count(distinct (dispositif, module, session)) as seminaires,
    count(distinct participant) as participants
  from fct_formation_presence
  where type_formation = 'seminaire'
    and a_suivi
  group by grouping sets ((annee), (annee, fonction))
)
select
  null::varchar as uai,
  case when parametre_texte('departement') = '*' then 'programme' else 'departement' end as territoire_type,
  case when parametre_texte('departement') = '*' then 'TNE' else parametre_texte('departement') end as territoire_code,
  annees.annee,
  coalesce(comptes.ventilation, 'ensemble') as ventilation,
  coalesce(comptes.modalite, 'ensemble') as modalite,
  coalesce(comptes.seminaires, 0)::double as numerateur,
  coalesce(comptes.participants, 0)::double as denominateur,
  coalesce(comptes.participants, 0) as n_unites,
  null::integer as attendu,
  null::integer as repondu
from annees
-- Une année de formations sans séminaire compte zéro.
left join comptes using (annee)
