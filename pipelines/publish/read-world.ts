import {quoteText, type Database} from "../lib/duckdb.ts";
import {ESTIMATES, type Classes, type ControlledTable, type FormerTerms, type PublishedCell, type Terms, type World} from "./world.ts";
import type {Measure} from "./zones.ts";

const TERMS = ["numerateur", "denominateur", "n", "contributeurs", "plus_gros"] as const;

/** What the protection needs to know of a year, from the tables that `controlDisclosure` prepares. */
export async function readWorld(db: Database, annee: string, size: number, editions: number): Promise<World> {
  return {
    size,
    territories: await readTerritories(db, annee),
    groups: await readGroups(db, annee, size),
    classes: new Map([
      [ESTIMATES.enquete, await readClasses(db, annee, size, STRATA)],
      [ESTIMATES.profil, await readClasses(db, annee, size, PROFILES)]
    ]),
    open: await readOpenMeasures(db, annee, size),
    tables: await readTables(db, annee, size, editions)
  };
}

async function columnsOf(db: Database, sql: string, parameters: readonly (string | number)[]): Promise<Record<string, (string | number | null)[]>> {
  const reader = await db.connection.runAndReadAll(sql, [...parameters]);
  return reader.getColumnsObjectJS() as Record<string, (string | number | null)[]>;
}

async function readTerritories(db: Database, annee: string): Promise<Int32Array[]> {
  const {lieu = [], unite = []} = await columnsOf(
    db,
    `SELECT lieu, unite FROM (
      SELECT DISTINCT l.lieu, m.unite
      FROM secret_lieu AS l
      JOIN lien_etablissement_territoire AS a USING (annee, territoire_type, territoire_code)
      JOIN secret_membre AS m ON m.annee = a.annee AND m.uai = a.uai
      WHERE l.annee = $1
      UNION
      SELECT l.lieu, m.unite
      FROM secret_lieu AS l
      JOIN lien_territoire_parent AS p ON p.parent_type = l.territoire_type AND p.parent_code = l.territoire_code
      JOIN secret_membre AS m ON m.annee = l.annee AND m.territoire_type = p.territoire_type AND m.territoire_code = p.territoire_code
      WHERE l.annee = $1
    ) ORDER BY lieu, unite`,
    [annee]
  );
  const members: number[][] = [];
  for (const [row, place] of lieu.entries()) (members[Number(place)] ??= []).push(Number(unite[row]));
  return Array.from(members, (units) => Int32Array.from(units ?? []));
}

async function readGroups(db: Database, annee: string, size: number): Promise<Map<string, Uint8Array>> {
  const {groupe = [], unite = []} = await columnsOf(
    db,
    "SELECT DISTINCT l.ventilation || '|' || l.modalite AS groupe, m.unite FROM lien_etablissement_ventilation AS l JOIN secret_membre AS m USING (annee, uai) WHERE l.annee = $1",
    [annee]
  );
  const groups = new Map<string, Uint8Array>();
  for (const [row, name] of groupe.entries()) {
    const units = groups.get(String(name)) ?? new Uint8Array(size);
    units[Number(unite[row])] = 1;
    groups.set(String(name), units);
  }
  return groups;
}

/** The strata of `mart_enquete` and the groups of `mart_profil`, or finer: what a school is of. */
const STRATA = ["type_etablissement", "education_prioritaire"];
const PROFILES = ["degre", "type_etablissement", "quartile_ips", "education_prioritaire"];

async function readClasses(db: Database, annee: string, size: number, attributes: readonly string[]): Promise<Classes> {
  const {unite = [], classe = []} = await columnsOf(
    db,
    `SELECT unite, (dense_rank() OVER (ORDER BY attributs))::INTEGER - 1 AS classe
    FROM (
      SELECT m.unite, list(l.ventilation || '|' || l.modalite ORDER BY l.ventilation) AS attributs
      FROM (SELECT unite, min(uai) AS uai FROM secret_membre WHERE annee = $1 AND uai IS NOT NULL GROUP BY unite) AS m
      JOIN lien_etablissement_ventilation AS l ON l.uai = m.uai AND l.annee = $1
      WHERE l.ventilation IN (${attributes.map(quoteText).join(", ")})
      GROUP BY m.unite
    )
    ORDER BY unite`,
    [annee]
  );
  const of = new Int32Array(size).fill(-1);
  const sets: number[][] = [];
  for (const [row, unit] of unite.entries()) {
    of[Number(unit)] = Number(classe[row]);
    (sets[Number(classe[row])] ??= []).push(Number(unit));
  }
  return {of, sets: sets.map((units) => Int32Array.from(units))};
}

/** Numbers of the public reference files, which nobody needs to compute. */
async function readOpenMeasures(db: Database, annee: string, size: number): Promise<Measure[]> {
  const names = (await db.rows<{name: string}>("SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'dim_etablissement' AND column_name IN ('eleves', 'enseignants')")).map(({name}) => name);
  if (names.length === 0) return [];
  const columns = await columnsOf(
    db,
    `SELECT m.unite, ${names.map((name) => `coalesce(sum(e.${name}), 0)::DOUBLE AS ${name}`).join(", ")} FROM dim_etablissement AS e JOIN secret_membre AS m USING (annee, uai) WHERE e.annee = $1 GROUP BY m.unite`,
    [annee]
  );
  return names.map((name) => {
    const measure = new Float32Array(size);
    for (const [row, unit] of (columns["unite"] ?? []).entries()) measure[Number(unit)] = Number(columns[name]?.[row] ?? 0);
    return measure;
  });
}

async function readTables(db: Database, annee: string, size: number, editions: number): Promise<ControlledTable[]> {
  const rules = await db.rows<{indicateur: string; genre: ControlledTable["genre"]; regle: ControlledTable["regle"]; seuil: number; periode: string}>(
    "SELECT indicateur, genre, regle, seuil::DOUBLE AS seuil, periode FROM secret_regle ORDER BY rang"
  );
  const names = {indicators: rules.map(({indicateur}) => indicateur), breakdowns: await readBreakdowns(db)};
  const found = await readTerms(db, "ind_toutes", names, annee, size);
  const former: Awaited<ReturnType<typeof readTerms>>[] = [];
  for (let edition = 0; edition < editions; edition += 1) former.push(await readTerms(db, `(SELECT * FROM secret_terme WHERE edition = ${edition})`, names, annee, size));
  const cells = await readCells(db, names, annee);
  const before = await readCumulated(db, annee, size);
  return rules.flatMap(({periode, ...rule}) => {
    const own = cells.get(rule.indicateur);
    if (!own) return [];
    return {
      ...rule,
      ...splitTerms(found.get(rule.indicateur), size),
      avant: periode === "cumul" && rule.genre === "compte" ? (before.get(rule.indicateur) ?? null) : null,
      former: former.flatMap((edition) => (edition.has(rule.indicateur) ? splitTerms(edition.get(rule.indicateur), size) : [])),
      cells: own
    };
  });
}

type TermsByCell = Map<string, Map<string, Terms>>;

function splitTerms(found: TermsByCell | undefined, size: number): FormerTerms {
  const breakdowns = new Map(found);
  breakdowns.delete("ensemble");
  return {ensemble: found?.get("ensemble")?.get("ensemble") ?? emptyTerms(size), breakdowns};
}

/** Indicator → breakdown → modality → terms of each unit, from rows of schools or of territories. */
async function readTerms(db: Database, relation: string, {indicators, breakdowns}: Names, annee: string, size: number): Promise<Map<string, TermsByCell>> {
  const found = new Map<string, TermsByCell>();
  const termsOf = (rang: number, cellule: number): Terms => {
    const {ventilation = "", modalite = ""} = breakdowns[cellule] ?? {};
    const ofIndicator = getOrAdd(found, indicators[rang] ?? "", () => new Map() as TermsByCell);
    return getOrAdd(getOrAdd(ofIndicator, ventilation, () => new Map<string, Terms>()), modalite, () => emptyTerms(size));
  };
  const places = new Map<number, Terms>();
  await eachChunk(
    db,
    `SELECT
      r.rang, v.cellule, t.unite,
      coalesce(sum(CASE WHEN r.genre NOT IN ('part', 'ratio', 'moyenne') OR t.denominateur IS NOT NULL THEN t.numerateur END), 0)::DOUBLE AS numerateur,
      coalesce(sum(CASE WHEN r.genre NOT IN ('part', 'ratio', 'moyenne') OR t.numerateur IS NOT NULL THEN t.denominateur END), 0)::DOUBLE AS denominateur,
      coalesce(sum(t.n_unites), 0)::DOUBLE AS n,
      count(t.numerateur)::DOUBLE AS contributeurs,
      coalesce(max(t.numerateur), 0)::DOUBLE AS plus_gros
    FROM (
      SELECT t.*, m.unite FROM ${relation} AS t JOIN secret_membre AS m ON m.annee = t.annee AND m.uai = t.uai
      UNION ALL
      SELECT t.*, m.unite FROM ${relation} AS t
      JOIN secret_membre AS m ON m.annee = t.annee AND m.territoire_type = t.territoire_type AND m.territoire_code = t.territoire_code
      WHERE t.uai IS NULL
    ) AS t
    JOIN secret_regle AS r ON r.indicateur = t.indicateur
    JOIN secret_cellule AS v ON v.ventilation = t.ventilation AND v.modalite = t.modalite
    WHERE t.annee = $1
    GROUP BY ALL`,
    [annee],
    ([rang, cellule, unite, ...values], rows) => {
      for (let row = 0; row < rows; row += 1) {
        const place = at(rang, row) * breakdowns.length + at(cellule, row);
        const terms = getOrAdd(places, place, () => termsOf(at(rang, row), at(cellule, row)));
        for (let term = 0; term < TERMS.length; term += 1) terms[TERMS[term] as (typeof TERMS)[number]][at(unite, row)] = at(values[term], row);
      }
    }
  );
  return found;
}

/** What the numbers of the tables above stand for. */
interface Names {
  readonly indicators: readonly string[];
  readonly breakdowns: readonly {readonly ventilation: string; readonly modalite: string}[];
}

const readBreakdowns = (db: Database): Promise<Names["breakdowns"][number][]> => db.rows("SELECT ventilation, modalite FROM secret_cellule ORDER BY cellule");

type Numbers = Int32Array | Float64Array;

const at = (column: Numbers | undefined, row: number): number => column?.[row] ?? 0;

/** Visits a query of INTEGER and DOUBLE columns, none of them NULL, a few thousand rows at a time. */
async function eachChunk(db: Database, sql: string, parameters: readonly string[], visit: (columns: readonly Numbers[], rows: number) => void): Promise<void> {
  for await (const chunk of db.chunks(sql, parameters)) {
    visit(Array.from({length: chunk.columnCount}, (_, index) => (chunk.getColumnVector(index) as unknown as {items: Numbers}).items), chunk.rowCount);
  }
}

/** Cumulated counts of the year before, by unit of this year: what has been added since is a count too. */
async function readCumulated(db: Database, annee: string, size: number): Promise<Map<string, Measure>> {
  const previous = `${Number(annee.slice(0, 4)) - 1}-${annee.slice(0, 4)}`;
  const {indicateur = [], unite = [], numerateur = []} = await columnsOf(
    db,
    `SELECT t.indicateur, m.unite, sum(t.numerateur)::DOUBLE AS numerateur
    FROM ind_toutes AS t
    JOIN secret_regle AS r ON r.indicateur = t.indicateur AND r.periode = 'cumul' AND r.genre = 'compte'
    JOIN secret_membre AS m ON m.annee = $1 AND m.uai = t.uai
    WHERE t.annee = $2 AND t.ventilation = 'ensemble' AND t.numerateur IS NOT NULL
    GROUP BY ALL`,
    [annee, previous]
  );
  const cumulated = new Map<string, Measure>();
  for (const [row, name] of indicateur.entries()) getOrAdd(cumulated, String(name), () => new Float32Array(size))[Number(unite[row])] = Number(numerateur[row]);
  return cumulated;
}

async function readCells(db: Database, {indicators, breakdowns}: Names, annee: string): Promise<Map<string, PublishedCell[]>> {
  const cells = new Map<string, PublishedCell[]>();
  await eachChunk(
    db,
    `SELECT c.numero, c.rang, l.lieu, v.cellule
    FROM secret_case AS c
    JOIN secret_lieu AS l USING (annee, territoire_type, territoire_code)
    JOIN secret_cellule AS v ON v.ventilation = c.ventilation AND v.modalite = c.modalite
    WHERE c.annee = $1
    ORDER BY c.numero`,
    [annee],
    ([numero, rang, lieu, cellule], rows) => {
      for (let row = 0; row < rows; row += 1) {
        const {ventilation = "", modalite = ""} = breakdowns[at(cellule, row)] ?? {};
        getOrAdd(cells, indicators[at(rang, row)] ?? "", () => []).push({id: at(numero, row), territory: at(lieu, row), ventilation, modalite});
      }
    }
  );
  return cells;
}

/** The cells of a year that an earlier edition showed, and those that it hid. */
export async function readEarlier(db: Database, annee: string): Promise<{shown: Set<number>; hidden: Set<number>}> {
  const {numero = [], est_cache = []} = (await columnsOf(
    db,
    `SELECT c.numero, bool_or(e.statut = 'secret') AS est_cache
    FROM secret_edition AS e
    JOIN secret_case AS c USING (indicateur, annee, territoire_type, territoire_code, ventilation, modalite)
    WHERE c.annee = $1 AND e.statut IN ('publie', 'zero', 'secret')
    GROUP BY c.numero`,
    [annee]
  )) as {numero?: number[]; est_cache?: unknown[]};
  const shown = new Set<number>();
  const hidden = new Set<number>();
  for (const [row, id] of numero.entries()) (est_cache[row] === true ? hidden : shown).add(id);
  return {shown, hidden};
}

function emptyTerms(size: number): Terms {
  return {numerateur: new Float32Array(size), denominateur: new Float32Array(size), n: new Float32Array(size), contributeurs: new Float32Array(size), plus_gros: new Float32Array(size)};
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const value = make();
  map.set(key, value);
  return value;
}
