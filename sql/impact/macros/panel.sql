-- The panel of each study: one row per school and year of the study, with or without a result.
-- etudes: etude, indicateur, debut, fin (integer years), echelle ('valeur' or 'log'), n_minimum, territoire_ecarte (NULL: none)
-- etablissements: etab, grappe, territoire, groupe (first year of exposure, 0: never), poids, one row per school
-- resultats: indicateur, etab, annee (integer), valeur, n_unites, instrument, est_de_saison
-- → etude, etab, grappe, territoire, annee, groupe, poids, y, motif (why y is missing)
create or replace macro impact_panel(etudes, etablissements, resultats) as table
with annees as (
  select
    e.*,
    unnest(range(e.debut, e.fin + 1))::bigint as annee
  from query_table(etudes) as e
),
instruments as (
  select
    e.etude,
    r.etab,
    count(distinct r.instrument) as n_instruments
  from query_table(etudes) as e
  join query_table(resultats) as r
    on r.indicateur = e.indicateur
    and r.annee between e.debut and e.fin
  group by e.etude, r.etab
),
lignes as (
  select
    a.etude,
    a.echelle,
    s.etab,
    s.grappe,
    s.territoire,
    a.annee,
    s.groupe,
    s.poids,
    r.valeur,
    case
      when r.valeur is null then 'resultat_absent'
      when r.n_unites < a.n_minimum then 'effectif_trop_faible'
      when not r.est_de_saison then 'mesure_hors_saison'
      when i.n_instruments > 1 then 'instrument_change'
      when a.echelle = 'log' and r.valeur <= 0 then 'resultat_nul'
    end as motif
  from annees as a
  join query_table(etablissements) as s
    on a.territoire_ecarte is null
    or s.territoire is distinct from a.territoire_ecarte
  -- A year without a result stays in the panel, with its reason.
  left join query_table(resultats) as r
    on r.indicateur = a.indicateur
    and r.etab = s.etab
    and r.annee = a.annee
  left join instruments as i
    on i.etude = a.etude
    and i.etab = s.etab
)
select
  etude,
  etab,
  grappe,
  territoire,
  annee,
  groupe,
  poids,
  case
    when motif is not null then null
    when echelle = 'log' then ln(valeur)
    else valeur
  end::double as y,
  motif
from lignes;

-- Schools kept and lost, by cohort and reason (the reason of the first year that fails).
-- → etude, groupe (0: never within the study), motif (NULL: kept), n
create or replace macro impact_composition(panel) as table
with etablissements as (
  select
    p.etude,
    p.etab,
    u.groupe,
    case
      when u.est_traite_des_le_depart then 'expose_des_le_depart'
      else arg_min(p.motif, p.annee) filter (where p.motif is not null)
    end as motif
  from query_table(panel) as p
  join did_units(panel) as u using (etude, etab)
  group by p.etude, p.etab, u.groupe, u.est_traite_des_le_depart
)
select
  etude,
  groupe,
  motif,
  count(*) as n
from etablissements
group by etude, groupe, motif;

-- One change per school, for the two-period comparison: last year minus first year of the study; exposed within the study against never.
-- → etude, etab, grappe, est_traite, variation
create or replace macro impact_changements(panel) as table
with unites as (
  select *
  from did_units(panel)
  where est_complet
    and not est_traite_des_le_depart
)
select
  p.etude,
  p.etab,
  u.grappe,
  u.groupe > 0 as est_traite,
  arg_max(p.y, p.annee) - arg_min(p.y, p.annee) as variation
from query_table(panel) as p
join unites as u using (etude, etab)
group by p.etude, p.etab, u.grappe, u.groupe;

-- Gap between exposed and other schools in one year, like with like: means by group, weighted by the whole population of groups.
-- lignes: etude, est_expose, groupe, y → etude, ecart_brut, ecart, se, df, low, high, n_exposes, n_autres, code
-- codes: groupe_absent (no figure: groups are never renormalised), groupe_peu_fourni (fewer than 10 in a cell)
create or replace macro ecart_profil_comparable(lignes, level := 0.95) as table
with connues as (
  select
    etude,
    est_expose::boolean as est_expose,
    groupe,
    y::double as y
  from query_table(lignes)
  where y is not null
    and groupe is not null
),
poids as (
  select
    etude,
    groupe,
    count(*)::double / sum(count(*)) over (partition by etude) as part
  from connues
  group by etude, groupe
),
cases as (
  select
    etude,
    est_expose,
    groupe,
    count(*) as n,
    avg(y) as moyenne,
    var_samp(y) as variance
  from connues
  group by etude, est_expose, groupe
),
bras as (
  select
    c.etude,
    c.est_expose,
    sum(c.n) as n,
    min(c.n) as n_min,
    count(*) as n_groupes,
    sum(c.n * c.moyenne) / sum(c.n) as brute,
    sum(p.part * c.moyenne) as standardisee,
    sum(p.part ^ 2 * c.variance / c.n) as variance
  from cases as c
  join poids as p using (etude, groupe)
  group by c.etude, c.est_expose
),
groupes as (
  select
    etude,
    count(*) as n_groupes
  from poids
  group by etude
),
ecarts as (
  select
    t.etude,
    t.brute - c.brute as ecart_brut,
    t.standardisee - c.standardisee as ecart,
    sqrt(t.variance + c.variance) as se,
    t.n + c.n - 2 * g.n_groupes as df,
    t.n as n_exposes,
    c.n as n_autres,
    case
      when t.n_groupes < g.n_groupes or c.n_groupes < g.n_groupes then 'groupe_absent'
      when least(t.n_min, c.n_min) < 10 then 'groupe_peu_fourni'
    end as code
  from bras as t
  join bras as c on c.etude = t.etude and not c.est_expose
  join groupes as g on g.etude = t.etude
  where t.est_expose
)
select
  etude,
  ecart_brut,
  case when code is distinct from 'groupe_absent' then ecart end as ecart,
  case when code is distinct from 'groupe_absent' then se end as se,
  df::double as df,
  case when code is distinct from 'groupe_absent' then t_low(ecart, se, df, level := level) end as low,
  case when code is distinct from 'groupe_absent' then t_high(ecart, se, df, level := level) end as high,
  n_exposes,
  n_autres,
  code
from ecarts;
