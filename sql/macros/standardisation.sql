-- Territories compared at like profile (IPS quartile, éducation prioritaire).
--
-- groupes:   territoire, groupe, n, x
-- reference: groupe, population (standard population), n, x (reference rates)

-- Direct: sum of W_g p_tg. A territory that lacks a group of the standard gets no rate (`groupe_absent`): renormalising would change the
-- standard without saying so. `effectif_faible`: some n_tg < 10, prefer the indirect ratio.
-- fay_feuer_low, fay_feuer_high: gamma limits, which stay inside bounds when counts are small (Fay, Feuer 1997, Statistics in Medicine 16).
-- → territoire, n, observed, crude, direct, direct_se, low, high, fay_feuer_low, fay_feuer_high, code
create or replace macro direct_standardisation(groupes, reference, level := 0.95) as table
with standard as (
  select
    groupe,
    population::double / sum(population) over () as part
  from query_table(reference)
),
territoires as (
  select
    territoire,
    sum(n)::double as n,
    sum(x)::double as observed
  from query_table(groupes)
  group by territoire
),
mesures as (
  select
    t.territoire,
    any_value(t.n) as n,
    any_value(t.observed) as observed,
    count(*) filter (where coalesce(g.n, 0) = 0 and s.part > 0) as absents,
    count(*) filter (where g.n < 10) as faibles,
    sum(s.part * g.x / nullif(g.n, 0)) as direct,
    sqrt(sum(s.part ^ 2 * (g.x / nullif(g.n, 0)::double) * (1::double - g.x / nullif(g.n, 0)::double) / nullif(g.n, 0))) as direct_se,
    sum(s.part ^ 2 * g.x / nullif(g.n, 0)::double ^ 2) as variance_poisson,
    max(s.part / nullif(g.n, 0)) as poids_max
  from territoires as t
  cross join standard as s
  left join query_table(groupes) as g on g.territoire = t.territoire and g.groupe = s.groupe -- an absent group is counted, then refused
  group by t.territoire
)
select
  territoire,
  n::bigint as n,
  observed::bigint as observed,
  observed / nullif(n, 0) as crude,
  case when absents = 0 then direct end as direct,
  case when absents = 0 then direct_se end as direct_se,
  case when absents = 0 then direct - normal_critical(level) * direct_se end as low,
  case when absents = 0 then direct + normal_critical(level) * direct_se end as high,
  case
    when absents > 0 then null
    when direct = 0 then 0::double
    else gamma_quantile(0.5::double - level::double / 2::double, direct ^ 2 / variance_poisson, variance_poisson / direct)
  end as fay_feuer_low,
  case
    when absents = 0
      then gamma_quantile(
        0.5::double + level::double / 2::double,
        (direct + poids_max) ^ 2 / (variance_poisson + poids_max ^ 2),
        (variance_poisson + poids_max ^ 2) / (direct + poids_max)
      )
  end as fay_feuer_high,
  case
    when absents > 0 then 'groupe_absent'
    when faibles > 0 then 'effectif_faible'
  end as code
from mesures;

-- Indirect: observed over expected at the reference rates. Ratios of two territories are not comparable with each other, only with 1.
-- Limits of the ratio are Garwood's for the observed count, exact for a rare event and wide for a frequent one.
-- → territoire, observed, expected, ratio, ratio_low, ratio_high, indirect (ratio × reference rate)
create or replace macro indirect_standardisation(groupes, reference, level := 0.95) as table
with taux as (
  select
    groupe,
    x::double / nullif(n, 0) as taux,
    sum(x) over ()::double / nullif(sum(n) over (), 0) as taux_ensemble
  from query_table(reference)
),
attendus as (
  select
    g.territoire,
    sum(g.x)::double as observed,
    sum(g.n * t.taux) as expected,
    any_value(t.taux_ensemble) as taux_ensemble,
    count(*) filter (where g.n > 0 and t.taux is null) as sans_reference
  from query_table(groupes) as g
  left join taux as t on t.groupe = g.groupe -- a group without reference is counted, then refused
  group by g.territoire
)
select
  territoire,
  observed::bigint as observed,
  case when sans_reference = 0 then expected end as expected,
  case when sans_reference = 0 then observed / nullif(expected, 0) end as ratio,
  case when sans_reference = 0 then poisson_low(observed, level := level) / nullif(expected, 0) end as ratio_low,
  case when sans_reference = 0 then poisson_high(observed, level := level) / nullif(expected, 0) end as ratio_high,
  case when sans_reference = 0 then observed / nullif(expected, 0) * taux_ensemble end as indirect
from attendus;
