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
