/*---
code: re_ent_solution
libelle: Établissements par solution d'ENT
volet: ressources
description: Nombre d'établissements répondants dotés d'un ENT ; la ventilation donne la solution.
unite: établissements
type: compte
numerateur: Établissements dotés d'un ENT
denominateur: Établissements qui ont répondu à la question
sens: neutre
sources: [etic]
enquete: etic
ventilations: [ent_solution, degre, type_etablissement, education_prioritaire]
periode: stock
secret: aucun
limites: Un total parmi les seuls répondants.
---*/
with champ as (
  select
    uai,
    annee,
    ent,
    ent_solution,
    attendu_sauf(non_concerne, 'ent') as attendu
  from fct_etic_reponse
  where not list_contains(non_collecte, 'ent')
)
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  un_si(ent) as numerateur,
  un_si(ent is not null or null) as denominateur,
  (ent is not null)::integer as n_unites,
  attendu,
  (ent is not null)::integer as repondu
from champ
union all by name
select
  uai,
  annee,
  'ent_solution' as ventilation,
  coalesce(ent_solution, 'non_precise') as modalite,
  1::double as numerateur,
  1::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from champ
where ent
