-- Effects by group and year, with their influences. panel, controle, base: see staggered_cohorts.sql.

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
