-- panel, controle, base: see staggered_cohorts.sql.

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
