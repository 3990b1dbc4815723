import {existsSync} from "node:fs";
import path from "node:path";
import {quoteText, type Database} from "../../pipelines/lib/duckdb.ts";

// Attack of what is published beside the counts: changes, references, estimates. Each must say nothing that the shown cells do not.

const CELL = ["indicateur", "territoire_type", "territoire_code", "ventilation", "modalite"];
const on = (a: string, b: string, columns: readonly string[]): string => columns.map((column) => `${a}.${column} = ${b}.${column}`).join(" AND ");

/**
 * Figures beside hidden ones, or that differ from what two shown figures give. Expects the table `publie` (one row by cell, `est_cache`, `valeur`,
 * `reference`, `evolution`) and the warehouse as `entrepot`; answers a line of text for each.
 */
export async function attackBeside(db: Database, folder: string): Promise<string[]> {
  await db.run(`
    CREATE OR REPLACE TEMP VIEW gardee AS
    SELECT p.* FROM publie AS p JOIN entrepot.ref_indicateur AS i ON i.code = p.indicateur WHERE i.secret <> 'aucun';
    CREATE OR REPLACE TEMP VIEW suivie AS
    SELECT apres.*, avant.est_cache AS avant_cache, avant.valeur AS valeur_avant
    FROM gardee AS apres
    JOIN gardee AS avant ON ${on("apres", "avant", CELL)} AND apres.annee[1:4]::INTEGER = avant.annee[1:4]::INTEGER + 1`);
  const found = await db.rows<{phrase: string}>(`
    SELECT concat_ws(' ', indicateur, annee, territoire_type, territoire_code, ventilation, modalite, 'évolution', evolution) AS phrase
    FROM suivie
    WHERE evolution IS NOT NULL AND (est_cache OR avant_cache OR abs(evolution - (valeur - valeur_avant)) > 1e-9)
    UNION ALL
    SELECT concat_ws(' ', p.indicateur, p.annee, p.territoire_type, p.territoire_code, p.ventilation, p.modalite, 'référence', p.reference)
    FROM gardee AS p
    JOIN entrepot.dim_territoire AS t ON t.type = p.territoire_type AND t.code = p.territoire_code
    JOIN gardee AS d ON d.territoire_type = 'departement' AND d.territoire_code = t.departement AND ${on("p", "d", ["indicateur", "annee", "ventilation", "modalite"])}
    WHERE p.reference IS NOT NULL AND (d.est_cache OR abs(p.reference - d.valeur) > 1e-9)`);
  const place = ["indicateur", "annee", "territoire_type", "territoire_code"];
  for (const {file, given} of [
    {file: "pub_enquete.parquet", given: "b.estimation IS NOT NULL AND p.est_cache"},
    {file: "pub_profil.parquet", given: "coalesce(b.attendu, b.ecart) IS NOT NULL AND p.est_cache"},
    // At constant perimeter a change is that of the two figures, or another equation.
    {file: "pub_evolution.parquet", given: "p.est_cache AND coalesce(b.evolution, b.evolution_perimetre_constant, b.valeur, b.etablissements_communs) IS NOT NULL OR coalesce(abs(b.evolution_perimetre_constant - (b.valeur - b.valeur_precedente)) > 1e-9, b.evolution_perimetre_constant IS NOT NULL)"}
  ]) {
    const parquet = path.join(folder, file);
    if (!existsSync(parquet)) continue;
    found.push(...(await db.rows<{phrase: string}>(`
      SELECT concat_ws(' ', p.indicateur, p.annee, p.territoire_type, p.territoire_code, '${file}') AS phrase
      FROM read_parquet(${quoteText(parquet)}) AS b
      JOIN gardee AS p ON p.ventilation = 'ensemble' AND ${on("b", "p", place)}
      WHERE ${given}`)));
  }
  return found.map(({phrase}) => phrase);
}

/** What one class of the schools of a territory answered. */
export interface KnownClass {
  /** Groups of schools that it is the intersection of, as "ventilation|modalité". */
  readonly groupes: readonly string[];
  /** Null: the whole. */
  readonly territoire: string | null;
  readonly numerateur: number;
  readonly denominateur: number;
  readonly n: number;
}

/** The attributes that weights and profiles follow (`mart_enquete`, `mart_profil`). */
const ATTRIBUTES = {
  "pub_enquete.parquet": ["type_etablissement", "education_prioritaire"],
  "pub_profil.parquet": ["degre", "type_etablissement", "quartile_ips", "education_prioritaire"]
};

/**
 * The sums that published estimates add up: the attacker is given each of them, read in the warehouse, which is more than the estimates tell.
 */
export async function knownClasses(db: Database, folder: string, indicateur: string, annee: string): Promise<KnownClass[]> {
  const known: KnownClass[] = [];
  for (const [file, attributes] of Object.entries(ATTRIBUTES)) {
    const parquet = path.join(folder, file);
    if (!existsSync(parquet)) continue;
    const column = file === "pub_enquete.parquet" ? "estimation" : "attendu";
    const {lieux} = await db.one<{lieux: number}>(`SELECT count(${column})::INTEGER AS lieux FROM read_parquet(${quoteText(parquet)}) WHERE indicateur = $1 AND annee = $2`, [indicateur, annee]);
    if (lieux === 0) continue;
    await db.run(`
      CREATE OR REPLACE TEMP TABLE classe AS
      SELECT i.uai, g.groupes, i.numerateur, i.denominateur, i.n_unites
      FROM entrepot.ind_toutes AS i
      JOIN (
        SELECT uai, list(ventilation || '|' || modalite ORDER BY ventilation) AS groupes
        FROM entrepot.lien_etablissement_ventilation
        WHERE annee = ${quoteText(annee)} AND ventilation IN (${attributes.map(quoteText).join(", ")})
        GROUP BY uai
      ) AS g USING (uai)
      WHERE i.indicateur = ${quoteText(indicateur)} AND i.annee = ${quoteText(annee)} AND i.ventilation = 'ensemble' AND i.numerateur IS NOT NULL`);
    const sums = "sum(c.numerateur) AS numerateur, sum(c.denominateur) AS denominateur, sum(c.n_unites)::DOUBLE AS n";
    known.push(...(await db.rows<KnownClass>(`
      SELECT c.groupes, e.territoire_type || '|' || e.territoire_code AS territoire, ${sums}
      FROM read_parquet(${quoteText(parquet)}) AS e
      JOIN entrepot.lien_etablissement_territoire AS l USING (territoire_type, territoire_code, annee)
      JOIN classe AS c USING (uai)
      WHERE e.indicateur = ${quoteText(indicateur)} AND e.annee = ${quoteText(annee)} AND e.${column} IS NOT NULL
      GROUP BY ALL`)));
    if (file === "pub_profil.parquet") known.push(...(await db.rows<KnownClass>(`SELECT c.groupes, NULL AS territoire, ${sums} FROM classe AS c GROUP BY ALL`)).filter(({groupes}) => known.some((other) => other.groupes.join() === groupes.join())));
  }
  return known;
}
