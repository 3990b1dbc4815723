import fc from "fast-check";
import type {Protection} from "../../pipelines/publish/protection.ts";
import {ESTIMATES, type Cells, type Classes, type ControlledTable, type Ids, type Label, type Terms, type World} from "../../pipelines/publish/world.ts";
import {System, tells, type Bounds} from "./system.ts";

const THRESHOLD = 5;

export interface SmallWorld {
  readonly world: World;
  /** Names of the territories, for the message of a failure. */
  readonly names: readonly string[];
  /** What an answer of each unit weighs in the estimates of a survey: it follows from its stratum. */
  readonly weights: readonly number[];
}

interface School {
  readonly commune: number;
  readonly zone: number;
  readonly reseau: number;
  readonly type: number;
  readonly priority: number;
  readonly answers: readonly (readonly [number, number])[];
}

const TYPES = ["maternelle", "elementaire", "college"] as const;

/** A few schools in communes of one or two intercommunalités, zones that cut across them and a network of some; two indicators share the persons. */
const descriptionsOf = (mostSchools: number, mostColumns: number): fc.Arbitrary<Description> => fc
  .record({
    communes: fc.integer({min: 2, max: 5}),
    zones: fc.integer({min: 1, max: 3}),
    columns: fc.integer({min: 2, max: mostColumns}),
    isSparse: fc.boolean()
  })
  .chain(({communes, zones, columns, isSparse}) => {
    const count = isSparse ? fc.integer({min: 0, max: 6}) : fc.oneof(fc.integer({min: 0, max: 6}), fc.integer({min: 0, max: 40}));
    const school: fc.Arbitrary<School> = fc.record({
      commune: fc.nat({max: communes - 1}),
      zone: fc.nat({max: zones}),
      reseau: fc.nat({max: 2}),
      type: fc.nat({max: TYPES.length - 1}),
      priority: fc.nat({max: 1}),
      answers: fc.array(fc.tuple(count, count), {minLength: columns, maxLength: columns})
    });
    return fc.array(school, {minLength: 3, maxLength: mostSchools}).map((schools) => ({schools, communes, zones, columns}));
  });

const descriptions = descriptionsOf(10, 4);

export const smallWorlds: fc.Arbitrary<SmallWorld> = descriptions.map(worldOf);

/** Smaller ones: weights and rounded shares make programs that are slower to solve. */
export const smallestWorlds: fc.Arbitrary<SmallWorld> = descriptionsOf(7, 2).map(worldOf);

/** The same schools in two editions: between them a few persons have come in some of the schools, many in others. */
export const changingWorlds: fc.Arbitrary<{before: SmallWorld; after: SmallWorld}> = descriptions.chain((description) => {
  const arrival = fc.oneof({weight: 4, arbitrary: fc.constant(0)}, {weight: 2, arbitrary: fc.integer({min: 1, max: 3})}, {weight: 1, arbitrary: fc.integer({min: 4, max: 30})});
  const arrivals = description.schools.map(({answers}) => fc.tuple(...answers.map(() => fc.tuple(arrival, arrival))));
  return fc.tuple(...arrivals).map((come) => {
    const schools = description.schools.map((school, unit) => ({...school, answers: school.answers.map(([yes, no], column) => [yes + (come[unit]?.[column]?.[0] ?? 0), no + (come[unit]?.[column]?.[1] ?? 0)] as const)}));
    const before = worldOf(description);
    const after = worldOf({...description, schools});
    const tables = after.world.tables.map((table, index) => {
      const old = before.world.tables[index];
      return old ? {...table, former: [{ensemble: old.ensemble, breakdowns: old.breakdowns}]} : table;
    });
    return {before, after: {...after, world: {...after.world, tables}}};
  });
});

interface Description {
  readonly schools: readonly School[];
  readonly communes: number;
  readonly zones: number;
  readonly columns: number;
}

function worldOf({schools, communes, zones, columns}: Description): SmallWorld {
  const size = schools.length;
  const members = (keep: (school: School) => boolean): Int32Array => Int32Array.from(schools.flatMap((school, unit) => (keep(school) ? [unit] : [])));
  const sets: [string, Int32Array][] = [
    ["departement", members(() => true)],
    ["epci A", members(({commune}) => commune % 2 === 0)],
    ["epci B", members(({commune}) => commune % 2 === 1)],
    ...Array.from({length: zones}, (_, index): [string, Int32Array] => [`circonscription ${index}`, members(({zone, type}) => zone === index && type < 2)]),
    ...Array.from({length: communes}, (_, index): [string, Int32Array] => [`commune ${index}`, members(({commune}) => commune === index)]),
    ["reseau", members(({reseau}) => reseau === 0)]
  ];
  const territories = sets.filter(([, units]) => units.length > 0);
  const group = (keep: (school: School) => boolean): Uint8Array => Uint8Array.from(schools, (school) => (keep(school) ? 1 : 0));
  const groups = new Map([
    ["degre|premier", group(({type}) => type < 2)],
    ["degre|second", group(({type}) => type === 2)],
    ...TYPES.map((name, index): [string, Uint8Array] => [`type_etablissement|${name}`, group(({type}) => type === index)]),
    ["education_prioritaire|hors_ep", group(({priority}) => priority === 0)],
    ["education_prioritaire|rep", group(({priority}) => priority === 1)]
  ]);
  const classes = new Map<string, Classes>([
    [ESTIMATES.enquete, classesOf(schools.map(({type, priority}) => type * 2 + priority))],
    [ESTIMATES.profil, classesOf(schools.map(({type, priority, reseau}) => (type < 2 ? 0 : 1) + 2 * priority + 4 * Math.min(reseau, 1)))]
  ]);
  const column = (index: number): Terms => {
    const yes = Float32Array.from(schools, ({answers}) => answers[index]?.[0] ?? 0);
    const all = Float32Array.from(schools, ({answers}) => (answers[index]?.[0] ?? 0) + (answers[index]?.[1] ?? 0));
    return terms(yes, all, all);
  };
  const parts = Array.from({length: columns}, (_, index) => [`d${index}`, column(index)] as const);
  const ensemble = parts.map(([, part]) => part).reduce((a, b) => terms(added(a.numerateur, b.numerateur), added(a.denominateur, b.denominateur), added(a.n, b.n)));
  const labels: Label[] = [
    {ventilation: "ensemble", modalite: "ensemble"},
    ...[...groups.keys()].map((name) => ({ventilation: name.split("|")[0] ?? "", modalite: name.split("|")[1] ?? ""})),
    ...parts.map(([modalite]) => ({ventilation: "discipline", modalite})),
    ...Object.values(ESTIMATES).map((ventilation) => ({ventilation, modalite: "ensemble"}))
  ];
  const isEmpty = (units: Int32Array, {ventilation, modalite}: Label): boolean => {
    const flags = groups.get(`${ventilation}|${modalite}`);
    return flags !== undefined && !units.some((unit) => flags[unit] === 1);
  };
  let id = 0;
  const cells = (): Cells => {
    const all = territories.flatMap(([, units], territory) => labels.flatMap((label, number) => (isEmpty(units, label) ? [] : {id: id++, territory, number})));
    return {ids: Int32Array.from(all, (cell) => cell.id), territories: Int32Array.from(all, (cell) => cell.territory), labels: Int32Array.from(all, (cell) => cell.number)};
  };
  const table = (indicateur: string, genre: ControlledTable["genre"]): ControlledTable => ({
    indicateur, genre, regle: "personnes", seuil: THRESHOLD, ensemble, avant: null, breakdowns: new Map([["discipline", new Map(parts)]]), cells: cells()
  });
  return {world: {size, territories: territories.map(([, units]) => units), groups, classes, open: [], labels, tables: [table("part", "part"), table("moyenne", "moyenne")]}, names: territories.map(([name]) => name), weights: schools.map(weightOf)};
}

const classesOf = (of: readonly number[]): Classes => ({of: Int32Array.from(of), sets: Array.from({length: Math.max(...of) + 1}, (_, code) => Int32Array.from(of.flatMap((own, unit) => (own === code ? [unit] : []))))});

/** Weight of the answers of a school: of its stratum, which everybody knows. */
const weightOf = ({type, priority}: School): number => 1 + ((type * 2 + priority) % 3) / 2;

export interface Leak extends Bounds {
  readonly cell: string;
  readonly measure: "oui" | "non" | "total";
  readonly truth: number;
}

/** The published cells of a table, one by one. */
export function cellsOf({labels}: World, {cells}: ControlledTable): (Label & {id: number; territory: number})[] {
  return Array.from(cells.ids, (id, cell) => ({id, territory: cells.territories[cell] ?? 0, ...(labels[cells.labels[cell] ?? 0] ?? {ventilation: "", modalite: ""})}));
}

/** What a cell adds up, for its indicator: who said yes, who said no, all of them. */
interface Count {
  readonly id: number;
  readonly name: string;
  readonly measure: Leak["measure"];
  /** Numbers of the (column, school, answer) that it adds up. */
  readonly parts: readonly number[];
  readonly truth: number;
}

const partNumber = (world: World, column: number, unit: number, answer: "yes" | "no"): number => (column * world.size + unit) * 2 + (answer === "yes" ? 0 : 1);

/** Every count that the tables publish or hide; the share gives yes and no, the mean gives their sum. */
function countsOf({world, names}: SmallWorld): Count[] {
  const [part] = world.tables;
  const columns = [...(part?.breakdowns.get("discipline") ?? new Map<string, Terms>())];
  return world.tables.flatMap((table) =>
    cellsOf(world, table).flatMap(({id, territory, ventilation, modalite}) => {
      if (world.classes.has(ventilation)) return [];
      const flags = world.groups.get(`${ventilation}|${modalite}`);
      const units = [...(world.territories[territory] ?? [])].filter((unit) => ventilation === "ensemble" || ventilation === "discipline" || flags?.[unit] === 1);
      const used = columns.flatMap(([code, terms], index) => (ventilation === "discipline" && code !== modalite ? [] : [{terms, index}]));
      const pick = (answer: "yes" | "no"): number[] => used.flatMap(({index}) => units.map((unit) => partNumber(world, index, unit, answer)));
      const sum = (value: (terms: Terms, unit: number) => number): number => used.reduce((total, {terms}) => total + units.reduce((all, unit) => all + value(terms, unit), 0), 0);
      const yes = sum((terms, unit) => terms.numerateur[unit] ?? 0);
      const all = sum((terms, unit) => terms.denominateur[unit] ?? 0);
      const name = `${table.indicateur} ${names[territory]} ${ventilation} ${modalite}`;
      const total = {id, name, measure: "total" as const, parts: [...pick("yes"), ...pick("no")], truth: all};
      return table.genre === "part" ? [{id, name, measure: "oui" as const, parts: pick("yes"), truth: yes}, {id, name, measure: "non" as const, parts: pick("no"), truth: all - yes}, total] : [total];
    })
  );
}

/** What a reader computes of the hidden cells of both indicators together. */
export function attackWorld(small: SmallWorld, hidden: Ids): Leak[] {
  const system = new System(10_000);
  const counts = countsOf(small);
  for (let part = 0; part < partsOf(small); part += 1) system.variable();
  for (const {id, parts, truth} of counts) if (!hidden.has(id)) system.equation(parts, truth);
  return judge(system, counts.filter(({id}) => hidden.has(id)));
}

/** Last digit that an estimate of persons is published with. */
const UNIT = 0.001;

/**
 * What a reader computes when the estimates stand beside the figures. Weighted shares of a survey: the weights are known. Shares that the profile lets
 * expect: what each group of the whole answered is counted as known too. A share ê between two roundings is two inequalities: Σ w·yes ≥ (ê − ½ unit)·Σ w·all,
 * and the other way round.
 */
export function attackEstimates(small: SmallWorld, hidden: Ids): {leaks: Leak[]; estimates: number} {
  const {world, weights} = small;
  const system = new System(10_000);
  const counts = countsOf(small);
  for (let part = 0; part < partsOf(small); part += 1) system.variable();
  for (const {id, parts, truth} of counts) if (!hidden.has(id)) system.equation(parts, truth);
  const [table] = world.tables;
  const columns = [...(table?.breakdowns.get("discipline")?.keys() ?? [])].map((_, column) => column);
  const parts = (units: Iterable<number>, answer: "yes" | "no"): number[] => columns.flatMap((column) => [...units].map((unit) => partNumber(world, column, unit, answer)));
  const sum = (units: Iterable<number>, measure: Float32Array | undefined, weight: (unit: number) => number): number => [...units].reduce((total, unit) => total + weight(unit) * (measure?.[unit] ?? 0), 0);
  const {numerateur: yes, denominateur: all} = table?.ensemble ?? {};
  let estimates = 0;
  for (const {id, territory, ventilation} of table ? cellsOf(world, table) : []) {
    const classes = world.classes.get(ventilation);
    const units = [...(world.territories[territory] ?? [])];
    if (!classes || hidden.has(id)) continue;
    estimates += 1;
    if (ventilation === ESTIMATES.enquete) {
      const weight = (unit: number): number => weights[unit] ?? 1;
      const share = rounded(sum(units, yes, weight) / (sum(units, all, weight) || 1));
      const terms = (bound: number): [number, number][] => units.flatMap((unit) => [
        ...parts([unit], "yes").map((part): [number, number] => [part, weight(unit) * (1 - bound)]),
        ...parts([unit], "no").map((part): [number, number] => [part, -weight(unit) * bound])
      ]);
      system.between(terms(share - UNIT / 2), -NEAR, Infinity);
      system.between(terms(share + UNIT / 2), -Infinity, NEAR);
    } else {
      const rates = classes.sets.map((own) => sum(own, yes, () => 1) / (sum(own, all, () => 1) || 1));
      for (const code of new Set(units.map((unit) => classes.of[unit] ?? 0))) {
        const own = classes.sets[code] ?? [];
        system.equation(parts(own, "yes"), sum(own, yes, () => 1));
        system.equation([...parts(own, "yes"), ...parts(own, "no")], sum(own, all, () => 1));
      }
      const rate = (unit: number): number => rates[classes.of[unit] ?? 0] ?? 0;
      const share = rounded(sum(units, all, rate) / (sum(units, all, () => 1) || 1));
      const terms = (bound: number): [number, number][] => units.flatMap((unit) => [...parts([unit], "yes"), ...parts([unit], "no")].map((part): [number, number] => [part, rate(unit) - bound]));
      system.between(terms(share - UNIT / 2), -NEAR, Infinity);
      system.between(terms(share + UNIT / 2), -Infinity, NEAR);
    }
  }
  return {leaks: judge(system, counts.filter(({id}) => hidden.has(id))), estimates};
}

const NEAR = 1e-9;
const rounded = (share: number): number => Math.round(share / UNIT) * UNIT;

/**
 * What a reader of two editions computes of those who have come between them, knowing that nobody has gone. The second edition hides what the first
 * did, so the two differ by a known number wherever the second shows a cell that it has not kept: those who came are a system of their own.
 */
export function attackChanges(before: SmallWorld, after: SmallWorld, {hidden, kept}: Protection): Leak[] {
  const system = new System(10_000);
  for (let part = 0; part < partsOf(before); part += 1) system.variable();
  const old = countsOf(before);
  const came = countsOf(after).map((count, index) => ({...count, truth: count.truth - (old[index]?.truth ?? 0)}));
  for (const {id, parts, truth} of came) if (!hidden.has(id) && !kept.has(id)) system.equation(parts, truth);
  return judge(system, came);
}

const partsOf = ({world}: SmallWorld): number => (world.tables[0]?.breakdowns.get("discipline")?.size ?? 0) * world.size * 2;

function judge(system: System, targets: readonly Count[]): Leak[] {
  const seen = new Map<string, Bounds>();
  return targets.flatMap(({name, measure, parts, truth}) => {
    const key = parts.join();
    const bounds = seen.get(key) ?? system.judge(parts);
    seen.set(key, bounds);
    return tells(bounds, THRESHOLD) ? [{cell: name, measure, truth, low: bounds.low, high: bounds.high}] : [];
  });
}

function terms(numerateur: Float32Array, denominateur: Float32Array, n: Float32Array): Terms {
  return {units: Int32Array.from(n.keys()), numerateur, denominateur, n, contributeurs: Float32Array.from(n, () => 1), plus_gros: numerateur};
}

const added = (a: Float32Array, b: Float32Array): Float32Array => a.map((value, unit) => value + (b[unit] ?? 0));
