import {createHash} from "node:crypto";
import {openDatabase, quoteIdent, type Database, type OpenOptions} from "../lib/duckdb.ts";
import {lakeColumns, relationName, type Contract, type LakeColumn} from "../lib/contract/contract.ts";
import {naturalKey} from "./corrections.ts";
import type {LakeEntry} from "./lake.ts";
import {layoutsOf, selectColumns} from "./layouts.ts";
import {readMemory, writeMemory} from "./memory.ts";
import {entriesByRelation, filesOf} from "./sources.ts";

/** Rows of one file that a later file speaks of again: the models keep the later ones. */
export interface Replacement {
  /** Full sha256 of the file whose rows are replaced, and of the one that replaces them. */
  readonly sha256: string;
  readonly par: string;
  readonly lignes: number;
}

/** What was found of an object, and from which entries. */
interface Known {
  readonly empreinte: string;
  readonly lignes: readonly Replacement[];
}

const MEMORY = ".remplacements.json";

/**
 * Who replaces whom in the lake, by the natural key of each contract and the order of versions: the very order by which the models keep one row
 * per key. Looks only at the objects that have several files, one of which `only` wants; reads no file when their entries are those of the last time.
 */
export async function findReplaced(lake: string, contracts: readonly Contract[], {only = () => true, ...options}: OpenOptions & {only?: (entry: LakeEntry) => boolean} = {}): Promise<Replacement[]> {
  const byRelation = entriesByRelation(lake);
  const memory = readMemory<Known>(lake, MEMORY);
  const found = new Map<string, Known>();
  let db: Database | undefined;
  try {
    for (const contract of contracts) {
      const relation = relationName(contract);
      const entries = byRelation.get(relation) ?? [];
      const key = naturalKey(contract);
      if (entries.length < 2 || key.length === 0 || !entries.some(only)) continue;
      const columns = lakeColumns(contract).filter(({name}) => [...key, "_fichier", "_version"].includes(name));
      const empreinte = printOf(columns, entries);
      const known = memory[relation];
      if (known?.empreinte === empreinte) found.set(relation, known);
      else found.set(relation, {empreinte, lignes: await compare((db ??= await openDatabase(":memory:", options)), entries, key, columns)});
    }
  } finally {
    db?.close();
  }
  if (db) {
    const standing = Object.entries(memory).filter(([relation]) => (byRelation.get(relation)?.length ?? 0) > 1);
    writeMemory(lake, MEMORY, {...Object.fromEntries(standing), ...Object.fromEntries(found)});
  }
  return [...found.values()].flatMap(({lignes}) => lignes);
}

function printOf(columns: readonly LakeColumn[], entries: readonly LakeEntry[]): string {
  const parts = [columns.map(({name, type}) => [name, type]), entries.map(({manifest: {sha256, contrat, version}}) => [sha256, contrat, version])];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

async function compare(db: Database, entries: readonly LakeEntry[], key: readonly string[], columns: readonly LakeColumn[]): Promise<Replacement[]> {
  const rows = await db.rows<{_fichier: string; par: string; lignes: number}>(
    // Eight bytes of hash stand for the key: millions of rows then fit in the memory of an import.
    `WITH lignes AS (
       SELECT hash(${key.map(quoteIdent).join(", ")}) AS cle, _fichier, _version, count(*) AS n
       FROM (${selectColumns(await layoutsOf(db, filesOf(entries)), columns)})
       GROUP BY ALL
     ),
     gardes AS (
       SELECT cle, max_by(_fichier, _version || ' ' || _fichier) AS par
       FROM lignes
       GROUP BY cle
     )
     SELECT l._fichier, g.par, sum(l.n)::BIGINT AS lignes
     FROM lignes AS l
     JOIN gardes AS g USING (cle)
     WHERE l._fichier <> g.par
     GROUP BY ALL
     ORDER BY ALL`
  );
  const full = (short: string): string => entries.find(({manifest}) => manifest.sha256.startsWith(short))?.manifest.sha256 ?? short;
  return rows.map(({_fichier, par, lignes}) => ({sha256: full(_fichier), par: full(par), lignes}));
}
