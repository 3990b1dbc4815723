import {createHash} from "node:crypto";
import {statSync} from "node:fs";
import path from "node:path";
import type {Contract} from "../lib/contract/contract.ts";
import {contractFingerprint} from "./fingerprint.ts";
import {already, type ImportResult} from "./import-result.ts";
import {entryAt, placeOf} from "./lake.ts";
import type {Mapping} from "./mapping.ts";
import {readMemory, writeMemory} from "./memory.ts";
import {isSettled} from "./witness.ts";

/** What the lake remembers of the files themselves, so that one that nobody touched since needs no reading at all. */
const FILE = ".connus.json";

interface Known {
  /** Size, times and place of the file, to the nanosecond. */
  readonly etat: string;
  readonly tables: readonly {readonly entree: string; readonly contrat: string}[];
}

/**
 * The files already in the lake, by their path, size, times and inode: the rule by which git knows that a file is unchanged. It holds for these very
 * contracts, mappings and options only; a file written less than two seconds before it was read is never remembered, since a clock's
 * tick may hide a change. Whatever is not known here is read and known by its content.
 */
export class KnownFiles {
  private readonly context: string;
  private readonly files: Map<string, Known>;
  private isChanged = false;

  constructor(
    private readonly lake: string,
    {contracts, mappings, uai}: {contracts: readonly Contract[]; mappings: readonly Mapping[]; uai: string | undefined}
  ) {
    const rules = [
      ...contracts.map((contract) => [contract.source, contract.objet, contract.signature, String(contract.recognises), contractFingerprint(contract, undefined, uai ?? null)]),
      ...mappings.map((mapping) => [mapping.signature, contractFingerprint(mapping.contract, mapping, uai ?? null)])
    ];
    this.context = createHash("sha256").update(JSON.stringify(rules)).digest("hex").slice(0, 16);
    this.files = this.read();
  }

  /** The results of a file that has not changed since it was imported; undefined when it must be read. */
  find(file: string): ImportResult[] | undefined {
    const known = this.files.get(nameOf(file));
    if (known === undefined || known.etat !== stateOf(file).etat) return undefined;
    const results: ImportResult[] = [];
    for (const {entree, contrat} of known.tables) {
      const manifest = entryAt(this.lake, entree);
      if (manifest === undefined || manifest.contrat !== contrat || manifest.statut === "refuse") return undefined;
      // A table of a workbook or an archive goes by the name that the lake keeps: the lake writes no name as people wrote it.
      results.push(already(manifest.fichier.includes(" › ") ? manifest.fichier : path.basename(file), manifest));
    }
    return results;
  }

  /** Looks at a file before it is read; the answer remembers it, when all of its tables are in the lake and nothing touched it meanwhile. */
  watch(file: string): (results: readonly ImportResult[]) => void {
    const before = stateOf(file);
    return (results) => {
      if (!before.isSettled || results.length === 0 || results.some(({statut}) => statut === "refuse") || stateOf(file).etat !== before.etat) return;
      const tables = results.flatMap(({sha256, source}) => {
        const entree = source === null ? undefined : placeOf(this.lake, sha256);
        const manifest = entree === undefined ? undefined : entryAt(this.lake, entree);
        return entree === undefined || manifest === undefined ? [] : [{entree, contrat: manifest.contrat}];
      });
      if (tables.length !== results.length) return;
      this.files.set(nameOf(file), {etat: before.etat, tables});
      this.isChanged = true;
    };
  }

  /** Writes what was learnt; nothing when nothing was. */
  save(): void {
    if (this.isChanged) writeMemory(this.lake, FILE, {contexte: this.context, fichiers: Object.fromEntries(this.files)});
  }

  private read(): Map<string, Known> {
    const {contexte, fichiers} = readMemory<unknown>(this.lake, FILE);
    return contexte === this.context ? new Map(Object.entries(fichiers as Record<string, Known>)) : new Map();
  }
}

/** A path may hold a person's name: the lake keeps its fingerprint. */
function nameOf(file: string): string {
  return createHash("sha256").update(path.resolve(file)).digest("hex").slice(0, 32);
}

function stateOf(file: string): {etat: string; isSettled: boolean} {
  const stats = statSync(file, {bigint: true});
  return {etat: [stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino, stats.dev].join(" "), isSettled: isSettled(stats)};
}
