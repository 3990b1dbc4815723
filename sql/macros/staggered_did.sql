-- Staggered adoption without covariate: Callaway, Sant'Anna (2021), Journal of Econometrics 225(2). No two-way fixed effects:
-- Goodman-Bacon (2021), de Chaisemartin, D'Haultfœuille (2020).
--
-- panel: etude, etab, grappe, annee, groupe (first year of exposure; 0 or NULL: never exposed, and only never), poids, y
-- controle: 'nevertreated', or 'notyettreated' (never, or exposed after the year looked at)
-- base: 'varying' (year before exposure for the effects, previous year for the pre-periods: tests), or 'universal' (year before exposure
-- throughout: picture). Only schools observed every year are kept: count the others with did_units.

-- → etude, etab, grappe, groupe (0: never within the panel), poids, est_complet, est_traite_des_le_depart
create or replace macro did_units(panel) as table
with annees as (
  select
    etude,
    min(annee) as premiere,
    max(annee) as derniere,
    count(distinct annee) as n_annees
  from query_table(panel)
  group by etude
),
unites as (
  select
    etude,
    etab,
    arg_min(grappe, annee) as grappe,
    arg_min(poids, annee)::double as poids,
    coalesce(max(groupe), 0)::bigint as premiere_exposition,
    count(y) as n_mesures,
    count(distinct annee) filter (where y is not null) as n_annees_mesurees
  from query_table(panel)
  group by etude, etab
)
select
  u.etude,
  u.etab,
  u.grappe,
  case when u.premiere_exposition > a.derniere then 0 else u.premiere_exposition end as groupe,
  u.poids,
  u.n_annees_mesurees = a.n_annees and u.n_mesures = a.n_annees as est_complet,
  u.premiere_exposition > 0 and u.premiere_exposition <= a.premiere as est_traite_des_le_depart
from unites as u
join annees as a using (etude);

-- What has no estimate, and why. → etude, code, groupe, n
-- codes: panel_incomplet (schools left out), traite_des_le_depart, groupe_trop_petit, sans_controle
create or replace macro did_refusals(panel, controle := 'nevertreated', groupe_min := 5) as table
with unites as (
  select *
  from did_units(panel)
),
groupes as (
  select
    etude,
    groupe,
    count(*) as n
  from unites
  where est_complet
    and not est_traite_des_le_depart
  group by etude, groupe
)
select
  etude,
  'panel_incomplet' as code,
  null::bigint as groupe,
  count(*) as n
from unites
where not est_complet
group by etude
union all
select
  etude,
  'traite_des_le_depart' as code,
  groupe,
  count(*) as n
from unites
where est_traite_des_le_depart
group by etude, groupe
union all
select
  etude,
  'groupe_trop_petit' as code,
  groupe,
  n
from groupes
where groupe > 0
  and n < groupe_min
union all
select
  etude,
  'sans_controle' as code,
  null::bigint as groupe,
  coalesce(sum(n) filter (where groupe = 0), 0)::bigint as n
from groupes
group by etude
having count(*) filter (where groupe = 0) = 0
  and (controle = 'nevertreated' or count(*) < 2);

-- Influence of each school on each ATT(g, t): w (change - mean of its arm) / sum of w, with the sign of the arm.
-- → etude, groupe, annee, annee_base, etab, grappe, est_traite, att, phi
create or replace macro did_influence(panel, controle := 'nevertreated', base := 'varying', groupe_min := 5) as table
with unites as (
  select *
  from did_units(panel)
  where est_complet
    and not est_traite_des_le_depart
),
annees as (
  select
    etude,
    annee,
    lag(annee) over (partition by etude order by annee) as precedente
  from (
    select distinct etude, annee -- one row per year, whatever the number of schools
    from query_table(panel)
  ) as toutes
),
groupes as (
  select
    etude,
    groupe
  from unites
  where groupe > 0
  group by etude, groupe
  having count(*) >= groupe_min
    -- without any school never exposed, the last group only serves as a control
    and not (groupe = (select max(d.groupe) from unites as d where d.etude = unites.etude)
      and not exists (select 1 from unites as n where n.etude = unites.etude and n.groupe = 0))
),
bases as (
  select
    g.etude,
    g.groupe,
    max(a.annee) as derniere_avant
  from groupes as g
  join annees as a on a.etude = g.etude and a.annee < g.groupe
  group by g.etude, g.groupe
),
cellules as (
  select
    b.etude,
    b.groupe,
    a.annee,
    case
      when a.annee >= b.groupe or base = 'universal' then b.derniere_avant
      else a.precedente
    end as annee_base
  from bases as b
  join annees as a on a.etude = b.etude
),
mesures as (
  select
    etude,
    etab,
    annee,
    y::double as y
  from query_table(panel)
),
variations as (
  select
    c.etude,
    c.groupe,
    c.annee,
    c.annee_base,
    u.etab,
    u.grappe,
    u.poids,
    u.groupe = c.groupe as est_traite,
    apres.y - avant.y as variation
  from cellules as c
  join unites as u
    on u.etude = c.etude
    and (
      u.groupe = c.groupe
      or u.groupe = 0
      or (controle = 'notyettreated' and u.groupe > greatest(c.annee, c.annee_base))
    )
  join mesures as apres on apres.etude = c.etude and apres.etab = u.etab and apres.annee = c.annee
  join mesures as avant on avant.etude = c.etude and avant.etab = u.etab and avant.annee = c.annee_base
  where c.annee <> c.annee_base
),
bras as (
  select
    etude,
    groupe,
    annee,
    est_traite,
    sum(poids) as poids_bras,
    sum(poids * variation) / sum(poids) as moyenne
  from variations
  group by etude, groupe, annee, est_traite
),
effets as (
  select
    t.etude,
    t.groupe,
    t.annee,
    t.moyenne - c.moyenne as att
  from bras as t
  join bras as c on c.etude = t.etude and c.groupe = t.groupe and c.annee = t.annee and not c.est_traite
  where t.est_traite
)
select
  v.etude,
  v.groupe,
  v.annee,
  v.annee_base,
  v.etab,
  v.grappe,
  v.est_traite,
  e.att,
  case when v.est_traite then 1::double else -1::double end * v.poids * (v.variation - b.moyenne) / b.poids_bras as phi
from variations as v
join bras as b using (etude, groupe, annee, est_traite)
join effets as e using (etude, groupe, annee);

-- Standard errors of a set of influences, schools independent and summed by cluster.
-- influences: etude, cle (any), etab, grappe, f → etude, cle, n, n_grappes, se, se_grappe
create or replace macro influence_errors(influences) as table
with par_grappe as (
  select
    etude,
    cle,
    grappe,
    sum(f) as f,
    sum(f * f) as carres,
    count(*) as n
  from query_table(influences)
  group by etude, cle, grappe
)
select
  etude,
  cle,
  sum(n)::bigint as n,
  count(*) as n_grappes,
  sqrt(sum(carres)) as se,
  sqrt(sum(f * f)) as se_grappe
from par_grappe
group by etude, cle;

-- ATT(g, t) → etude, groupe, annee, annee_base, est_avant, att, se, se_grappe, n_traites, n_controles, n_grappes_traitees,
-- n_grappes_controles. The cluster error means nothing below 5 treated clusters.
create or replace macro did_att(panel, controle := 'nevertreated', base := 'varying', groupe_min := 5) as table
with phi as (
  select *
  from did_influence(panel, controle := controle, base := base, groupe_min := groupe_min)
),
effectifs as (
  select
    etude,
    groupe,
    annee,
    any_value(annee_base) as annee_base,
    any_value(att) as att,
    count(*) filter (where est_traite) as n_traites,
    count(*) filter (where not est_traite) as n_controles,
    count(distinct grappe) filter (where est_traite) as n_grappes_traitees,
    count(distinct grappe) filter (where not est_traite) as n_grappes_controles
  from phi
  group by etude, groupe, annee
),
influences as (
  select
    etude,
    {'groupe': groupe, 'annee': annee} as cle,
    etab,
    grappe,
    phi as f
  from phi
),
erreurs as (
  select *
  from influence_errors('influences')
)
select
  e.etude,
  e.groupe,
  e.annee,
  e.annee_base,
  e.annee < e.groupe as est_avant,
  e.att,
  r.se,
  r.se_grappe,
  e.n_traites,
  e.n_controles,
  e.n_grappes_traitees,
  e.n_grappes_controles
from effectifs as e
join erreurs as r on r.etude = e.etude and r.cle = {'groupe': e.groupe, 'annee': e.annee};

-- Aggregates with the weights of the groups (sum of poids), estimated shares counted in the error:
-- simple (overall), dynamic (niveau = annee - groupe; overall over niveau >= 0), calendar (niveau = annee), group (niveau = groupe).
-- → etude, type, niveau ('overall' or the number as text), att, se, se_grappe, n_grappes
create or replace macro did_aggregates(panel, controle := 'nevertreated', base := 'varying', groupe_min := 5) as table
with phi as (
  select *
  from did_influence(panel, controle := controle, base := base, groupe_min := groupe_min)
),
cellules as (
  select
    etude,
    groupe,
    annee,
    any_value(att) as att
  from phi
  group by etude, groupe, annee
),
unites as (
  select *
  from did_units(panel)
  where est_complet
    and not est_traite_des_le_depart
),
parts as (
  select
    etude,
    groupe,
    sum(poids) as part
  from unites
  group by etude, groupe
),
composition as (
  select etude, 'simple' as type, null::bigint as niveau, groupe, annee, att, part, true as est_estimee
  from cellules
  join parts using (etude, groupe)
  where annee >= groupe
  union all
  select etude, 'dynamic' as type, annee - groupe as niveau, groupe, annee, att, part, true as est_estimee
  from cellules
  join parts using (etude, groupe)
  union all
  select etude, 'calendar' as type, annee as niveau, groupe, annee, att, part, true as est_estimee
  from cellules
  join parts using (etude, groupe)
  where annee >= groupe
  union all
  select etude, 'group' as type, groupe as niveau, groupe, annee, att, 1::double as part, false as est_estimee
  from cellules
  where annee >= groupe
),
niveaux as (
  select
    etude,
    type,
    niveau,
    sum(part * att) / sum(part) as theta,
    sum(part) as somme
  from composition
  group by etude, type, niveau
),
influences_par_niveau as (
  select
    etude,
    type,
    niveau,
    etab,
    grappe,
    sum(f) as f
  from (
    select
      c.etude, c.type, c.niveau, p.etab, p.grappe,
      c.part / n.somme * p.phi as f
    from composition as c
    join niveaux as n on n.etude = c.etude and n.type = c.type and n.niveau is not distinct from c.niveau
    join phi as p on p.etude = c.etude and p.groupe = c.groupe and p.annee = c.annee
    union all
    select
      c.etude, c.type, c.niveau, u.etab, u.grappe,
      u.poids * (c.att - n.theta) / n.somme as f
    from composition as c
    join niveaux as n on n.etude = c.etude and n.type = c.type and n.niveau is not distinct from c.niveau
    join unites as u on u.etude = c.etude and u.groupe = c.groupe
    where c.est_estimee
  ) as contributions
  group by etude, type, niveau, etab, grappe
),
ponderation as (
  select
    n.etude,
    n.type,
    n.niveau,
    n.theta,
    case when n.type = 'group' then p.part else 1::double end as part,
    sum(case when n.type = 'group' then p.part else 1::double end) over (partition by n.etude, n.type) as somme
  from niveaux as n
  left join parts as p on n.type = 'group' and p.etude = n.etude and p.groupe = n.niveau -- only groups have shares at this step
  where n.type <> 'simple'
    and (n.type <> 'dynamic' or n.niveau >= 0)
),
ensembles as (
  select
    etude,
    type,
    sum(part * theta) / any_value(somme) as theta
  from ponderation
  group by etude, type
),
influences_d_ensemble as (
  select
    w.etude, w.type, null::bigint as niveau, i.etab, i.grappe,
    w.part / w.somme * i.f as f
  from ponderation as w
  join influences_par_niveau as i on i.etude = w.etude and i.type = w.type and i.niveau = w.niveau
  union all
  select
    w.etude, w.type, null::bigint as niveau, u.etab, u.grappe,
    u.poids * (w.theta - e.theta) / w.somme as f
  from ponderation as w
  join ensembles as e on e.etude = w.etude and e.type = w.type
  join unites as u on u.etude = w.etude and u.groupe = w.niveau
  where w.type = 'group'
),
influences as (
  select
    etude,
    {'type': type, 'niveau': coalesce(niveau::varchar, 'overall')} as cle,
    etab,
    grappe,
    sum(f) as f
  from (
    select etude, type, niveau, etab, grappe, f
    from influences_par_niveau
    union all
    select etude, type, niveau, etab, grappe, f
    from influences_d_ensemble
  ) as toutes
  group by all
),
erreurs as (
  select *
  from influence_errors('influences')
),
resultats as (
  select etude, type, coalesce(niveau::varchar, 'overall') as niveau, theta
  from niveaux
  union all
  select etude, type, 'overall' as niveau, theta
  from ensembles
)
select
  r.etude,
  r.type,
  r.niveau,
  r.theta as att,
  e.se,
  e.se_grappe,
  e.n_grappes
from resultats as r
join erreurs as e on e.etude = r.etude and e.cle = {'type': r.type, 'niveau': r.niveau};

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
