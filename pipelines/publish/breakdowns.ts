import type {CellSet} from "./cell-set.ts";
import {changeZones} from "./changes.ts";
import {digest, isInformative, total} from "./measure.ts";
import {addTerms, countsOf, measureOf, sensitive} from "./rules.ts";
import type {ControlledTable, Ids, Options, Terms, World} from "./world.ts";
import {Zones} from "./zones.ts";

/** A breakdown that an indicator gives itself. */
export interface Breakdown {
  readonly table: ControlledTable;
  readonly ventilation: string;
  readonly columns: ReadonlyMap<string, Terms>;
}

/** Returns the territories whose whole row is shown. */
export function hideColumns(world: World, members: readonly Breakdown[], limits: readonly ReadonlySet<number>[], options: Options, hidden: CellSet): Set<number> {
  const columns = columnsByFrequency(members);
  const rows = rowsOf(world, members, columns);
  const isEmpty = members.map(({table}) => total(measureOf(table.ensemble, "n")) === 0);
  const open = new Set<number>();
  for (const [row, territory] of rows.territories.entries()) {
    const isTotalShown = rows.totals(row).every((id, index) => (id === NO_CELL ? isEmpty[index] === true : !hidden.has(id)));
    if (isTotalShown && limits.every((limit) => limit.has(territory))) open.add(territory);
  }
  const others = members.map(({columns: terms}) => sumsAfter(columns.map((code) => terms.get(code))));
  for (const [grade, column] of columns.entries()) {
    const rest = columns.slice(grade + 1);
    const zones = members.flatMap((member, index) => zonesOfColumn(world.size, member, column, others[index]?.[grade], options));
    const fresh = members.flatMap((member) => [...changeZonesOf(world, member, [column]), ...changeZonesOf(world, member, rest)]);
    const all = [...zones, ...fresh];
    const isSound = all.every((zone) => zone.isSound());
    for (const [row, territory] of rows.territories.entries()) {
      const units = world.territories[territory] ?? NOBODY;
      const ids = rows.cells(row, grade);
      const wasHidden = ids.some((id) => options.earlier?.hidden.has(id) ?? false);
      const wasShown = ids.some((id) => options.earlier?.shown.has(id) ?? false);
      const isShown = open.has(territory) && isSound && !wasHidden && all.every((zone) => zone.accepts(units));
      if (isShown || wasShown) for (const zone of zones) zone.show(units);
      if (isShown) for (const zone of fresh) zone.show(units);
      if (isShown) continue;
      open.delete(territory);
      for (const id of ids) if (id !== NO_CELL) hidden.add(id);
    }
  }
  return open;
}

const NOBODY = new Int32Array();
const NO_CELL = -1;
const NO_COLUMN = -1;

/** Territories of which no cell of the breakdown is hidden. */
export function wholeRows({labels}: World, members: readonly Breakdown[], hidden: Ids): Set<number> {
  const whole = new Set<number>();
  const broken = new Set<number>();
  for (const {table: {cells}, ventilation} of members) {
    for (let cell = 0; cell < cells.ids.length; cell += 1) {
      if (labels[cells.labels[cell] ?? 0]?.ventilation === ventilation) (hidden.has(cells.ids[cell] ?? 0) ? broken : whole).add(cells.territories[cell] ?? 0);
    }
  }
  for (const territory of broken) whole.delete(territory);
  return whole;
}

/** The cells of the territories that have the breakdown in some member, in the order of territories; `NO_CELL` for those that do not exist. */
interface Rows {
  readonly territories: Int32Array;
  /** Row → the cell "ensemble" of each member. */
  totals(row: number): Int32Array;
  /** The cell of each member in a column. */
  cells(row: number, column: number): Int32Array;
}

function rowsOf({labels}: World, members: readonly Breakdown[], columns: readonly string[]): Rows {
  const columnOf = members.map(({ventilation}) => labels.map((label) => (label.ventilation === ventilation ? columns.indexOf(label.modalite) : null)));
  const present = new Set<number>();
  for (const [index, {table: {cells}}] of members.entries()) for (let cell = 0; cell < cells.ids.length; cell += 1) if (columnOf[index]?.[cells.labels[cell] ?? 0] !== null) present.add(cells.territories[cell] ?? 0);
  const territories = Int32Array.from(present).sort();
  const rowOf = new Map(Array.from(territories, (territory, row) => [territory, row]));
  const width = members.length;
  const totals = new Int32Array(territories.length * width).fill(NO_CELL);
  const own = new Int32Array(territories.length * columns.length * width).fill(NO_CELL);
  for (const [index, {table: {cells}}] of members.entries()) {
    for (let cell = 0; cell < cells.ids.length; cell += 1) {
      const row = rowOf.get(cells.territories[cell] ?? 0);
      if (row === undefined) continue;
      const label = cells.labels[cell] ?? 0;
      const column = columnOf[index]?.[label] ?? NO_COLUMN;
      if (column !== NO_COLUMN) own[(row * columns.length + column) * width + index] = cells.ids[cell] ?? 0;
      else if (labels[label]?.ventilation === "ensemble") totals[row * width + index] = cells.ids[cell] ?? 0;
    }
  }
  return {
    territories,
    totals: (row) => totals.subarray(row * width, (row + 1) * width),
    cells: (row, column) => own.subarray((row * columns.length + column) * width, (row * columns.length + column + 1) * width)
  };
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
  return (table.former ?? []).length > 0 && terms.length > 0 ? changeZones(world, table, ventilation, modalites, terms.reduce(addTerms)) : [];
}

/** Breakdowns of several indicators that count the same persons in a column must be hidden in the same rows; the finer ones come last. */
export function linkedBreakdowns(tables: readonly ControlledTable[], finer: readonly string[]): Breakdown[][] {
  const all = tables.flatMap((table) => [...table.breakdowns].map(([ventilation, columns]): Breakdown => ({table, ventilation, columns})));
  return [false, true].flatMap((isFiner) => {
    let groups: {members: Breakdown[]; prints: Set<string>}[] = [];
    for (const item of all.filter(({ventilation}) => finer.includes(ventilation) === isFiner)) {
      const prints = new Set([...item.columns.values()].flatMap((terms) => countsOf(item.table, terms)).filter(isInformative).map((measure) => `${item.ventilation}:${digest(measure)}`));
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
      const weight = total(measureOf(terms, table.genre === "part" || table.genre === "compte" ? "numerateur" : "n"));
      weights.set(code, Math.min(weights.get(code) ?? Infinity, weight));
    }
  }
  return [...weights].sort(([codeA, a], [codeB, b]) => b - a || (codeA < codeB ? -1 : 1)).map(([code]) => code);
}
