-- Ateliers par lieu et par année, puis par type et par partenaire. Une année où un atelier a eu lieu, un établissement sans atelier compte zéro.
-- ateliers : uai, territoire_type, territoire_code, annee, type_atelier, partenaire, familles, parents_ambassadeurs ; etablissements : uai, annee.
create or replace macro ateliers_par_groupe(ateliers, etablissements) as table
with comptes as (
  select
    uai,
    territoire_type,
    territoire_code,
    annee,
    case
      when grouping(type_atelier) = 0 then 'type_atelier'
      when grouping(partenaire) = 0 then 'partenaire'
      else 'ensemble'
    end as ventilation,
    case
      when grouping(type_atelier) = 0 then type_atelier
      when grouping(partenaire) = 0 then partenaire
      else 'ensemble'
    end as modalite,
    count(*) as ateliers,
    coalesce(sum(familles), 0)::bigint as familles,
    coalesce(sum(parents_ambassadeurs), 0)::bigint as parents_ambassadeurs
  from query_table(ateliers)
  group by grouping sets (
    (uai, territoire_type, territoire_code, annee),
    (uai, territoire_type, territoire_code, annee, type_atelier),
    (uai, territoire_type, territoire_code, annee, partenaire)
  )
)
select *
from comptes
union all by name
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  0 as ateliers,
  0 as familles,
  0 as parents_ambassadeurs
from query_table(etablissements)
where annee in (select annee from comptes)
  and (uai, annee) not in (select (uai, annee) from comptes where uai is not null);
