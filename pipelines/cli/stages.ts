import {statSync} from "node:fs";
import path from "node:path";
import type {SiteResult} from "../../observable/build-site.ts";
import {buildWarehouse, fingerprintInputs, type BuildInputs, type BuildReport, type BuildStep, type LakeFacts} from "../build/index.ts";
import {DATA, readLake} from "../import/lake.ts";
import {countRejections, readLedger} from "../import/ledger.ts";
import type {EarlierEdition} from "../publish/control.ts";
import type {PublishReport} from "../publish/publish.ts";
import {editionDir, listEditions} from "../report/edition.ts";
import {relationName} from "../lib/contract/contract.ts";
import {openTemporary} from "../lib/temporary.ts";
import {lastSeenYear} from "../lib/text.ts";
import type {Workspace} from "../lib/workspace.ts";
import type {Completion} from "./complete.ts";
import {ROOT, VERSION} from "./origin.ts";

/** The code whose change may change the warehouse, besides the models. */
const BUILD_CODE = ["pipelines/build", "pipelines/import", "pipelines/lib", "sources"];

/** Fingerprint of everything that the build of this workspace reads, wherever the workspace stands. */
export function fingerprintOf(workspace: Workspace): string {
  const {base, sources} = inputsOf(workspace);
  return fingerprintInputs({folders: [path.join(ROOT, "sql"), workspace.paths.sql], texts: [base, ...[...sources].flat()]});
}

/** The same in two grains: code, configuration and corrections; the files behind each relation. */
function inputsOf({config, paths}: Workspace): BuildInputs {
  const lake = readLake(paths.lac);
  const entries = new Map<string, string[]>();
  for (const {dir, manifest} of lake) {
    const relation = relationName({source: manifest.source ?? "", objet: manifest.objet ?? ""});
    const size = statSync(path.join(dir, DATA), {throwIfNoEntry: false})?.size ?? null;
    entries.set(relation, [...(entries.get(relation) ?? []), JSON.stringify({...manifest, donnees: size})]);
  }
  return {
    base: fingerprintInputs({folders: [...BUILD_CODE.map((folder) => path.join(ROOT, folder)), paths.corrections], texts: [VERSION, JSON.stringify(config), JSON.stringify(factsOf(lake))]}),
    sources: new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([relation, texts]) => [relation, fingerprintInputs({folders: [], texts})]))
  };
}

function factsOf(lake: ReturnType<typeof readLake>): LakeFacts {
  const days = lake.map(({manifest}) => manifest.importe_le).sort();
  const last = days.at(-1);
  return last === undefined ? {} : {lastYear: lastSeenYear(last)};
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
    facts: factsOf(readLake(paths.lac)),
    isForced,
    fingerprint: () => fingerprintOf(workspace),
    inputs: () => inputsOf(workspace),
    ...(onProgress ? {onProgress} : {})
  });
}

/** The frozen editions of a workspace as the control of disclosure needs them, oldest first. */
function earlierEditions(workspace: Workspace): EarlierEdition[] {
  return listEditions(workspace).map(({nom}) => earlierEdition(workspace, nom));
}

export function earlierEdition(workspace: Workspace, nom: string): EarlierEdition {
  const dir = editionDir(workspace, nom);
  return {nom, publie: path.join(dir, "publication", "pub_indicateur.parquet"), termes: path.join(dir, "secret", "termes.parquet")};
}

interface PublicationOptions {
  /** The school tables of the pilots too, in a folder that the site refuses. */
  readonly internal?: {readonly dir: string; readonly seuil: number};
  /** By default every frozen edition of the workspace. */
  readonly anterieures?: readonly EarlierEdition[];
}

/** Warehouse → publication. */
export async function publishWorkspace(workspace: Workspace, {internal, anterieures = earlierEditions(workspace)}: PublicationOptions = {}): Promise<PublishReport & Completion> {
  const [{publish}, {completePublication}, {findReplaced}, {contracts}] = await Promise.all([import("../publish/publish.ts"), import("./complete.ts"), import("../import/replaced.ts"), import("../../sources/index.ts")]);
  const {lac} = workspace.paths;
  const replaced = await findReplaced(lac, contracts, {memoryLimit: workspace.config.memoire});
  const ledger = readLedger(lac).map(({fichier, source, objet, sha256, statut, lus, acceptes, rejetes, doublons, importe_le, annees}) => ({
    fichier, source, objet, sha256, statut, lus, acceptes, rejetes, doublons, importe_le, annees, remplacees: replaced.filter((one) => one.sha256 === sha256).map(({par, lignes}) => ({par, lignes}))
  }));
  let completion: Completion | undefined;
  const report = await publish({
    workspace, ledger, rejections: countRejections(lac), version: VERSION, earlier: anterieures, ...(internal ? {internal} : {}),
    complete: async (prepared) => void (completion = await completePublication(workspace, prepared))
  });
  return {...report, ...(completion as Completion)};
}

/** Publication → site; the internal one shows the schools too, and goes in a folder of its own. */
export async function site(workspace: Workspace, onProgress: (text: string) => void, {isInternal = false}: {isInternal?: boolean} = {}): Promise<SiteResult> {
  const {buildSite} = await import("../../observable/build-site.ts");
  const {publication, publicationInterne, bilans, siteInterne, tmp} = workspace.paths;
  const temporary = openTemporary(tmp);
  try {
    return await buildSite({publicationDir: publication, bilansDir: bilans, outputDir: isInternal ? siteInterne : workspace.paths.site, workDir: temporary.dir, onProgress, ...(isInternal ? {internalDir: publicationInterne} : {})});
  } finally {
    temporary.remove();
  }
}
