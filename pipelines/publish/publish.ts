import {createHash} from "node:crypto";
import {createReadStream, existsSync, mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {openDatabase, quoteText, type Database} from "../lib/duckdb.ts";
import {VigieError} from "../lib/errors.ts";
import {moveInto, recoverDirectory, replaceDirectory} from "../lib/files.ts";
import {openTemporary} from "../lib/temporary.ts";
import {lastSeenYear} from "../lib/text.ts";
import {mainTerritory, type Workspace} from "../lib/workspace.ts";
import {readCatalogue, readReperes, readTerritoires} from "./catalogue.ts";
import {controlDisclosure, TERMS_SELECT, type EarlierEdition} from "./control.ts";
import {EVOLUTION_SELECT} from "./evolution.ts";
import {judgeFigures} from "./figures.ts";
import {privacyRules} from "./privacy.ts";
import {PROFILE_SELECT} from "./profile.ts";
import {readQuality, type LedgerFile, type RejectionCause} from "./quality.ts";
import {writeInternal} from "./internal.ts";
import type {SecretReport} from "./secret-report.ts";
import {writeTable} from "./tables.ts";
import {quartilesSelect} from "./quartiles.ts";
import {SURVEY_SELECT, writeBeside} from "./survey.ts";

export interface PublishOptions {
  readonly workspace: Workspace;
  /** The files of the lake, as the import stage knows them. */
  readonly ledger: readonly LedgerFile[];
  readonly rejections: readonly RejectionCause[];
  readonly version: string;
  /** Oldest first: what they hid stays hidden, what they showed counts as known, and what has changed since may not tell of a few persons. */
  readonly earlier?: readonly EarlierEdition[];
  /** Adds what other stages know to the prepared folder, before it takes its place. */
  readonly complete?: (prepared: string) => Promise<void>;
  /** School-level tables too, in a folder that must stay inside, with this threshold. */
  readonly internal?: {readonly dir: string; readonly seuil: number};
}

export interface PublishReport {
  readonly cells: number;
  readonly hidden: number;
  /** Cells that keep the figure of the last edition, for too few persons have come or gone since. */
  readonly kept: number;
  /** What the secret costs, by volet; also in qualite.json. */
  readonly secret: SecretReport;
  readonly indicators: number;
  readonly territories: number;
  readonly years: readonly string[];
}

/** Writes `publication/` from the warehouse, after disclosure control, beside the old one and then in its place. */
export async function publish({workspace, ledger, rejections, version, earlier = [], complete, internal}: PublishOptions): Promise<PublishReport> {
  const {entrepot, publication, tmp} = workspace.paths;
  if (!existsSync(entrepot)) throw new VigieError("L'entrepôt n'existe pas encore.", {mend: "Lancez « vigie construire » d'abord."});
  recoverDirectory(publication);
  const temporary = openTemporary(tmp);
  const prepared = path.join(temporary.dir, "publication");
  mkdirSync(prepared);
  const db = await openDatabase(entrepot, {readOnly: true, tempDirectory: path.join(temporary.dir, "debord"), memoryLimit: workspace.config.memoire});
  try {
    await refuseFailedChecks(db);
    await controlDisclosure(db, workspace.config.seuils, earlier);
    const {kept, secret} = await judgeFigures(db, path.join(temporary.dir, "lots"), workspace.config.seuils, earlier);
    await writeTable(db, prepared);
    await writeBeside(db, prepared, "pub_enquete", SURVEY_SELECT, "json");
    await writeBeside(db, prepared, "pub_evolution", EVOLUTION_SELECT, "csv");
    await writeBeside(db, prepared, "pub_profil", PROFILE_SELECT, "csv");
    await writeBeside(db, prepared, "pub_quartiles", quartilesSelect(workspace.config.seuils.personnes), "csv");
    const catalogue = await readCatalogue(db);
    const territoires = await readTerritoires(db);
    writeJson(prepared, "catalogue.json", catalogue);
    writeJson(prepared, "territoires.json", territoires);
    writeJson(prepared, "confidentialite.json", {regles: privacyRules(workspace.config, earlier.length), volets: secret.volets});
    writeJson(prepared, "reperes.json", await readReperes(db));
    writeJson(prepared, "qualite.json", {...(await readQuality(db, ledger, rejections)), secret});
    const {cells, hidden} = await db.one<{cells: number; hidden: number}>("SELECT count(*) AS cells, count(*) FILTER (statut = 'secret') AS hidden FROM pub_indicateur");
    const years = (await db.rows<{annee: string}>("SELECT DISTINCT annee FROM pub_indicateur WHERE statut IN ('publie', 'zero', 'secret') ORDER BY annee")).map((row) => row.annee);
    writeJson(prepared, "edition.json", await describeEdition(db, workspace, ledger, years, version, prepared, earlier));
    if (internal) await writeInternal(db, {...internal, temporary: temporary.dir, edition: path.join(prepared, "edition.json")});
    const terms = path.join(temporary.dir, TERMS);
    await db.run(`COPY (${TERMS_SELECT}) TO ${quoteText(terms)} (FORMAT parquet, COMPRESSION zstd)`);
    db.close();
    await complete?.(prepared);
    mkdirSync(workspace.paths.secret, {recursive: true, mode: 0o700});
    moveInto(terms, path.join(workspace.paths.secret, TERMS));
    replaceDirectory(prepared, publication);
    return {cells, hidden, kept, secret, indicators: catalogue.length, territories: territoires.length, years};
  } finally {
    temporary.remove();
  }
}

/** What the next publication compares itself with, kept beside a frozen edition and never published. */
const TERMS = "termes.parquet";

async function refuseFailedChecks(db: Database): Promise<void> {
  const failed = await db.rows<{nom: string; n: number}>("SELECT nom, n FROM controle_resultat WHERE niveau = 'erreur' AND n > 0 ORDER BY nom");
  if (failed.length === 0) return;
  throw new VigieError(`La publication est arrêtée : ${failed.map(({nom, n}) => `${nom} (${n} ligne${n > 1 ? "s" : ""})`).join(", ")}.`, {
    mend: "« vigie construire » montre les lignes fausses ; corrigez-les à la source ou par une correction déclarée."
  });
}

/** Who the publication speaks of, from which files, with which code: the same inputs give the same bytes. */
async function describeEdition(db: Database, workspace: Workspace, ledger: readonly LedgerFile[], years: readonly string[], version: string, dir: string, earlier: readonly EarlierEdition[]): Promise<unknown> {
  const {config} = workspace;
  const volets = await db.rows("SELECT code, libelle FROM dim_volet ORDER BY ordre");
  const dates = ledger.map((file) => file.importe_le.slice(0, 10)).sort();
  const print = createHash("sha256");
  for (const name of ["pub_indicateur.csv", "pub_enquete.json", "pub_evolution.csv", "pub_profil.csv", "pub_quartiles.csv", "catalogue.json", "territoires.json"]) for await (const part of createReadStream(path.join(dir, name))) print.update(part as Buffer);
  return {
    fictif: config.fictif,
    interne: false,
    titre: config.titre,
    licence: config.licence ?? null,
    perimetre: {departement: mainTerritory(config).type === "departement" ? config.perimetre.departement : "*", nom: config.perimetre.nom, academie: config.perimetre.academie},
    annees: years,
    annee_courante: config.annee_courante ?? years.findLast((year) => dates.length === 0 || year <= lastSeenYear(dates.at(-1) as string)) ?? years.at(-1) ?? null,
    donnees_du: dates.at(-1) ?? null,
    seuils: {personnes: config.seuils.personnes, etablissements: config.seuils.etablissements},
    anterieures: earlier.map(({nom}) => nom),
    version,
    empreinte: print.digest("hex"),
    volets
  };
}

function writeJson(dir: string, name: string, value: unknown): void {
  writeFileSync(path.join(dir, name), `${JSON.stringify(value, null, 1)}\n`);
}
