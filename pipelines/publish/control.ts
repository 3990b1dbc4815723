import {existsSync} from "node:fs";
import path from "node:path";
import {DuckDBDataChunk, INTEGER} from "@duckdb/node-api";
import {quoteText, type Database} from "../lib/duckdb.ts";
import {protect} from "./protection.ts";
import {readEarlier, readWorld} from "./read-world.ts";
import {ESTIMATES, type Ids, type Options, type World} from "./world.ts";

export interface Thresholds {
  readonly personnes: number;
  readonly etablissements: number;
  /** Persons from which on it may be said that all gave the same answer. */
  readonly groupe_uniforme: number | "toujours";
  /** Largest share of an amount that one school may weigh. */
  readonly dominance: number;
}

/** What an earlier edition made known. */
export interface EarlierEdition {
  readonly nom: string;
  /** Its table `pub_indicateur` (Parquet). */
  readonly publie: string;
  /** Terms by school from which it was published (Parquet), never published; without them only which cells were shown is known. */
  readonly termes: string;
}

/**
 * Which territories are shown first, where they overlap. On the fictional département, circonscriptions before communes and arrondissements left the
 * figures of formation visible to the communes of 36 % of pupils; this order, to 81 %, and it hides fewer cells in all.
 */
const TYPE_ORDER = ["programme", "academie", "departement", "epci", "arrondissement", "bassin", "commune", "circonscription", "cite_educative", "reseau", "qpv"];

/**
 * Says of `secret_masque` (indicateur, annee, territoire_type, territoire_code, ventilation, modalite) the cells of `mart_indicateur` that must not be
 * published, and the modalities that it does not have but whose absence would tell; of `secret_garde` (the same columns) those that must stay as the
 * last edition published them, for too few persons have come or gone since; and of `secret_estimation` (indicateur, annee, territoire_type, territoire_code,
 * nature) the estimates of `mart_enquete` and `mart_profil` that would tell more than the cells do. Expects `ind_toutes`, `ref_indicateur`, `dim_etablissement` and the links of schools to territories and groups.
 */
export async function controlDisclosure(db: Database, thresholds: Thresholds, earlier: readonly EarlierEdition[] = []): Promise<void> {
  await prepare(db, thresholds, earlier);
  const options: Options = {uniformes: thresholds.groupe_uniforme === "toujours" ? Infinity : thresholds.groupe_uniforme, dominance: thresholds.dominance};
  for (const table of ["secret_cache", "secret_maintien"]) await db.run(`CREATE OR REPLACE TEMP TABLE ${table} (debut INTEGER, rang INTEGER, lieu INTEGER, cellule INTEGER)`);
  const {editions} = await db.one<{editions: number}>("SELECT coalesce(max(edition) + 1, 0) AS editions FROM secret_terme");
  const sizes = await db.rows<{annee: string; taille: number}>("SELECT annee, max(unite) + 1 AS taille FROM secret_membre GROUP BY annee ORDER BY annee");
  // One year in memory at a time: a whole country fills it.
  for (const {annee, taille} of sizes) {
    const world = await readWorld(db, annee, taille, editions);
    const {hidden, kept} = protect(world, {...options, earlier: await readEarlier(db, annee)});
    await writeCells(db, "secret_cache", annee, world, hidden);
    await writeCells(db, "secret_maintien", annee, world, kept);
  }
  for (const [table, cells] of [["secret_nomme", "secret_cache"], ["secret_garde_nomme", "secret_maintien"]]) {
    await db.run(`
      CREATE OR REPLACE TEMP VIEW ${table} AS
      SELECT r.indicateur, l.annee, l.territoire_type, l.territoire_code, v.ventilation, v.modalite
      FROM ${cells} AS c
      JOIN secret_regle AS r USING (rang)
      JOIN secret_lieu AS l USING (debut, lieu)
      JOIN secret_cellule AS v USING (cellule)`);
  }
  const estimates = Object.values(ESTIMATES).map(quoteText).join(", ");
  await db.run(`
    CREATE OR REPLACE TEMP VIEW secret_masque AS SELECT * FROM secret_nomme WHERE ventilation NOT IN (${estimates});
    CREATE OR REPLACE TEMP VIEW secret_garde AS SELECT * FROM secret_garde_nomme WHERE ventilation NOT IN (${estimates});
    CREATE OR REPLACE TEMP TABLE secret_estimation AS
    SELECT indicateur, annee, territoire_type, territoire_code, ventilation AS nature FROM secret_nomme WHERE ventilation IN (${estimates})`);
}

/** Writes the coordinates of some cells of a year, a few thousand at a time. */
async function writeCells(db: Database, table: string, annee: string, {tables}: World, chosen: Ids): Promise<void> {
  if (chosen.size === 0) return;
  const ranks = new Map((await db.rows<{indicateur: string; rang: number}>("SELECT indicateur, rang FROM secret_regle")).map(({indicateur, rang}) => [indicateur, rang]));
  const debut = Number(annee.slice(0, 4));
  const appender = await db.connection.createAppender(table, null, "temp");
  for (const {indicateur, cells} of tables) {
    const {ids, territories, labels} = cells;
    const rang = ranks.get(indicateur) ?? 0;
    const places = ids.map((_, cell) => cell).filter((cell) => chosen.has(ids[cell] ?? 0));
    for (let from = 0; from < places.length; from += CHUNK) {
      const some = Array.from(places.subarray(from, from + CHUNK));
      const chunk = DuckDBDataChunk.create([INTEGER, INTEGER, INTEGER, INTEGER], some.length);
      chunk.setColumns([some.map(() => debut), some.map(() => rang), some.map((cell) => territories[cell] ?? 0), some.map((cell) => labels[cell] ?? 0)]);
      appender.appendDataChunk(chunk);
    }
  }
  appender.closeSync();
}

/** Rows of a chunk of DuckDB. */
const CHUNK = 2048;

/** The terms by school that a publication is made from: what the next one compares itself with. */
export const TERMS_SELECT = `
  SELECT indicateur, annee, uai, territoire_type, territoire_code, ventilation, modalite, numerateur, denominateur, n_unites
  FROM ind_toutes
  WHERE indicateur IN (SELECT code FROM ref_indicateur WHERE secret = 'personnes') AND (numerateur IS NOT NULL OR n_unites > 0)
  ORDER BY ALL`;

async function prepare(db: Database, thresholds: Thresholds, earlier: readonly EarlierEdition[]): Promise<void> {
  const order = TYPE_ORDER.map((type) => `'${type}'`).join(", ");
  await db.run(`
    CREATE OR REPLACE TEMP TABLE secret_regle AS
    SELECT
      code AS indicateur, type AS genre, secret AS regle, periode, (row_number() OVER (ORDER BY code))::INTEGER - 1 AS rang,
      coalesce(seuil, CASE secret WHEN 'personnes' THEN ${thresholds.personnes} ELSE ${thresholds.etablissements} END) AS seuil
    FROM ref_indicateur
    WHERE coalesce(secret, 'aucun') <> 'aucun';

    -- The schools that no territory and no group tells apart are one unit; a row that carries a territory is a unit of its own.
    CREATE OR REPLACE TEMP TABLE secret_membre AS
    WITH lieux AS (
      SELECT annee, uai, list(territoire_type || '|' || territoire_code ORDER BY territoire_type, territoire_code) AS lieux
      FROM lien_etablissement_territoire GROUP BY annee, uai
    ),
    groupes AS (
      SELECT annee, uai, list(ventilation || '|' || modalite ORDER BY ventilation, modalite) AS groupes
      FROM lien_etablissement_ventilation GROUP BY annee, uai
    ),
    profils AS (
      SELECT lieux.annee, lieux.uai, NULL AS territoire_type, NULL AS territoire_code, lieux.lieux, coalesce(groupes.groupes, []) AS groupes
      FROM lieux LEFT JOIN groupes USING (annee, uai)
      UNION ALL
      SELECT DISTINCT annee, NULL, territoire_type, territoire_code, ['lieu ' || territoire_type || '|' || territoire_code], []
      FROM ind_toutes
      WHERE uai IS NULL AND territoire_code IS NOT NULL AND indicateur IN (SELECT indicateur FROM secret_regle)
    )
    SELECT annee, uai, territoire_type, territoire_code, (dense_rank() OVER (PARTITION BY annee ORDER BY lieux, groupes))::INTEGER - 1 AS unite
    FROM profils;

    CREATE OR REPLACE TEMP TABLE secret_edition (indicateur VARCHAR, annee VARCHAR, territoire_type VARCHAR, territoire_code VARCHAR, ventilation VARCHAR, modalite VARCHAR, statut VARCHAR);
    CREATE OR REPLACE TEMP TABLE secret_terme (
      edition INTEGER, indicateur VARCHAR, annee VARCHAR, uai VARCHAR, territoire_type VARCHAR, territoire_code VARCHAR, ventilation VARCHAR, modalite VARCHAR,
      numerateur DOUBLE, denominateur DOUBLE, n_unites BIGINT
    )`);
  for (const [rank, {publie, termes}] of earlier.entries()) {
    await readEarlierEstimates(db, path.dirname(publie));
    await db.run("INSERT INTO secret_edition SELECT indicateur, annee, territoire_type, territoire_code, ventilation, modalite, statut FROM read_parquet($1)", [publie]);
    if (existsSync(termes)) await db.run(`INSERT INTO secret_terme SELECT ${rank}, * FROM read_parquet($1)`, [termes]);
  }
  // Every name has its number: a country has tens of millions of cells, and numbers are compared, sorted and kept at a fraction of the price.
  await db.run(`
    CREATE OR REPLACE TEMP VIEW secret_presente AS
    SELECT m.indicateur, m.annee, m.territoire_type, m.territoire_code, m.ventilation, m.modalite
    FROM mart_indicateur AS m
    WHERE m.statut IN ('publie', 'zero') AND m.indicateur IN (SELECT indicateur FROM secret_regle)
    UNION ALL
    SELECT indicateur, annee, territoire_type, territoire_code, '${ESTIMATES.enquete}', 'ensemble' FROM mart_enquete WHERE estimation IS NOT NULL AND indicateur IN (SELECT indicateur FROM secret_regle)
    UNION ALL
    SELECT indicateur, annee, territoire_type, territoire_code, '${ESTIMATES.profil}', 'ensemble' FROM mart_profil WHERE attendu IS NOT NULL AND indicateur IN (SELECT indicateur FROM secret_regle);

    CREATE OR REPLACE TEMP TABLE secret_lieu AS
    WITH lieux AS (
      SELECT c.annee, c.territoire_type, c.territoire_code, count(a.uai) AS etablissements
      FROM (SELECT DISTINCT annee, territoire_type, territoire_code FROM secret_presente) AS c
      LEFT JOIN lien_etablissement_territoire AS a USING (annee, territoire_type, territoire_code)
      GROUP BY c.annee, c.territoire_type, c.territoire_code
    )
    SELECT
      annee, annee[1:4]::INTEGER AS debut, territoire_type, territoire_code,
      (row_number() OVER (
        PARTITION BY annee ORDER BY coalesce(list_position([${order}], territoire_type), 99), etablissements DESC, territoire_type, territoire_code
      ))::INTEGER - 1 AS lieu
    FROM lieux;

    CREATE OR REPLACE TEMP TABLE secret_cellule AS
    SELECT
      ventilation, modalite, (row_number() OVER (ORDER BY ventilation, modalite))::INTEGER - 1 AS cellule,
      (dense_rank() OVER (ORDER BY ventilation))::INTEGER - 1 AS axe
    FROM (
      SELECT ventilation, modalite FROM secret_presente
      UNION SELECT ventilation, modalite FROM ind_toutes WHERE indicateur IN (SELECT indicateur FROM secret_regle)
      UNION SELECT ventilation, modalite FROM secret_terme
    );

    -- In the order of what the control reads at a time. A modality that a territory does not have is a zero. Beside hidden modalities its absence would
    -- tell so: it is then a cell too.
    CREATE OR REPLACE TEMP TABLE secret_case AS
    WITH propres AS (
      SELECT DISTINCT r.rang, v.axe
      FROM (SELECT DISTINCT indicateur, ventilation FROM ind_toutes WHERE ventilation <> 'ensemble') AS t
      JOIN secret_regle AS r USING (indicateur)
      JOIN secret_cellule AS v USING (ventilation)
    ),
    presentes AS (
      SELECT l.debut, r.rang, l.lieu, v.cellule, v.axe, p.rang IS NOT NULL AS est_propre
      FROM secret_presente AS m
      JOIN secret_regle AS r USING (indicateur)
      JOIN secret_lieu AS l USING (annee, territoire_type, territoire_code)
      JOIN secret_cellule AS v USING (ventilation, modalite)
      LEFT JOIN propres AS p ON p.rang = r.rang AND p.axe = v.axe
    )
    SELECT debut, rang, lieu, cellule FROM presentes WHERE NOT est_propre
    UNION ALL
    SELECT l.debut, l.rang, l.lieu, m.cellule
    FROM (SELECT DISTINCT debut, rang, lieu, axe FROM presentes WHERE est_propre) AS l
    JOIN (SELECT DISTINCT debut, rang, cellule, axe FROM presentes WHERE est_propre) AS m USING (debut, rang, axe)
    ORDER BY debut, rang, lieu, cellule`);
}

/** An estimate that an edition did not give may be given by the next one. */
async function readEarlierEstimates(db: Database, edition: string): Promise<void> {
  for (const [file, nature, column] of [["pub_enquete.parquet", ESTIMATES.enquete, "estimation"], ["pub_profil.parquet", ESTIMATES.profil, "attendu"]] as const) {
    const parquet = path.join(edition, file);
    if (!existsSync(parquet)) continue;
    await db.run(
      `INSERT INTO secret_edition SELECT indicateur, annee, territoire_type, territoire_code, '${nature}', 'ensemble', 'publie' FROM read_parquet($1) WHERE ${column} IS NOT NULL`,
      [parquet]
    );
  }
}
