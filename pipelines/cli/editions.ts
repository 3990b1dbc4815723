import {createHash} from "node:crypto";
import {copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {readConfig, workspacePaths, type Workspace} from "../lib/workspace.ts";
import {readLake} from "../import/lake.ts";
import {editionDir, hashFolder, type Code, type FrozenEdition, type FrozenEntry} from "../report/edition.ts";
import {build, publishWorkspace, ROOT, VERSION} from "./stages.ts";

/** The entries of a lake with the hash of each of their files. */
export function frozenLake(lac: string): FrozenEntry[] {
  return readLake(lac).map(({dir, manifest}) => ({
    source: path.basename(path.dirname(path.dirname(dir))), objet: path.basename(path.dirname(dir)), dossier: path.basename(dir),
    fichier: manifest.fichier, sha256: manifest.sha256, annees: manifest.annees, contenu: hashFolder(dir)
  }));
}

/** Everything that decides of a figure between the lake and the publication. */
const CODE = ["pipelines/build", "pipelines/import", "pipelines/lib", "pipelines/publish", "sources", "sql"];

/** The version of the code and the hash of what makes figures. */
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

/** Builds and publishes an edition again in a temporary place, from its own entries of the lake and its own configuration. */
export async function rebuildEdition(workspace: Workspace, edition: FrozenEdition, dir: string, onProgress: (text: string) => void): Promise<Workspace> {
  const frozen = editionDir(workspace, edition.nom);
  const paths = {...workspacePaths(dir), config: path.join(frozen, "config.yml")};
  for (const entry of edition.lac) {
    const from = path.join(workspace.paths.lac, entry.source, entry.objet, entry.dossier);
    const to = path.join(paths.lac, entry.source, entry.objet, entry.dossier);
    mkdirSync(to, {recursive: true});
    for (const name of Object.keys(entry.contenu)) linkOrCopy(path.join(from, name), path.join(to, name));
  }
  const copy: Workspace = {
    dir, config: readConfig(paths.config),
    paths: {...paths, corrections: path.join(frozen, "corrections"), correspondances: path.join(frozen, "correspondances"), objectifs: path.join(frozen, "objectifs"), sql: path.join(frozen, "sql"), commentaires: path.join(frozen, "commentaires")}
  };
  mkdirSync(copy.paths.sql, {recursive: true});
  await build(copy, (step) => onProgress(`${step.index}/${step.total} ${step.name}`));
  await publishWorkspace(copy);
  return copy;
}

function linkOrCopy(from: string, to: string): void {
  mkdirSync(path.dirname(to), {recursive: true});
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
