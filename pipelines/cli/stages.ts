import {readFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {contracts} from "../../sources/index.ts";
import {buildSite} from "../../observable/build-site.ts";
import {buildWarehouse, type BuildReport, type BuildStep} from "../build/index.ts";
import {applyCorrections} from "../import/corrections.ts";
import {countRejections, readLedger} from "../import/ledger.ts";
import {createSources} from "../import/sources.ts";
import {publish, type PublishReport} from "../publish/publish.ts";
import {openTemporary} from "../lib/temporary.ts";
import type {Workspace} from "../lib/workspace.ts";

/** The folder that holds the code: `sql`, `sources`, `observable`… */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

export const VERSION = (JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {version: string}).version;

/** Lake → warehouse. */
export function build(workspace: Workspace, onProgress?: (step: BuildStep) => void): Promise<BuildReport> {
  return buildWarehouse({
    warehousePath: workspace.paths.entrepot,
    createSources: async (db) => {
      await createSources(db, workspace.paths.lac, contracts);
      await applyCorrections(db, workspace.paths.corrections, contracts);
    },
    sqlDirs: [path.join(ROOT, "sql"), workspace.paths.sql],
    config: workspace.config,
    ...(onProgress ? {onProgress} : {})
  });
}

/** Warehouse → publication. */
export function publishWorkspace(workspace: Workspace): Promise<PublishReport> {
  const {lac} = workspace.paths;
  const ledger = readLedger(lac).map(({fichier, source, objet, sha256, statut, lus, acceptes, rejetes, doublons, importe_le, annees}) => ({
    fichier, source, objet, sha256, statut, lus, acceptes, rejetes, doublons, importe_le, annees
  }));
  return publish({workspace, ledger, rejections: countRejections(lac), version: VERSION});
}

/** Publication → site. */
export async function site(workspace: Workspace, onProgress: (text: string) => void): Promise<Awaited<ReturnType<typeof buildSite>>> {
  const {publication, site: output, tmp} = workspace.paths;
  const temporary = openTemporary(tmp);
  try {
    return await buildSite({publicationDir: publication, outputDir: output, workDir: temporary.dir, onProgress});
  } finally {
    temporary.remove();
  }
}
