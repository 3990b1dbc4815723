import {mkdirSync} from "node:fs";
import path from "node:path";
import {quoteText, type Database} from "../lib/duckdb.ts";
import type {EarlierEdition, Thresholds} from "./control.ts";
import {countSecret, reportSecret, type SecretCount, type SecretReport} from "./secret-report.ts";
import {PUBLISHED_COLUMNS, suppressSelect} from "./suppress.ts";

/** Cells of the mart that are judged at a time: a département is one lot, and a country stays within the memory of a small machine. */
const CELLS_OF_A_LOT = 1_000_000;

interface Judgement {
  /** Cells that keep the figure of the last edition. */
  readonly kept: number;
  readonly secret: SecretReport;
}

/**
 * Makes `pub_indicateur`, the figures as they are published, from what the disclosure control has said of them: a view on Parquet files of `dir`, one for each
 * lot of indicators, since no figure depends on those of another indicator.
 */
export async function judgeFigures(db: Database, dir: string, thresholds: Thresholds, earlier: readonly EarlierEdition[], limit = CELLS_OF_A_LOT): Promise<Judgement> {
  mkdirSync(dir);
  await listSharedLabels(db, thresholds.etablissements);
  const files: string[] = [];
  const counts: SecretCount[] = [];
  let kept = 0;
  for (const lot of await lotsOf(db, limit)) {
    const isOfLot = `indicateur BETWEEN ${quoteText(lot.first)} AND ${quoteText(lot.last)}`;
    await db.run(`
      CREATE OR REPLACE TEMP VIEW lot_mart AS SELECT * FROM mart_indicateur WHERE ${isOfLot};
      CREATE OR REPLACE TEMP TABLE lot_masque AS SELECT * FROM secret_masque WHERE ${isOfLot};
      CREATE OR REPLACE TEMP TABLE lot_publie AS ${suppressSelect("lot_mart", "lot_masque")}`);
    kept += await keepFormerFigures(db, earlier, isOfLot);
    await dropLabels(db);
    counts.push(...(await countSecret(db, "lot_mart", "lot_masque", thresholds)));
    const file = path.join(dir, `${String(files.length).padStart(3, "0")}.parquet`);
    await db.run(`COPY lot_publie TO ${quoteText(file)} (FORMAT parquet)`);
    files.push(file);
  }
  await db.run(`DROP TABLE lot_publie; DROP TABLE lot_masque; CREATE OR REPLACE TEMP VIEW pub_indicateur AS SELECT * FROM read_parquet([${files.map(quoteText).join(", ")}])`);
  return {kept, secret: reportSecret(counts, thresholds)};
}

/** The first and last indicators of each lot, in the order of their codes, cut where their cells would be more than `limit` together; one alone may have more. */
async function lotsOf(db: Database, limit: number): Promise<{first: string; last: string}[]> {
  const lots: {first: string; last: string; cells: number}[] = [];
  for (const {indicateur, n} of await db.rows<{indicateur: string; n: number}>("SELECT indicateur, count(*) AS n FROM mart_indicateur GROUP BY indicateur ORDER BY indicateur")) {
    const current = lots.at(-1);
    if (current && current.cells + n <= limit) Object.assign(current, {last: indicateur, cells: current.cells + n});
    else lots.push({first: indicateur, last: indicateur, cells: n});
  }
  return lots.length > 0 ? lots : [{first: "", last: ""}];
}

/** Breakdowns whose modalities are what people wrote, and not a list of ours. */
const WRITTEN_BY_HAND = ["discipline", "dispositif", "partenaire", "ent_solution"];

/** The labels written by hand that are not somebody's name: few schools use a name. */
async function listSharedLabels(db: Database, fewest: number): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE etiquette_partagee AS
    SELECT ventilation, modalite
    FROM ind_toutes
    WHERE ventilation IN (${WRITTEN_BY_HAND.map(quoteText).join(", ")})
    GROUP BY ventilation, modalite
    HAVING count(DISTINCT coalesce(uai, territoire_type || territoire_code)) >= $1`,
    [fewest]
  );
}

/**
 * A label that no figure goes with says only that somebody wrote it; one that few schools use leaves with none of its figures. What the import has masked is
 * no label at all.
 */
async function dropLabels(db: Database): Promise<void> {
  await db.run(`
    DELETE FROM lot_publie
    WHERE ventilation <> 'ensemble' AND (indicateur, ventilation, modalite) IN (
      SELECT (indicateur, ventilation, modalite) FROM lot_publie GROUP BY indicateur, ventilation, modalite
      HAVING bool_or(statut = 'secret') AND NOT bool_or(statut IN ('publie', 'zero'))
    );
    DELETE FROM lot_publie
    WHERE (ventilation IN (${WRITTEN_BY_HAND.map(quoteText).join(", ")}) AND (ventilation, modalite) NOT IN (SELECT (ventilation, modalite) FROM etiquette_partagee))
      OR modalite = '[masqué]'`);
}

/** Puts the figures of the last edition back where they must stay; what it did not show is hidden. */
async function keepFormerFigures(db: Database, earlier: readonly EarlierEdition[], isOfLot: string): Promise<number> {
  if (earlier.length === 0) return 0;
  await db.run(`CREATE OR REPLACE TEMP TABLE secret_figure AS SELECT ${PUBLISHED_COLUMNS.join(", ")}, 0 AS rang FROM lot_publie LIMIT 0`);
  for (const [rank, {publie}] of earlier.entries()) {
    await db.run(`INSERT INTO secret_figure SELECT ${PUBLISHED_COLUMNS.join(", ")}, ${rank} FROM read_parquet($1) WHERE statut IN ('publie', 'zero') AND ${isOfLot}`, [publie]);
  }
  const key = ["indicateur", "annee", "territoire_type", "territoire_code", "ventilation", "modalite"];
  const columns = PUBLISHED_COLUMNS.map((column) => (column === "cible" ? "p.cible" : column === "drapeaux" ? "list_distinct(list_append(f.drapeaux, 'revision_differee')) AS drapeaux" : `f.${column}`));
  await db.run(`
    CREATE OR REPLACE TEMP TABLE lot_garde AS
    SELECT ${columns.join(", ")}
    FROM secret_garde AS g
    JOIN (SELECT * FROM secret_figure QUALIFY row_number() OVER (PARTITION BY ${key.join(", ")} ORDER BY rang DESC) = 1) AS f USING (${key.join(", ")})
    JOIN lot_publie AS p USING (${key.join(", ")})
    WHERE p.statut <> 'secret';
    -- The year after is compared with what is shown of this one, not with what it will become.
    UPDATE lot_publie AS p SET evolution = p.valeur - g.valeur
    FROM lot_garde AS g
    WHERE p.evolution IS NOT NULL AND p.annee[1:4]::INTEGER = g.annee[1:4]::INTEGER + 1
      AND ${key.filter((column) => column !== "annee").map((column) => `p.${column} = g.${column}`).join(" AND ")};
    DELETE FROM lot_publie WHERE (${key.join(", ")}) IN (SELECT (${key.join(", ")}) FROM lot_garde);
    CREATE OR REPLACE TEMP TABLE lot_publie AS
    SELECT * FROM (SELECT * FROM lot_publie UNION ALL BY NAME SELECT * FROM lot_garde)
    ORDER BY indicateur, territoire_type, territoire_code, annee, ventilation, modalite`);
  return (await db.one<{n: number}>("SELECT count(*) AS n FROM lot_garde")).n;
}

