import {closeSync, existsSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {readJson} from "../lib/json.ts";
import {moveInto} from "../lib/files.ts";
import type {Rejection} from "./explain.ts";

type Statut = "importe" | "partiel" | "refuse";

/** What the lake knows of one file. Never holds a cell of it. */
export interface Manifest {
  readonly format: 1;
  readonly fichier: string;
  readonly sha256: string;
  readonly octets: number;
  readonly source: string | null;
  readonly objet: string | null;
  /** Fingerprint of contract, mapping and context: another one means that the file must be read again. */
  readonly contrat: string;
  readonly statut: Statut;
  readonly importe_le: string;
  readonly version: string;
  readonly uai: string | null;
  /** School year that the file's name gave to its rows. */
  readonly annee?: string;
  readonly correspondance: string | null;
  readonly encodage: string | null;
  readonly separateur: string | null;
  readonly lus: number;
  readonly acceptes: number;
  readonly rejetes: number;
  readonly doublons: number;
  readonly lignes_vides: number;
  readonly lignes_avant: number;
  readonly avertissements: Readonly<Record<string, number>>;
  readonly colonnes_ignorees: readonly string[];
  readonly colonnes_absentes: readonly string[];
  readonly annees: readonly string[];
  readonly messages: readonly string[];
  /** Those that whoever made the file should hear besides its refused rows: parts left out, personal data that nobody asked for. */
  readonly remarques?: readonly string[];
  /** Written in the layout of long files: rows without number, families as structs. */
  readonly long?: boolean;
}

export interface LakeEntry {
  readonly dir: string;
  readonly manifest: Manifest;
}

const MANIFEST = "manifeste.json";
export const DATA = "donnees.parquet";
export const REJECTS = "rejets.json";
/** Files that no contract took: kept as a manifest, so that `etat` can speak of them. */
const REFUSED = path.join("refus", "inconnu");

/** Every entry of the lake, in the order of source, object and fingerprint. */
export function readLake(lake: string): LakeEntry[] {
  const entries: LakeEntry[] = [];
  for (const source of folders(lake)) {
    for (const objet of folders(path.join(lake, source))) {
      for (const name of folders(path.join(lake, source, objet))) {
        const dir = path.join(lake, source, objet, name);
        const file = path.join(dir, MANIFEST);
        if (existsSync(file)) entries.push({dir, manifest: readJson<Manifest>(file)});
      }
    }
  }
  return entries;
}

function folders(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, {withFileTypes: true})
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

export function readRejections(entry: LakeEntry): Rejection[] {
  const file = path.join(entry.dir, REJECTS);
  return existsSync(file) ? readJson<Rejection[]>(file) : [];
}

export function shortHash(sha256: string): string {
  return sha256.slice(0, 16);
}

/**
 * Puts a prepared folder in the lake under its content's name. The manifest is written last and the folder renamed into
 * place, so a crash leaves either no entry or a whole one.
 */
export function commitEntry(lake: string, prepared: string, manifest: Manifest, rejections: readonly Rejection[]): LakeEntry {
  if (rejections.length > 0) writeFileSync(path.join(prepared, REJECTS), JSON.stringify(rejections));
  writeFileSync(path.join(prepared, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  const name = shortHash(manifest.sha256);
  const parent = manifest.source && manifest.objet ? path.join(lake, manifest.source, manifest.objet) : path.join(lake, REFUSED);
  const target = path.join(parent, name);
  mkdirSync(parent, {recursive: true});
  const standing = putInPlace(prepared, target, manifest);
  for (const other of readLakeOf(lake, manifest.sha256)) if (path.resolve(other) !== path.resolve(target)) rmSync(other, {recursive: true, force: true});
  return {dir: target, manifest: standing};
}

/**
 * Renames the prepared folder to its place. When another process put the same bytes there first, under the same contract, its entry
 * stands and ours goes: two imports at once leave one entry.
 */
function putInPlace(prepared: string, target: string, manifest: Manifest): Manifest {
  const aside = `${prepared}-ancien`;
  for (let attempt = 0; ; attempt += 1) {
    if (attempt >= 20) throw new Error(`${target}: taken again each time that it is freed`);
    try {
      // Looked at first: of a place that is taken, each system has its own word.
      if (!existsSync(target)) {
        moveInto(prepared, target);
        break;
      }
    } catch (error) {
      const {code} = error as NodeJS.ErrnoException;
      if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
    }
    const other = readWhole(target);
    if (other && other.contrat === manifest.contrat && manifest.statut !== "refuse") {
      rmSync(prepared, {recursive: true, force: true});
      return other;
    }
    try {
      // The same bytes under another contract version or context: the old entry steps aside, then goes.
      rmSync(aside, {recursive: true, force: true});
      moveInto(target, aside);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  rmSync(aside, {recursive: true, force: true});
  return manifest;
}

function readManifest(dir: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(path.join(dir, MANIFEST), "utf8")) as Manifest;
  } catch {
    return undefined;
  }
}

/** The manifest of an entry whose rows are all there: one cut short, or damaged by a disk, is to be read again, never believed. */
function readWhole(dir: string): Manifest | undefined {
  const manifest = readManifest(dir);
  if (manifest === undefined) return undefined;
  const hasRows = manifest.acceptes === 0 || isClosed(path.join(dir, DATA), "PAR1", "PAR1");
  const rejects = path.join(dir, REJECTS);
  return hasRows && (!existsSync(rejects) || isClosed(rejects, "[", "]")) ? manifest : undefined;
}

/** True for a file that begins and ends as its format wants. */
function isClosed(file: string, start: string, end: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, "r");
  } catch {
    return false;
  }
  try {
    const {size} = fstatSync(handle);
    const read = (length: number, position: number): string => {
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, position);
      return bytes.toString("latin1");
    };
    return size >= start.length + end.length && read(start.length, 0) === start && read(end.length, size - end.length) === end;
  } finally {
    closeSync(handle);
  }
}

/** The folders of the lake that hold these bytes (one, unless a crash fell between two renames). */
function readLakeOf(lake: string, sha256: string): string[] {
  const name = shortHash(sha256);
  return folders(lake).flatMap((source) => folders(path.join(lake, source)).map((objet) => path.join(lake, source, objet, name)).filter((dir) => existsSync(path.join(dir, MANIFEST))));
}

/** The manifest of these bytes, when the lake has them. */
export function findEntry(lake: string, sha256: string): LakeEntry | undefined {
  const [dir] = readLakeOf(lake, sha256);
  const manifest = dir === undefined ? undefined : readWhole(dir);
  return dir === undefined || manifest === undefined ? undefined : {dir, manifest};
}

/** Where these bytes are in the lake, as `source/objet/fingerprint`. */
export function placeOf(lake: string, sha256: string): string | undefined {
  const [dir] = readLakeOf(lake, sha256);
  return dir === undefined ? undefined : path.relative(lake, dir);
}

/** The manifest at a place of the lake. */
export function entryAt(lake: string, place: string): Manifest | undefined {
  return readWhole(path.join(lake, place));
}

/** Takes an entry out of the lake. */
export function removeEntry(entry: LakeEntry): void {
  rmSync(entry.dir, {recursive: true, force: true});
}
