-- Une question de l'enquête auprès des enseignants, par établissement attendu puis par discipline.
-- reponses : uai, annee, discipline, note (1 et 0 pour oui et non, vide sans réponse) ; champ : uai, annee, attendus, non_collecte.
create or replace macro question_par_discipline(reponses, champ, question) as table
with comptes as (
  select
    uai,
    annee,
    case when grouping(discipline) = 0 then 'discipline' else 'ensemble' end as ventilation,
    case when grouping(discipline) = 0 then coalesce(discipline, 'non_precise') else 'ensemble' end as modalite,
    sum(note)::double as total,
    count(note) as repondants
  from query_table(reponses)
  group by grouping sets ((uai, annee), (uai, annee, discipline))
)
select
  champ.uai,
  champ.annee,
  coalesce(comptes.ventilation, 'ensemble') as ventilation,
  coalesce(comptes.modalite, 'ensemble') as modalite,
  comptes.total,
  coalesce(comptes.repondants, 0) as repondants,
  -- L'effectif attendu n'est connu que par établissement.
  case when coalesce(comptes.ventilation, 'ensemble') = 'ensemble' then champ.attendus end as attendus
from query_table(champ) as champ
-- Un établissement sans réponse reste attendu.
left join comptes using (uai, annee)
where not list_contains(champ.non_collecte, question);

-- La répartition des réponses à une question, par établissement attendu : l'ensemble compte les réponses retenues, chaque modalité les siennes.
-- reponses : uai, annee, modalite (vide sans réponse), est_retenue.
create or replace macro repartition_des_reponses(reponses, champ, question) as table
with comptes as (
  select
    uai,
    annee,
    count(modalite) as repondants,
    count(*) filter (where est_retenue) as retenues
  from query_table(reponses)
  group by uai, annee
),
repartition as (
  select
    uai,
    annee,
    modalite,
    count(*) as enseignants
  from query_table(reponses)
  where modalite is not null
  group by uai, annee, modalite
),
modalites as (
  select distinct
    annee,
    modalite
  from repartition
)
select
  champ.uai,
  champ.annee,
  true as est_ensemble,
  'ensemble' as modalite,
  case when comptes.repondants > 0 then comptes.retenues end::double as total,
  coalesce(comptes.repondants, 0) as repondants,
  champ.attendus
from query_table(champ) as champ
-- Un établissement sans réponse reste attendu.
left join comptes using (uai, annee)
where not list_contains(champ.non_collecte, question)
union all by name
select
  comptes.uai,
  comptes.annee,
  false as est_ensemble,
  modalites.modalite,
  coalesce(repartition.enseignants, 0)::double as total,
  comptes.repondants
from comptes
join modalites using (annee)
-- Une modalité que personne n'a choisie compte zéro.
left join repartition using (uai, annee, modalite)
where comptes.repondants > 0;
