import {statSync} from "node:fs";
import path from "node:path";
import type {SiteResult} from "../../observable/build-site.ts";
import {buildWarehouse, fingerprintInputs, type BuildReport, type BuildStep} from "../build/index.ts";
import {DATA, readLake} from "../import/lake.ts";
import {countRejections, readLedger} from "../import/ledger.ts";
import type {PublishReport} from "../publish/publish.ts";
import {openTemporary} from "../lib/temporary.ts";
import type {Workspace} from "../lib/workspace.ts";
import type {Completion} from "./complete.ts";
import {ROOT, VERSION} from "./origin.ts";

/** The code whose change may change the warehouse. */
const BUILD_CODE = ["pipelines/build", "pipelines/import", "pipelines/lib", "sources", "sql"];

/** Fingerprint of everything that the build of this workspace reads, wherever the workspace stands. */
export function fingerprintOf({config, paths}: Workspace): string {
  const entries = readLake(paths.lac).map(({dir, manifest}) => ({...manifest, donnees: statSync(path.join(dir, DATA), {throwIfNoEntry: false})?.size ?? null}));
  return fingerprintInputs({
    folders: [...BUILD_CODE.map((folder) => path.join(ROOT, folder)), paths.sql, paths.corrections],
    texts: [VERSION, JSON.stringify(config), ...entries.map((entry) => JSON.stringify(entry))]
  });
}

/** Lake → warehouse; a warehouse built from the same lake, code, SQL, corrections and configuration stays, unless `isForced`. */
export function build(workspace: Workspace, onProgress?: (step: BuildStep) => void, {isForced = false}: {isForced?: boolean} = {}): Promise<BuildReport> {
  const {config, paths} = workspace;
  return buildWarehouse({
    warehousePath: paths.entrepot,
    createSources: async (db) => {
      // Loaded only here: a build with nothing new must not pay for them.
      const [{contracts}, {applyCorrections}, {createSources}] = await Promise.all([import("../../sources/index.ts"), import("../import/corrections.ts"), import("../import/sources.ts")]);
      await createSources(db, paths.lac, contracts);
      await applyCorrections(db, paths.corrections, contracts);
    },
    sqlDirs: [path.join(ROOT, "sql"), paths.sql],
    config,
    isForced,
    fingerprint: () => fingerprintOf(workspace),
    ...(onProgress ? {onProgress} : {})
  });
}

/** Warehouse → publication; with `internal`, also the school tables of the pilots, in a folder that the site refuses. */
export async function publishWorkspace(workspace: Workspace, internal?: {dir: string; seuil: number}): Promise<PublishReport & Completion> {
  const [{publish}, {completePublication}] = await Promise.all([import("../publish/publish.ts"), import("./complete.ts")]);
  const {lac} = workspace.paths;
  const ledger = readLedger(lac).map(({fichier, source, objet, sha256, statut, lus, acceptes, rejetes, doublons, importe_le, annees}) => ({
    fichier, source, objet, sha256, statut, lus, acceptes, rejetes, doublons, importe_le, annees
  }));
  let completion: Completion | undefined;
  const report = await publish({
    workspace, ledger, rejections: countRejections(lac), version: VERSION, ...(internal ? {internal} : {}),
    complete: async (prepared) => void (completion = await completePublication(workspace, prepared))
  });
  return {...report, ...(completion as Completion)};
}

/** Publication → site. */
export async function site(workspace: Workspace, onProgress: (text: string) => void): Promise<SiteResult> {
  const {buildSite} = await import("../../observable/build-site.ts");
  const {publication, site: output, tmp} = workspace.paths;
  const temporary = openTemporary(tmp);
  try {
    return await buildSite({publicationDir: publication, outputDir: output, workDir: temporary.dir, onProgress});
  } finally {
    temporary.remove();
  }
}
