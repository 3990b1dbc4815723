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
  /** The same terms as earlier editions had them: what has come or gone since is a count of persons too. */
  readonly former?: readonly FormerTerms[];
}

export interface FormerTerms {
  readonly ensemble: Terms;
  readonly breakdowns: ReadonlyMap<string, ReadonlyMap<string, Terms>>;
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

export interface Protection {
  readonly hidden: Set<number>;
  /** Cells that keep what the last edition said of them (hidden if it did not show them), for too few persons have come or gone since. */
  readonly kept: Set<number>;
}

export const DEFAULT_OPTIONS: Options = {uniformes: Infinity, dominance: 0.85};

/** A breakdown finer than another of the same indicator: its modalities add up to the other's, and are shown only where the other is. */
const COARSER: Readonly<Record<string, string>> = {competence: "domaine"};

/**
 * Which cells of a year must be hidden so that no small count can be computed from those that stay, whatever the territories and
 * breakdowns that overlap (statistics sheet §4).
 *
 * 1. Sets of schools. The figure of a territory, or of a group of its schools (degré, type…), is shown only while each zone that shown sets
 *    delimit (see `Zones`) holds no count between 1 and the threshold: then neither does any sum or difference of shown sets.
 * 2. Breakdowns that the indicator gives itself. Columns are taken from the most frequent on; a territory keeps a column while it shows its
 *    total and the columns before, and while no zone of the territories that keep it is left with a small count in the column, or in those that
 *    follow taken together. What remains unknown is a chain of tables of two columns whose margins are zero or at least the threshold: by
 *    Fréchet's bounds, max(0, r + c − N) to min(r, c), every hidden cell that may be small keeps a range at least as wide as the threshold.
 * 3. Measures that several indicators share (respondents of a survey, certified pupils) are one table: what one shows counts for all.
 *
 * Decisions follow the order of `territories` and are never taken back: the cost is linear in the membership of the sets.
 */
export function protect(world: World, options: Options = DEFAULT_OPTIONS): Protection {
  const hidden = new Set<number>();
  const kept = new Set<number>();
  const shared = new SharedMeasures(world);
  const wasShown = ({id}: PublishedCell): boolean => options.earlier?.shown.has(id) ?? false;
  const keep = (cells: readonly PublishedCell[]): void => {
    for (const cell of cells) {
      kept.add(cell.id);
      if (!wasShown(cell)) hidden.add(cell.id);
    }
  };
  const deferred = new Set(world.tables.filter((table) => table.cells.some(wasShown) && hasSlightlyChanged(world, table, "ensemble", new Map([["ensemble", table.ensemble]]))));
  // A table that stays as it was tells the others what it told then.
  for (const table of deferred) {
    keep(table.cells);
    for (const cell of table.cells) if (wasShown(cell) && !table.breakdowns.has(cell.ventilation)) for (const zone of shared.zonesOf(table)) zone.show(unitsOf(world, cell));
  }
  for (const table of world.tables) {
    if (deferred.has(table)) continue;
    hideSets(world, table, shared, options, hidden);
    // Proved again by other means, or not shown at all. What an earlier edition showed is known whatever we do.
    if (options.earlier === undefined || options.earlier.shown.size === 0) if (!areSetsSafe(world, table, options, hidden)) for (const {id} of table.cells) hidden.add(id);
  }
  const whole = new Map<string, ReadonlySet<number>>();
  for (const group of linkedBreakdowns(world.tables)) {
    const limits = group.flatMap(({table, ventilation}) => whole.get(`${table.indicateur}|${COARSER[ventilation] ?? ""}`) ?? []);
    const isKept = group.some(({table, ventilation, columns}) => deferred.has(table) || (table.cells.some((cell) => cell.ventilation === ventilation && wasShown(cell)) && hasSlightlyChanged(world, table, ventilation, columns)));
    if (isKept) keep(group.flatMap(({table, ventilation}) => table.cells.filter((cell) => cell.ventilation === ventilation)));
    const shown = isKept ? wholeRows(group, hidden) : hideColumns(world, group, limits, options, hidden);
    for (const {table, ventilation} of group) whole.set(`${table.indicateur}|${ventilation}`, shown);
  }
  return {hidden, kept};
}

/** The cells of `protect` that must be hidden. */
export function cellsToHide(world: World, options: Options = DEFAULT_OPTIONS): Set<number> {
  return protect(world, options).hidden;
}

/**
 * Whether fewer persons than the threshold have come or gone over the whole of the world since an earlier edition: the two editions side by side
 * would tell of those few. The table, or the breakdown, then stays as it was published until the change is large enough to name nobody.
 */
function hasSlightlyChanged(world: World, table: ControlledTable, ventilation: string, columns: ReadonlyMap<string, Terms>): boolean {
  return [...columns].some(([modalite, terms]) =>
    changes(world, table, ventilation, [modalite], terms).some((measure) => {
      const sum = total(measure);
      return sum > 0 && sum < table.seuil;
    })
  );
}

/** Territories of which no cell of the breakdown is hidden. */
function wholeRows(members: readonly Breakdown[], hidden: ReadonlySet<number>): Set<number> {
  return new Set(rowsOf(members).flatMap(([territory, {cells}]) => (cells.some(({id}) => hidden.has(id)) ? [] : [territory])));
}

/** Shown for the whole before the totals of its parts: on the fictional département it costs 2 % of the totals of communes, and hides fewer cells in all. */
const FIRST_BREAKDOWN = "degre";

function hideSets(world: World, table: ControlledTable, shared: SharedMeasures, options: Options, hidden: Set<number>): void {
  const zones = [new Zones(world.size, ...sensitive(table, table.ensemble, options)), ...shared.zonesOf(table)];
  // An earlier edition made its figures known, but not yet what has changed since.
  const fresh = [...changeZones(world, table, "ensemble", ["ensemble"], table.ensemble), ...shared.freshOf(table)];
  const isSound = [...zones, ...fresh].every((zone) => zone.isSound());
  const wasShown = ({id}: PublishedCell): boolean => options.earlier?.shown.has(id) ?? false;
  const isWhole = ({territory}: PublishedCell): boolean => (world.territories[territory]?.length ?? 0) === world.size;
  const rank = ({cell, isGroup}: {cell: PublishedCell; isGroup: boolean}): number => (isWhole(cell) ? (!isGroup ? 0 : cell.ventilation === FIRST_BREAKDOWN ? 1 : 3) : isGroup ? 3 : 2);
  let pending = table.cells
    .filter(({ventilation}) => !table.breakdowns.has(ventilation))
    .map((cell) => ({cell, units: unitsOf(world, cell), isGroup: cell.ventilation !== "ensemble"}))
    .sort((a, b) => Number(wasShown(b.cell)) - Number(wasShown(a.cell)) || rank(a) - rank(b) || a.cell.territory - b.cell.territory || a.cell.id - b.cell.id);
  // A refused set may be delimited by sets accepted after it: it then tells nothing more.
  for (let pass = 0; pass < 2; pass += 1) {
    const refused: typeof pending = [];
    for (const offer of pending) {
      const {cell, units} = offer;
      const isShown = isSound && !(options.earlier?.hidden.has(cell.id) ?? false) && [...zones, ...fresh].every((zone) => zone.accepts(units));
      if (!isShown) refused.push(offer);
      if (isShown || wasShown(cell)) for (const zone of zones) zone.show(units);
      if (isShown) for (const zone of fresh) zone.show(units);
    }
    pending = refused;
  }
  for (const {cell} of pending) hidden.add(cell.id);
}

/** Audit of the shown sets: units that no shown set tells apart hold together no small count. */
function areSetsSafe(world: World, table: ControlledTable, options: Options, hidden: ReadonlySet<number>): boolean {
  const signatures = Array.from({length: world.size}, () => "");
  const shown = table.cells.filter(({id, ventilation}) => !table.breakdowns.has(ventilation) && !hidden.has(id));
  if (shown.length === 0) return true;
  for (const cell of shown) for (const unit of unitsOf(world, cell)) signatures[unit] += `${cell.id} `;
  const [measures, accept, largest] = sensitive(table, table.ensemble, options);
  const zones = new Map<string, {sums: number[]; most: number}>();
  for (const [unit, signature] of signatures.entries()) {
    const zone = zones.get(signature) ?? {sums: measures.map(() => 0), most: 0};
    zones.set(signature, {sums: zone.sums.map((sum, index) => sum + (measures[index]?.[unit] ?? 0)), most: Math.max(zone.most, largest?.[unit] ?? 0)});
  }
  return [...zones.values()].every(({sums, most}) => accept(sums.map((sum) => (Math.abs(sum - Math.round(sum)) < 1e-6 ? Math.round(sum) : sum)), most));
}

function unitsOf(world: World, {territory, ventilation, modalite}: PublishedCell): Int32Array {
  const units = world.territories[territory] ?? new Int32Array();
  if (ventilation === "ensemble") return units;
  const group = world.groups.get(`${ventilation}|${modalite}`);
  return units.filter((unit) => group?.[unit] === 1);
}

interface Breakdown {
  readonly table: ControlledTable;
  readonly ventilation: string;
  readonly columns: ReadonlyMap<string, Terms>;
}

/** Returns the territories whose whole row is shown. */
function hideColumns(world: World, members: readonly Breakdown[], limits: readonly ReadonlySet<number>[], options: Options, hidden: Set<number>): Set<number> {
  const rows = rowsOf(members);
  const open = new Set<number>();
  for (const [territory, {totals}] of rows) {
    const isTotalShown = members.every((member, index) => (totals[index] === undefined ? total(member.table.ensemble.n) === 0 : !hidden.has(totals[index].id)));
    if (isTotalShown && limits.every((limit) => limit.has(territory))) open.add(territory);
  }
  const columns = columnsByFrequency(members);
  for (const [grade, column] of columns.entries()) {
    const rest = columns.slice(grade + 1);
    const zones = members.flatMap((member) => zonesOfColumn(world.size, member, column, rest, options));
    const fresh = members.flatMap((member) => [...changeZonesOf(world, member, [column]), ...changeZonesOf(world, member, rest)]);
    const isSound = [...zones, ...fresh].every((zone) => zone.isSound());
    for (const [territory, {cells}] of rows) {
      const units = world.territories[territory] ?? new Int32Array();
      const ofColumn = cells.filter(({modalite}) => modalite === column);
      const wasHidden = ofColumn.some(({id}) => options.earlier?.hidden.has(id) ?? false);
      const wasShown = ofColumn.some(({id}) => options.earlier?.shown.has(id) ?? false);
      const isShown = open.has(territory) && isSound && !wasHidden && [...zones, ...fresh].every((zone) => zone.accepts(units));
      if (isShown || wasShown) for (const zone of zones) zone.show(units);
      if (isShown) for (const zone of fresh) zone.show(units);
      if (isShown) continue;
      open.delete(territory);
      for (const {id} of ofColumn) hidden.add(id);
    }
  }
  return open;
}

interface Row {
  readonly cells: PublishedCell[];
  /** The cell "ensemble" of each member. */
  readonly totals: (PublishedCell | undefined)[];
}

/** Cells of the territories that have the breakdown in some member, in the order of territories. */
function rowsOf(members: readonly Breakdown[]): [number, Row][] {
  const rows = new Map<number, Row>();
  for (const {table, ventilation} of members) {
    for (const cell of table.cells) {
      if (cell.ventilation !== ventilation) continue;
      const row = rows.get(cell.territory) ?? {cells: [], totals: []};
      row.cells.push(cell);
      rows.set(cell.territory, row);
    }
  }
  for (const [index, {table}] of members.entries()) {
    for (const cell of table.cells) {
      const row = cell.ventilation === "ensemble" ? rows.get(cell.territory) : undefined;
      if (row) row.totals[index] = cell;
    }
  }
  return [...rows].sort(([a], [b]) => a - b);
}

function zonesOfColumn(size: number, {table, columns}: Breakdown, column: string, rest: readonly string[], options: Options): Zones[] {
  const plain = {...table, avant: null};
  const terms = columns.get(column);
  const others = rest.flatMap((code) => columns.get(code) ?? []);
  return [
    ...(terms ? [new Zones(size, ...sensitive(plain, terms, options, true))] : []),
    ...(others.length > 0 ? [new Zones(size, ...sensitive(plain, others.reduce(addTerms), {...options, uniformes: 0}))] : [])
  ];
}

function changeZonesOf(world: World, {table, ventilation, columns}: Breakdown, modalites: readonly string[]): Zones[] {
  const terms = modalites.flatMap((code) => columns.get(code) ?? []);
  return terms.length > 0 ? changeZones(world, table, ventilation, modalites, terms.reduce(addTerms)) : [];
}

/** Zones of those who have come or gone since earlier editions. */
function changeZones(world: World, table: ControlledTable, ventilation: string, modalites: readonly string[], terms: Terms): Zones[] {
  const measures = changes(world, table, ventilation, modalites, terms);
  return measures.length > 0 ? [new Zones(world.size, measures, (sums) => !sums.some((sum) => sum > 0 && sum < table.seuil))] : [];
}

/** Those who have come or gone since each earlier edition, in each count of persons of these modalities that not everybody knows. */
function changes(world: World, table: ControlledTable, ventilation: string, modalites: readonly string[], terms: Terms): Measure[] {
  if (table.regle !== "personnes") return [];
  return (table.former ?? []).flatMap((former) => {
    const before = ventilation === "ensemble" ? [former.ensemble] : modalites.flatMap((modalite) => former.breakdowns.get(ventilation)?.get(modalite) ?? []);
    const then = before.length > 0 ? countsOf(table, before.reduce(addTerms)) : [];
    return countsOf(table, terms).flatMap((now, index) => (isOpen(world, now) ? [] : movesBetween(then[index] ?? new Float64Array(now.length), now)));
  });
}

/** Breakdowns of several indicators that count the same persons in a column must be hidden in the same rows. */
function linkedBreakdowns(tables: readonly ControlledTable[]): Breakdown[][] {
  const all = tables.flatMap((table) => [...table.breakdowns].map(([ventilation, columns]): Breakdown => ({table, ventilation, columns})));
  return [false, true].flatMap((isFiner) => {
    let groups: {members: Breakdown[]; prints: Set<string>}[] = [];
    for (const item of all.filter(({ventilation}) => ventilation in COARSER === isFiner)) {
      const prints = new Set([...item.columns.values()].flatMap((terms) => countsOf(item.table, terms)).filter(isInformative).map((measure) => `${item.ventilation}:${print(measure)}`));
      const linked = groups.filter((group) => [...prints].some((key) => group.prints.has(key)));
      groups = groups.filter((group) => !linked.includes(group));
      groups.push({members: [...linked.flatMap((group) => group.members), item], prints: new Set([...linked.flatMap((group) => [...group.prints]), ...prints])});
    }
    return groups.map(({members}) => members);
  });
}

function columnsByFrequency(members: readonly Breakdown[]): string[] {
  const weights = new Map<string, number>();
  for (const {table, columns} of members) {
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
  private readonly fresh = new Map<string, Zones>();

  constructor(private readonly world: World) {
    const users = new Map<string, {measure: Measure; moved: Measure[]; tables: Set<string>; seuil: number}>();
    for (const table of world.tables) {
      for (const {measure, moved} of this.personsOf(table)) {
        const key = print(measure);
        const user = users.get(key) ?? {measure, moved, tables: new Set<string>(), seuil: 0};
        user.tables.add(table.indicateur);
        user.seuil = Math.max(user.seuil, table.seuil);
        users.set(key, user);
      }
    }
    for (const [key, {measure, moved, tables, seuil}] of users) {
      if (tables.size < 2) continue;
      const accept: Accept = (sums) => !sums.some((sum) => sum > 0 && sum < seuil);
      this.zones.set(key, new Zones(world.size, [measure], accept));
      if (moved.length > 0) this.fresh.set(key, new Zones(world.size, moved, accept));
    }
  }

  zonesOf(table: ControlledTable): Zones[] {
    return this.keysOf(table).flatMap((key) => this.zones.get(key) ?? []);
  }

  /** Zones of what has changed since earlier editions. */
  freshOf(table: ControlledTable): Zones[] {
    return this.keysOf(table).flatMap((key) => this.fresh.get(key) ?? []);
  }

  private keysOf(table: ControlledTable): string[] {
    return [...new Set(this.personsOf(table).map(({measure}) => print(measure)))];
  }

  private personsOf(table: ControlledTable): {measure: Measure; moved: Measure[]}[] {
    if (table.regle !== "personnes") return [];
    const measures = (terms: Terms): Measure[] => [...countsOf(table, terms), terms.denominateur];
    const former = (table.former ?? []).map(({ensemble}) => measures(ensemble));
    return measures(table.ensemble)
      .map((measure, index) => ({measure, moved: former.flatMap((measuresThen) => movesBetween(measuresThen[index] ?? measure, measure))}))
      .filter(({measure}) => isInformative(measure) && !isOpen(this.world, measure));
  }
}

/** Numbers of persons that anybody may read elsewhere. */
function isOpen({open}: World, measure: Measure): boolean {
  return open.some((known) => measure.every((value, unit) => value === 0 || value === known[unit]));
}

/** Those who have come, and those who have gone; nothing when nothing has moved. */
function movesBetween(then: Measure, now: Measure): Measure[] {
  const more = (from: Measure, to: Measure): Measure => to.map((value, unit) => Math.max(0, value - (from[unit] ?? 0)));
  return [more(then, now), more(now, then)].filter(isInformative);
}

const TERM_NAMES = ["numerateur", "denominateur", "n", "contributeurs", "plus_gros"] as const;

function mapTerms(terms: Terms, change: (measure: Measure, name: (typeof TERM_NAMES)[number]) => Measure): Terms {
  return Object.fromEntries(TERM_NAMES.map((name) => [name, change(terms[name], name)])) as unknown as Terms;
}

const addTerms = (a: Terms, b: Terms): Terms => mapTerms(a, (measure, name) => measure.map((value, unit) => value + (b[name][unit] ?? 0)));

const total = (measure: Measure): number => measure.reduce((sum, value) => sum + value, 0);
const isInformative = (measure: Measure): boolean => measure.some((value) => value !== 0);
const print = (measure: Measure): string => Buffer.from(measure.buffer, measure.byteOffset, measure.byteLength).toString("latin1");
