import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {fingerprintInputs} from "../build/index.ts";
import {countRejections, readLedger} from "../import/ledger.ts";
import type {Workspace} from "../lib/workspace.ts";
import {listEditions} from "../report/edition.ts";
import {ROOT, VERSION} from "./origin.ts";

/** A stage whose output stands as it was left, and whose inputs have not changed since, need not run again. */
type Stage = "publication" | "site";

interface Stamp {
  readonly entree: string;
  readonly sortie: string;
  readonly rapport: unknown;
}

const code = (...folders: string[]): string[] => folders.map((folder) => path.join(ROOT, ...folder.split("/")));

/** Everything that the publication is made from. */
function publicationInputs(workspace: Workspace): string {
  const {config, dir, paths} = workspace;
  return fingerprintInputs({
    folders: [...code("pipelines/publish", "pipelines/impact", "pipelines/report", "pipelines/lib", "pipelines/cli", "sources", "sql"), paths.protocoles, paths.commentaires],
    texts: [VERSION, state(paths.entrepot), state(path.join(dir, "contours.geojson")), JSON.stringify([config, readLedger(paths.lac), countRejections(paths.lac), listEditions(workspace)])]
  });
}

/** Everything that the site is made from. */
function siteInputs({paths}: Workspace): string {
  return fingerprintInputs({folders: code("observable", "pipelines/lib"), texts: [VERSION, readFileSync(path.join(ROOT, "package.json"), "utf8"), state(paths.publication), state(paths.bilans)]});
}

const INPUTS: Readonly<Record<Stage, (workspace: Workspace) => string>> = {publication: publicationInputs, site: siteInputs};

/** False when something that the stage reads has changed since it ran; undefined when nothing tells (made by an earlier version, or by hand). */
export function isUpToDate(workspace: Workspace, stage: Stage): boolean | undefined {
  const known = readStamps(workspace)[stage];
  return known === undefined ? undefined : known.entree === INPUTS[stage](workspace);
}

/** Runs the stage, or gives what it reported when nothing has changed since; `isForced` runs it anyway. */
export async function unlessStanding<T extends object>(workspace: Workspace, stage: Stage, isForced: boolean, run: () => Promise<T>): Promise<T & {inchange: boolean}> {
  const entree = INPUTS[stage](workspace);
  const stamps = readStamps(workspace);
  const known = stamps[stage];
  if (!isForced && known?.entree === entree && known.sortie === outputOf(workspace, stage)) return {...(known.rapport as T), inchange: true};
  const rapport = await run();
  mkdirSync(workspace.paths.secret, {recursive: true, mode: 0o700});
  writeFileSync(stampFile(workspace), `${JSON.stringify({...readStamps(workspace), [stage]: {entree, sortie: outputOf(workspace, stage), rapport}})}\n`);
  return {...rapport, inchange: false};
}

const outputOf = ({paths}: Workspace, stage: Stage): string => fingerprintInputs({folders: [], texts: [state(paths[stage])]});

const stampFile = ({paths}: Workspace): string => path.join(paths.secret, "etapes.json");

function readStamps(workspace: Workspace): Partial<Record<Stage, Stamp>> {
  try {
    return JSON.parse(readFileSync(stampFile(workspace), "utf8")) as Partial<Record<Stage, Stamp>>;
  } catch {
    // Never written, or cut by a crash: the stage runs.
    return {};
  }
}

/** Names, sizes and dates of a file or of what a folder holds: quick to take, and changed by any writing. */
function state(target: string): string {
  if (!existsSync(target)) return "";
  const {size, mtimeMs} = statSync(target);
  if (!statSync(target).isDirectory()) return `${size} ${mtimeMs}`;
  return readdirSync(target).sort().map((name) => `${name}: ${state(path.join(target, name))}`).join("\n");
}
