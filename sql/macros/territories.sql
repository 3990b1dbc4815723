-- Territories side by side, without a league table: funnel, shrinkage, ranks with their uncertainty.

-- Funnel plot with overdispersion: Spiegelhalter (2005), Statistics in Medicine 24. phi is the mean of z² after winsorising at 10 % and 90 %,
-- only from 8 territories up and only used above 1.
-- territoires: territoire, n, x → territoire, n, x, p, p0, z, low95, high95, low998, high998, phi, z_overdispersed
create or replace macro funnel(territoires) as table
with mesures as (
  select
    territoire,
    n,
    x,
    x::double / n as p,
    sum(x) over ()::double / sum(n) over () as p0,
    count(*) over () as k
  from query_table(territoires)
  where n > 0
),
ecarts as (
  select
    *,
    sqrt(p0 * (1::double - p0) / n) as erreur,
    (p - p0) / nullif(sqrt(p0 * (1::double - p0) / n), 0) as z
  from mesures
),
bornes as (
  select
    quantile_cont(z, 0.1::double) as bas,
    quantile_cont(z, 0.9::double) as haut
  from ecarts
),
surdispersion as (
  select case when count(*) >= 8 then avg(least(greatest(z, bas), haut) ^ 2) end as phi
  from ecarts
  cross join bornes
)
select
  territoire,
  n,
  x,
  p,
  p0,
  z,
  greatest(0::double, p0 - normal_quantile(0.975::double) * erreur) as low95,
  least(1::double, p0 + normal_quantile(0.975::double) * erreur) as high95,
  greatest(0::double, p0 - normal_quantile(0.999::double) * erreur) as low998,
  least(1::double, p0 + normal_quantile(0.999::double) * erreur) as high998,
  phi,
  case when phi > 1 then z / sqrt(phi) else z end as z_overdispersed
from ecarts
cross join surdispersion;

-- Exact 99.8 % funnel limits, as numbers of units: quantiles .001 and .999 of the binomial law, cumulated by lgamma.
-- territoires: territoire, n, x → territoire, exact_low_q, exact_high_q
create or replace macro funnel_exact(territoires) as table
with ensemble as (
  select
    territoire,
    n,
    sum(x) over ()::double / sum(n) over () as p0
  from query_table(territoires)
  where n > 0
),
valeurs as (
  select
    territoire,
    n,
    p0,
    unnest(range(0, n::bigint + 1)) as k
  from ensemble
  where p0 > 0
    and p0 < 1
),
cumuls as (
  select
    territoire,
    k,
    sum(exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * ln(p0) + (n - k) * ln(1::double - p0))) over (
      partition by territoire
      order by k
    ) as cumul
  from valeurs
)
select
  territoire,
  min(k) filter (where cumul >= 0.001::double) as exact_low_q,
  min(k) filter (where cumul >= 0.999::double) as exact_high_q
from cumuls
group by territoire;

-- Normal-normal shrinkage with the DerSimonian-Laird between-territory variance: Efron, Morris (1975); Morris (1983); DerSimonian, Laird (1986).
-- Refused below 5 territories: the between variance means nothing, every column of the estimate is NULL.
-- territoires: territoire, y, v (sampling variance) → territoire, k, raw, v, shrunk, shrunk_se, mu, mu_se, tau2, q, i2
create or replace macro shrinkage(territoires) as table
with fixe as (
  select
    *,
    1::double / v as w,
    count(*) over () as k,
    sum(y / v) over () / sum(1::double / v) over () as mu_fixe
  from query_table(territoires)
  where v > 0
),
heterogeneite as (
  select
    any_value(k) as k,
    sum(w * (y - mu_fixe) ^ 2) as q,
    greatest(
      0::double,
      (sum(w * (y - mu_fixe) ^ 2) - (count(*) - 1)) / nullif(sum(w) - sum(w * w) / sum(w), 0)
    ) as tau2
  from fixe
),
centre as (
  select
    sum(y / (tau2 + v)) / sum(1::double / (tau2 + v)) as mu,
    1::double / sum(1::double / (tau2 + v)) as variance_mu
  from fixe
  cross join heterogeneite
)
select
  f.territoire,
  f.k,
  f.y as raw,
  f.v,
  case when f.k >= 5 then h.tau2 / (h.tau2 + f.v) * f.y + f.v / (h.tau2 + f.v) * c.mu end as shrunk,
  case
    when f.k >= 5
      then sqrt(h.tau2 * f.v / (h.tau2 + f.v) + (f.v / (h.tau2 + f.v)) ^ 2 * c.variance_mu)
  end as shrunk_se,
  case when f.k >= 5 then c.mu end as mu,
  case when f.k >= 5 then sqrt(c.variance_mu) end as mu_se,
  case when f.k >= 5 then h.tau2 end as tau2,
  h.q,
  case when f.k >= 5 then 100::double * h.tau2 / nullif(h.tau2 + (f.k - 1) * sum(f.w) over () / nullif(sum(f.w) over () ^ 2 - sum(f.w * f.w) over (), 0), 0) end as i2
from fixe as f
cross join heterogeneite as h
cross join centre as c;

-- Rates as input of shrinkage: one sampling variance p0 (1 - p0) / n, with the overall rate p0, so that a territory at 0 % keeps one.
-- territoires: territoire, n, x → territoire, y, v
create or replace macro rates_for_shrinkage(territoires) as table
with ensemble as (
  select
    *,
    sum(x) over ()::double / sum(n) over () as p0
  from query_table(territoires)
  where n > 0
)
select
  territoire,
  x::double / n as y,
  p0 * (1::double - p0) / n as v
from ensemble;

-- Expected rank, 1 = highest: Laird, Louis (1989); Goldstein, Spiegelhalter (1996).
-- estimations: territoire, estimate, se → territoire, expected_rank
create or replace macro expected_ranks(estimations) as table
select
  a.territoire,
  1::double + coalesce(sum(
    case
      when a.se ^ 2 + b.se ^ 2 > 0 then normal_cdf((b.estimate - a.estimate) / sqrt(a.se ^ 2 + b.se ^ 2))
      else case when b.estimate > a.estimate then 1::double when b.estimate = a.estimate then 0.5::double else 0::double end
    end
  ) filter (where b.territoire <> a.territoire), 0::double) as expected_rank
from query_table(estimations) as a
cross join query_table(estimations) as b
group by a.territoire;

-- Joint 95 % set of ranks: all pairs tested, Holm over the pairs; best = 1 + territories significantly above, worst = K - significantly below.
-- Klein, Wright, Wieczorek (2020), JRSS A 183; Mogstad, Romano, Shaikh, Wilhelm (2024), Review of Economic Studies 91.
-- The variance of a rate is that of Agresti and Caffo's (x + 1) / (n + 2), so that 0 % and 100 % are not certain.
-- territoires: territoire, n, x → territoire, rank_best, rank_worst
create or replace macro rank_sets(territoires, alpha := 0.05) as table
with taux as (
  select
    territoire,
    x::double / n as p,
    (x + 1::double) / (n + 2::double) * (1::double - (x + 1::double) / (n + 2::double)) / (n + 2::double) as variance
  from query_table(territoires)
  where n > 0
),
paires as (
  select
    'paires' as famille,
    a.territoire as un,
    b.territoire as autre,
    a.p - b.p as ecart,
    normal_p_value((a.p - b.p) / sqrt(a.variance + b.variance)) as p
  from taux as a
  join taux as b on a.territoire < b.territoire
),
corriges as (
  select *
  from holm('paires')
),
dans_les_deux_sens as (
  select un as territoire, ecart, p_holm
  from corriges
  union all
  select autre as territoire, -ecart as ecart, p_holm
  from corriges
)
select
  t.territoire,
  1 + count(*) filter (where d.p_holm < alpha::double and d.ecart < 0) as rank_best,
  any_value(nombre.k) - count(*) filter (where d.p_holm < alpha::double and d.ecart > 0) as rank_worst
from taux as t
cross join (select count(*) as k from taux) as nombre
left join dans_les_deux_sens as d on d.territoire = t.territoire -- a lone territory has no pair
group by t.territoire;

-- Between-territory variance by Paule and Mandel (1982): the tau² at which the weighted dispersion equals its degrees of freedom; Newton steps
-- on a convex function, from 0 upwards. An alternative to the closed form when territories differ much in size; refused below 5 territories.
-- territoires: territoire, y, v → territoire, k, raw, v, shrunk, shrunk_se, mu, mu_se, tau2
create or replace macro shrinkage_paule_mandel(territoires, pas_max := 200) as table
with recursive fixe as (
  select
    territoire,
    y::double as y,
    v::double as v,
    count(*) over () as k
  from query_table(territoires)
  where v > 0
),
recherche as (
  select
    0 as pas,
    0::double as tau2,
    1::double as mouvement
  union all
  select
    pas + 1 as pas,
    greatest(0::double, tau2 + (dispersion - df) / pente) as tau2,
    (dispersion - df) / pente as mouvement
  from (
    select
      c.pas,
      c.tau2,
      any_value(c.df) as df,
      sum(c.w * (c.y - c.mu) ^ 2) as dispersion,
      nullif(sum(c.w ^ 2 * (c.y - c.mu) ^ 2), 0) as pente
    from (
      select
        r.pas,
        r.tau2,
        f.y,
        f.k - 1 as df,
        1::double / (r.tau2 + f.v) as w,
        sum(f.y / (r.tau2 + f.v)) over () / sum(1::double / (r.tau2 + f.v)) over () as mu
      from recherche as r
      cross join fixe as f
      where r.pas < pas_max
        and (r.pas = 0 or (r.tau2 > 0 and abs(r.mouvement) > 1e-15::double * r.tau2))
    ) as c
    group by c.pas, c.tau2
  ) as etape
),
variance as (
  select arg_max(tau2, pas) as tau2
  from recherche
),
centre as (
  select
    sum(y / (tau2 + v)) / sum(1::double / (tau2 + v)) as mu,
    1::double / sum(1::double / (tau2 + v)) as variance_mu
  from fixe
  cross join variance
)
select
  f.territoire,
  f.k,
  f.y as raw,
  f.v,
  case when f.k >= 5 then t.tau2 / (t.tau2 + f.v) * f.y + f.v / (t.tau2 + f.v) * c.mu end as shrunk,
  case when f.k >= 5 then sqrt(t.tau2 * f.v / (t.tau2 + f.v) + (f.v / (t.tau2 + f.v)) ^ 2 * c.variance_mu) end as shrunk_se,
  case when f.k >= 5 then c.mu end as mu,
  case when f.k >= 5 then sqrt(c.variance_mu) end as mu_se,
  case when f.k >= 5 then t.tau2 end as tau2
from fixe as f
cross join variance as t
cross join centre as c;
