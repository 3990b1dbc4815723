-- Difference in differences with two periods. Words allowed on the results: statistics sheet §5.

-- Four cells: etude, est_traite, est_apres (booleans or 0/1), poids, y → etude, est_traite, est_apres, n, mean
create or replace macro did_cells(donnees) as table
select
  etude,
  est_traite::boolean as est_traite,
  est_apres::boolean as est_apres,
  count(*) as n,
  sum(poids::double * y::double) / sum(poids::double) as mean
from query_table(donnees)
where y is not null
  and poids > 0
group by all;

-- (m11 - m10) - (m01 - m00) on individual rows, cluster-robust CR1 with t on G - 1 df: Bertrand, Duflo, Mullainathan (2004);
-- Cameron, Miller (2015), Journal of Human Resources 50(2).
-- donnees: etude, grappe, est_traite, est_apres, poids, y
-- → etude, n, n_grappes, n_grappes_traitees, att, se, df, low, high, p, code
-- code `grappes_insuffisantes`: fewer than 5 treated or 5 control clusters, use exact_permutation only.
create or replace macro did_2x2(donnees, level := 0.95) as table
with lignes as (
  select
    etude,
    grappe,
    est_traite::boolean as est_traite,
    est_apres::boolean as est_apres,
    poids::double as poids,
    y::double as y,
    case when est_traite::boolean = est_apres::boolean then 1::double else -1::double end as signe
  from query_table(donnees)
  where y is not null
    and poids > 0
),
cases as (
  select
    etude,
    est_traite,
    est_apres,
    any_value(signe) as signe,
    sum(poids) as poids_case,
    sum(poids * y) / sum(poids) as moyenne
  from lignes
  group by etude, est_traite, est_apres
),
effets as (
  select
    etude,
    sum(signe * moyenne) as att
  from cases
  group by etude
  having count(*) = 4 -- a missing cell leaves nothing to subtract
),
scores as (
  select
    l.etude,
    l.grappe,
    bool_or(l.est_traite) as est_traite,
    count(*) as n,
    sum(l.signe * l.poids * (l.y - c.moyenne) / c.poids_case) as score
  from lignes as l
  join cases as c using (etude, est_traite, est_apres)
  group by l.etude, l.grappe
),
erreurs as (
  select
    etude,
    sum(n)::bigint as n,
    count(*) as n_grappes,
    count(*) filter (where est_traite) as n_grappes_traitees,
    sqrt(count(*) / (count(*) - 1::double) * (sum(n) - 1) / (sum(n) - 4) * sum(score ^ 2)) as se,
    count(*) - 1 as df
  from scores
  group by etude
)
select
  etude,
  n,
  n_grappes,
  n_grappes_traitees,
  att,
  se,
  df,
  t_low(att, se, df, level := level) as low,
  t_high(att, se, df, level := level) as high,
  t_p_value(att / nullif(se, 0), df) as p,
  case
    when n_grappes_traitees < 5 or n_grappes - n_grappes_traitees < 5 then 'grappes_insuffisantes'
    when n_grappes < 20 then 'peu_de_grappes'
  end as code
from effets
join erreurs using (etude);

-- Primary 2 x 2: one change per school, Welch (1947), unweighted.
-- changements: etude, est_traite, variation → etude, n_traites, n_controles, att, se, df, low, high, p
create or replace macro did_welch(changements, level := 0.95) as table
with bras as (
  select
    etude,
    est_traite::boolean as est_traite,
    count(*)::double as n,
    avg(variation::double) as moyenne,
    var_samp(variation::double) as variance
  from query_table(changements)
  where variation is not null
  group by etude, est_traite::boolean
),
ecarts as (
  select
    t.etude,
    t.n::bigint as n_traites,
    c.n::bigint as n_controles,
    t.moyenne - c.moyenne as att,
    sqrt(t.variance / t.n + c.variance / c.n) as se,
    (t.variance / t.n + c.variance / c.n) ^ 2
      / nullif((t.variance / t.n) ^ 2 / (t.n - 1::double) + (c.variance / c.n) ^ 2 / (c.n - 1::double), 0) as df
  from bras as t
  join bras as c on c.etude = t.etude and not c.est_traite
  where t.est_traite
    and t.n > 1
    and c.n > 1
)
select
  etude,
  n_traites,
  n_controles,
  att,
  se,
  df,
  t_low(att, se, df, level := level) as low,
  t_high(att, se, df, level := level) as high,
  t_p_value(att / nullif(se, 0), df) as p
from ecarts;

-- Few treated territories: every choice of k pilots among K, the observed one counted, at most 20 territories.
-- Fisher (1935); Conley, Taber (2011); MacKinnon, Webb (2020). Assumes that territories are exchangeable under the null: say so.
-- changements: etude, territoire, est_traite, variation
-- → etude, n_traites, n_controles, att, permutations, p_two_sided, p_one_sided, smallest_possible_p, code
-- code `permutation_impuissante`: even the most extreme choice could not reach 5 %; `trop_de_territoires`: no p above 20 territories.
create or replace macro exact_permutation(changements) as table
with numerotes as (
  select
    etude,
    est_traite::boolean as est_traite,
    variation::double - avg(variation::double) over (partition by etude) as y,
    row_number() over (partition by etude order by territoire) - 1 as rang
  from query_table(changements)
  where variation is not null
),
tailles as (
  select
    etude,
    count(*) as k,
    count(*) filter (where est_traite) as n_traites,
    sum(y) as total,
    avg(y) filter (where est_traite) - avg(y) filter (where not est_traite) as att
  from numerotes
  group by etude
),
choix as (
  select *
  from (
    select
      etude,
      n_traites,
      k,
      total,
      att,
      unnest(range(0, 1::bigint << k)) as masque
    from tailles
    where k <= 20
      and n_traites between 1 and k - 1
  ) as masques
  where bit_count(masque) = n_traites
),
ecarts as (
  select
    c.etude,
    c.masque,
    any_value(c.att) as att,
    sum(n.y) / any_value(c.n_traites) - (any_value(c.total) - sum(n.y)) / (any_value(c.k) - any_value(c.n_traites)) as ecart
  from choix as c
  join numerotes as n on n.etude = c.etude and (c.masque >> n.rang) & 1 = 1
  group by c.etude, c.masque
),
probabilites as (
  select
    etude,
    count(*) as permutations,
    avg((abs(ecart) >= abs(att) - 1e-9::double)::integer) as p_two_sided,
    avg((ecart >= att - 1e-9::double)::integer) as p_one_sided
  from ecarts
  group by etude
)
select
  t.etude,
  t.n_traites,
  t.k - t.n_traites as n_controles,
  t.att,
  p.permutations,
  p.p_two_sided,
  p.p_one_sided,
  1::double / p.permutations as smallest_possible_p,
  case
    when t.k > 20 then 'trop_de_territoires'
    when p.permutations is null then 'bras_vide'
    when p.permutations < 20 then 'permutation_impuissante'
  end as code
from tailles as t
left join probabilites as p on p.etude = t.etude; -- refused analyses keep their row, without p
