import {Zones, type Accept, type Measure} from "./zones.ts";

/** What the roll-up adds up for each unit: the terms of an indicator, or of one modality of a breakdown. */
export interface Terms {
  readonly numerateur: Measure;
  readonly denominateur: Measure;
  readonly n: Measure;
  /** Schools whose numerator is known. */
  readonly contributeurs: Measure;
  /** Largest numerator of a school. */
  readonly plus_gros: Measure;
}

export interface PublishedCell {
  readonly id: number;
  /** Number of a set of units in `World.territories`. */
  readonly territory: number;
  readonly ventilation: string;
  readonly modalite: string;
}

/** An indicator in one year, with all its published cells. */
export interface ControlledTable {
  readonly indicateur: string;
  readonly genre: "part" | "ratio" | "moyenne" | "compte" | "montant" | "mediane";
  readonly regle: "personnes" | "etablissements";
  readonly seuil: number;
  readonly ensemble: Terms;
  /** Numerator of the year before, for a cumulated count: the difference is a count too. */
  readonly avant: Measure | null;
  /** Breakdowns that the indicator gives itself: answers, disciplines… What follows from the school is in `World.groups`. */
  readonly breakdowns: ReadonlyMap<string, ReadonlyMap<string, Terms>>;
  readonly cells: readonly PublishedCell[];
}

/** One school year: its units, the territories they are in, the groups of schools they belong to. */
export interface World {
  readonly size: number;
  /** In the order in which they deserve to be shown. */
  readonly territories: readonly Int32Array[];
  /** "ventilation|modalite" → 1 for the units of the group. */
  readonly groups: ReadonlyMap<string, Uint8Array>;
  /** Measures that everybody knows: pupils, teachers… of each unit. */
  readonly open: readonly Measure[];
  readonly tables: readonly ControlledTable[];
}

export interface Options {
  /** A group whose members all gave the same answer is telling when it has fewer persons than this: 0 never, Infinity always. */
  readonly uniformes: number;
  /** Largest share of an amount that one school may weigh. */
  readonly dominance: number;
  /** Cells that an earlier edition showed, or hid. */
  readonly earlier?: {readonly shown: ReadonlySet<number>; readonly hidden: ReadonlySet<number>};
}

export const DEFAULT_OPTIONS: Options = {uniformes: Infinity, dominance: 0.85};

/** A breakdown finer than another of the same indicator: its modalities add up to the other's, and are shown only where the other is. */
const COARSER: Readonly<Record<string, string>> = {competence: "domaine", type_etablissement: "degre"};

/** A breakdown that cuts the schools of a territory in another way than the finest of these. */
const CROSSED: Readonly<Record<string, readonly string[]>> = {education_prioritaire: ["type_etablissement", "degre"]};

/**
 * Which cells of a year must be hidden so that no small count can be computed from those that stay, whatever the territories and
 * breakdowns that overlap (statistics sheet §4).
 *
 * 1. Totals. A territory is shown only while each zone that shown territories delimit (see `Zones`) holds no count between 1 and the threshold:
 *    then neither does any sum or difference of shown territories.
 * 2. Breakdowns. Columns are taken from the most frequent on; a territory keeps a column while it shows its total and the columns before,
 *    and while no zone of the territories that keep it is left with a small count in the column or in the columns that follow, taken together. What
 *    remains unknown is a chain of tables of two columns whose margins are zero or at least the threshold: by Fréchet's bounds,
 *    max(0, r + c − N) to min(r, c), every hidden cell that may be small keeps a range at least as wide as the threshold. Rows whose
 *    schools are all of one column are known from their total: they leave the table before it is judged.
 * 3. Measures that several indicators share (respondents of a survey, certified pupils) are one table: what one shows counts for all.
 *
 * Decisions follow the order of `territories` and are never taken back: the cost is linear in the membership of the territories.
 */
export function cellsToHide(world: World, options: Options = DEFAULT_OPTIONS): Set<number> {
  const hidden = new Set<number>();
  const shared = new SharedMeasures(world);
  for (const table of world.tables) hideTotals(world, table, shared, options, hidden);
  const whole = new Map<string, ReadonlySet<number>>();
  for (const group of linkedBreakdowns(world)) {
    const [first] = group;
    if (!first) continue;
    const name = (table: ControlledTable, ventilation: string): string => `${table.indicateur}|${ventilation}`;
    const coarser = COARSER[first.ventilation];
    const limits = group.flatMap(({table}) => (coarser === undefined ? [] : (whole.get(name(table, coarser)) ?? [])));
    const crossed = (CROSSED[first.ventilation] ?? []).map((code) => ({code, shown: group.map(({table}) => whole.get(name(table, code)))}));
    const shown = hideBreakdowns(world, group, limits.length > 0 ? {ventilation: coarser ?? "", territories: intersection(limits)} : null, crossed, options, hidden);
    for (const {table, ventilation} of group) whole.set(name(table, ventilation), shown);
  }
  return hidden;
}

function hideTotals(world: World, table: ControlledTable, shared: SharedMeasures, options: Options, hidden: Set<number>): void {
  const zones = [new Zones(world.size, ...sensitive(table, table.ensemble, options)), ...shared.zonesOf(table)];
  const isSound = zones.every((zone) => zone.isSound());
  const wasShown = ({id}: PublishedCell): boolean => options.earlier?.shown.has(id) ?? false;
  let pending = table.cells
    .filter(({ventilation}) => ventilation === "ensemble")
    .sort((a, b) => Number(wasShown(b)) - Number(wasShown(a)) || a.territory - b.territory);
  // A refused territory may be delimited by those accepted after it: it then tells nothing more.
  for (let pass = 0; pass < 2; pass += 1) {
    const refused: PublishedCell[] = [];
    for (const cell of pending) {
      const units = world.territories[cell.territory] ?? new Int32Array();
      const isShown = isSound && !(options.earlier?.hidden.has(cell.id) ?? false) && zones.every((zone) => zone.accepts(units));
      if (!isShown) refused.push(cell);
      if (isShown || wasShown(cell)) for (const zone of zones) zone.show(units);
    }
    pending = refused;
  }
  for (const {id} of pending) hidden.add(id);
}

interface Breakdown {
  readonly table: ControlledTable;
  readonly ventilation: string;
  readonly columns: ReadonlyMap<string, Terms>;
  /** Schools of each column, when the breakdown follows from the school. */
  readonly groups: ReadonlyMap<string, Uint8Array> | null;
}

interface Row {
  readonly breakdown: Breakdown;
  readonly cells: readonly PublishedCell[];
  readonly total: PublishedCell | undefined;
}

interface Crossing {
  readonly code: string;
  readonly shown: readonly (ReadonlySet<number> | undefined)[];
}

/** Returns the territories whose whole row is shown. */
function hideBreakdowns(
  world: World, members: readonly Breakdown[], limit: {ventilation: string; territories: ReadonlySet<number>} | null, crossings: readonly Crossing[], options: Options, hidden: Set<number>
): Set<number> {
  const rows = [...rowsOf(members)].sort(([a], [b]) => a - b);
  const open = new Set<number>();
  const known = new Zones(world.size, [], () => true);
  for (const [territory, parts] of rows) {
    if (parts.some(({total}) => total !== undefined && !hidden.has(total.id))) known.show(world.territories[territory] ?? new Int32Array());
    const isTotalShown = parts.every(({breakdown, total}) => (total === undefined ? breakdown.table.ensemble.n.every((n) => n === 0) : !hidden.has(total.id)));
    if (isTotalShown && (limit === null || limit.territories.has(territory)) && !isTellingWhenCrossed(world, members, territory, crossings)) open.add(territory);
  }
  const columns = columnsByFrequency(members);
  const structured = members.every(({groups}) => groups !== null);
  for (const chain of chainsOf(world, members, columns, limit?.ventilation ?? null)) {
    let zonesOfRows: Zones = known;
    if (limit !== null) {
      zonesOfRows = new Zones(world.size, [], () => true);
      for (const territory of limit.territories) zonesOfRows.show(world.territories[territory] ?? new Int32Array());
    }
    const stillOpen = new Set(open);
    for (const [grade, column] of chain.entries()) {
      const rest = chain.slice(grade + 1);
      const zones = members.flatMap((member) => zonesOfColumn(world, member, column, rest, structured ? zonesOfRows : null, options));
      const shownHere = new Zones(world.size, [], () => true);
      const isSound = zones.every((zone) => zone.isSound());
      for (const [territory, parts] of rows) {
        const units = world.territories[territory] ?? new Int32Array();
        const cells = parts.flatMap((part) => part.cells.filter(({modalite}) => modalite === column));
        const wasHidden = cells.some(({id}) => options.earlier?.hidden.has(id) ?? false);
        const wasShown = cells.some(({id}) => options.earlier?.shown.has(id) ?? false);
        const isShown = stillOpen.has(territory) && isSound && !wasHidden && zones.every((zone) => zone.accepts(units));
        if (isShown || wasShown) {
          for (const zone of zones) zone.show(units);
          shownHere.show(units);
        }
        if (!isShown) {
          stillOpen.delete(territory);
          open.delete(territory);
          for (const {id} of cells) hidden.add(id);
        }
      }
      zonesOfRows = shownHere;
    }
  }
  return open;
}

function rowsOf(members: readonly Breakdown[]): Map<number, Row[]> {
  const rows = new Map<number, Row[]>();
  for (const breakdown of members) {
    const totals = new Map<number, PublishedCell>();
    const cells = new Map<number, PublishedCell[]>();
    for (const cell of breakdown.table.cells) {
      if (cell.ventilation === "ensemble") totals.set(cell.territory, cell);
      else if (cell.ventilation === breakdown.ventilation) cells.set(cell.territory, [...(cells.get(cell.territory) ?? []), cell]);
    }
    for (const territory of new Set([...totals.keys(), ...cells.keys()])) {
      rows.set(territory, [...(rows.get(territory) ?? []), {breakdown, cells: cells.get(territory) ?? [], total: totals.get(territory)}]);
    }
  }
  return rows;
}

/** Columns that share a total: all of them, or those of each modality of the coarser breakdown. */
function chainsOf(world: World, members: readonly Breakdown[], columns: readonly string[], coarser: string | null): string[][] {
  if (coarser === null) return [[...columns]];
  const [first] = members;
  const chains = new Map<string, string[]>();
  for (const column of columns) {
    const group = first?.groups?.get(column);
    const parents = [...world.groups].filter(([name, parent]) => name.startsWith(`${coarser}|`) && (group?.some((isIn, unit) => isIn === 1 && parent[unit] === 1) ?? column.startsWith(name.slice(coarser.length + 1)))).map(([name]) => name);
    const key = parents.join();
    chains.set(key, [...(chains.get(key) ?? []), column]);
  }
  return [...chains.values()];
}

/** A column and what follows it, without the rows that their total makes known. */
function zonesOfColumn(world: World, {table, columns, groups}: Breakdown, column: string, rest: readonly string[], rows: Zones | null, options: Options): Zones[] {
  const terms = columns.get(column);
  const others = rest.flatMap((code) => columns.get(code) ?? []);
  const free = rows && groups ? mixedRows(world, rows, groups.get(column), rest.flatMap((code) => groups.get(code) ?? [])) : null;
  const keep = (measures: Terms): Terms => (free ? mapTerms(measures, (measure) => measure.map((value, unit) => (free[unit] === 1 ? value : 0))) : measures);
  const plain = {...table, avant: null};
  const pool = others.length > 0 ? keep(others.reduce(addTerms)) : null;
  return [
    ...(terms ? [new Zones(world.size, ...sensitive(plain, keep(terms), options, groups === null))] : []),
    ...(pool ? [new Zones(world.size, ...sensitive(plain, pool, {...options, uniformes: 0}))] : [])
  ];
}

/** 1 for the units of rows that have schools both in the column and in the columns that follow. */
function mixedRows(world: World, rows: Zones, column: Uint8Array | undefined, rest: readonly Uint8Array[]): Uint8Array {
  const hasColumn = new Set<number>();
  const hasRest = new Set<number>();
  for (let unit = 0; unit < world.size; unit += 1) {
    if (column?.[unit] === 1) hasColumn.add(rows.zone(unit));
    if (rest.some((group) => group[unit] === 1)) hasRest.add(rows.zone(unit));
  }
  return Uint8Array.from({length: world.size}, (_, unit) => (hasColumn.has(rows.zone(unit)) && hasRest.has(rows.zone(unit)) ? 1 : 0));
}

/**
 * Two ways of cutting the schools of one territory, both shown: what a modality of one has in common with a modality of the other is known when it is
 * all that remains of either; a small count must not be.
 */
function isTellingWhenCrossed(world: World, members: readonly Breakdown[], territory: number, crossings: readonly Crossing[]): boolean {
  const crossing = crossings.find(({shown}) => shown.every((set) => set?.has(territory)));
  if (!crossing) return false;
  const units = world.territories[territory] ?? new Int32Array();
  const others = [...world.groups].filter(([name]) => name.startsWith(`${crossing.code}|`)).map(([, group]) => group);
  return members.some(({table, groups}) => {
    const own = [...(groups ?? new Map<string, Uint8Array>()).values()];
    const edges: {row: number; column: number; sums: number[]}[] = [];
    const counts = countsOf(table, table.ensemble);
    for (const [row, rowGroup] of own.entries()) {
      for (const [column, columnGroup] of others.entries()) {
        const common = units.filter((unit) => rowGroup[unit] === 1 && columnGroup[unit] === 1);
        if (common.length > 0) edges.push({row, column, sums: counts.map((measure) => common.reduce((sum, unit) => sum + (measure[unit] ?? 0), 0))});
      }
    }
    let rest = edges;
    for (;;) {
      const known = rest.filter((edge) => rest.filter(({row}) => row === edge.row).length === 1 || rest.filter(({column}) => column === edge.column).length === 1);
      if (known.some(({sums}) => sums.some((sum) => sum > 0 && sum < table.seuil))) return true;
      if (known.length === 0) return false;
      rest = rest.filter((edge) => !known.includes(edge));
    }
  });
}

/** Breakdowns of several indicators that count the same persons in a column must be hidden in the same rows. */
function linkedBreakdowns(world: World): Breakdown[][] {
  const all = world.tables.flatMap((table) => breakdownsOf(world, table));
  const rank = ({ventilation}: Breakdown): number => (ventilation in CROSSED ? 2 : ventilation in COARSER ? 1 : 0);
  return [0, 1, 2].flatMap((order) => {
    let groups: {members: Breakdown[]; prints: Set<string>}[] = [];
    for (const item of all.filter((breakdown) => rank(breakdown) === order)) {
      const prints = new Set([...item.columns.values()].flatMap((terms) => countsOf(item.table, terms)).filter(isInformative).map((measure) => `${item.ventilation}:${print(measure)}`));
      const linked = groups.filter((group) => [...prints].some((key) => group.prints.has(key)));
      groups = groups.filter((group) => !linked.includes(group));
      groups.push({members: [...linked.flatMap((group) => group.members), item], prints: new Set([...linked.flatMap((group) => [...group.prints]), ...prints])});
    }
    return groups.map(({members}) => members);
  });
}

function breakdownsOf(world: World, table: ControlledTable): Breakdown[] {
  return [...new Set(table.cells.map(({ventilation}) => ventilation))]
    .filter((ventilation) => ventilation !== "ensemble")
    .sort()
    .map((ventilation) => {
      const columns = table.breakdowns.get(ventilation);
      if (columns) return {table, ventilation, columns, groups: null};
      const groups = new Map([...world.groups].filter(([name]) => name.startsWith(`${ventilation}|`)).map(([name, group]) => [name.slice(ventilation.length + 1), group]));
      return {
        table,
        ventilation,
        columns: new Map([...groups].map(([code, group]) => [code, mapTerms(table.ensemble, (measure) => measure.map((value, unit) => (group[unit] === 1 ? value : 0)))])),
        groups
      };
    });
}

function columnsByFrequency(members: readonly Breakdown[]): string[] {
  const weights = new Map<string, number>();
  for (const {table, columns, ventilation} of members) {
    for (const cell of table.cells) if (cell.ventilation === ventilation && !weights.has(cell.modalite)) weights.set(cell.modalite, Infinity);
    for (const [code, terms] of columns) {
      const weight = total(table.genre === "part" || table.genre === "compte" ? terms.numerateur : terms.n);
      weights.set(code, Math.min(weights.get(code) ?? Infinity, weight));
    }
  }
  return [...weights].sort(([codeA, a], [codeB, b]) => b - a || (codeA < codeB ? -1 : 1)).map(([code]) => code);
}

/** The measures that may not be small, with the rule that says so of a zone. Addition of zones keeps the rule. */
function sensitive(table: ControlledTable, terms: Terms, options: Options, isColumn = false): [Measure[], Accept, (Measure | null)?] {
  const {seuil} = table;
  const isSmall = (value: number): boolean => value > 0 && value < seuil;
  if (table.regle === "etablissements" && table.genre === "montant") {
    const {dominance} = options;
    return [[terms.contributeurs, terms.numerateur], ([n = 0, sum = 0], largest) => !isSmall(n) && largest <= dominance * Math.max(sum, 0) + (sum === 0 ? largest : 0), terms.plus_gros];
  }
  if (table.regle === "etablissements") return [[terms.contributeurs], ([n = 0]) => !isSmall(n)];
  const counts = countsOf(table, terms);
  if (table.avant !== null) counts.push(terms.numerateur.map((value, unit) => Math.max(0, value - (table.avant?.[unit] ?? 0))));
  if (table.genre !== "part") return [counts, (sums) => !sums.some(isSmall)];
  return [
    counts,
    (sums) => {
      if (sums.some(isSmall)) return false;
      const [yes = 0, no = 0] = sums;
      // Of one modality among several, zero is an ordinary answer of a group above the threshold; all is not.
      const isUniform = yes + no > 0 && (no === 0 || (yes === 0 && !isColumn));
      return !isUniform || yes + no >= options.uniformes;
    }
  ];
}

/** Counts of persons among the terms of an indicator. */
function countsOf(table: Pick<ControlledTable, "genre">, {numerateur, denominateur, n}: Terms): Measure[] {
  if (table.genre === "part") return [numerateur, denominateur.map((value, unit) => Math.max(0, value - (numerateur[unit] ?? 0))), n];
  if (table.genre === "compte") return [numerateur, n];
  if (table.genre === "moyenne") return [n, denominateur];
  return [n];
}

/** Measures that several indicators show: the sets shown by each of them are known for all. */
class SharedMeasures {
  private readonly zones = new Map<string, Zones>();

  constructor(private readonly world: World) {
    const users = new Map<string, {measure: Measure; tables: Set<string>; seuil: number}>();
    for (const table of world.tables) {
      for (const measure of this.personsOf(table)) {
        const key = print(measure);
        const user = users.get(key) ?? {measure, tables: new Set<string>(), seuil: 0};
        user.tables.add(table.indicateur);
        user.seuil = Math.max(user.seuil, table.seuil);
        users.set(key, user);
      }
    }
    for (const [key, {measure, tables, seuil}] of users) {
      if (tables.size > 1) this.zones.set(key, new Zones(world.size, [measure], ([n = 0]) => !(n > 0 && n < seuil)));
    }
  }

  zonesOf(table: ControlledTable): Zones[] {
    return [...new Set(this.personsOf(table).map(print))].flatMap((key) => this.zones.get(key) ?? []);
  }

  private personsOf(table: ControlledTable): Measure[] {
    if (table.regle !== "personnes") return [];
    const {denominateur} = table.ensemble;
    return [...countsOf(table, table.ensemble), denominateur].filter((measure) => isInformative(measure) && !this.isOpen(measure));
  }

  private isOpen(measure: Measure): boolean {
    return this.world.open.some((known) => measure.every((value, unit) => value === 0 || value === known[unit]));
  }
}

const TERM_NAMES = ["numerateur", "denominateur", "n", "contributeurs", "plus_gros"] as const;

function mapTerms(terms: Terms, change: (measure: Measure, name: (typeof TERM_NAMES)[number]) => Measure): Terms {
  return Object.fromEntries(TERM_NAMES.map((name) => [name, change(terms[name], name)])) as unknown as Terms;
}

const addTerms = (a: Terms, b: Terms): Terms => mapTerms(a, (measure, name) => measure.map((value, unit) => value + (b[name][unit] ?? 0)));

function intersection(sets: readonly ReadonlySet<number>[]): Set<number> {
  const [first, ...others] = sets;
  return new Set([...(first ?? [])].filter((item) => others.every((set) => set.has(item))));
}

const total = (measure: Measure): number => measure.reduce((sum, value) => sum + value, 0);
const isInformative = (measure: Measure): boolean => measure.some((value) => value !== 0);
const print = (measure: Measure): string => Buffer.from(measure.buffer, measure.byteOffset, measure.byteLength).toString("latin1");
