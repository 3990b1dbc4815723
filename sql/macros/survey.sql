-- Estimates from a stratified sample, by domain. Särndal, Swensson, Wretman (1992), ch. 5; Binder (1983); Lumley (2010).
--
-- Relation `donnees`, long: one row per unit and domain it belongs to
--   domaine, strate, psu, pop_strate, ech_strate, poids, y, x
-- pop_strate: PSU of the stratum in the frame (NULL: no finite population correction); ech_strate: responding PSU of the stratum in the
-- WHOLE sample, whatever the domain; x is 1 for a mean or a proportion. Rows without y or x are outside the domain.
-- Units outside a domain need no row: they would add zeros, and ech_strate already counts them. Filtering to a domain and recounting
-- ech_strate is the classical error: it treats the domain as a stratum.

-- Variance of a sum of scores z: sum over strata of (1 - n/N) n/(n-1) sum (z_psu - mean)^2, PSU without a row counting as 0.
-- A stratum with a single PSU contributes (1 - 1/N) z^2, not centred, and is counted in strates_uniques: never a silent zero.
-- scores: domaine, strate, psu, pop_strate, ech_strate, z → domaine, variance, n_psu, n_strates, df, strates_uniques
create or replace macro design_variance(scores) as table
with par_psu as (
  select
    domaine,
    strate,
    psu,
    any_value(pop_strate)::double as pop_strate,
    any_value(ech_strate)::double as ech_strate,
    sum(z)::double as z
  from query_table(scores)
  group by domaine, strate, psu
),
centre as (
  select
    *,
    sum(z) over (partition by domaine, strate) / ech_strate as moyenne
  from par_psu
),
par_strate as (
  select
    domaine,
    strate,
    count(*) as n_psu,
    any_value(ech_strate) as ech_strate,
    coalesce(1::double - any_value(ech_strate) / any_value(pop_strate), 1::double) as hors_echantillon,
    sum((z - moyenne) ^ 2) + (any_value(ech_strate) - count(*)) * any_value(moyenne) ^ 2 as dispersion,
    sum(z * z) as brut
  from centre
  group by domaine, strate
)
select
  domaine,
  sum(
    hors_echantillon
    * case when ech_strate > 1 then ech_strate / (ech_strate - 1::double) * dispersion else brut end
  ) as variance,
  sum(n_psu)::bigint as n_psu,
  count(*) as n_strates,
  (sum(n_psu) - count(*))::bigint as df,
  count(*) filter (where ech_strate <= 1 and hors_echantillon > 0) as strates_uniques
from par_strate
group by domaine;

-- Linearised scores of the ratio sum(w y) / sum(w x) of each domain.
create or replace macro ratio_scores(donnees) as table
with lignes as (
  select
    domaine, strate, psu, pop_strate, ech_strate,
    poids::double as poids,
    y::double as y,
    x::double as x
  from query_table(donnees)
  where y is not null
    and x is not null
),
totaux as (
  select
    domaine,
    sum(poids * x) as total_x,
    sum(poids * y) / nullif(sum(poids * x), 0) as ratio
  from lignes
  group by domaine
)
select
  domaine, strate, psu, pop_strate, ech_strate,
  poids * (y - ratio * x) / total_x as z
from lignes
join totaux using (domaine);

-- Mean, proportion (x = 1) or ratio of each domain. deff only when x is 1 everywhere: variance over that of a simple random sample
-- without replacement of the same size. A domain whose sum of w x is 0 has no estimate.
-- → domaine, n, n_psu, n_strates, df, estimate, variance, se, deff, n_eff, strates_uniques
create or replace macro survey_ratio(donnees) as table
with lignes as (
  select
    domaine,
    poids::double as poids,
    y::double as y,
    x::double as x
  from query_table(donnees)
  where y is not null
    and x is not null
),
totaux as (
  select
    domaine,
    count(*) as n,
    sum(poids) as population,
    sum(poids * y) / nullif(sum(poids * x), 0) as estimate,
    bool_and(x = 1) as est_moyenne
  from lignes
  group by domaine
),
dispersion as (
  select
    domaine,
    sum(poids * (y - estimate * x) ^ 2) / any_value(population) * any_value(n) / nullif(any_value(n) - 1, 0) as s2
  from lignes
  join totaux using (domaine)
  group by domaine
),
scores as (
  select *
  from ratio_scores(donnees)
),
variances as (
  select *
  from design_variance('scores')
),
effets as (
  select
    totaux.*,
    variances.* exclude (domaine),
    case
      when est_moyenne
        then variances.variance / nullif(s2 / n * (1::double - n / population), 0)
    end as deff
  from totaux
  join dispersion using (domaine)
  join variances using (domaine)
)
select
  domaine,
  n,
  n_psu,
  n_strates,
  df,
  estimate,
  variance,
  sqrt(variance) as se,
  deff,
  n / nullif(deff, 0) as n_eff,
  strates_uniques
from effets;

-- Total of y of each domain (x is not read). → domaine, n, n_psu, n_strates, df, estimate, variance, se, strates_uniques
create or replace macro survey_total(donnees) as table
with lignes as (
  select *
  from query_table(donnees)
  where y is not null
),
scores as (
  select
    domaine, strate, psu, pop_strate, ech_strate,
    poids::double * y::double as z
  from lignes
),
totaux as (
  select
    domaine,
    count(*) as n,
    sum(poids::double * y::double) as estimate
  from lignes
  group by domaine
),
variances as (
  select *
  from design_variance('scores')
)
select
  domaine,
  n,
  n_psu,
  n_strates,
  df,
  estimate,
  variance,
  sqrt(variance) as se,
  strates_uniques
from totaux
join variances using (domaine);

-- Difference of two domains: the same school contributes to both, so the scores are subtracted PSU by PSU.
-- contrastes: contraste, domaine, oppose (estimate of domaine minus estimate of oppose)
-- → contraste, estimate, variance, se, n_psu, n_strates, df, strates_uniques
create or replace macro survey_contrast(donnees, contrastes) as table
with scores as (
  select *
  from ratio_scores(donnees)
),
estimations as (
  select
    domaine,
    sum(poids::double * y::double) / nullif(sum(poids::double * x::double), 0) as estimate
  from query_table(donnees)
  where y is not null
    and x is not null
  group by domaine
),
scores_du_contraste as (
  select c.contraste as domaine, s.strate, s.psu, s.pop_strate, s.ech_strate, s.z
  from query_table(contrastes) as c
  join scores as s on s.domaine = c.domaine
  union all
  select c.contraste as domaine, s.strate, s.psu, s.pop_strate, s.ech_strate, -s.z
  from query_table(contrastes) as c
  join scores as s on s.domaine = c.oppose
),
variances as (
  select *
  from design_variance('scores_du_contraste')
)
select
  c.contraste,
  a.estimate - b.estimate as estimate,
  v.variance,
  sqrt(v.variance) as se,
  v.n_psu,
  v.n_strates,
  v.df,
  v.strates_uniques
from query_table(contrastes) as c
join estimations as a on a.domaine = c.domaine
join estimations as b on b.domaine = c.oppose
join variances as v on v.domaine = c.contraste;
