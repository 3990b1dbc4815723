import {quoteText, type Database} from "../lib/duckdb.ts";
import {CellSet} from "./cell-set.ts";
import type {Measure} from "./measure.ts";
import {eachRun} from "./runs.ts";
import {ESTIMATES, type Cells, type Classes, type ControlledTable, type FormerTerms, type Label, type Terms, type World} from "./world.ts";

/** What the protection needs to know of a year, from the tables that `controlDisclosure` prepares. */
export async function readWorld(db: Database, annee: string, size: number, editions: number): Promise<World> {
  const labels = await db.rows<{ventilation: string; modalite: string}>("SELECT ventilation, modalite FROM secret_cellule ORDER BY cellule");
  return {
    size,
    territories: await readTerritories(db, annee),
    groups: await readGroups(db, annee, size),
    classes: new Map([
      [ESTIMATES.enquete, await readClasses(db, annee, size, STRATA)],
      [ESTIMATES.profil, await readClasses(db, annee, size, PROFILES)]
    ]),
    open: await readOpenMeasures(db, annee, size),
    labels,
    tables: await readTables(db, annee, labels, editions)
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
async function readOpenMeasures(db: Database, annee: string, size: number): Promise<Float32Array[]> {
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

async function readTables(db: Database, annee: string, labels: readonly Label[], editions: number): Promise<ControlledTable[]> {
  const rules = await db.rows<{indicateur: string; genre: ControlledTable["genre"]; regle: ControlledTable["regle"]; seuil: number; periode: string}>(
    "SELECT indicateur, genre, regle, seuil::DOUBLE AS seuil, periode FROM secret_regle ORDER BY rang"
  );
  const found = await readTerms(db, "ind_toutes", labels, annee);
  const former: Awaited<ReturnType<typeof readTerms>>[] = [];
  for (let edition = 0; edition < editions; edition += 1) former.push(await readTerms(db, `(SELECT * FROM secret_terme WHERE edition = ${edition})`, labels, annee));
  const cells = await readCells(db, annee);
  const before = await readCumulated(db, annee);
  return rules.flatMap(({periode, ...rule}, rang) => {
    const own = cells.get(rang);
    if (!own) return [];
    return {
      ...rule,
      ...splitTerms(found.get(rang)),
      avant: periode === "cumul" && rule.genre === "compte" ? (before.get(rang) ?? null) : null,
      former: former.flatMap((edition) => (edition.has(rang) ? splitTerms(edition.get(rang)) : [])),
      cells: own
    };
  });
}
type TermsByCell = Map<string, Map<string, Terms>>;

function splitTerms(found: TermsByCell | undefined): FormerTerms {
  const breakdowns = new Map(found);
  breakdowns.delete("ensemble");
  return {ensemble: found?.get("ensemble")?.get("ensemble") ?? NO_TERMS, breakdowns};
}

const NO_TERMS: Terms = {units: new Int32Array(), numerateur: new Float32Array(), denominateur: new Float32Array(), n: new Float32Array(), contributeurs: new Float32Array(), plus_gros: new Float32Array()};

/** Rank of the indicator → breakdown → modality → terms of its units, from rows of schools or of territories. */
async function readTerms(db: Database, relation: string, labels: readonly Label[], annee: string): Promise<Map<number, TermsByCell>> {
  const found = new Map<number, TermsByCell>();
  await eachRun(
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
    GROUP BY ALL
    ORDER BY r.rang, v.cellule, t.unite`,
    [annee],
    2,
    ([rang = 0, cellule = 0], [unite, numerateur, denominateur, n, contributeurs, plus_gros]) => {
      const {ventilation = "", modalite = ""} = labels[cellule] ?? {};
      const terms = {units: Int32Array.from(unite ?? []), numerateur: narrow(numerateur), denominateur: narrow(denominateur), n: narrow(n), contributeurs: narrow(contributeurs), plus_gros: narrow(plus_gros)};
      const ofIndicator = getOrAdd(found, rang, () => new Map() as TermsByCell);
      getOrAdd(ofIndicator, ventilation, () => new Map<string, Terms>()).set(modalite, terms);
    }
  );
  return found;
}

const narrow = (numbers: Float64Array | undefined): Float32Array => new Float32Array(numbers ?? []);

/** Cumulated counts of the year before, by unit of this year: what has been added since is a count too. */
async function readCumulated(db: Database, annee: string): Promise<Map<number, Measure>> {
  const previous = `${Number(annee.slice(0, 4)) - 1}-${annee.slice(0, 4)}`;
  const cumulated = new Map<number, Measure>();
  await eachRun(
    db,
    `SELECT r.rang, m.unite, sum(t.numerateur)::DOUBLE AS numerateur
    FROM ind_toutes AS t
    JOIN secret_regle AS r ON r.indicateur = t.indicateur AND r.periode = 'cumul' AND r.genre = 'compte'
    JOIN secret_membre AS m ON m.annee = $1 AND m.uai = t.uai
    WHERE t.annee = $2 AND t.ventilation = 'ensemble' AND t.numerateur IS NOT NULL
    GROUP BY ALL
    ORDER BY r.rang, m.unite`,
    [annee, previous],
    1,
    ([rang = 0], [unite, numerateur]) => cumulated.set(rang, {units: Int32Array.from(unite ?? []), values: narrow(numerateur)})
  );
  return cumulated;
}

async function readCells(db: Database, annee: string): Promise<Map<number, Cells>> {
  const cells = new Map<number, Cells>();
  await eachRun(
    db,
    "SELECT rang, rowid::INTEGER AS numero, lieu, cellule FROM secret_case WHERE debut = $1 ORDER BY rowid",
    [Number(annee.slice(0, 4))],
    1,
    ([rang = 0], [numero, lieu, cellule]) => cells.set(rang, {ids: Int32Array.from(numero ?? []), territories: Int32Array.from(lieu ?? []), labels: Int32Array.from(cellule ?? [])})
  );
  return cells;
}

/** The cells of a year that an earlier edition showed, and those that it hid. */
export async function readEarlier(db: Database, annee: string): Promise<{shown: CellSet; hidden: CellSet}> {
  const earlier = {shown: new CellSet(), hidden: new CellSet()};
  await eachRun(
    db,
    `SELECT bool_or(e.statut = 'secret')::INTEGER AS est_cache, c.rowid::INTEGER AS numero
    FROM secret_edition AS e
    JOIN secret_regle AS r USING (indicateur)
    JOIN secret_lieu AS l USING (annee, territoire_type, territoire_code)
    JOIN secret_cellule AS v USING (ventilation, modalite)
    JOIN secret_case AS c ON c.debut = l.debut AND c.rang = r.rang AND c.lieu = l.lieu AND c.cellule = v.cellule
    WHERE e.annee = $1 AND e.statut IN ('publie', 'zero', 'secret')
    GROUP BY c.rowid
    ORDER BY est_cache`,
    [annee],
    1,
    ([isHidden], [numero]) => {
      for (const id of numero ?? []) earlier[isHidden === 1 ? "hidden" : "shown"].add(id);
    }
  );
  return earlier;
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const value = make();
  map.set(key, value);
  return value;
}
