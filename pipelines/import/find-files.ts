import {existsSync, readdirSync, realpathSync, statSync} from "node:fs";
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
    if (statSync(item).isDirectory()) files.push(...filesOf(item, new Set()));
    else files.push(item);
  }
  return files;
}

/** `above` holds the folders that lead here: a link to one of them would turn for ever. */
function filesOf(dir: string, above: ReadonlySet<string>): string[] {
  const real = realpathSync(dir);
  if (above.has(real)) return [];
  const within = new Set([...above, real]);
  return readdirSync(dir, {withFileTypes: true})
    .filter((entry) => isData(entry.name))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(dir, entry.name);
      // A link counts as what it leads to.
      const target = entry.isSymbolicLink() ? statSync(full, {throwIfNoEntry: false}) : entry;
      if (target?.isDirectory()) return filesOf(full, within);
      return target?.isFile() ? [full] : [];
    });
}
