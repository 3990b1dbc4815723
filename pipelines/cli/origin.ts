import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {readLake} from "../import/lake.ts";
import {hashFolder, type Code, type FrozenEntry} from "../report/edition.ts";

/** The folder that holds the code: `sql`, `sources`, `observable`… */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

export const VERSION = (JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {version: string}).version;

/** The entries of a lake with the hash of each of their files. */
export function frozenLake(lac: string): FrozenEntry[] {
  return readLake(lac).map(({dir, manifest}) => ({
    source: path.basename(path.dirname(path.dirname(dir))), objet: path.basename(path.dirname(dir)), dossier: path.basename(dir),
    fichier: manifest.fichier, sha256: manifest.sha256, annees: manifest.annees, contenu: hashFolder(dir)
  }));
}

/** Everything that decides of what an edition holds: figures, analyses, documents. */
const CODE = ["pipelines/build", "pipelines/impact", "pipelines/import", "pipelines/lib", "pipelines/publish", "pipelines/report", "sources", "sql"];

/** The version of the code and the hash of what makes an edition. */
export function codeVersion(): Code {
  const print = createHash("sha256");
  for (const folder of CODE) for (const file of listFiles(path.join(ROOT, folder))) print.update(path.relative(ROOT, file).replaceAll(path.sep, "/")).update("\0").update(readFileSync(file));
  return {version: VERSION, empreinte: print.digest("hex")};
}

function listFiles(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, {withFileTypes: true})
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(path.join(dir, entry.name)) : [path.join(dir, entry.name)]));
}
