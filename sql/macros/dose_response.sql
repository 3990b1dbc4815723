-- Dose-response: weighted least squares with cluster-robust CR1 errors, t on G - 1 df. An association, never an effect.
-- Cameron, Miller (2015), Journal of Human Resources 50(2).
--
-- unites: etude, unite, grappe, poids, y
-- termes: etude, unite, terme, valeur, with the constant as a term of its own; an absent row is 0 (dummies may be sparse);
-- a NULL value leaves the unit out
-- → etude, terme, n, n_grappes, k, r2, estimate, se, df, low, high, p, code
-- codes: grappes_insuffisantes (G < 10 or k > G / 3), regresseurs_colineaires (no estimate)
create or replace macro dose_response(unites, termes, level := 0.95) as table
with incompletes as (
  select distinct etude, unite -- one row per unit, whatever it lacks
  from query_table(termes)
  where valeur is null
),
retenues as (
  select
    u.etude,
    u.unite,
    u.grappe,
    u.poids::double as poids,
    u.y::double as y
  from query_table(unites) as u
  anti join incompletes as i on i.etude = u.etude and i.unite = u.unite
  where u.y is not null
    and u.poids > 0
),
noms as (
  select
    etude,
    terme,
    row_number() over (partition by etude order by terme) as rang
  from (
    select distinct etude, terme -- one row per regressor
    from query_table(termes)
  ) as tous
),
valeurs as (
  select t.etude, t.unite, n.rang, t.valeur::double as valeur
  from query_table(termes) as t
  join noms as n using (etude, terme)
  semi join retenues as r on r.etude = t.etude and r.unite = t.unite
  where t.valeur <> 0
),
tailles as (
  select
    r.etude,
    count(*) as n,
    count(distinct r.grappe) as n_grappes,
    sum(r.poids * r.y) / sum(r.poids) as moyenne
  from retenues as r
  group by r.etude
),
produits as (
  select
    a.etude,
    a.rang as ligne,
    b.rang as colonne,
    sum(r.poids * a.valeur * b.valeur) as produit
  from valeurs as a
  join valeurs as b on b.etude = a.etude and b.unite = a.unite
  join retenues as r on r.etude = a.etude and r.unite = a.unite
  group by a.etude, a.rang, b.rang
),
grammes as (
  select
    a.etude,
    inverse_spd(list(coalesce(p.produit, 0::double) order by a.rang, b.rang)) as inverse,
    max(a.rang) as k
  from noms as a
  join noms as b on b.etude = a.etude
  left join produits as p on p.etude = a.etude and p.ligne = a.rang and p.colonne = b.rang -- regressors never met together: 0
  group by a.etude
),
seconds_membres as (
  select
    v.etude,
    v.rang,
    sum(r.poids * v.valeur * r.y) as membre
  from valeurs as v
  join retenues as r on r.etude = v.etude and r.unite = v.unite
  group by v.etude, v.rang
),
coefficients as (
  select
    n.etude,
    n.terme,
    n.rang,
    sum(g.inverse[((n.rang - 1) * g.k + s.rang)::bigint] * s.membre) as coefficient
  from noms as n
  join grammes as g on g.etude = n.etude
  join seconds_membres as s on s.etude = n.etude
  group by n.etude, n.terme, n.rang
),
ajustes as (
  select
    v.etude,
    v.unite,
    sum(v.valeur * c.coefficient) as ajuste
  from valeurs as v
  join coefficients as c on c.etude = v.etude and c.rang = v.rang
  group by v.etude, v.unite
),
residus as (
  select
    r.etude,
    r.unite,
    r.grappe,
    r.poids,
    r.y - coalesce(a.ajuste, 0::double) as residu,
    r.y - t.moyenne as ecart
  from retenues as r
  join tailles as t on t.etude = r.etude
  left join ajustes as a on a.etude = r.etude and a.unite = r.unite -- a unit with every regressor at 0 is fitted by 0
),
qualite as (
  select
    etude,
    1::double - sum(poids * residu ^ 2) / nullif(sum(poids * ecart ^ 2), 0) as r2
  from residus
  group by etude
),
scores as (
  select
    v.etude,
    r.grappe,
    v.rang,
    sum(r.poids * v.valeur * r.residu) as score
  from valeurs as v
  join residus as r on r.etude = v.etude and r.unite = v.unite
  group by v.etude, r.grappe, v.rang
),
influences as (
  select
    n.etude,
    n.rang,
    s.grappe,
    sum(g.inverse[((n.rang - 1) * g.k + s.rang)::bigint] * s.score) as influence
  from noms as n
  join grammes as g on g.etude = n.etude
  join scores as s on s.etude = n.etude
  group by n.etude, n.rang, s.grappe
),
erreurs as (
  select
    i.etude,
    i.rang,
    sqrt(
      any_value(t.n_grappes) / (any_value(t.n_grappes) - 1::double)
      * (any_value(t.n) - 1) / (any_value(t.n) - any_value(g.k))::double
      * sum(i.influence ^ 2)
    ) as se
  from influences as i
  join tailles as t on t.etude = i.etude
  join grammes as g on g.etude = i.etude
  group by i.etude, i.rang
)
select
  c.etude,
  c.terme,
  t.n,
  t.n_grappes,
  g.k,
  q.r2,
  c.coefficient as estimate,
  e.se,
  t.n_grappes - 1 as df,
  t_low(c.coefficient, e.se, t.n_grappes - 1, level := level) as low,
  t_high(c.coefficient, e.se, t.n_grappes - 1, level := level) as high,
  t_p_value(c.coefficient / nullif(e.se, 0), t.n_grappes - 1) as p,
  case
    when g.inverse is null then 'regresseurs_colineaires'
    when t.n_grappes < 10 or g.k > t.n_grappes / 3::double then 'grappes_insuffisantes'
  end as code
from coefficients as c
join tailles as t on t.etude = c.etude
join grammes as g on g.etude = c.etude
join qualite as q on q.etude = c.etude
left join erreurs as e on e.etude = c.etude and e.rang = c.rang; -- no error when the regressors are collinear
