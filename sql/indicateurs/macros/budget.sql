-- Crédits par année, puis par volet et par collectivité. lignes : territoire_type, territoire_code, annee, volet, collectivite, convention,
-- prevu, engage, paye, part_collectivite.
create or replace macro credits_par_groupe(lignes) as table
select
  territoire_type,
  territoire_code,
  annee,
  case
    when grouping(volet) = 0 then 'volet'
    when grouping(collectivite) = 0 then 'collectivite'
    else 'ensemble'
  end as ventilation,
  case
    when grouping(volet) = 0 then volet
    when grouping(collectivite) = 0 then collectivite
    else 'ensemble'
  end as modalite,
  sum(prevu)::double as prevu,
  sum(engage)::double as engage,
  sum(paye)::double as paye,
  sum(part_collectivite)::double as part_collectivite,
  count(distinct convention) as conventions
from query_table(lignes)
group by grouping sets (
  (territoire_type, territoire_code, annee),
  (territoire_type, territoire_code, annee, volet),
  (territoire_type, territoire_code, annee, collectivite)
);
