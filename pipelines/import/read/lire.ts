import {readFile} from "node:fs/promises";
import {basename} from "node:path";
import {readDelimited} from "./records.ts";

/** What `vigie lire --json` prints: the file as it was understood, record by record, and all that was not as it should be. */
export interface LireResult {
  fichier: string;
  encodage: string;
  separateur: string;
  guillemet: string;
  entete: string[];
  /** The records of all the tables of the file, in order; their header lines are told in `anomalies`. */
  enregistrements: string[][];
  anomalies: {ligne: number; cause: string}[];
}

/**
 * Reads one text file and says how it was read.
 * @throws VigieError when it is no text table, naming what it is.
 */
export async function describeFile(path: string): Promise<LireResult> {
  const file = readDelimited(await readFile(path));
  return {
    fichier: basename(path),
    encodage: file.dialect.encoding,
    separateur: file.dialect.delimiter,
    guillemet: file.dialect.quote,
    entete: file.header,
    enregistrements: [file.records, ...(file.tables ?? []).map((table) => table.records)].flat().map((record) => record.cells),
    anomalies: file.anomalies.map(({line, cause}) => ({ligne: line, cause}))
  };
}
