import {createHash} from "node:crypto";
import {cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {makeFolder} from "./folder.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {moveInto} from "../lib/files.ts";
import type {Workspace} from "../lib/workspace.ts";
import {readJson} from "../lib/json.ts";

/** A file of the lake as an edition remembers it: enough to know whether the same one is still there. */
export interface FrozenEntry {
  readonly source: string;
  readonly objet: string;
  /** Name of its folder in the lake. */
  readonly dossier: string;
  readonly fichier: string;
  readonly sha256: string;
  readonly annees: readonly string[];
  /** SHA-256 of each file of the entry. */
  readonly contenu: Readonly<Record<string, string>>;
}

export interface Code {
  readonly version: string;
  /** SHA-256 over the code that makes figures. */
  readonly empreinte: string;
}

export interface FrozenEdition {
  readonly nom: string;
  readonly annee: string;
  readonly fige_le: string;
  readonly code: Code;
  readonly lac: readonly FrozenEntry[];
  /** Editions that the disclosure control took as known, oldest first; needed to rebuild. */
  readonly editions_anterieures: readonly string[];
  /** SHA-256 of every other file of the edition, by path. */
  readonly fichiers: Readonly<Record<string, string>>;
}

const MANIFEST = "manifeste.json";
/** What the disclosure control of later editions needs of this one, at school level: it stays inside the workspace. */
const SECRET = {workspace: path.join(".secret", "termes.parquet"), edition: path.join("secret", "termes.parquet")};
/** Folders of the workspace that decide of the figures or of the text. */
const INPUTS = ["commentaires", "corrections", "correspondances", "objectifs", "protocoles", "sql"] as const;

/** The folder of an edition; refuses a name that is no plain folder name. */
export function editionDir(workspace: Workspace, nom: string): string {
  if (!/^[\p{L}\d][\p{L}\d._-]{0,60}$/u.test(nom)) {
    throw new VigieError(`« ${nom} » ne peut pas nommer une édition.`, {exitCode: EXIT.usage, mend: "Prenez des lettres, des chiffres, des tirets : par exemple 2025-definitif."});
  }
  return path.join(workspace.paths.editions, nom);
}

/** The editions of a workspace, oldest first. */
export function listEditions(workspace: Workspace): FrozenEdition[] {
  const {editions} = workspace.paths;
  if (!existsSync(editions)) return [];
  return readdirSync(editions)
    .filter((name) => existsSync(path.join(editions, name, MANIFEST)))
    .map((name) => readEdition(workspace, name))
    .sort((left, right) => (left.fige_le < right.fige_le ? -1 : left.fige_le > right.fige_le ? 1 : left.nom < right.nom ? -1 : 1));
}

export function readEdition(workspace: Workspace, nom: string): FrozenEdition {
  const file = path.join(editionDir(workspace, nom), MANIFEST);
  if (!existsSync(file)) {
    const known = existsSync(workspace.paths.editions) ? readdirSync(workspace.paths.editions).filter((name) => !name.startsWith(".")) : [];
    throw new VigieError(`L'édition « ${nom} » n'existe pas.`, {exitCode: EXIT.usage, mend: known.length > 0 ? `Éditions : ${known.join(", ")}.` : "« vigie figer --annee A --nom N » en crée une."});
  }
  const manifest = readJson<FrozenEdition>(file);
  // Editions frozen before this list existed were published as if they were the first.
  return {...manifest, editions_anterieures: (manifest as Partial<FrozenEdition>).editions_anterieures ?? []};
}

export interface FreezeOptions {
  readonly workspace: Workspace;
  readonly nom: string;
  readonly annee: string;
  readonly code: Code;
  readonly lac: readonly FrozenEntry[];
  /** ISO timestamp. */
  readonly now: string;
  /** Writes the bilans in the folder it is given. */
  readonly writeBilans: (outputDir: string) => Promise<void>;
}

/** Freezes the publication and everything that it was made from, beside and then in its place; an edition is never overwritten. */
export async function freezeEdition({workspace, nom, annee, code, lac, now, writeBilans}: FreezeOptions): Promise<FrozenEdition> {
  const target = editionDir(workspace, nom);
  refuseStanding(target, nom);
  const prepared = path.join(workspace.paths.editions, `.${nom}.${process.pid}`);
  makeFolder(prepared);
  try {
    const edition = await fill(prepared, {workspace, nom, annee, code, lac, now, writeBilans});
    // Another command may have frozen one under this name meanwhile.
    refuseStanding(target, nom);
    moveInto(prepared, target);
    return edition;
  } finally {
    rmSync(prepared, {recursive: true, force: true});
  }
}

function refuseStanding(target: string, nom: string): void {
  if (existsSync(target)) throw new VigieError(`L'édition « ${nom} » existe déjà : une édition ne change jamais.`, {exitCode: EXIT.usage, mend: "Donnez un autre nom."});
}

async function fill(prepared: string, {workspace, nom, annee, code, lac, now, writeBilans}: FreezeOptions): Promise<FrozenEdition> {
  cpSync(workspace.paths.publication, path.join(prepared, "publication"), {recursive: true, filter: (source) => !isLeftOut(source)});
  cpSync(workspace.paths.config, path.join(prepared, "config.yml"));
  for (const name of INPUTS) if (existsSync(workspace.paths[name])) cpSync(workspace.paths[name], path.join(prepared, name), {recursive: true});
  const secret = path.join(workspace.dir, SECRET.workspace);
  if (existsSync(secret)) cpSync(secret, path.join(prepared, SECRET.edition));
  await writeBilans(path.join(prepared, "bilans"));
  const {anterieures = []} = readJson<{anterieures?: string[]}>(path.join(prepared, "publication", "edition.json"));
  const edition: FrozenEdition = {nom, annee, fige_le: now, code, lac, editions_anterieures: anterieures, fichiers: hashFolder(prepared)};
  writeFileSync(path.join(prepared, MANIFEST), `${JSON.stringify(edition, null, 1)}\n`);
  return edition;
}

/**
 * Files of a publication that an edition does without: the Arrow file, which repeats the Parquet table in twenty times its size, and what
 * changed since an earlier edition, which belongs to neither of the two.
 */
export function isLeftOut(file: string): boolean {
  return file.endsWith(".arrow") || /(?:^|[\\/])comparaison\.(?:json|csv)$/.test(file);
}

function hashFile(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** True when a publication says the figures and the definitions of an edition, whatever else it holds. */
export function hasFiguresOf({fichiers}: FrozenEdition, publication: string): boolean {
  return ["pub_indicateur.parquet", "catalogue.json"].every((name) => fichiers[`publication/${name}`] === hashFile(path.join(publication, name)));
}

/** SHA-256 of every file below a folder, by relative path with `/`. */
export function hashFolder(dir: string): Record<string, string> {
  const result: Record<string, string> = {};
  const walk = (relative: string): void => {
    for (const entry of readdirSync(path.join(dir, relative), {withFileTypes: true}).sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const name = relative === "" ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) walk(name);
      else result[name] = hashFile(path.join(dir, name));
    }
  };
  if (existsSync(dir)) walk("");
  return result;
}

export interface Difference {
  readonly fichier: string;
  readonly probleme: "absent" | "modifie" | "ajoute";
}

/** Files of a folder that are not what a list of hashes says. */
export function compareFolders(expected: Readonly<Record<string, string>>, found: Readonly<Record<string, string>>): Difference[] {
  const missing = Object.keys(expected).filter((name) => found[name] === undefined).map((fichier) => ({fichier, probleme: "absent" as const}));
  const changed = Object.keys(expected).filter((name) => found[name] !== undefined && found[name] !== expected[name]).map((fichier) => ({fichier, probleme: "modifie" as const}));
  const added = Object.keys(found).filter((name) => expected[name] === undefined).map((fichier) => ({fichier, probleme: "ajoute" as const}));
  return [...missing, ...changed, ...added];
}

/** What was touched in an edition since it was frozen; nothing when it is intact. */
export function checkIntegrity(workspace: Workspace, edition: FrozenEdition): Difference[] {
  const found = hashFolder(editionDir(workspace, edition.nom));
  delete found[MANIFEST];
  // `purger` may have forgotten the terms by school: what was published is intact all the same.
  const forgettable = SECRET.edition.replaceAll(path.sep, "/");
  return compareFolders(edition.fichiers, found).filter(({fichier, probleme}) => fichier !== forgettable || probleme !== "absent");
}

/** Entries of an edition that the lake no longer has as they were. */
export function missingEntries(edition: FrozenEdition, lake: readonly FrozenEntry[]): FrozenEntry[] {
  const present = new Map(lake.map((one) => [`${one.source}/${one.objet}/${one.dossier}`, one]));
  return edition.lac.filter((one) => {
    const found = present.get(`${one.source}/${one.objet}/${one.dossier}`);
    return found === undefined || compareFolders(one.contenu, found.contenu).length > 0;
  });
}
