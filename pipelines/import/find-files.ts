import {existsSync, readdirSync, statSync} from "node:fs";
import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";

/** Files that people keep beside their data and that are no data. */
const NOT_DATA = /^(\.|~\$|lisez-?moi|readme|thumbs\.db$|desktop\.ini$)|\.(ya?ml|md|parquet|duckdb)$/i;

/** True for the name of a file or folder that may hold data. */
export function isData(name: string): boolean {
  return !NOT_DATA.test(name);
}

/** The files of a list of paths, folders opened, in the order of their names. A path that does not exist is an error of usage. */
export function findFiles(paths: readonly string[]): string[] {
  const files: string[] = [];
  for (const item of paths) {
    if (!existsSync(item)) throw new VigieError(`« ${item} » n'existe pas.`, {exitCode: EXIT.usage, mend: "Vérifiez le chemin."});
    if (statSync(item).isDirectory()) files.push(...filesOf(item));
    else files.push(item);
  }
  return files;
}

function filesOf(dir: string): string[] {
  return readdirSync(dir, {withFileTypes: true})
    .filter((entry) => isData(entry.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(dir, entry.name);
      if (entry.isDirectory()) return filesOf(full);
      return entry.isFile() ? [full] : [];
    });
}
