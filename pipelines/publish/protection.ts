import {areSetsSafe} from "./audit.ts";
import {hideColumns, linkedBreakdowns, wholeRows, type Breakdown} from "./breakdowns.ts";
import {CellSet} from "./cell-set.ts";
import {changeZones, hasSlightlyChanged} from "./changes.ts";
import {sensitive} from "./rules.ts";
import {Sets} from "./sets.ts";
import {SharedMeasures} from "./shared-measures.ts";
import {DEFAULT_OPTIONS, ESTIMATES, type ControlledTable, type Ids, type Options, type World} from "./world.ts";
import {Zones} from "./zones.ts";

export interface Protection {
  readonly hidden: Ids;
  /** Cells that keep what the last edition said of them (hidden if it did not show them), for too few persons have come or gone since. */
  readonly kept: Ids;
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
  const hidden = new CellSet();
  const kept = new CellSet();
  const sets = new Sets(world);
  const shared = new SharedMeasures(world);
  const wasShown = (id: number): boolean => options.earlier?.shown.has(id) ?? false;
  const keep = (ids: Int32Array): void => {
    for (const id of ids) {
      kept.add(id);
      if (!wasShown(id)) hidden.add(id);
    }
  };
  const deferred = new Set(world.tables.filter((table) => table.cells.ids.some(wasShown) && hasSlightlyChanged(world, table, "ensemble", new Map([["ensemble", table.ensemble]]))));
  // A table that stays as it was tells the others what it told then.
  for (const table of deferred) {
    const {ids, territories, labels} = table.cells;
    keep(ids);
    for (const cell of sets.cellsOf(table)) {
      if (!wasShown(ids[cell] ?? 0)) continue;
      for (const zone of shared.zonesOf(table)) for (const units of sets.of(territories[cell] ?? 0, labels[cell] ?? 0)) zone.show(units);
    }
  }
  for (const table of world.tables) {
    if (deferred.has(table)) continue;
    hideSets(world, table, sets, shared, options, hidden);
    // Proved again by other means, or not shown at all. What an earlier edition showed is known whatever we do.
    if (options.earlier === undefined || options.earlier.shown.size === 0) if (!areSetsSafe(world.size, table, sets, options, hidden)) for (const id of table.cells.ids) hidden.add(id);
  }
  const whole = new Map<string, ReadonlySet<number>>();
  for (const group of linkedBreakdowns(world.tables, Object.keys(COARSER))) {
    const limits = group.flatMap(({table, ventilation}) => whole.get(`${table.indicateur}|${COARSER[ventilation] ?? ""}`) ?? []);
    const isKept = group.some((breakdown) => deferred.has(breakdown.table) || (idsOf(world, breakdown).some(wasShown) && hasSlightlyChanged(world, breakdown.table, breakdown.ventilation, breakdown.columns)));
    if (isKept) for (const breakdown of group) keep(idsOf(world, breakdown));
    const shown = isKept ? wholeRows(world, group, hidden) : hideColumns(world, group, limits, options, hidden);
    for (const {table, ventilation} of group) whole.set(`${table.indicateur}|${ventilation}`, shown);
  }
  return {hidden, kept};
}

/** The cells of `protect` that must be hidden. */
export function cellsToHide(world: World, options: Options = DEFAULT_OPTIONS): Ids {
  return protect(world, options).hidden;
}

/** The cells of a breakdown. */
function idsOf({labels}: World, {table: {cells}, ventilation}: Breakdown): Int32Array {
  return cells.ids.filter((_, cell) => labels[cells.labels[cell] ?? 0]?.ventilation === ventilation);
}

/** Shown for the whole before the totals of its parts: on the fictional département it costs 2 % of the totals of communes, and hides fewer cells in all. */
const FIRST_BREAKDOWN = "degre";

/** Those of the whole are the figures to quote of a survey; the others come after all figures. */
const BESIDE: ReadonlySet<string> = new Set(Object.values(ESTIMATES));

function hideSets(world: World, table: ControlledTable, sets: Sets, shared: SharedMeasures, options: Options, hidden: CellSet): void {
  const zones = [new Zones(world.size, ...sensitive(table, table.ensemble, options)), ...shared.zonesOf(table)];
  // An earlier edition made its figures known, but not yet what has changed since.
  const fresh = [...changeZones(world, table, "ensemble", ["ensemble"], table.ensemble), ...shared.freshOf(table)];
  const all = [...zones, ...fresh];
  const isSound = all.every((zone) => zone.isSound());
  const {ids, territories, labels} = table.cells;
  let pending = offersOf(world, table, sets, options);
  // A refused set may be delimited by sets accepted after it: it then tells nothing more.
  for (let pass = 0; pass < 2; pass += 1) {
    pending = pending.filter((cell) => {
      const id = ids[cell] ?? 0;
      const told = sets.of(territories[cell] ?? 0, labels[cell] ?? 0);
      // Classes are disjoint, those of the whole are cut by those of a territory only outside what it shows: what accepts each accepts all.
      const isShown = isSound && !(options.earlier?.hidden.has(id) ?? false) && all.every((zone) => told.every((units) => zone.accepts(units)));
      if (isShown || (options.earlier?.shown.has(id) ?? false)) for (const units of told) for (const zone of zones) zone.show(units);
      if (isShown) for (const units of told) for (const zone of fresh) zone.show(units);
      return !isShown;
    });
  }
  for (const cell of pending) hidden.add(ids[cell] ?? 0);
}

/** The cells of a table that count sets, in the order in which they ask to be shown: what is known already, the whole, then territory after territory. */
function offersOf(world: World, table: ControlledTable, sets: Sets, options: Options): Int32Array {
  const {ids, territories, labels} = table.cells;
  const isWhole = world.territories.map((units) => units.length === world.size);
  const rankOf = world.labels.map(({ventilation}) => {
    if (BESIDE.has(ventilation)) return {whole: 1, part: 4};
    if (ventilation === "ensemble") return {whole: 0, part: 2};
    return {whole: ventilation === FIRST_BREAKDOWN ? 1 : 3, part: 3};
  });
  const places = territories.reduce((most, territory) => Math.max(most, territory), 0) + 1;
  // One number says it all: numbers sort much faster than cells.
  const keys = Float64Array.from(sets.cellsOf(table), (cell) => {
    const territory = territories[cell] ?? 0;
    const rank = rankOf[labels[cell] ?? 0]?.[isWhole[territory] === true ? "whole" : "part"] ?? 0;
    const isKnown = options.earlier?.shown.has(ids[cell] ?? 0) ?? false;
    return (((isKnown ? 0 : RANKS) + rank) * places + territory) * ids.length + cell;
  }).sort();
  return Int32Array.from(keys, (key) => key % ids.length);
}

const RANKS = 5;
