-- What came before exposure. panel, controle: see staggered_cohorts.sql.

-- Joint Wald test of the pre-period ATT(g, t), varying base, schools independent. Not rejecting proves nothing: Roth (2022), AER: Insights 4(3).
-- → etude, df, wald, p. wald is NULL when the covariance cannot be inverted.
create or replace macro did_pretest(panel, controle := 'nevertreated', groupe_min := 5) as table
with phi as (
  select *
  from did_influence(panel, controle := controle, base := 'varying', groupe_min := groupe_min)
  where annee < groupe
),
cellules as (
  select
    etude,
    groupe,
    annee,
    any_value(att) as att,
    row_number() over (partition by etude order by groupe, annee) as rang
  from phi
  group by etude, groupe, annee
),
scores as (
  select p.etude, c.rang, p.etab, p.phi
  from phi as p
  join cellules as c using (etude, groupe, annee)
),
covariances as (
  select
    a.etude,
    a.rang as ligne,
    b.rang as colonne,
    coalesce(sum(x.phi * y.phi), 0::double) as covariance
  from cellules as a
  join cellules as b on b.etude = a.etude
  join scores as x on x.etude = a.etude and x.rang = a.rang
  left join scores as y on y.etude = b.etude and y.rang = b.rang and y.etab = x.etab -- no common school: covariance 0
  group by a.etude, a.rang, b.rang
),
matrices as (
  select
    etude,
    list(covariance order by ligne, colonne) as matrice
  from covariances
  group by etude
),
vecteurs as (
  select
    etude,
    list(att order by rang) as effets,
    count(*) as df
  from cellules
  group by etude
),
tests as (
  select
    v.etude,
    v.df,
    wald_statistic(v.effets, m.matrice) as wald
  from vecteurs as v
  join matrices as m using (etude)
)
select
  etude,
  df,
  wald,
  1::double - chi2_cdf(wald, df::double) as p
from tests;

-- Each pre-period (varying base, all groups together by year before exposure), Holm within the analysis.
-- → etude, groupe, annee, att, se, se_grappe, p, p_holm, p_grappe, p_grappe_holm
create or replace macro did_pre_periods(panel, controle := 'nevertreated', groupe_min := 5) as table
with periodes as (
  select
    *,
    normal_p_value(att / nullif(se, 0)) as p_simple,
    normal_p_value(att / nullif(se_grappe, 0)) as p_grappe
  from did_att(panel, controle := controle, base := 'varying', groupe_min := groupe_min)
  where est_avant
),
tests as (
  select {'etude': etude, 'erreur': 'simple'} as famille, etude, groupe, annee, p_simple as p
  from periodes
  union all
  select {'etude': etude, 'erreur': 'grappe'} as famille, etude, groupe, annee, p_grappe as p
  from periodes
),
corriges as (
  select *
  from holm('tests')
)
select
  p.etude,
  p.groupe,
  p.annee,
  p.att,
  p.se,
  p.se_grappe,
  p.p_simple as p,
  simple.p_holm,
  p.p_grappe,
  grappe.p_holm as p_grappe_holm
from periodes as p
join corriges as simple
  on simple.etude = p.etude and simple.groupe = p.groupe and simple.annee = p.annee and simple.famille.erreur = 'simple'
join corriges as grappe
  on grappe.etude = p.etude and grappe.groupe = p.groupe and grappe.annee = p.annee and grappe.famille.erreur = 'grappe';

-- The gate before the word "effet": Wald p < .05 or smallest Holm p < .05 withdraws it; fewer than 2 pre-periods leave it unverified.
-- → etude, n_periodes_avant, p_wald, p_holm_min, code (tendances_non_paralleles, tendances_non_verifiables or NULL)
create or replace macro did_gate(panel, controle := 'nevertreated', groupe_min := 5, alpha := 0.05) as table
with periodes as (
  select
    etude,
    count(distinct annee) as n_periodes_avant,
    min(least(p_holm, p_grappe_holm)) as p_holm_min
  from did_pre_periods(panel, controle := controle, groupe_min := groupe_min)
  group by etude
),
pretests as (
  select *
  from did_pretest(panel, controle := controle, groupe_min := groupe_min)
),
analyses as (
  select distinct etude -- one row per analysis
  from query_table(panel)
)
select
  a.etude,
  coalesce(p.n_periodes_avant, 0) as n_periodes_avant,
  t.p as p_wald,
  p.p_holm_min,
  case
    when t.p < alpha::double or p.p_holm_min < alpha::double then 'tendances_non_paralleles'
    when coalesce(p.n_periodes_avant, 0) < 2 or t.p is null then 'tendances_non_verifiables'
  end as code
from analyses as a
left join periodes as p on p.etude = a.etude -- an analysis without pre-period is not verifiable
left join pretests as t on t.etude = a.etude;
