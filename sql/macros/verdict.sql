-- One row per study: the overall effect with everything that decides which word may be used (statistics sheet §5).
-- panel, controle: see staggered_cohorts.sql. The effect is the `simple` aggregate, its error by cluster, t on clusters - 1 df.
-- mot: 'effet estimé' (≥ 5 treated and ≥ 5 control clusters, ≥ 2 pre-periods, gate open, attrition of the arms within 10 points), otherwise
-- 'écart'; NULL without estimate. 'impact' is never given here: it also takes a written protocol, validated before computing.
-- → etude, mot, codes, att, se, df, low, high, p, mde, n_traites, n_controles, n_grappes_traitees, n_grappes_controles, n_periodes_avant,
--   p_wald, p_holm_min, part_perdue_traites, part_perdue_controles
create or replace macro did_study(panel, controle := 'nevertreated', groupe_min := 5, level := 0.95) as table
with unites as (
  select *
  from did_units(panel)
),
pertes as (
  select
    etude,
    avg((not est_complet)::integer) filter (where groupe > 0 and not est_traite_des_le_depart) as part_perdue_traites,
    avg((not est_complet)::integer) filter (where groupe = 0) as part_perdue_controles
  from unites
  group by etude
),
phi as (
  select *
  from did_influence(panel, controle := controle, base := 'varying', groupe_min := groupe_min)
),
effectifs as (
  select
    etude,
    count(distinct etab) filter (where est_traite) as n_traites,
    count(distinct etab) filter (where not est_traite) as n_controles,
    count(distinct grappe) filter (where est_traite) as n_grappes_traitees,
    count(distinct grappe) filter (where not est_traite) as n_grappes_controles,
    count(distinct grappe) - 1 as df
  from phi
  group by etude
),
effets as (
  select etude, att, se_grappe as se
  from did_aggregates(panel, controle := controle, base := 'varying', groupe_min := groupe_min)
  where type = 'simple'
),
portes as (
  select *
  from did_gate(panel, controle := controle, groupe_min := groupe_min, alpha := 1 - level)
),
motifs as (
  select etude, list(distinct code order by code) as codes
  from (
    select etude, code
    from did_refusals(panel, controle := controle, groupe_min := groupe_min)
    union all
    select etude, code
    from portes
    where code is not null
    union all
    select etude, 'grappes_insuffisantes' as code
    from effectifs
    where least(n_grappes_traitees, n_grappes_controles) < 5
    union all
    select etude, 'pertes_differentes' as code
    from pertes
    where abs(part_perdue_traites - part_perdue_controles) > 0.10::double
  ) as tous
  group by etude
)
select
  p.etude,
  case
    when e.att is null then null
    when list_has_any(
      coalesce(m.codes, []),
      ['grappes_insuffisantes', 'pertes_differentes', 'tendances_non_paralleles', 'tendances_non_verifiables']
    ) then 'écart'
    else 'effet estimé'
  end as mot,
  coalesce(m.codes, []) as codes,
  e.att,
  e.se,
  n.df,
  t_low(e.att, e.se, n.df, level := level) as low,
  t_high(e.att, e.se, n.df, level := level) as high,
  t_p_value(e.att / nullif(e.se, 0), n.df) as p,
  minimum_detectable_effect(e.se, n.df, alpha := 1 - level) as mde,
  n.n_traites,
  n.n_controles,
  n.n_grappes_traitees,
  n.n_grappes_controles,
  g.n_periodes_avant,
  g.p_wald,
  g.p_holm_min,
  p.part_perdue_traites,
  p.part_perdue_controles
from pertes as p
left join effets as e on e.etude = p.etude -- a study that is refused keeps its row and its codes
left join effectifs as n on n.etude = p.etude
left join portes as g on g.etude = p.etude
left join motifs as m on m.etude = p.etude;
