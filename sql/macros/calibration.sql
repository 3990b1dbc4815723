-- Weights brought to known margins of the frame, and the standard errors that go with them. One margin is post-stratification, several
-- are raking (calibration with the exponential distance). Deming, Stephan (1940); Deville, Särndal (1992); Deville, Särndal, Sautory (1993).
--
-- Several samples are calibrated side by side, each to its own margins: a question that fewer schools answer has its own weights.
--
-- unites:        echantillon, unite, strate, psu, pop_strate, ech_strate, poids (initial weight); a unit is in one sample
-- appartenances: unite, marge, niveau (one row per unit and margin)
-- marges:        echantillon, marge, niveau, population
-- observations:  domaine, unite, y, x (x is 1 for a mean); a domain is of one sample

-- What must be refused before any weight is computed; no row means that raking may start.
-- → echantillon, code, marge, niveau, detail
create or replace macro calibration_refusals(unites, appartenances, marges) as table
with repondants as (
  select u.echantillon, a.marge, a.niveau, count(*) as n
  from query_table(appartenances) as a
  join query_table(unites) as u on u.unite = a.unite
  group by u.echantillon, a.marge, a.niveau
),
totaux as (
  select echantillon, marge, sum(population)::double as total
  from query_table(marges)
  group by echantillon, marge
),
etendues as (
  select echantillon, max(total) - min(total) as ecart, max(total) as total
  from totaux
  group by echantillon
)
select
  m.echantillon,
  'marge_sans_repondant' as code,
  m.marge,
  m.niveau,
  m.population::double as detail
from query_table(marges) as m
anti join repondants as r on r.echantillon = m.echantillon and r.marge = m.marge and r.niveau = m.niveau
where m.population > 0
union all
select
  r.echantillon,
  'niveau_hors_cadre' as code,
  r.marge,
  r.niveau,
  r.n::double as detail
from repondants as r
anti join query_table(marges) as m on m.echantillon = r.echantillon and m.marge = r.marge and m.niveau = r.niveau and m.population > 0
union all
select
  t.echantillon,
  'marges_incoherentes' as code,
  t.marge,
  null as niveau,
  t.total as detail
from totaux as t
join etendues as e on e.echantillon = t.echantillon
where e.ecart > 1e-9::double * e.total;

-- For each margin and each crossing of levels, the places of the crossings that share its level: [[a, x], [b, x]] gives [[[1], [2]], [[1, 2], [1, 2]]].
create or replace macro level_members(niveaux) as
  list_transform(
    range(1, len(niveaux[1]) + 1),
    lambda marge: list_transform(
      niveaux,
      lambda ceux: list_filter(range(1, len(niveaux) + 1), lambda rang: niveaux[rang][marge] = ceux[marge])
    )
  );

-- Sum of the values that share a level, told at the place of each.
create or replace macro level_sums(valeurs, membres) as
  list_transform(membres, lambda places: list_sum(list_select(valeurs, places)));

-- Iterative proportional fitting, one margin a step, until a whole round of margins moves no weight by more than 1e-13 (relative).
-- Units of the same levels share their factor, so the steps run on the sums of their weights.
-- → echantillon, unite, poids, poids_cale, rapport (poids_cale / poids), ecart (largest relative gap of the sample to a margin), tours
-- Read `ecart`: above 1e-10 the weights did not converge and nothing may be published (`non_convergence`).
create or replace macro calibrated_weights(unites, appartenances, marges, tours_max := 300) as table
with recursive niveaux as materialized (
  select
    u.echantillon,
    u.unite,
    any_value(u.poids)::double as poids,
    list(a.niveau order by a.marge) as niveaux,
    list(m.population::double order by a.marge) as populations
  from query_table(unites) as u
  join query_table(appartenances) as a on a.unite = u.unite
  join query_table(marges) as m on m.echantillon = u.echantillon and m.marge = a.marge and m.niveau = a.niveau
  group by u.echantillon, u.unite
),
cellules as materialized (
  select
    echantillon,
    niveaux,
    any_value(populations) as populations,
    sum(poids order by unite) as poids
  from niveaux
  group by echantillon, niveaux
),
tableaux as materialized (
  select
    echantillon,
    list(niveaux order by niveaux) as niveaux,
    level_members(list(niveaux order by niveaux)) as membres,
    list(populations order by niveaux) as populations,
    list(poids order by niveaux) as poids
  from cellules
  group by echantillon
),
calage(echantillon, etape, poids_cales, mouvement) using key (echantillon) as (
  select
    echantillon,
    0::bigint as etape,
    poids as poids_cales,
    0::double as mouvement
  from tableaux
  union all
  select
    echantillon,
    etape + 1 as etape,
    list_transform(poids_cales, lambda poids, rang: poids * facteurs[rang]) as poids_cales,
    greatest(
      case when marge = 1 then 0::double else mouvement end,
      list_max(list_transform(facteurs, lambda facteur: abs(facteur - 1::double)))
    ) as mouvement
  from (
    select
      *,
      list_transform(cibles, lambda cible, rang: cible / sommes[rang]) as facteurs
    from (
      select
        c.*,
        c.etape % len(t.membres) + 1 as marge,
        list_transform(t.populations, lambda celles: celles[marge]) as cibles,
        level_sums(c.poids_cales, t.membres[marge]) as sommes
      from calage as c
      join tableaux as t on t.echantillon = c.echantillon
      where c.etape < tours_max * len(t.membres)
        and not (c.etape > 0 and c.etape % len(t.membres) = 0 and c.mouvement < 1e-13::double)
    ) as avant
  ) as pas
),
facteurs as (
  select
    echantillon,
    unnest(niveaux) as niveaux,
    unnest(list_transform(poids_cales, lambda poids_cale, rang: poids_cale / poids[rang])) as facteur,
    etape // len(membres) as tours
  from calage
  join tableaux using (echantillon)
),
cales as materialized (
  select
    n.echantillon,
    n.unite,
    n.poids,
    n.poids * f.facteur as poids_cale,
    f.tours
  from niveaux as n
  join facteurs as f on f.echantillon = n.echantillon and f.niveaux = n.niveaux
),
ecarts as (
  select echantillon, max(abs(somme / population - 1::double)) as ecart
  from (
    select m.echantillon, m.marge, m.niveau, any_value(m.population)::double as population, sum(c.poids_cale) as somme
    from query_table(marges) as m
    join query_table(appartenances) as a on a.marge = m.marge and a.niveau = m.niveau
    join cales as c on c.unite = a.unite and c.echantillon = m.echantillon
    group by m.echantillon, m.marge, m.niveau
  ) as sommes
  group by echantillon
)
select
  c.echantillon,
  c.unite,
  c.poids,
  c.poids_cale,
  c.poids_cale / c.poids as rapport,
  e.ecart,
  c.tours
from cales as c
join ecarts as e on e.echantillon = c.echantillon;

-- Diagnostics to publish with calibrated weights, by sample. Flags: rapport_max > 5 or n_eff_kish < n / 2 (`poids_extremes`).
-- poids_cales: the columns of calibrated_weights → echantillon, n, rapport_min, rapport_max, cv_poids, n_eff_kish, ecart
create or replace macro weight_diagnostics(poids_cales) as table
with ecartes as (
  select
    *,
    avg(poids_cale) over (partition by echantillon) as poids_moyen
  from query_table(poids_cales)
)
select
  echantillon,
  count(*) as n,
  min(rapport) as rapport_min,
  max(rapport) as rapport_max,
  sqrt(avg((poids_cale - poids_moyen) ^ 2)) / any_value(poids_moyen) as cv_poids,
  sum(poids_cale) ^ 2 / sum(poids_cale * poids_cale) as n_eff_kish,
  max(ecart) as ecart
from ecartes
group by echantillon;

-- Ratio with calibrated weights, by domain. The standard error is that of the residuals of the linearised variable on the margin dummies,
-- fitted with the INITIAL weights (R: survey::calibrate), reached by alternating weighted means (von Neumann) until nothing moves.
-- Units of the same levels share what is taken from them, so the passes run on their means.
-- Outside its domain a unit keeps a residual, hence the join of each domain with every unit of its sample.
-- poids_cales: unite, poids_cale → domaine, n, n_psu, n_strates, df, estimate, variance, se, strates_uniques
create or replace macro calibrated_ratio(unites, appartenances, poids_cales, observations, tours_max := 500) as table
with recursive mesures as (
  select
    o.domaine,
    o.unite,
    o.y::double as y,
    o.x::double as x,
    c.poids_cale,
    u.echantillon,
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
    any_value(echantillon) as echantillon,
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
lineaires as materialized (
  select
    t.domaine,
    t.echantillon,
    u.unite,
    u.poids::double as poids,
    n.niveaux,
    coalesce((m.y - t.estimate * m.x) / t.total_x, 0::double) as residu
  from totaux as t
  join query_table(unites) as u on u.echantillon = t.echantillon
  join niveaux as n on n.unite = u.unite
  left join mesures as m on m.domaine = t.domaine and m.unite = u.unite -- units outside the domain stay, with 0
),
cellules as materialized (
  select
    domaine,
    echantillon,
    niveaux,
    sum(poids) as poids,
    sum(poids * residu) / sum(poids) as moyenne,
    max(abs(residu)) as echelle
  from lineaires
  group by domaine, echantillon, niveaux
),
-- The crossings of levels are the same for all the domains of a sample.
croisements as materialized (
  select
    echantillon,
    niveaux,
    membres,
    poids,
    list_transform(membres, lambda de_la_marge: level_sums(poids, de_la_marge)) as masses
  from (
    select
      echantillon,
      list(niveaux order by niveaux) as niveaux,
      level_members(list(niveaux order by niveaux)) as membres,
      list(poids order by niveaux) as poids
    from cellules
    where domaine in (select min(domaine) from cellules group by echantillon)
    group by echantillon
  ) as lus
),
tableaux as materialized (
  select
    domaine,
    echantillon,
    list(moyenne order by niveaux) as moyennes,
    -- What counts as not moving is relative to the residuals themselves.
    nullif(max(echelle), 0) as echelle
  from cellules
  group by domaine, echantillon
),
projection(domaine, etape, moyennes, mouvement) using key (domaine) as (
  select
    domaine,
    0::bigint as etape,
    moyennes,
    0::double as mouvement
  from tableaux
  union all
  select
    domaine,
    etape + 1 as etape,
    list_transform(moyennes, lambda moyenne, rang: moyenne - retraits[rang]) as moyennes,
    greatest(
      case when marge = 1 then 0::double else mouvement end,
      list_max(list_transform(retraits, lambda retrait: abs(retrait) / echelle))
    ) as mouvement
  from (
    select
      *,
      list_transform(sommes, lambda somme, rang: somme / masses[rang]) as retraits
    from (
      select
        p.*,
        t.echelle,
        p.etape % len(c.membres) + 1 as marge,
        c.masses[marge] as masses,
        level_sums(list_transform(c.poids, lambda masse, rang: masse * p.moyennes[rang]), c.membres[marge]) as sommes
      from projection as p
      join tableaux as t on t.domaine = p.domaine
      join croisements as c on c.echantillon = t.echantillon
      where p.etape < tours_max * len(c.membres)
        and not (p.etape > 0 and p.etape % len(c.membres) = 0 and coalesce(p.mouvement, 0::double) < 1e-14::double)
    ) as avant
  ) as pas
),
retraits as (
  select
    domaine,
    unnest(c.niveaux) as niveaux,
    unnest(list_transform(t.moyennes, lambda moyenne, rang: moyenne - p.moyennes[rang])) as retrait
  from tableaux as t
  join projection as p using (domaine)
  join croisements as c on c.echantillon = t.echantillon
),
scores as (
  select
    l.domaine,
    u.strate,
    u.psu,
    u.pop_strate,
    u.ech_strate,
    c.poids_cale * (l.residu - r.retrait) as z
  from lineaires as l
  join retraits as r on r.domaine = l.domaine and r.niveaux = l.niveaux
  join query_table(unites) as u on u.unite = l.unite
  join query_table(poids_cales) as c on c.unite = l.unite
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
