import path from "node:path";
import {quoteText, type Database} from "../lib/duckdb.ts";
import {ESTIMATES} from "./world.ts";

/** Digits of an estimate of persons: the tenth of a point that people read. More would let integers be solved for. */
const DIGITS = 3;
const ROUNDED = ["estimation", "erreur_type", "ic_bas", "ic_haut", "effet_de_plan", "taux_reponse", "taux_reponse_min", "indicateur_r", "biais_max", "manski_bas", "manski_haut"];

/**
 * SELECT of `pub_enquete`: the weighted estimates of `mart_enquete` beside the figures « parmi les répondants » that `pub_indicateur` shows.
 * An estimate is a sum over strata with known weights: it is published only where its cell is shown and where each of its strata could be
 * (`secret_estimation`, see control.ts).
 */
export const SURVEY_SELECT = `
SELECT
  e.indicateur, p.volet, e.territoire_type, e.territoire_code, e.annee, p.ventilation, p.modalite, e.methode, e.poids_extremes,
  ${ROUNDED.slice(0, 5).map(rounded).join(", ")},
  e.etablissements,
  ${ROUNDED.slice(5).map(rounded).join(", ")},
  e.qualite, e.strates_uniques, e.chiffre_a_citer
FROM mart_enquete AS e
JOIN ref_indicateur AS i ON i.code = e.indicateur
JOIN pub_indicateur AS p USING (indicateur, territoire_type, territoire_code, annee)
WHERE p.ventilation = 'ensemble' AND p.statut IN ('publie', 'zero')
  -- A figure that waits for more change to be shown would be told by its estimate.
  AND NOT list_contains(p.drapeaux, 'revision_differee')
  AND (e.indicateur, e.annee, e.territoire_type, e.territoire_code) NOT IN (
    SELECT (indicateur, annee, territoire_type, territoire_code) FROM secret_estimation WHERE nature = '${ESTIMATES.enquete}'
  )
ORDER BY e.indicateur, e.territoire_type, e.territoire_code, e.annee`;

function rounded(column: string): string {
  return `CASE WHEN i.secret = 'aucun' THEN e.${column} ELSE round(e.${column}, ${DIGITS}) END AS ${column}`;
}

/** Writes a table of the publication beside the figures, as Parquet and as the text that people and pages read: never through this process's memory. */
export async function writeBeside(db: Database, dir: string, name: string, select: string, text: "csv" | "json"): Promise<void> {
  await db.run(`CREATE OR REPLACE TEMP TABLE ${name} AS ${select}`);
  const format = {csv: "FORMAT csv, HEADER true, DELIMITER ';'", json: "FORMAT json, ARRAY true"}[text];
  for (const [extension, options] of [["parquet", "FORMAT parquet, COMPRESSION zstd"], [text, format]] as const) {
    await db.run(`COPY ${name} TO ${quoteText(path.join(dir, `${name}.${extension}`))} (${options})`);
  }
}
