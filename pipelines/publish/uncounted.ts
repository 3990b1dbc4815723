import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";

/** Accepted rows of a file that no territory counts. */
export interface Uncounted {
  fichier: string;
  /** They lead to no school: a Pix organisation or session without a correspondance, a training without the school of its participant. */
  sans_etablissement: number;
  /** Their school is not in the référentiel of the year. */
  hors_referentiel: number;
}

/**
 * Among the rows of a year that the models `modeles` take from these files, those that count nowhere. Reads the staging tables that name a school; a row
 * that says its commune counts there.
 */
export async function findUncounted(db: Database, modeles: readonly string[], annee: string, files: ReadonlyMap<string, string>): Promise<Uncounted[]> {
  const staging = await db.rows<{name: string; a_commune: boolean}>(
    `SELECT table_name AS name, bool_or(column_name = 'code_commune') AS a_commune
     FROM duckdb_columns()
     WHERE table_name IN (${[...modeles, ""].map(quoteText).join(", ")}) AND table_name LIKE 'stg\\_%' ESCAPE '\\' AND table_name NOT LIKE 'stg\\_etablissements\\_\\_%' ESCAPE '\\'
     GROUP BY table_name
     HAVING count(*) FILTER (column_name IN ('uai', 'annee', '_fichier')) = 3
     ORDER BY table_name`
  );
  const found = new Map<string, Uncounted>();
  for (const {name, a_commune} of staging) {
    const rows = await db.rows<{_fichier: string; sans: number; hors: number}>(
      `SELECT _fichier, count(*) FILTER (uai IS NULL) AS sans, count(*) FILTER (uai IS NOT NULL) AS hors
       FROM ${quoteIdent(name)}
       WHERE annee = $1 AND ${a_commune ? "uai IS NOT NULL" : "true"} AND (uai IS NULL OR uai NOT IN (SELECT uai FROM dim_etablissement WHERE annee = $1))
       GROUP BY _fichier`,
      [annee]
    );
    for (const {_fichier, sans, hors} of rows) {
      const fichier = files.get(_fichier) ?? _fichier;
      const known = found.get(fichier) ?? {fichier, sans_etablissement: 0, hors_referentiel: 0};
      found.set(fichier, {fichier, sans_etablissement: known.sans_etablissement + sans, hors_referentiel: known.hors_referentiel + hors});
    }
  }
  return [...found.values()].sort((a, b) => (a.fichier < b.fichier ? -1 : 1));
}
