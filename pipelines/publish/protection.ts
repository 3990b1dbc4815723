import {changeZones, hasSlightlyChanged} from "./changes.ts";
import {addTerms, countsOf, isInformative, print, sensitive, total} from "./measures.ts";
import {SharedMeasures} from "./shared-measures.ts";
import {DEFAULT_OPTIONS, ESTIMATES, setsOf, type ControlledTable, type Options, type PublishedCell, type Terms, type World} from "./world.ts";
import {Zones} from "./zones.ts";

export interface Protection {
  readonly hidden: Set<number>;
  /** Cells that keep what the last edition said of them (hidden if it did not show them), for too few persons have come or gone since. */
  readonly kept: Set<number>;
}

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
 *    An estimate beside a figure (weighted, or expected of the profile) adds up classes of schools with weights that may be known: it counts as
 *    showing each of them.
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
    for (const cell of table.cells) if (wasShown(cell) && !table.breakdowns.has(cell.ventilation)) for (const zone of shared.zonesOf(table)) for (const units of setsOf(world, cell)) zone.show(units);
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

/** Territories of which no cell of the breakdown is hidden. */
function wholeRows(members: readonly Breakdown[], hidden: ReadonlySet<number>): Set<number> {
  return new Set(rowsOf(members).flatMap(([territory, {cells}]) => (cells.some(({id}) => hidden.has(id)) ? [] : [territory])));
}

/** Shown for the whole before the totals of its parts: on the fictional département it costs 2 % of the totals of communes, and hides fewer cells in all. */
const FIRST_BREAKDOWN = "degre";

/** Those of the whole are the figures to quote of a survey; the others come after all figures. */
const BESIDE: ReadonlySet<string> = new Set(Object.values(ESTIMATES));

function hideSets(world: World, table: ControlledTable, shared: SharedMeasures, options: Options, hidden: Set<number>): void {
  const zones = [new Zones(world.size, ...sensitive(table, table.ensemble, options)), ...shared.zonesOf(table)];
  // An earlier edition made its figures known, but not yet what has changed since.
  const fresh = [...changeZones(world, table, "ensemble", ["ensemble"], table.ensemble), ...shared.freshOf(table)];
  const isSound = [...zones, ...fresh].every((zone) => zone.isSound());
  const wasShown = ({id}: PublishedCell): boolean => options.earlier?.shown.has(id) ?? false;
  const isWhole = ({territory}: PublishedCell): boolean => (world.territories[territory]?.length ?? 0) === world.size;
  const rank = ({cell, isGroup}: {cell: PublishedCell; isGroup: boolean}): number => (BESIDE.has(cell.ventilation) ? (isWhole(cell) ? 1 : 4) : isWhole(cell) ? (!isGroup ? 0 : cell.ventilation === FIRST_BREAKDOWN ? 1 : 3) : isGroup ? 3 : 2);
  let pending = table.cells
    .filter(({ventilation}) => !table.breakdowns.has(ventilation))
    .map((cell) => ({cell, sets: setsOf(world, cell), isGroup: cell.ventilation !== "ensemble"}))
    .sort((a, b) => Number(wasShown(b.cell)) - Number(wasShown(a.cell)) || rank(a) - rank(b) || a.cell.territory - b.cell.territory || a.cell.id - b.cell.id);
  // A refused set may be delimited by sets accepted after it: it then tells nothing more.
  for (let pass = 0; pass < 2; pass += 1) {
    const refused: typeof pending = [];
    for (const offer of pending) {
      const {cell, sets} = offer;
      // Classes are disjoint, those of the whole are cut by those of a territory only outside what it shows: what accepts each accepts all.
      const isShown = isSound && !(options.earlier?.hidden.has(cell.id) ?? false) && [...zones, ...fresh].every((zone) => sets.every((units) => zone.accepts(units)));
      if (!isShown) refused.push(offer);
      for (const units of sets) {
        if (isShown || wasShown(cell)) for (const zone of zones) zone.show(units);
        if (isShown) for (const zone of fresh) zone.show(units);
      }
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
  for (const cell of shown) for (const [index, units] of setsOf(world, cell).entries()) for (const unit of units) signatures[unit] += `${cell.id}.${index} `;
  const [measures, accept, largest] = sensitive(table, table.ensemble, options);
  const zones = new Map<string, {sums: number[]; most: number}>();
  for (const [unit, signature] of signatures.entries()) {
    const zone = zones.get(signature) ?? {sums: measures.map(() => 0), most: 0};
    zones.set(signature, {sums: zone.sums.map((sum, index) => sum + (measures[index]?.[unit] ?? 0)), most: Math.max(zone.most, largest?.[unit] ?? 0)});
  }
  return [...zones.values()].every(({sums, most}) => accept(sums.map((sum) => (Math.abs(sum - Math.round(sum)) < 1e-6 ? Math.round(sum) : sum)), most));
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
  const others = members.map(({columns: terms}) => sumsAfter(columns.map((code) => terms.get(code))));
  for (const [grade, column] of columns.entries()) {
    const rest = columns.slice(grade + 1);
    const zones = members.flatMap((member, index) => zonesOfColumn(world.size, member, column, others[index]?.[grade], options));
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

function zonesOfColumn(size: number, {table, columns}: Breakdown, column: string, others: Terms | undefined, options: Options): Zones[] {
  const plain = {...table, avant: null};
  const terms = columns.get(column);
  return [
    ...(terms ? [new Zones(size, ...sensitive(plain, terms, options, true))] : []),
    ...(others ? [new Zones(size, ...sensitive(plain, others, {...options, uniformes: 0}))] : [])
  ];
}

/** For each column, what those after it add up to. */
function sumsAfter(columns: readonly (Terms | undefined)[]): (Terms | undefined)[] {
  const sums: (Terms | undefined)[] = [];
  let sum: Terms | undefined;
  for (let grade = columns.length - 1; grade >= 0; grade -= 1) {
    sums[grade] = sum;
    const terms = columns[grade];
    if (terms) sum = sum ? addTerms(sum, terms) : terms;
  }
  return sums;
}

function changeZonesOf(world: World, {table, ventilation, columns}: Breakdown, modalites: readonly string[]): Zones[] {
  const terms = modalites.flatMap((code) => columns.get(code) ?? []);
  return terms.length > 0 ? changeZones(world, table, ventilation, modalites, terms.reduce(addTerms)) : [];
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
