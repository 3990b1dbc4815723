import {copyFileSync, linkSync, mkdirSync} from "node:fs";
import path from "node:path";
import {readConfig, workspacePaths, type Workspace} from "../lib/workspace.ts";
import {editionDir, type FrozenEdition} from "../report/edition.ts";
import {build, earlierEdition, publishWorkspace} from "./stages.ts";

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
    paths: {...paths, corrections: path.join(frozen, "corrections"), correspondances: path.join(frozen, "correspondances"), objectifs: path.join(frozen, "objectifs"), sql: path.join(frozen, "sql"), commentaires: path.join(frozen, "commentaires"), protocoles: path.join(frozen, "protocoles")}
  };
  mkdirSync(copy.paths.sql, {recursive: true});
  await build(copy, (step) => onProgress(`${step.index}/${step.total} ${step.name}`));
  await publishWorkspace(copy, {anterieures: edition.editions_anterieures.map((nom) => earlierEdition(workspace, nom))});
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
