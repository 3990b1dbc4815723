import fc from "fast-check";
import type {ControlledTable, PublishedCell, Terms, World} from "../../pipelines/publish/protection.ts";
import {System, tells, type Bounds} from "./system.ts";

const THRESHOLD = 5;

export interface SmallWorld {
  readonly world: World;
  /** Names of the territories, for the message of a failure. */
  readonly names: readonly string[];
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
export const smallWorlds: fc.Arbitrary<SmallWorld> = fc
  .record({
    communes: fc.integer({min: 2, max: 5}),
    zones: fc.integer({min: 1, max: 3}),
    columns: fc.integer({min: 2, max: 4}),
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
    return fc.array(school, {minLength: 3, maxLength: 10}).map((schools) => worldOf(schools, communes, zones, columns));
  });

function worldOf(schools: readonly School[], communes: number, zones: number, columns: number): SmallWorld {
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
  const column = (index: number): Terms => {
    const yes = Float64Array.from(schools, ({answers}) => answers[index]?.[0] ?? 0);
    const all = Float64Array.from(schools, ({answers}) => (answers[index]?.[0] ?? 0) + (answers[index]?.[1] ?? 0));
    return terms(yes, all, all);
  };
  const parts = Array.from({length: columns}, (_, index) => [`d${index}`, column(index)] as const);
  const ensemble = parts.map(([, part]) => part).reduce((a, b) => terms(added(a.numerateur, b.numerateur), added(a.denominateur, b.denominateur), added(a.n, b.n)));
  let id = 0;
  const cellsOf = (own: readonly string[]): PublishedCell[] =>
    territories.flatMap(([, units], territory) => [
      {id: id++, territory, ventilation: "ensemble", modalite: "ensemble"},
      ...[...groups].filter(([, flags]) => units.some((unit) => flags[unit] === 1)).map(([name]) => ({id: id++, territory, ventilation: name.split("|")[0] ?? "", modalite: name.split("|")[1] ?? ""})),
      ...own.map((modalite) => ({id: id++, territory, ventilation: "discipline", modalite}))
    ]);
  const table = (indicateur: string, genre: ControlledTable["genre"]): ControlledTable => ({
    indicateur, genre, regle: "personnes", seuil: THRESHOLD, ensemble, avant: null, breakdowns: new Map([["discipline", new Map(parts)]]), cells: cellsOf(parts.map(([name]) => name))
  });
  return {world: {size, territories: territories.map(([, units]) => units), groups, open: [], tables: [table("part", "part"), table("moyenne", "moyenne")]}, names: territories.map(([name]) => name)};
}

export interface Leak extends Bounds {
  readonly cell: string;
  readonly measure: "oui" | "non" | "total";
  readonly truth: number;
}

/**
 * What a reader computes of the hidden cells of both indicators together: for each school and discipline, those who said yes and no; the share gives
 * both, the mean gives their sum.
 */
export function attackWorld({world, names}: SmallWorld, hidden: ReadonlySet<number>): Leak[] {
  const [part] = world.tables;
  const columns = [...(part?.breakdowns.get("discipline") ?? new Map<string, Terms>())];
  const system = new System(10_000);
  const variables = columns.map(() => Array.from({length: world.size}, () => ({yes: system.variable(), no: system.variable()})));
  const targets: {name: string; measure: Leak["measure"]; variables: number[]; truth: number}[] = [];
  for (const table of world.tables) {
    for (const {id, territory, ventilation, modalite} of table.cells) {
      const flags = world.groups.get(`${ventilation}|${modalite}`);
      const units = [...(world.territories[territory] ?? [])].filter((unit) => ventilation === "ensemble" || ventilation === "discipline" || flags?.[unit] === 1);
      const used = columns.flatMap(([code, terms], index) => (ventilation === "discipline" && code !== modalite ? [] : [{terms, index}]));
      const pick = (answer: "yes" | "no"): number[] => used.flatMap(({index}) => units.map((unit) => variables[index]?.[unit]?.[answer] ?? -1));
      const sum = (value: (terms: Terms, unit: number) => number): number => used.reduce((total, {terms}) => total + units.reduce((all, unit) => all + value(terms, unit), 0), 0);
      const yes = sum((terms, unit) => terms.numerateur[unit] ?? 0);
      const all = sum((terms, unit) => terms.denominateur[unit] ?? 0);
      const name = `${table.indicateur} ${names[territory]} ${ventilation} ${modalite}`;
      const measures: [Leak["measure"], number[], number][] =
        table.genre === "part" ? [["oui", pick("yes"), yes], ["non", pick("no"), all - yes], ["total", [...pick("yes"), ...pick("no")], all]] : [["total", [...pick("yes"), ...pick("no")], all]];
      for (const [measure, list, truth] of measures) {
        if (hidden.has(id)) targets.push({name, measure, variables: list, truth});
        else system.equation(list, truth);
      }
    }
  }
  const seen = new Map<string, Bounds>();
  return targets.flatMap(({name, measure, variables: list, truth}) => {
    const key = list.join();
    const bounds = seen.get(key) ?? system.judge(list);
    seen.set(key, bounds);
    return tells(bounds, THRESHOLD) ? [{cell: name, measure, truth, low: bounds.low, high: bounds.high}] : [];
  });
}

function terms(numerateur: Float64Array, denominateur: Float64Array, n: Float64Array): Terms {
  return {numerateur, denominateur, n, contributeurs: Float64Array.from(n, () => 1), plus_gros: numerateur};
}

const added = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, unit) => value + (b[unit] ?? 0));
