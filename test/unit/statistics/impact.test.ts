import * as fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {type Database, openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {prepareStatistics} from "../../../pipelines/lib/statistics/statistics.ts";
import {insertRows} from "./kit.ts";

let database: Database;

beforeAll(async () => {
  database = await openDatabase();
  await prepareStatistics(database);
});
afterAll(() => {
  database.close();
});

const years = [2019, 2020, 2021, 2022, 2023];

interface School {
  readonly group: number;
  readonly cluster: number;
  readonly weight: number;
  readonly scores: readonly number[];
}

const schools = fc.array(
  fc.record({cluster: fc.integer({min: 0, max: 7}), weight: fc.double({min: 0.5, max: 4, noNaN: true}), scores: fc.array(fc.double({min: -20, max: 20, noNaN: true}), {minLength: 5, maxLength: 5})}),
  {minLength: 22, maxLength: 30}
).map((all): School[] => all.map((school, index) => ({...school, group: [0, 2021, 2022, 0][index % 4] ?? 0})));

async function layPanel(all: readonly School[]): Promise<void> {
  await insertRows(database, "panel", "etude varchar, etab integer, grappe integer, annee integer, groupe integer, poids double, y double",
    all.flatMap((school, etab) => years.map((annee, index) => ["e", etab, school.cluster, annee, school.group, school.weight, school.scores[index] ?? 0])));
}

const at = (school: School, year: number): number => school.scores[years.indexOf(year)] ?? Number.NaN;

function meanChange(all: readonly School[], weights: readonly number[], keep: (school: School) => boolean, year: number, base: number): number {
  let total = 0;
  let weight = 0;
  for (const [index, school] of all.entries()) {
    if (!keep(school)) continue;
    total += (weights[index] ?? 0) * (at(school, year) - at(school, base));
    weight += weights[index] ?? 0;
  }
  return total / weight;
}

/** ATT(g, t) as a plain function of the schools' weights. */
function effect(all: readonly School[], weights: readonly number[], group: number, year: number, control: string): number {
  const base = year >= group ? group - 1 : year - 1;
  const isControl = (school: School): boolean => school.group === 0 || (control === "notyettreated" && school.group > year && school.group !== group);
  return meanChange(all, weights, (school) => school.group === group, year, base) - meanChange(all, weights, isControl, year, base);
}

type Estimator = (weights: readonly number[]) => number;

/** Infinitesimal jackknife: the influence of a school is the derivative of the estimate in its weight. */
function jackknife(all: readonly School[], estimator: Estimator): {se: number; seCluster: number} {
  const weights = all.map((school) => school.weight);
  const influences = weights.map((weight, index) => {
    const step = weight * 1e-5;
    const moved = (by: number): number => estimator(weights.map((value, other) => (other === index ? value + by : value)));
    return (weight * (moved(step) - moved(-step))) / (2 * step);
  });
  const byCluster = new Map<number, number>();
  for (const [index, school] of all.entries()) byCluster.set(school.cluster, (byCluster.get(school.cluster) ?? 0) + (influences[index] ?? 0));
  return {se: Math.hypot(...influences), seCluster: Math.hypot(...byCluster.values())};
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("staggered adoption", () => {
  it("gives every ATT(g, t) the error of an infinitesimal jackknife", async () => {
    await fc.assert(fc.asyncProperty(schools, fc.constantFrom("nevertreated", "notyettreated"), async (all, control) => {
      await layPanel(all);
      const rows = await database.rows<{groupe: number; annee: number; att: number; se: number; se_grappe: number}>("select * from did_att('panel', controle := $1)", [control]);
      expect(rows.length).toBe(8);
      for (const row of rows) {
        const estimator: Estimator = (weights) => effect(all, weights, row.groupe, row.annee, control);
        const {se, seCluster} = jackknife(all, estimator);
        expect(row.att).toBeCloseTo(estimator(all.map((school) => school.weight)), 9);
        expect(row.se).toBeCloseTo(se, 6);
        expect(row.se_grappe).toBeCloseTo(seCluster, 6);
      }
    }), {numRuns: 5});
  });

  it("counts the estimated shares of the groups in the error of every aggregate", async () => {
    await fc.assert(fc.asyncProperty(schools, async (all) => {
      await layPanel(all);
      const rows = await database.rows<{type: string; niveau: string; att: number; se: number; se_grappe: number}>("select * from did_aggregates('panel')");
      const groups = [2021, 2022];
      const share = (weights: readonly number[], group: number): number => all.reduce((sum, school, index) => sum + (school.group === group ? weights[index] ?? 0 : 0), 0);
      const weighted = (weights: readonly number[], cells: readonly (readonly [number, number])[]): number =>
        cells.reduce((sum, [group, year]) => sum + share(weights, group) * effect(all, weights, group, year, "nevertreated"), 0) / cells.reduce((sum, [group]) => sum + share(weights, group), 0);
      const cells = groups.flatMap((group) => years.slice(1).map((year) => [group, year] as const));
      const after = cells.filter(([group, year]) => year >= group);
      const ofGroup = (weights: readonly number[], group: number): number => mean(after.filter(([g]) => g === group).map(([g, year]) => effect(all, weights, g, year, "nevertreated")));
      const estimators = new Map<string, Estimator>([
        ["simple overall", (weights) => weighted(weights, after)],
        ["dynamic overall", (weights) => mean([0, 1, 2].map((e) => weighted(weights, cells.filter(([group, year]) => year - group === e))))],
        ["dynamic 1", (weights) => weighted(weights, cells.filter(([group, year]) => year - group === 1))],
        ["calendar overall", (weights) => mean([2021, 2022, 2023].map((t) => weighted(weights, after.filter(([, year]) => year === t))))],
        ["calendar 2022", (weights) => weighted(weights, after.filter(([, year]) => year === 2022))],
        ["group 2021", (weights) => ofGroup(weights, 2021)],
        ["group overall", (weights) => groups.reduce((sum, group) => sum + share(weights, group) * ofGroup(weights, group), 0) / groups.reduce((sum, group) => sum + share(weights, group), 0)]
      ]);
      for (const [name, estimator] of estimators) {
        const row = rows.find(({type, niveau}) => `${type} ${niveau}` === name);
        const {se, seCluster} = jackknife(all, estimator);
        expect(row?.att).toBeCloseTo(estimator(all.map((school) => school.weight)), 9);
        expect(row?.se).toBeCloseTo(se, 6);
        expect(row?.se_grappe).toBeCloseTo(seCluster, 6);
      }
    }), {numRuns: 5});
  });

  it("leaves out and counts the schools that miss a year, and those exposed from the start", async () => {
    const all: School[] = Array.from({length: 20}, (_, index) => ({group: index % 2 === 0 ? 0 : 2022, cluster: index, weight: 1, scores: [1, 2, 3, 4, index]}));
    await layPanel(all);
    await database.run("delete from panel where etab = 3 and annee = 2020; update panel set groupe = 2019 where etab in (5, 7)");
    const rows = await database.rows<{code: string; n: number}>("select code, n from did_refusals('panel') order by code");
    expect(rows).toEqual([{code: "panel_incomplet", n: 1}, {code: "traite_des_le_depart", n: 2}]);
  });

  it("does not take a school exposed after the last year for a treated one", async () => {
    const all: School[] = Array.from({length: 20}, (_, index) => ({group: index % 2 === 0 ? 2030 : 2022, cluster: index, weight: 1, scores: [1, 2, 3, 4, index]}));
    await layPanel(all);
    const rows = await database.rows<{groupe: number; n_controles: number}>("select distinct groupe, n_controles from did_att('panel')");
    expect(rows).toEqual([{groupe: 2022, n_controles: 10}]);
  });

  it("keeps the last group as a control only when no school is never exposed", async () => {
    const all: School[] = Array.from({length: 24}, (_, index) => ({group: 2021 + (index % 3), cluster: index, weight: 1, scores: [1, 2, 3, 4, index]}));
    await layPanel(all);
    const alone = await database.rows("select * from did_att('panel')");
    expect(alone).toEqual([]);
    const rows = await database.rows<{groupe: number; derniere: number}>("select groupe, max(annee) as derniere from did_att('panel', controle := 'notyettreated') group by groupe order by groupe");
    expect(rows).toEqual([{groupe: 2021, derniere: 2022}, {groupe: 2022, derniere: 2022}]);
  });

  it("closes the gate when the groups already drifted apart", async () => {
    const all: School[] = Array.from({length: 40}, (_, index) => {
      const group = index % 2 === 0 ? 0 : 2022;
      const noise = ((index * 7919) % 13) / 13;
      return {group, cluster: index, weight: 1, scores: years.map((_year, t) => (group === 0 ? 0 : 3 * t) + noise * (((t * 31 + index) % 5) / 5))};
    });
    await layPanel(all);
    const drifting = await database.one<{code: string | null}>("select code from did_gate('panel')");
    expect(drifting.code).toBe("tendances_non_paralleles");
    await database.run("delete from panel where annee < 2020");
    const short = await database.one<{n_periodes_avant: number}>("select n_periodes_avant from did_gate('panel')");
    expect(short.n_periodes_avant).toBe(1);
  });
});

describe("the word that a study may use", () => {
  /** Pupils gain 5 points from exposure on; small waves that cancel out hide no trend. */
  const study = (clusters: number, drift = 0): School[] => Array.from({length: 80}, (_, index) => {
    const cluster = index % clusters;
    const group = cluster % 2 === 0 ? 0 : 2022;
    return {group, cluster, weight: 1, scores: years.map((year, t) => 100 + Math.sin(index * 12.9898 + t * 78.233) + (group > 0 ? drift * t + (year >= group ? 5 : 0) : 0))};
  });
  const verdict = async (): Promise<Record<string, unknown>> => database.one("select * from did_study('panel')");

  it("is an estimated effect when clusters, pre-periods, trends and attrition allow it", async () => {
    await layPanel(study(20));
    const found = await verdict();
    expect(found["mot"]).toBe("effet estimé");
    expect(found["codes"]).toEqual([]);
    expect(Math.abs(Number(found["att"]) - 5)).toBeLessThan(1);
    expect(Number(found["low"])).toBeGreaterThan(0);
  });

  it("is a mere gap when only four clusters were treated", async () => {
    await layPanel(study(8));
    expect(await verdict()).toMatchObject({mot: "écart", codes: ["grappes_insuffisantes"]});
  });

  it("is a mere gap when the trends already differed", async () => {
    await layPanel(study(20, 2));
    expect(await verdict()).toMatchObject({mot: "écart", codes: ["tendances_non_paralleles"]});
  });

  it("is a mere gap when one arm lost many more schools than the other", async () => {
    await layPanel(study(20));
    await database.run("delete from panel where annee = 2023 and groupe > 0 and etab in (1, 3, 5, 7, 9, 11, 13, 15)");
    expect(await verdict()).toMatchObject({mot: "écart", codes: ["panel_incomplet", "pertes_differentes"]});
  });

  it("is none without any school to compare with", async () => {
    await layPanel(study(20));
    await database.run("delete from panel where groupe = 0");
    expect(await verdict()).toMatchObject({mot: null, att: null, codes: ["sans_controle", "tendances_non_verifiables"]});
  });
});

describe("two periods", () => {
  it("has the cluster-robust error of the saturated regression", async () => {
    const rows = fc.array(fc.record({cluster: fc.integer({min: 0, max: 11}), after: fc.boolean(), weight: fc.double({min: 0.5, max: 3, noNaN: true}), y: fc.double({min: -10, max: 10, noNaN: true})}), {minLength: 40, maxLength: 60});
    await fc.assert(fc.asyncProperty(rows, async (all) => {
      await insertRows(database, "donnees", "etude varchar, grappe integer, est_traite boolean, est_apres boolean, poids double, y double",
        all.map((row) => ["e", row.cluster, row.cluster < 5, row.after, row.weight, row.y]));
      const cell = (treated: boolean, after: boolean): typeof all => all.filter((row) => row.cluster < 5 === treated && row.after === after);
      const corners = [[true, true], [true, false], [false, true], [false, false]] as const;
      fc.pre(corners.every(([treated, after]) => cell(treated, after).length > 0));
      const weightedMean = (some: typeof all): number => some.reduce((sum, row) => sum + row.weight * row.y, 0) / some.reduce((sum, row) => sum + row.weight, 0);
      const [m11, m10, m01, m00] = corners.map(([treated, after]) => weightedMean(cell(treated, after)));
      const found = await database.one<{att: number; se: number; n_grappes: number}>("select * from did_2x2('donnees')");
      expect(found.att).toBeCloseTo((m11 ?? 0) - (m10 ?? 0) - ((m01 ?? 0) - (m00 ?? 0)), 9);
      const scores = new Map<number, number>();
      for (const row of all) {
        const own = cell(row.cluster < 5, row.after);
        const sign = row.cluster < 5 === row.after ? 1 : -1;
        const part = (sign * row.weight * (row.y - weightedMean(own))) / own.reduce((sum, other) => sum + other.weight, 0);
        scores.set(row.cluster, (scores.get(row.cluster) ?? 0) + part);
      }
      const [g, n] = [scores.size, all.length];
      expect(found.se).toBeCloseTo(Math.sqrt((g / (g - 1)) * ((n - 1) / (n - 4))) * Math.hypot(...scores.values()), 9);
    }), {numRuns: 25});
  });
});

function naive(changes: readonly number[], treated: readonly number[]): {p: number; count: number} {
  const statistic = (chosen: readonly number[]): number => {
    const inside = chosen.map((index) => changes[index] ?? 0);
    const outside = changes.filter((_, index) => !chosen.includes(index));
    return mean(inside) - mean(outside);
  };
  const choices = (from: number, size: number): number[][] => size === 0 ? [[]] : changes.flatMap((_, index) => index >= from ? choices(index + 1, size - 1).map((rest) => [index, ...rest]) : []);
  const all = choices(0, treated.length).map(statistic);
  const observed = statistic(treated);
  return {p: all.filter((value) => Math.abs(value) >= Math.abs(observed) - 1e-9).length / all.length, count: all.length};
}

describe("exact permutation", () => {
  it("is the share of choices at least as far from zero as the observed one", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({min: -30, max: 30}), {minLength: 4, maxLength: 9}), fc.integer({min: 1, max: 3}), async (changes, size) => {
      const treated = Array.from({length: size}, (_, index) => index);
      await insertRows(database, "changements", "etude varchar, territoire integer, est_traite boolean, variation double", changes.map((change, index) => ["e", index, index < size, change]));
      const found = await database.one<{p_two_sided: number; permutations: number}>("select * from exact_permutation('changements')");
      const {p, count} = naive(changes, treated);
      expect(found.permutations).toBe(count);
      expect(found.p_two_sided).toBeCloseTo(p, 12);
    }), {numRuns: 40});
  });

  it("is said to be powerless when even the most extreme choice could not reach 5 %", async () => {
    await insertRows(database, "changements", "etude varchar, territoire integer, est_traite boolean, variation double", [["e", 1, true, 9], ["e", 2, false, 1], ["e", 3, false, 2], ["e", 4, false, 3]]);
    const found = await database.one<{code: string; smallest_possible_p: number}>("select code, smallest_possible_p from exact_permutation('changements')");
    expect(found).toEqual({code: "permutation_impuissante", smallest_possible_p: 0.25});
  });
});

describe("dose-response", () => {
  it("refuses regressors that say the same thing twice", async () => {
    const units = Array.from({length: 40}, (_, index) => index);
    await insertRows(database, "unites", "etude varchar, unite integer, grappe integer, poids double, y double", units.map((unit) => ["e", unit, unit % 20, 1, unit % 7]));
    await insertRows(database, "termes", "etude varchar, unite integer, terme varchar, valeur double", units.flatMap((unit) => [["e", unit, "constante", 1], ["e", unit, "heures", unit % 5], ["e", unit, "minutes", 60 * (unit % 5)]]));
    const rows = await database.rows<{code: string; estimate: number | null}>("select distinct code, estimate from dose_response('unites', 'termes')");
    expect(rows).toEqual([{code: "regresseurs_colineaires", estimate: null}]);
  });

  it("leaves out the units that lack a regressor instead of reading a zero", async () => {
    const units = Array.from({length: 60}, (_, index) => index);
    await insertRows(database, "unites", "etude varchar, unite integer, grappe integer, poids double, y double", units.map((unit) => ["e", unit, unit % 20, 1, 3 + 2 * (unit % 11)]));
    await insertRows(database, "termes", "etude varchar, unite integer, terme varchar, valeur double", units.flatMap((unit) => [["e", unit, "constante", 1], ["e", unit, "heures", unit < 6 ? null : unit % 11]]));
    const rows = await database.rows<{n: number; estimate: number}>("select n, round(estimate, 9) as estimate from dose_response('unites', 'termes') order by terme");
    expect(rows).toEqual([{n: 54, estimate: 3}, {n: 54, estimate: 2}]);
  });

  it("finds an exact line again", async () => {
    const units = Array.from({length: 60}, (_, index) => index);
    await insertRows(database, "unites", "etude varchar, unite integer, grappe integer, poids double, y double", units.map((unit) => ["e", unit, unit % 20, 1 + (unit % 3), 300 + 2.5 * (unit % 11) - 0.5 * (unit % 4)]));
    await insertRows(database, "termes", "etude varchar, unite integer, terme varchar, valeur double", units.flatMap((unit) => [["e", unit, "constante", 1], ["e", unit, "heures", unit % 11], ["e", unit, "appareils", unit % 4]]));
    const rows = await database.rows<{terme: string; estimate: number; r2: number}>("select terme, estimate, r2 from dose_response('unites', 'termes') order by terme");
    expect(rows.map(({estimate}) => Number(estimate.toFixed(9)))).toEqual([-0.5, 300, 2.5]);
    expect(rows[0]?.r2).toBeCloseTo(1, 12);
  });
});
