import {quoteIdent, type Database} from "../lib/duckdb.ts";
import {relationName, type Contract} from "../lib/contract/contract.ts";
import {naturalKey} from "./corrections.ts";
import type {LakeEntry} from "./lake.ts";
import {entriesByRelation, layoutsOf, readRows} from "./sources.ts";

/** Rows of one file that a later file speaks of again: the models keep the later ones. */
export interface Replacement {
  /** Full sha256 of the file whose rows are replaced, and of the one that replaces them. */
  readonly sha256: string;
  readonly par: string;
  readonly lignes: number;
}

/**
 * Who replaces whom in the lake, by the natural key of each contract and the order of versions: the very order by which the
 * models keep one row per key. Reads only the key columns, and only of the objects that have several files.
 */
export async function findReplaced(db: Database, lake: string, contracts: readonly Contract[], only: (entry: LakeEntry) => boolean = () => true): Promise<Replacement[]> {
  const byRelation = entriesByRelation(lake);
  const replaced: Replacement[] = [];
  for (const contract of contracts) {
    const entries = byRelation.get(relationName(contract)) ?? [];
    const key = naturalKey(contract).map(quoteIdent).join(", ");
    if (entries.length < 2 || key === "" || !entries.some(only)) continue;
    const parts = layoutsOf(entries).map((files) => `SELECT ${key}, _fichier, _version FROM ${readRows(files, false)}`);
    const rows = await db.rows<{_fichier: string; par: string; lignes: number}>(
      // Eight bytes of hash stand for the key: millions of rows then fit in the memory of an import.
      `WITH lignes AS (
         SELECT hash(${key}) AS cle, _fichier, _version, count(*) AS n
         FROM (${parts.join(" UNION ALL ")})
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
    for (const {_fichier, par, lignes} of rows) replaced.push({sha256: full(_fichier), par: full(par), lignes});
  }
  return replaced;
}
