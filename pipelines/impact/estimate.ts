import type {Database} from "../lib/duckdb.ts";
import {quoteText} from "../lib/duckdb.ts";
import {firstYear, type Protocol} from "./protocol.ts";

export type Control = "nevertreated" | "notyettreated";

/** One row of did_study. Units: those of the outcome, or its logarithm. */
export interface StudyEstimate {
  readonly etude: string;
  readonly mot: string | null;
  readonly codes: readonly string[];
  readonly att: number | null;
  readonly se: number | null;
  readonly df: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly mde: number | null;
  readonly n_traites: number | null;
  readonly n_controles: number | null;
  readonly n_grappes_traitees: number | null;
  readonly n_grappes_controles: number | null;
  readonly n_periodes_avant: number | null;
  readonly p_wald: number | null;
  readonly p_holm_min: number | null;
  readonly part_perdue_traites: number | null;
  readonly part_perdue_controles: number | null;
}

/** The staggered estimator on every study of `panel`, with the verdict of the macros. */
export async function estimateStudies(db: Database, panel: string, control: Control): Promise<Map<string, StudyEstimate>> {
  const rows = await db.rows<StudyEstimate>(`select * from did_study(${quoteText(panel)}, controle := ${quoteText(control)}) order by etude`);
  return new Map(rows.map((row) => [row.etude, row]));
}

export interface RefusalCount {
  readonly etude: string;
  readonly code: string;
  readonly groupe: number | null;
  readonly n: number;
}

export function countRefusals(db: Database, panel: string, control: Control): Promise<RefusalCount[]> {
  return db.rows(`select etude, code, groupe, n from did_refusals(${quoteText(panel)}, controle := ${quoteText(control)}) order by etude, code, groupe`);
}

export interface EventPoint {
  readonly etude: string;
  /** Years since the first exposed year; -1 is the reference and has no interval. */
  readonly e: number;
  readonly effet: number;
  readonly se: number | null;
  readonly bas: number | null;
  readonly haut: number | null;
}

/** The path of the gap around exposure, the year before being 0 (universal base), cluster errors. */
export async function eventStudy(db: Database, panel: string, control: Control): Promise<EventPoint[]> {
  return db.rows(`
    select etude, niveau::integer as e, att as effet, se_grappe as se, t_low(att, se_grappe, (n_grappes - 1)::double) as bas, t_high(att, se_grappe, (n_grappes - 1)::double) as haut
    from did_aggregates(${quoteText(panel)}, controle := ${quoteText(control)}, base := 'universal')
    where type = 'dynamic' and niveau <> 'overall'
    union all
    select distinct etude, -1, 0::double, null::double, null::double, null::double from did_aggregates(${quoteText(panel)}, controle := ${quoteText(control)})
    order by etude, e`);
}

export interface GroupEffect {
  readonly cohorte: number;
  readonly annee: number;
  readonly est_avant: boolean;
  readonly effet: number;
  readonly se: number;
  readonly n_exposes: number;
  readonly n_temoins: number;
}

export function groupEffects(db: Database, panel: string, etude: string, control: Control): Promise<GroupEffect[]> {
  return db.rows(`
    select groupe as cohorte, annee, est_avant, att as effet, se_grappe as se, n_traites as n_exposes, n_controles as n_temoins
    from did_att(${quoteText(panel)}, controle := ${quoteText(control)}) where etude = ${quoteText(etude)} order by groupe, annee`);
}

export interface Aggregate {
  readonly type: string;
  readonly niveau: string;
  readonly effet: number;
  readonly se: number;
  readonly bas: number | null;
  readonly haut: number | null;
}

export function aggregates(db: Database, panel: string, etude: string, control: Control): Promise<Aggregate[]> {
  return db.rows(`
    select type, niveau, att as effet, se_grappe as se, t_low(att, se_grappe, (n_grappes - 1)::double) as bas, t_high(att, se_grappe, (n_grappes - 1)::double) as haut
    from did_aggregates(${quoteText(panel)}, controle := ${quoteText(control)})
    where etude = ${quoteText(etude)} and (type <> 'dynamic' or niveau = 'overall' or niveau::integer >= 0) order by type, niveau`);
}

export interface Cohort {
  readonly cohorte: number;
  readonly motif: string | null;
  readonly n: number;
}

export function composition(db: Database, panel: string, etude: string): Promise<Cohort[]> {
  return db.rows(`select groupe as cohorte, motif, n from impact_composition(${quoteText(panel)}) where etude = ${quoteText(etude)} order by groupe, motif nulls first`);
}

export interface Trajectory {
  readonly cohorte: number;
  readonly annee: number;
  readonly moyenne: number;
  readonly n: number;
}

/** Mean of the kept schools, by cohort and year, in the unit of the indicator (never its logarithm). */
export function trajectories(db: Database, panel: string, etude: string, isLog: boolean): Promise<Trajectory[]> {
  return db.rows(`
    select u.groupe as cohorte, p.annee, sum(u.poids * ${isLog ? "exp(p.y)" : "p.y"}) / sum(u.poids) as moyenne, count(*) as n
    from query_table(${quoteText(panel)}) as p
    join did_units(${quoteText(panel)}) as u using (etude, etab)
    where etude = ${quoteText(etude)} and u.est_complet and not u.est_traite_des_le_depart
    group by u.groupe, p.annee order by u.groupe, p.annee`);
}

export interface Comparison {
  readonly effet: number | null;
  readonly se: number | null;
  readonly df: number | null;
  readonly bas: number | null;
  readonly haut: number | null;
  readonly p: number | null;
  /** Smallest effect that would have been seen, 8 times out of 10. */
  readonly decelable: number | null;
  readonly n_exposes: number | null;
  readonly n_temoins: number | null;
  readonly code: string | null;
}

/** Last year against first year, exposed against never: one change per school (Welch), then rows with cluster errors (CR1). Null below 5 on a side. */
export async function twoPeriods(db: Database, panel: string, etude: string): Promise<{welch: Comparison | null; cr1: Comparison | null}> {
  await db.run(`
    create or replace temp table impact_variations as select * from impact_changements(${quoteText(panel)}) where etude = ${quoteText(etude)};
    create or replace temp table impact_deux_dates as
      with bornes as (select min(annee) as debut, max(annee) as fin from query_table(${quoteText(panel)}) where etude = ${quoteText(etude)})
      select p.etude, u.grappe, u.groupe > 0 as est_traite, p.annee = b.fin as est_apres, p.poids, p.y
      from query_table(${quoteText(panel)}) as p
      join did_units(${quoteText(panel)}) as u using (etude, etab)
      join bornes as b on p.annee in (b.debut, b.fin)
      where p.etude = ${quoteText(etude)} and u.est_complet and not u.est_traite_des_le_depart`);
  const [welch] = await db.rows<Comparison>("select att as effet, se, df, low as bas, high as haut, p, minimum_detectable_effect(se, df) as decelable, n_traites as n_exposes, n_controles as n_temoins, null as code from did_welch('impact_variations') where least(n_traites, n_controles) >= 5");
  const [cr1] = await db.rows<Comparison>("select att as effet, se, df::double as df, low as bas, high as haut, p, minimum_detectable_effect(se, df::double) as decelable, n_grappes_traitees as n_exposes, n_grappes - n_grappes_traitees as n_temoins, code from did_2x2('impact_deux_dates') where least(n_grappes_traitees, n_grappes - n_grappes_traitees) >= 5");
  return {welch: welch ?? null, cr1: cr1 ?? null};
}

export interface Permutation {
  readonly effet: number | null;
  readonly permutations: number | null;
  readonly p: number | null;
  readonly p_minimum: number | null;
  readonly n_exposes: number;
  readonly n_temoins: number;
  readonly code: string | null;
}

/** Territories as units: exposed when at least half of their schools are. Needs `twoPeriods` before it. */
export async function permuteTerritories(db: Database): Promise<Permutation | null> {
  await db.run(`
    create or replace temp table impact_territoires as
      select v.etude, e.territoire, avg(v.est_traite::integer) >= 0.5 as est_traite, avg(v.variation) as variation
      from impact_variations as v join impact_etablissements as e using (etab)
      where e.territoire is not null
      group by v.etude, e.territoire`);
  const [row] = await db.rows<Permutation>("select att as effet, permutations, p_two_sided as p, smallest_possible_p as p_minimum, n_traites as n_exposes, n_controles as n_temoins, code from exact_permutation('impact_territoires')");
  return row ?? null;
}

export interface Dose {
  readonly terme: string;
  readonly estimation: number | null;
  readonly se: number | null;
  readonly bas: number | null;
  readonly haut: number | null;
  readonly p: number | null;
  readonly n: number;
  readonly n_grappes: number;
  readonly r2: number | null;
  readonly code: string | null;
}

export interface DoseQuarter {
  readonly quart: number;
  readonly n: number;
  readonly dose_min: number;
  readonly dose_max: number;
  readonly variation: number;
}

const FLOWS: readonly string[] = ["part_enseignants_formes", "heures_par_enseignant", "ateliers_parents"];

/**
 * Change of the outcome against the dose, adjusted (WLS, CR1): an association. A flow is added up over the years after the first,
 * a stock is read as its change from the first year to the last. Needs `twoPeriods` before it.
 */
export async function doseResponse(db: Database, protocol: Protocol): Promise<{coefficients: Dose[]; quarts: DoseQuarter[]} | null> {
  const {dose, periode} = protocol;
  if (dose === undefined) return null;
  const first = quoteText(periode.debut);
  const last = quoteText(periode.fin);
  const value = FLOWS.includes(dose.mesure)
    ? `sum(${dose.mesure}) filter (where annee > ${first} and annee <= ${last})`
    : `max(${dose.mesure}) filter (where annee = ${last}) - max(${dose.mesure}) filter (where annee = ${first})`;
  await db.run(`
    create or replace temp table impact_doses as select uai as etab, (${value})::double as dose from impact_mesures group by uai;
    create or replace temp table impact_unites as select v.etude, v.etab as unite, v.grappe, 1::double as poids, v.variation as y from impact_variations as v;
    create or replace temp table impact_termes as
      select etude, unite, 'constante' as terme, 1::double as valeur from impact_unites
      union all select u.etude, u.unite, ${quoteText(dose.mesure)}, d.dose from impact_unites as u left join impact_doses as d on d.etab = u.unite
      ${dose.ajustement.includes("ips") ? "union all select u.etude, u.unite, 'ips', p.ips from impact_unites as u left join impact_population as p on p.etab = u.unite" : ""}
      ${dose.ajustement.includes("education_prioritaire") ? "union all select u.etude, u.unite, p.education_prioritaire, 1::double from impact_unites as u join impact_population as p on p.etab = u.unite where p.education_prioritaire in ('rep', 'rep_plus')" : ""}`);
  const coefficients = await db.rows<Dose>("select terme, estimate as estimation, se, low as bas, high as haut, p, n, n_grappes, r2, code from dose_response('impact_unites', 'impact_termes') order by terme");
  const quarts = await db.rows<DoseQuarter>(`
    select quart, count(*) as n, min(dose) as dose_min, max(dose) as dose_max, avg(y) as variation
    from (select ntile(4) over (order by d.dose, u.unite) as quart, d.dose, u.y from impact_unites as u join impact_doses as d on d.etab = u.unite where d.dose is not null)
    group by quart having count(*) >= 5 order by quart`);
  return {coefficients, quarts};
}

export interface ComparableGap {
  readonly ecart_brut: number | null;
  readonly ecart: number | null;
  readonly se: number | null;
  readonly bas: number | null;
  readonly haut: number | null;
  readonly n_exposes: number;
  readonly n_autres: number;
  readonly code: string | null;
}

/** Exposed against others in the last year, by IPS quartile of the population. */
export async function comparableGap(db: Database, panel: string, etude: string, protocol: Protocol): Promise<ComparableGap | null> {
  const fin = firstYear(protocol.periode.fin);
  await db.run(`
    create or replace temp table impact_profils as
      select p.etude, p.groupe between 1 and ${fin} as est_expose, coalesce(s.quartile_ips, 'inconnu') as groupe, p.y
      from query_table(${quoteText(panel)}) as p join impact_population as s using (etab)
      where p.etude = ${quoteText(etude)} and p.annee = ${fin}`);
  const [row] = await db.rows<ComparableGap>("select ecart_brut, ecart, se, low as bas, high as haut, n_exposes, n_autres, code from ecart_profil_comparable('impact_profils')");
  return row === undefined || Math.min(row.n_exposes, row.n_autres) < 5 ? null : row;
}

/** Adjusted p-values of the protocol's family. */
export async function correctFamily(db: Database, tests: readonly {indicateur: string; p: number | null}[]): Promise<Map<string, number>> {
  const known = tests.filter((test): test is {indicateur: string; p: number} => test.p !== null);
  if (known.length === 0) return new Map();
  await db.run(`create or replace temp table impact_tests as select * from (values ${known.map(({indicateur, p}) => `('famille', ${quoteText(indicateur)}, ${p}::double)`).join(", ")}) as t (famille, indicateur, p)`);
  const rows = await db.rows<{indicateur: string; p_holm: number}>("select indicateur, p_holm from holm('impact_tests')");
  return new Map(rows.map(({indicateur, p_holm}) => [indicateur, p_holm]));
}

export interface TerritoryEffect {
  readonly territoire: string;
  readonly exposes: number;
  readonly autres: number;
  readonly brut: number;
  readonly lisse: number;
  readonly se: number;
}

/** Two-period difference inside each territory with 5 schools on each side, then shrunk together. Needs `twoPeriods` before it. */
export async function territoryEffects(db: Database): Promise<TerritoryEffect[]> {
  await db.run(`
    create or replace temp table impact_par_territoire as
      select
        e.territoire,
        count(*) filter (where v.est_traite) as exposes,
        count(*) filter (where not v.est_traite) as autres,
        avg(v.variation) filter (where v.est_traite) - avg(v.variation) filter (where not v.est_traite) as y,
        var_samp(v.variation) filter (where v.est_traite) / count(*) filter (where v.est_traite)
          + var_samp(v.variation) filter (where not v.est_traite) / count(*) filter (where not v.est_traite) as v
      from impact_variations as v join impact_etablissements as e using (etab)
      where e.territoire is not null
      group by e.territoire
      having least(count(*) filter (where v.est_traite), count(*) filter (where not v.est_traite)) >= 5`);
  return db.rows(`
    select t.territoire, t.exposes, t.autres, s.raw as brut, s.shrunk as lisse, s.shrunk_se as se
    from impact_par_territoire as t join shrinkage('impact_par_territoire') as s using (territoire)
    where s.shrunk is not null and t.v > 0 order by t.territoire`);
}

export interface PreTrend {
  readonly etude: string;
  /** Smallest drift over one year that the years before would have shown, 8 times out of 10. */
  readonly decelable: number | null;
}

export function detectableTrends(db: Database, panel: string, control: Control): Promise<PreTrend[]> {
  return db.rows(`
    select etude, max(minimum_detectable_effect(greatest(se, se_grappe), (n - 1)::double)) as decelable
    from (select etude, se, se_grappe, n_grappes_traitees + n_grappes_controles as n from did_att(${quoteText(panel)}, controle := ${quoteText(control)}) where est_avant)
    where n > 2 group by etude`);
}
