import {copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {quoteText, type Database} from "../lib/duckdb.ts";
import {replaceDirectory} from "../lib/files.ts";
import {harmlessText} from "../lib/formula-sql.ts";

interface InternalOptions {
  /** Folder to write, never the one that the site is built from. */
  readonly dir: string;
  /** Persons under which a school's figure is hidden. */
  readonly seuil: number;
  readonly temporary: string;
  /** The public edition.json, from which the internal one differs by its mark. */
  readonly edition: string;
}

/**
 * Writes the internal edition: one row per indicator, school and year, for those in charge of the schools, and the territories of each school. Every file says so (`interne` column or key),
 * and the public site refuses to be built from it. A figure of fewer persons than the threshold loses its value and terms here too.
 */
export async function writeInternal(db: Database, {dir, seuil, temporary, edition}: InternalOptions): Promise<void> {
  const prepared = path.join(temporary, "interne");
  mkdirSync(prepared);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE interne_etablissement AS
    WITH lignes AS (
      SELECT
        t.*, i.volet,
        i.secret = 'personnes' AND (
          (t.n_unites > 0 AND t.n_unites < ${seuil})
          OR (i.type IN ('part', 'compte') AND t.numerateur > 0 AND t.numerateur < ${seuil})
          OR (i.type = 'part' AND t.denominateur - t.numerateur > 0 AND t.denominateur - t.numerateur < ${seuil})
          OR (i.type = 'part' AND t.denominateur > 0 AND t.numerateur IN (0, t.denominateur))
        ) AS est_petite
      FROM ind_toutes AS t
      JOIN ref_indicateur AS i ON i.code = t.indicateur
      WHERE t.uai IS NOT NULL
    ),
    jugees AS (
      -- One small modality would follow from the others: the whole row goes.
      SELECT *, coalesce(bool_or(est_petite) OVER (PARTITION BY indicateur, uai, annee, ventilation), false)
        OR coalesce(bool_or(est_petite AND ventilation = 'ensemble') OVER (PARTITION BY indicateur, uai, annee), false) AS est_secret
      FROM lignes
    )
    SELECT
      true AS interne, j.indicateur, j.volet, j.uai, e.nom, e.type_etablissement, j.annee, j.ventilation, j.modalite,
      CASE WHEN NOT est_secret THEN j.numerateur END AS numerateur,
      CASE WHEN NOT est_secret THEN j.denominateur END AS denominateur,
      CASE WHEN NOT est_secret THEN j.n_unites END AS n_unites,
      CASE WHEN est_secret THEN 'secret' WHEN j.numerateur IS NULL THEN 'non_repondu' ELSE 'publie' END AS statut
    FROM jugees AS j
    LEFT JOIN dim_etablissement AS e USING (uai, annee)
    ORDER BY j.indicateur, j.uai, j.annee, j.ventilation, j.modalite`);
  const texts = ["indicateur", "volet", "uai", "nom", "type_etablissement", "annee", "ventilation", "modalite"];
  const columns = ["interne", ...texts.map((column) => `${harmlessText(column)} AS ${column}`), "numerateur", "denominateur", "n_unites", "statut"].join(", ");
  await db.run(`COPY interne_etablissement TO ${quoteText(path.join(prepared, "interne_etablissement.parquet"))} (FORMAT parquet, COMPRESSION zstd)`);
  await db.run(`COPY (SELECT ${columns} FROM interne_etablissement) TO ${quoteText(path.join(prepared, "interne_etablissement.csv"))} (FORMAT csv, HEADER true, DELIMITER ';')`);
  await db.run(`COPY (SELECT true AS interne, uai, annee, territoire_type, territoire_code FROM lien_etablissement_territoire ORDER BY ALL) TO ${quoteText(path.join(prepared, "interne_rattachement.parquet"))} (FORMAT parquet, COMPRESSION zstd)`);
  const described = JSON.parse(readFileSync(edition, "utf8")) as Record<string, unknown>;
  writeFileSync(path.join(prepared, "edition.json"), `${JSON.stringify({...described, interne: true, seuils: {personnes: seuil}}, null, 1)}\n`);
  copyFileSync(path.join(path.dirname(edition), "catalogue.json"), path.join(prepared, "catalogue.json"));
  if (!existsSync(path.dirname(dir))) mkdirSync(path.dirname(dir), {recursive: true});
  rmSync(`${dir}.old`, {recursive: true, force: true});
  replaceDirectory(prepared, dir);
}
