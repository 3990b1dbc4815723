import {readLake, readRejections, type LakeEntry} from "./lake.ts";

/** The files of the lake in the order of their names, without what only the importer needs. */
export function readLedger(lake: string): LakeEntry["manifest"][] {
  return readLake(lake).map((entry) => entry.manifest).sort((left, right) => (left.fichier === right.fichier ? (left.sha256 < right.sha256 ? -1 : 1) : left.fichier < right.fichier ? -1 : 1));
}

/** Causes of refusal with their number of rows, most frequent first. */
export function countRejections(lake: string): {source: string; colonne: string; code: string; message: string; n: number}[] {
  const causes = new Map<string, {source: string; colonne: string; code: string; message: string; n: number}>();
  for (const entry of readLake(lake)) {
    const source = entry.manifest.source ?? "inconnu";
    for (const {entete, code, motif} of readRejections(entry)) {
      const key = [source, entete, code, motif].join("\u001f");
      const known = causes.get(key);
      if (known) known.n += 1;
      else causes.set(key, {source, colonne: entete, code, message: motif, n: 1});
    }
  }
  return [...causes.values()].sort((left, right) => right.n - left.n || (left.message < right.message ? -1 : 1));
}
