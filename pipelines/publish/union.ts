import {existsSync} from "node:fs";
import path from "node:path";
import {openDatabase, quoteText, type Database} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import {readJson} from "../lib/json.ts";

interface Edition {
  readonly fictif: boolean;
  readonly perimetre: {readonly nom: string};
}

/**
 * Opens several publications side by side, in memory and read only, as `vigie requete` sees them:
 * - `pub_indicateur`: their cells, with the name of their `publication`;
 * - `reunion`: for each indicator, year and modality, the sum of the terms of all publications, or why there is none.
 * A total is given only when every publication shows its own: where one hides a cell the total is `secret`, where one has none it is
 * `non_collecte`, where definitions differ `definitions_differentes`, and a median cannot be added up (`non_additif`). So a reading of
 * publications tells nothing that they do not already tell.
 * @throws VigieError when a folder is no publication, when two hold the same département, or when fiction meets real data
 */
export async function openPublications(dirs: readonly string[]): Promise<Database> {
  const editions = dirs.map(readEdition);
  if (new Set(editions.map(({fictif}) => fictif)).size > 1) throw new VigieError("Des publications fictives et réelles ne se réunissent pas.", {mend: "Gardez les unes ou les autres."});
  const db = await openDatabase(":memory:");
  try {
    await db.run("CREATE TABLE publication (rang INTEGER, nom VARCHAR, dossier VARCHAR)");
    for (const [rank, {perimetre}] of editions.entries()) await db.run("INSERT INTO publication VALUES ($1, $2, $3)", [rank, perimetre.nom, dirs[rank] ?? ""]);
    const each = (select: (dir: string, rank: number) => string): string => dirs.map(select).join(" UNION ALL BY NAME ");
    await db.run(`CREATE VIEW cellule AS ${each((dir, rank) => `SELECT ${rank} AS rang, * FROM read_parquet(${quoteText(path.join(dir, "pub_indicateur.parquet"))})`)}`);
    await db.run("CREATE VIEW pub_indicateur AS SELECT publication.nom AS publication, cellule.* EXCLUDE (rang) FROM cellule JOIN publication USING (rang)");
    await db.run(`CREATE TABLE definition AS ${each((dir, rank) => `SELECT ${rank} AS rang, code AS indicateur, type, md5(sql) AS empreinte FROM read_json(${quoteText(path.join(dir, "catalogue.json"))}, format = 'array', maximum_object_size = 100000000)`)}`);
    await refuseOverlap(db);
    await db.run(UNION);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

function readEdition(dir: string): Edition {
  const file = path.join(dir, "edition.json");
  if (!existsSync(file) || !existsSync(path.join(dir, "pub_indicateur.parquet"))) {
    throw new VigieError(`« ${dir} » n'est pas une publication : ${existsSync(file) ? "pub_indicateur.parquet" : "edition.json"} manque.`, {mend: "Donnez le dossier « publication » d'un espace, ou la copie d'une publication."});
  }
  return readJson<Edition>(file);
}

async function refuseOverlap(db: Database): Promise<void> {
  const shared = await db.rows<{code: string; publications: string}>(`
    SELECT territoire_code AS code, string_agg(DISTINCT publication.nom, ', ' ORDER BY publication.nom) AS publications
    FROM cellule JOIN publication USING (rang)
    WHERE territoire_type = 'departement' AND statut IN ('publie', 'zero', 'secret')
    GROUP BY territoire_code HAVING count(DISTINCT rang) > 1 ORDER BY territoire_code LIMIT 3`);
  if (shared.length > 0) {
    throw new VigieError(`Un même département est dans deux publications : ${shared.map(({code, publications}) => `${code} (${publications})`).join(" ; ")}.`, {mend: "Il compterait deux fois : retirez l'une des deux."});
  }
}

// Each publication's own total is its row « programme ».
const UNION = `
  CREATE VIEW reunion AS
  WITH grille AS (
    SELECT DISTINCT indicateur, volet, annee, ventilation, modalite
    FROM cellule WHERE territoire_type = 'programme'
  ),
  cases AS (
    SELECT grille.*, publication.rang, definition.type, definition.empreinte, c.numerateur, c.denominateur, c.n_unites, coalesce(c.statut, 'non_collecte') AS statut
    FROM grille
    CROSS JOIN publication
    LEFT JOIN definition ON definition.indicateur = grille.indicateur AND definition.rang = publication.rang
    LEFT JOIN cellule AS c
      ON c.rang = publication.rang AND c.territoire_type = 'programme' AND c.indicateur = grille.indicateur AND c.annee = grille.annee
      AND c.ventilation = grille.ventilation AND c.modalite = grille.modalite
  ),
  sommes AS (
    SELECT
      indicateur, volet, annee, ventilation, modalite, max(type) AS type,
      count(*) FILTER (statut IN ('publie', 'zero')) AS publications,
      count(*) AS attendues,
      CASE
        WHEN bool_or(statut = 'secret') THEN 'secret'
        WHEN count(DISTINCT empreinte) > 1 THEN 'definitions_differentes'
        WHEN max(type) = 'mediane' THEN 'non_additif'
        WHEN NOT bool_and(statut IN ('publie', 'zero')) THEN 'non_collecte'
        ELSE 'publie'
      END AS statut,
      sum(numerateur) AS numerateur, sum(denominateur) AS denominateur, sum(n_unites)::BIGINT AS n_unites
    FROM cases
    GROUP BY indicateur, volet, annee, ventilation, modalite
  )
  SELECT
    indicateur, volet, annee, ventilation, modalite,
    CASE WHEN statut = 'publie' THEN CASE WHEN type IN ('compte', 'montant') THEN numerateur WHEN denominateur > 0 THEN numerateur / denominateur END END AS valeur,
    CASE WHEN statut = 'publie' THEN numerateur END AS numerateur,
    CASE WHEN statut = 'publie' THEN denominateur END AS denominateur,
    CASE WHEN statut = 'publie' THEN n_unites END AS n_unites,
    publications, attendues, statut
  FROM sommes
  ORDER BY indicateur, annee, ventilation, modalite`;
