-- Weights brought to known margins of the frame, and the standard errors that go with them. One margin is post-stratification, several
-- are raking (calibration with the exponential distance). Deming, Stephan (1940); Deville, Särndal (1992); Deville, Särndal, Sautory (1993).
--
-- unites:        unite, strate, psu, pop_strate, ech_strate, poids (initial weight)
-- appartenances: unite, marge, niveau (one row per unit and margin)
-- marges:        marge, niveau, population
-- observations:  domaine, unite, y, x (x is 1 for a mean)

-- What must be refused before any weight is computed; no row means that raking may start.
-- → code, marge, niveau, detail
create or replace macro calibration_refusals(unites, appartenances, marges) as table
with repondants as (
  select a.marge, a.niveau, count(*) as n
  from query_table(appartenances) as a
  semi join query_table(unites) as u on u.unite = a.unite
  group by a.marge, a.niveau
),
totaux as (
  select marge, sum(population)::double as total
  from query_table(marges)
  group by marge
)
select
  'marge_sans_repondant' as code,
  m.marge,
  m.niveau,
  m.population::double as detail
from query_table(marges) as m
anti join repondants as r on r.marge = m.marge and r.niveau = m.niveau
where m.population > 0
union all
select
  'niveau_hors_cadre' as code,
  r.marge,
  r.niveau,
  r.n::double as detail
from repondants as r
anti join query_table(marges) as m on m.marge = r.marge and m.niveau = r.niveau and m.population > 0
union all
select
  'marges_incoherentes' as code,
  marge,
  null as niveau,
  total as detail
from totaux
where (select max(total) - min(total) from totaux) > 1e-9::double * (select max(total) from totaux);

-- Iterative proportional fitting, one margin a step, until a whole round of margins moves no weight by more than 1e-13 (relative).
-- → unite, poids, poids_cale, rapport (poids_cale / poids), ecart (largest relative gap to a margin), tours
-- Read `ecart`: above 1e-10 the weights did not converge and nothing may be published (`non_convergence`).
create or replace macro calibrated_weights(unites, appartenances, marges, tours_max := 300) as table
with recursive niveaux as (
  select
    u.unite,
    any_value(u.poids)::double as poids,
    list(a.niveau order by a.marge) as niveaux,
    list(m.population::double order by a.marge) as populations
  from query_table(unites) as u
  join query_table(appartenances) as a on a.unite = u.unite
  join query_table(marges) as m on m.marge = a.marge and m.niveau = a.niveau
  group by u.unite
),
calage(unite, etape, poids_cale, mouvement) using key (unite) as (
  select
    unite,
    0::bigint as etape,
    poids as poids_cale,
    0::double as mouvement
  from niveaux
  union all
  select
    unite,
    etape + 1 as etape,
    poids_cale * facteur as poids_cale,
    greatest(
      case when etape % n_marges = 0 then 0::double else mouvement end,
      max(abs(facteur - 1::double)) over ()
    ) as mouvement
  from (
    select
      c.unite,
      c.etape,
      c.poids_cale,
      c.mouvement,
      len(n.niveaux) as n_marges,
      n.populations[c.etape % len(n.niveaux) + 1]
        / sum(c.poids_cale) over (partition by n.niveaux[c.etape % len(n.niveaux) + 1]) as facteur
    from calage as c
    join niveaux as n on n.unite = c.unite
    where c.etape < tours_max * len(n.niveaux)
      and not (c.etape > 0 and c.etape % len(n.niveaux) = 0 and c.mouvement < 1e-13::double)
  ) as pas
),
ecarts as (
  select max(abs(somme / population - 1::double)) as ecart
  from (
    select m.marge, m.niveau, any_value(m.population)::double as population, sum(c.poids_cale) as somme
    from query_table(marges) as m
    join query_table(appartenances) as a on a.marge = m.marge and a.niveau = m.niveau
    join calage as c on c.unite = a.unite
    group by m.marge, m.niveau
  ) as sommes
)
select
  n.unite,
  n.poids,
  c.poids_cale,
  c.poids_cale / n.poids as rapport,
  ecarts.ecart,
  c.etape // len(n.niveaux) as tours
from niveaux as n
join calage as c on c.unite = n.unite
cross join ecarts;

-- Diagnostics to publish with calibrated weights. Flags: rapport_max > 5 or n_eff_kish < n / 2 (`poids_extremes`).
-- poids_cales: the columns of calibrated_weights → n, rapport_min, rapport_max, cv_poids, n_eff_kish, ecart
create or replace macro weight_diagnostics(poids_cales) as table
with moyenne as (
  select avg(poids_cale) as poids_moyen
  from query_table(poids_cales)
)
select
  count(*) as n,
  min(rapport) as rapport_min,
  max(rapport) as rapport_max,
  sqrt(avg((poids_cale - poids_moyen) ^ 2)) / any_value(poids_moyen) as cv_poids,
  sum(poids_cale) ^ 2 / sum(poids_cale * poids_cale) as n_eff_kish,
  max(ecart) as ecart
from query_table(poids_cales)
cross join moyenne;

-- Ratio with calibrated weights, by domain. The standard error is that of the residuals of the linearised variable on the margin dummies,
-- fitted with the INITIAL weights (R: survey::calibrate), reached by alternating weighted means (von Neumann) until nothing moves.
-- Outside its domain a unit keeps a residual, hence the cross join of domains and units.
-- poids_cales: unite, poids_cale → domaine, n, n_psu, n_strates, df, estimate, variance, se, strates_uniques
create or replace macro calibrated_ratio(unites, appartenances, poids_cales, observations, tours_max := 500) as table
with recursive mesures as (
  select
    o.domaine,
    o.unite,
    o.y::double as y,
    o.x::double as x,
    c.poids_cale,
    u.strate,
    u.psu
  from query_table(observations) as o
  join query_table(unites) as u on u.unite = o.unite
  join query_table(poids_cales) as c on c.unite = o.unite
  where o.y is not null
    and o.x is not null
),
totaux as (
  select
    domaine,
    count(*) as n,
    count(distinct (strate, psu)) as n_psu,
    count(distinct strate) as n_strates,
    sum(poids_cale * x) as total_x,
    sum(poids_cale * y) / nullif(sum(poids_cale * x), 0) as estimate
  from mesures
  group by domaine
),
niveaux as (
  select unite, list(niveau order by marge) as niveaux
  from query_table(appartenances)
  group by unite
),
lineaires as (
  select
    t.domaine,
    u.unite,
    u.poids::double as poids,
    n.niveaux,
    coalesce((m.y - t.estimate * m.x) / t.total_x, 0::double) as residu
  from totaux as t
  cross join query_table(unites) as u
  join niveaux as n on n.unite = u.unite
  left join mesures as m on m.domaine = t.domaine and m.unite = u.unite -- units outside the domain stay, with 0
),
echelles as (
  select domaine, max(abs(residu)) as echelle
  from lineaires
  group by domaine
),
projection(domaine, unite, etape, residu, mouvement) using key (domaine, unite) as (
  select
    domaine,
    unite,
    0::bigint as etape,
    residu,
    0::double as mouvement
  from lineaires
  union all
  select
    domaine,
    unite,
    etape + 1 as etape,
    residu - moyenne as residu,
    greatest(
      case when etape % n_marges = 0 then 0::double else mouvement end,
      max(abs(moyenne) / echelle) over (partition by domaine)
    ) as mouvement
  from (
    select
      p.domaine,
      p.unite,
      p.etape,
      p.residu,
      p.mouvement,
      nullif(e.echelle, 0) as echelle,
      len(l.niveaux) as n_marges,
      sum(l.poids * p.residu) over (partition by p.domaine, l.niveaux[p.etape % len(l.niveaux) + 1])
        / sum(l.poids) over (partition by p.domaine, l.niveaux[p.etape % len(l.niveaux) + 1]) as moyenne
    from projection as p
    join lineaires as l on l.domaine = p.domaine and l.unite = p.unite
    join echelles as e on e.domaine = p.domaine
    where p.etape < tours_max * len(l.niveaux)
      and not (p.etape > 0 and p.etape % len(l.niveaux) = 0 and coalesce(p.mouvement, 0::double) < 1e-14::double)
  ) as pas
),
scores as (
  select
    p.domaine,
    u.strate,
    u.psu,
    u.pop_strate,
    u.ech_strate,
    c.poids_cale * p.residu as z
  from projection as p
  join query_table(unites) as u on u.unite = p.unite
  join query_table(poids_cales) as c on c.unite = p.unite
),
variances as (
  select *
  from design_variance('scores')
)
select
  t.domaine,
  t.n,
  t.n_psu,
  t.n_strates,
  t.n_psu - t.n_strates as df,
  t.estimate,
  v.variance,
  sqrt(v.variance) as se,
  v.strates_uniques
from totaux as t
join variances as v on v.domaine = t.domaine;
