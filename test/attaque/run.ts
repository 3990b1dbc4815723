import {existsSync} from "node:fs";
import path from "node:path";
import {openDatabase, quoteText, type Database} from "../../pipelines/lib/duckdb.ts";
import {attackBeside, knownClasses, type KnownClass} from "./beside.ts";
import {System, tells} from "./system.ts";

/*
 * npm run attaque -- PUBLICATION [--entrepot FILE] [--anterieure PUBLICATION …] [--indicateur CODE …] [--composante N]
 * Attacks a published folder: what may be computed of each hidden count, knowing which schools are where (the public directory, here read from the
 * warehouse's links) and every published figure, those of earlier publications too; and whether changes, references and estimates beside the figures say
 * anything more.
 */

interface Cell {
  readonly territoire: string;
  readonly type: string;
  readonly ventilation: string;
  readonly modalite: string;
  readonly est_cache: boolean;
  readonly numerateur: number | null;
  readonly denominateur: number | null;
  readonly n: number | null;
}

type Measured = {readonly numerateur: number | null; readonly denominateur: number | null; readonly n: number | null};

type Pick = (cell: Measured) => number | null;

const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: npm run attaque -- PUBLICATION [--entrepot FILE] [--anterieure PUBLICATION …] [--composante N]");
const options = new Map<string, string[]>();
for (let index = 0; index < rest.length; index += 2) options.set(rest[index] ?? "", [...(options.get(rest[index] ?? "") ?? []), rest[index + 1] ?? ""]);
const warehouse = options.get("--entrepot")?.[0] ?? path.join(folder, "..", "entrepot.duckdb");
if (!existsSync(warehouse)) throw new Error(`no links of schools to territories: ${warehouse} (--entrepot FILE)`);
const largest = Number(options.get("--composante")?.[0] ?? 40);

const started = performance.now();
const db = await openDatabase();
await db.run(`ATTACH ${quoteText(warehouse)} AS entrepot (READ_ONLY)`);
const published = [folder, ...(options.get("--anterieure") ?? [])].map((dir) => quoteText(path.join(dir, "pub_indicateur.parquet")));
await db.run(`
  CREATE TABLE publie AS
  SELECT indicateur, annee, territoire_type, territoire_code, ventilation, modalite, bool_and(statut = 'secret') AS est_cache,
    any_value(numerateur) AS numerateur, any_value(denominateur) AS denominateur, any_value(n_unites) AS n_unites,
    any_value(valeur) AS valeur, any_value(reference) AS reference, any_value(evolution) AS evolution
  FROM (${published.map((file) => `SELECT indicateur, annee, territoire_type, territoire_code, ventilation, modalite, statut, valeur, numerateur, denominateur, n_unites, reference, evolution FROM read_parquet(${file})`).join(" UNION ALL ")})
  WHERE statut IN ('publie', 'zero', 'secret')
  GROUP BY ALL;
  CREATE TABLE table_cachee AS SELECT DISTINCT indicateur, annee FROM publie WHERE est_cache`);
const tables = await db.rows<{indicateur: string; annee: string; type: string; seuil: number}>(`
  SELECT t.indicateur, t.annee, i.type, coalesce(i.seuil, CASE i.secret WHEN 'personnes' THEN 5 ELSE 3 END)::INTEGER AS seuil
  FROM table_cachee AS t JOIN entrepot.ref_indicateur AS i ON i.code = t.indicateur ORDER BY ALL`);
const only = options.get("--indicateur");

const tally = {cells: 0, lp: 0, propagation: 0, leaks: 0};
const worlds = new Map<string, Awaited<ReturnType<typeof readMembership>>>();
for (const {indicateur, annee, type, seuil} of tables.filter((table) => only?.includes(table.indicateur) ?? true)) {
  const world = worlds.get(annee) ?? (await readMembership(db, annee));
  worlds.set(annee, world);
  const cells = await db.rows<Cell>(
    `SELECT territoire_type || '|' || territoire_code AS territoire, territoire_type AS type, ventilation, modalite, est_cache, numerateur, denominateur, n_unites::DOUBLE AS n
    FROM publie WHERE indicateur = $1 AND annee = $2 ORDER BY ALL`,
    [indicateur, annee]
  );
  const measures: [string, Pick][] = [["n", ({n}) => n]];
  if (type === "part" || type === "compte") measures.push(["numérateur", ({numerateur}) => numerateur]);
  if (type === "part") measures.push(["complément", ({numerateur, denominateur}) => (numerateur === null || denominateur === null ? null : denominateur - numerateur)]);
  const known = await knownClasses(db, folder, indicateur, annee);
  for (const [measure, pick] of measures) attackMeasure(`${indicateur} ${annee} ${measure}`, cells, known, pick, world, seuil);
}
const beside = await attackBeside(db, folder);
for (const phrase of beside) console.log(phrase);
console.log(
  `${tables.length} tables, ${tally.cells} hidden counts: ${tally.lp} by linear programming, ${tally.propagation} by interval propagation (components of more than ${largest} unknowns); ${tally.leaks} give themselves away, ${beside.length} figures beside tell more. ${Math.round((performance.now() - started) / 1000)} s`
);
db.close();
process.exitCode = tally.leaks + beside.length > 0 ? 1 : 0;

function attackMeasure(name: string, cells: readonly Cell[], known: readonly KnownClass[], pick: Pick, {territories, groups}: Awaited<ReturnType<typeof readMembership>>, seuil: number): void {
  const system = new System(largest);
  const unknown = new Map<string, number>();
  const at = (key: string): number => {
    const known = unknown.get(key);
    if (known !== undefined) return known;
    const variable = system.variable();
    unknown.set(key, variable);
    return variable;
  };
  const cellKey = ({territoire, ventilation, modalite}: Pick2): string => `${territoire}/${ventilation}/${modalite}`;
  const present = new Map(cells.map((cell) => [cellKey(cell), cell]));
  const isGroup = (ventilation: string, modalite: string): boolean => groups.has(`${ventilation}|${modalite}`);
  const unitsOf = ({territoire, ventilation, modalite}: Pick2): number[] => {
    const units = territories.get(territoire)?.units ?? [];
    const group = groups.get(`${ventilation}|${modalite}`);
    return group ? units.filter((unit) => group.has(unit)) : units;
  };
  const unitKey = (unit: number, {ventilation, modalite}: Pick2): string => (ventilation === "ensemble" || isGroup(ventilation, modalite) ? `u${unit}` : `u${unit}/${ventilation}/${modalite}`);
  const byColumn = new Map<string, Cell[]>();
  for (const cell of cells) byColumn.set(`${cell.ventilation}/${cell.modalite}`, [...(byColumn.get(`${cell.ventilation}/${cell.modalite}`) ?? []), cell]);
  for (const cell of cells) {
    const value = cell.est_cache ? null : pick(cell);
    if (value !== null) system.equation([at(cellKey(cell))], value);
    // Each territory is the sum of what it contains of each type, and of the schools outside.
    const units = unitsOf(cell);
    system.equation([at(cellKey(cell))], 0, units.map((unit) => at(unitKey(unit, cell))));
    const inside = new Map<string, Cell[]>();
    const own = new Set(units);
    for (const other of byColumn.get(`${cell.ventilation}/${cell.modalite}`) ?? []) {
      if (other === cell || (territories.get(other.territoire)?.units.length ?? 0) > (territories.get(cell.territoire)?.units.length ?? 0)) continue;
      const parts = unitsOf(other);
      if (parts.length > 0 && parts.every((unit) => own.has(unit))) inside.set(other.type, [...(inside.get(other.type) ?? []), other]);
    }
    for (const others of inside.values()) {
      const covered = new Set<number>();
      const disjoint = others.filter((other) => {
        const parts = unitsOf(other);
        if (parts.some((unit) => covered.has(unit))) return false;
        for (const unit of parts) covered.add(unit);
        return true;
      });
      system.equation([at(cellKey(cell))], 0, [...disjoint.map((other) => at(cellKey(other))), ...units.filter((unit) => !covered.has(unit)).map((unit) => at(unitKey(unit, cell)))]);
    }
  }
  for (const {territoire, groupes, ...measured} of known) {
    const units = territoire === null ? [...new Set([...territories.values()].flatMap((place) => place.units))] : (territories.get(territoire)?.units ?? []);
    const own = units.filter((unit) => groupes.every((groupe) => groups.get(groupe)?.has(unit)));
    const value = pick(measured);
    if (value !== null && own.length > 0) system.equation(own.map((unit) => at(`u${unit}`)), value);
  }
  linkBreakdowns(system, cells, present, at, cellKey, pick, isGroup);
  for (const cell of cells) {
    if (!cell.est_cache) continue;
    tally.cells += 1;
    const judged = system.judge([at(cellKey(cell))]);
    tally[judged.method] += 1;
    if (!tells(judged, seuil)) continue;
    tally.leaks += 1;
    console.log(`${name} ${cellKey(cell)}: ${judged.low} to ${judged.high}`);
  }
}

type Pick2 = {readonly territoire: string; readonly ventilation: string; readonly modalite: string};

/** Modalities that add up to the total wherever all are published add up to it everywhere. */
function linkBreakdowns(system: System, cells: readonly Cell[], present: ReadonlyMap<string, Cell>, at: (key: string) => number, cellKey: (cell: Pick2) => string, pick: Pick, isGroup: (ventilation: string, modalite: string) => boolean): void {
  const ventilations = new Map<string, Map<string, Cell[]>>();
  for (const cell of cells) {
    if (cell.ventilation === "ensemble") continue;
    const byTerritory = ventilations.get(cell.ventilation) ?? new Map<string, Cell[]>();
    byTerritory.set(cell.territoire, [...(byTerritory.get(cell.territoire) ?? []), cell]);
    ventilations.set(cell.ventilation, byTerritory);
  }
  for (const byTerritory of ventilations.values()) {
    let agree = 0;
    let differ = 0;
    for (const [territoire, row] of byTerritory) {
      const whole = present.get(cellKey({territoire, ventilation: "ensemble", modalite: "ensemble"}));
      const value = whole && !whole.est_cache ? pick(whole) : null;
      const parts = row.map((cell) => (cell.est_cache ? null : pick(cell)));
      if (value === null || parts.includes(null)) continue;
      if (Math.abs(parts.reduce<number>((sum, part) => sum + (part ?? 0), 0) - value) < 1e-6) agree += 1;
      else differ += 1;
    }
    if (agree === 0 || differ > 0) continue;
    for (const [territoire, row] of byTerritory) {
      const whole = {territoire, ventilation: "ensemble", modalite: "ensemble"};
      if (present.has(cellKey(whole)) && row.some(({ventilation, modalite}) => isGroup(ventilation, modalite) || ventilation !== "ensemble")) system.equation([at(cellKey(whole))], 0, row.map((cell) => at(cellKey(cell))));
    }
  }
}

/** Which units (schools that nothing tells apart) are in each territory and in each group of schools. */
async function readMembership(database: Database, annee: string): Promise<{territories: Map<string, {units: number[]}>; groups: Map<string, Set<number>>}> {
  await database.run(`
    CREATE OR REPLACE TEMP TABLE profil AS
    SELECT uai, (dense_rank() OVER (ORDER BY lieux, groupes))::INTEGER AS unite
    FROM (SELECT uai, list(territoire_type || '|' || territoire_code ORDER BY territoire_type, territoire_code) AS lieux FROM (SELECT uai, territoire_type, territoire_code FROM entrepot.lien_etablissement_territoire WHERE annee = '${annee}' ORDER BY ALL) GROUP BY uai)
    LEFT JOIN (SELECT uai, list(ventilation || '|' || modalite ORDER BY ventilation, modalite) AS groupes FROM entrepot.lien_etablissement_ventilation WHERE annee = '${annee}' GROUP BY uai) USING (uai)`);
  const places = await database.rows<{lieu: string; unite: number}>(`SELECT DISTINCT territoire_type || '|' || territoire_code AS lieu, unite FROM entrepot.lien_etablissement_territoire JOIN profil USING (uai) WHERE annee = '${annee}' ORDER BY ALL`);
  const kinds = await database.rows<{groupe: string; unite: number}>(`SELECT DISTINCT ventilation || '|' || modalite AS groupe, unite FROM entrepot.lien_etablissement_ventilation JOIN profil USING (uai) WHERE annee = '${annee}' AND ventilation <> 'ensemble' ORDER BY ALL`);
  const territories = new Map<string, {units: number[]}>();
  for (const {lieu, unite} of places) {
    const found = territories.get(lieu) ?? {units: []};
    found.units.push(unite);
    territories.set(lieu, found);
  }
  // A workshop held for a commune belongs to no school: the commune and what contains it count it apart.
  const apart = await database.rows<{lieu: string; parent: string}>(`
    SELECT DISTINCT l.territoire_type || '|' || l.territoire_code AS lieu, l.parent_type || '|' || l.parent_code AS parent
    FROM entrepot.lien_territoire_parent AS l
    WHERE (l.territoire_type, l.territoire_code) IN (SELECT (territoire_type, territoire_code) FROM entrepot.ind_toutes WHERE uai IS NULL AND annee = '${annee}' AND territoire_code IS NOT NULL)
    ORDER BY ALL`);
  const numbers = new Map([...new Set(apart.map(({lieu}) => lieu))].map((lieu, index) => [lieu, 1_000_000 + index]));
  for (const {lieu, parent} of apart) territories.get(parent)?.units.push(numbers.get(lieu) ?? 0);
  const groups = new Map<string, Set<number>>();
  for (const {groupe, unite} of kinds) groups.set(groupe, (groups.get(groupe) ?? new Set()).add(unite));
  return {territories, groups};
}
