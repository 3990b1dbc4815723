import {existsSync} from "node:fs";
import path from "node:path";
import {quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {foldWords} from "../lib/text.ts";
import type {Cellule} from "../lib/words/figure.ts";
import type {Profil} from "../lib/words/profile.ts";
import type {Estimation} from "../lib/words/survey.ts";
import {findUncounted, type Uncounted} from "./uncounted.ts";

type Figure = Omit<Cellule, "indicateur" | "territoire_type" | "territoire_code" | "reference" | "evolution">;

/** The survey's weighted estimate, as published, with what its variance and its silences are worth. */
interface SurveyEstimate extends Estimation {
  erreur_type: number | null;
  effet_de_plan: number | null;
  taux_reponse_min: number | null;
  indicateur_r: number | null;
  biais_max: number | null;
  qualite: string;
  strates_uniques: number;
  /** Where the weights come from, and whether they are very unequal; absent from the editions of before. */
  methode?: string | null;
  poids_extremes?: boolean | null;
}

/** What a median leaves on each side. */
interface Quartiles {
  quartile_1: number;
  quartile_3: number;
}

/** The change since the year before, as published. */
interface Evolution {
  annee_precedente: string;
  valeur_precedente: number | null;
  evolution: number | null;
  evolution_perimetre_constant: number | null;
  etablissements_communs: number | null;
  comparable: boolean;
  motif: string | null;
}

interface ContributingFile {
  fichier: string;
  source: string;
  objet: string;
  sha256: string;
  importe_le: string;
  acceptes: number;
  rejetes: number;
  /** Rows of the establishments of the territory, null when the file's rows name none. */
  lignes_territoire: number | null;
}

export interface Explanation {
  definition: {code: string; libelle: string; description: string; unite: string; type: string; numerateur: string; denominateur: string | null; enquete: string | null; limites: string | null; fichier: string};
  territoire: {type: string; code: string; nom: string};
  cellule: Figure;
  redressement: SurveyEstimate | null;
  quartiles: Quartiles | null;
  evolution: Evolution | null;
  profil: Profil | null;
  modeles: string[];
  fichiers: ContributingFile[];
  rejets: {fichier: string; motif: string; n: number; lignes: number[]}[];
  /** Rows of the year that were accepted and that no territory counts. */
  non_comptees: Uncounted[];
  /** Declared corrections of the figure's sources that touch this territory and year. */
  corrections: AppliedCorrection[];
  sql: string;
}

interface AppliedCorrection {
  fichier: string;
  ligne: number;
  source: string;
  cle: Record<string, string>;
  colonne: string;
  attendu: string | null;
  corrige: string | null;
  raison: string;
  auteur: string;
  date: string;
  lignes: number;
}

interface LakeFile {
  fichier: string;
  source: string | null;
  objet: string | null;
  sha256: string;
  importe_le: string;
  acceptes: number;
  rejetes: number;
  annees: readonly string[];
  rejections(): {ligne: number; motif: string}[];
}

export interface ExplainOptions {
  indicator: string;
  publication: string;
  /** What is explained when no territory is named, as type:code. */
  principal: string;
  territoire: string | undefined;
  annee: string | undefined;
  ventilation: string | undefined;
  relations: readonly {name: string; columns: readonly string[]}[];
  lake: readonly LakeFile[];
}

/**
 * Everything behind one published figure. Expects the `src_` relations of the lake in `db`; a figure that disclosure control
 * hides stays hidden here too.
 */
export async function explainFigure(db: Database, options: ExplainOptions): Promise<Explanation> {
  const [definition] = await db.rows<Explanation["definition"] & {sql: string}>(
    "SELECT code, libelle, description, unite, type, numerateur, denominateur, enquete, limites, fichier, sql FROM ref_indicateur WHERE code = $1", [options.indicator]
  );
  if (!definition) throw new VigieError(`L'indicateur « ${options.indicator} » n'existe pas.`, {exitCode: EXIT.usage, mend: await suggestIndicators(db, options.indicator)});
  const territoire = await findTerritory(db, options.territoire ?? options.principal);
  const published = `read_parquet(${quoteText(path.join(options.publication, "pub_indicateur.parquet"))})`;
  const [ventilation, modalite] = (options.ventilation ?? "ensemble:ensemble").split(":");
  const cells = await db.rows<Figure>(
    `SELECT annee, ventilation, modalite, valeur, numerateur, denominateur, n_unites, couverture, ic_bas, ic_haut, cible, statut, drapeaux FROM ${published}
     WHERE indicateur = $1 AND territoire_type = $2 AND territoire_code = $3 AND ventilation = $4 AND modalite = $5 ORDER BY annee`,
    [definition.code, territoire.type, territoire.code, ventilation ?? "", modalite ?? ventilation ?? ""]
  );
  const cellule = options.annee === undefined ? (cells.filter((cell) => cell.statut !== "non_collecte").at(-1) ?? cells.at(-1)) : cells.find((cell) => cell.annee === options.annee);
  if (!cellule) {
    const years = cells.map((cell) => cell.annee).join(", ");
    throw new VigieError(`Aucun chiffre publié pour ${definition.code}, ${territoire.nom}${options.annee ? `, ${options.annee}` : ""}.`, {
      exitCode: EXIT.usage, mend: years ? `Années publiées : ${years}.` : "Vérifiez le territoire et la ventilation."
    });
  }
  const isWhole = cellule.ventilation === "ensemble";
  const place = [definition.code, territoire.type, territoire.code, cellule.annee];
  const redressement = isWhole ? await readBeside<SurveyEstimate>(db, path.join(options.publication, "pub_enquete.parquet"), place) : null;
  const evolution = isWhole ? await readBeside<Evolution>(db, path.join(options.publication, "pub_evolution.parquet"), place) : null;
  const quartiles = isWhole ? await readBeside<Quartiles>(db, path.join(options.publication, "pub_quartiles.parquet"), place) : null;
  const profil = isWhole ? await readBeside<Profil>(db, path.join(options.publication, "pub_profil.parquet"), place) : null;
  const modeles = await lineage(db, `ind_${definition.code}`);
  const fichiers: ContributingFile[] = [];
  const rejets: Explanation["rejets"] = [];
  for (const relation of options.relations) {
    if (!modeles.includes(relation.name)) continue;
    const files = options.lake.filter((file) => `src_${file.source}__${file.objet}` === relation.name && (file.annees.length === 0 || file.annees.includes(cellule.annee)));
    if (files.length === 0) continue;
    const counted = await countRows(db, relation, territoire, cellule.annee);
    for (const file of files) {
      const {fichier, sha256, importe_le, acceptes, rejetes} = file;
      const rows = counted?.get(sha256.slice(0, 16)) ?? (counted ? 0 : null);
      if (acceptes > 0 && rows !== 0) fichiers.push({fichier, source: file.source ?? "", objet: file.objet ?? "", sha256, importe_le, acceptes, rejetes, lignes_territoire: rows});
      rejets.push(...groupRejections(file));
    }
  }
  const non_comptees = await findUncounted(db, modeles, cellule.annee, new Map(options.lake.map(({sha256, fichier}) => [sha256.slice(0, 16), fichier])));
  const corrections = await readCorrections(db, modeles, territoire, cellule.annee);
  const {sql, ...rest} = definition;
  return {definition: rest, territoire, cellule, redressement, quartiles, evolution, profil, modeles, fichiers, rejets, non_comptees, corrections, sql};
}

/** The row of a table published beside the figures; null when it has none, or in a publication of an earlier version. */
async function readBeside<T extends object>(db: Database, file: string, place: readonly string[]): Promise<T | null> {
  if (!existsSync(file)) return null;
  const [row] = await db.rows<T>(`SELECT * FROM read_parquet(${quoteText(file)}) WHERE indicateur = $1 AND territoire_type = $2 AND territoire_code = $3 AND annee = $4`, [...place]);
  return row ?? null;
}

/** A warehouse built before corrections existed has no table of them. */
async function readCorrections(db: Database, models: readonly string[], territoire: {type: string; code: string}, annee: string): Promise<AppliedCorrection[]> {
  const [table] = await db.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'correction_appliquee'");
  if (!table || models.length === 0) return [];
  const rows = await db.rows<Omit<AppliedCorrection, "cle"> & {cle: string}>(
    `SELECT fichier, ligne, source, to_json(cle)::VARCHAR AS cle, colonne, attendu, corrige, raison, auteur, date, lignes FROM correction_appliquee
     WHERE relation IN (${models.map(quoteText).join(", ")})
       AND (cle['annee_scolaire'] IS NULL OR cle['annee_scolaire'] = $1)
       AND (cle['uai'] IS NULL OR cle['uai'] IN (SELECT uai FROM lien_etablissement_territoire WHERE territoire_type = $2 AND territoire_code = $3 AND annee = $1))
     ORDER BY fichier, ligne`, [annee, territoire.type, territoire.code]
  );
  return rows.map((row) => ({...row, cle: JSON.parse(row.cle) as Record<string, string>}));
}

function groupRejections(file: LakeFile): Explanation["rejets"] {
  const byCause = new Map<string, number[]>();
  for (const {ligne, motif} of file.rejections()) byCause.set(motif, [...(byCause.get(motif) ?? []), ligne]);
  return [...byCause].map(([motif, lignes]) => ({fichier: file.fichier, motif, n: lignes.length, lignes: lignes.slice(0, 10)}));
}

/** The list of years is made from every source, and says nothing of any figure. */
const NOT_A_SOURCE = "dim_annee";

/** Every relation that a model reads, directly or through others. */
async function lineage(db: Database, model: string): Promise<string[]> {
  const rows = await db.rows<{dependance: string}>(
    `WITH RECURSIVE amont AS (
       SELECT dependance FROM ref_dependance WHERE modele = $1
       UNION
       SELECT d.dependance FROM ref_dependance AS d JOIN amont AS a ON d.modele = a.dependance WHERE a.dependance <> '${NOT_A_SOURCE}'
     ) SELECT dependance FROM amont ORDER BY dependance`, [model]
  );
  return rows.map((row) => row.dependance);
}

/** Rows per file that name an establishment of the territory in that year; undefined when the rows name none. */
async function countRows(db: Database, relation: ExplainOptions["relations"][number], territoire: {type: string; code: string}, annee: string): Promise<Map<string, number> | undefined> {
  if (!relation.columns.includes("uai")) return undefined;
  const year = relation.columns.includes("annee_scolaire") ? `AND (s.annee_scolaire = ${quoteText(annee)} OR s.annee_scolaire IS NULL)` : "";
  const rows = await db.rows<{_fichier: string; n: number}>(
    `SELECT s._fichier, count(*) AS n FROM ${quoteIdent(relation.name)} AS s
     WHERE s.uai IN (SELECT uai FROM lien_etablissement_territoire WHERE territoire_type = $1 AND territoire_code = $2 AND annee = $3) ${year}
     GROUP BY s._fichier`, [territoire.type, territoire.code, annee]
  );
  return new Map(rows.map((row) => [row._fichier, row.n]));
}

async function findTerritory(db: Database, text: string): Promise<{type: string; code: string; nom: string}> {
  const all = await db.rows<{type: string; code: string; nom: string}>("SELECT type, code, nom FROM dim_territoire ORDER BY type, code");
  const [type, code] = text.includes(":") ? text.split(":") : [undefined, text];
  const byCode = all.filter((item) => item.code === code && (type === undefined || item.type === type));
  const found = byCode.length > 0 ? byCode : all.filter((item) => foldWords(item.nom) === foldWords(text));
  const [first] = found;
  if (first && found.length === 1) return first;
  if (first) throw new VigieError(`« ${text} » désigne plusieurs territoires.`, {exitCode: EXIT.usage, mend: `Précisez : ${found.map((item) => `${item.type}:${item.code}`).join(", ")}`});
  const near = all.filter((item) => foldWords(item.nom).includes(foldWords(text))).slice(0, 5);
  throw new VigieError(`Le territoire « ${text} » n'est pas connu.`, {
    exitCode: EXIT.usage, mend: near.length > 0 ? `Voulez-vous dire : ${near.map((item) => `${item.nom} (${item.type}:${item.code})`).join(", ")} ?` : "Donnez un code INSEE, un SIREN, un UAI de circonscription ou un nom exact."
  });
}

async function suggestIndicators(db: Database, wanted: string): Promise<string> {
  const rows = await db.rows<{code: string}>("SELECT code FROM ref_indicateur ORDER BY levenshtein(code, $1), code LIMIT 3", [wanted]);
  return `Voulez-vous dire : ${rows.map((row) => row.code).join(", ")} ?`;
}
