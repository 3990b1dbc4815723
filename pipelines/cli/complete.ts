import {copyFileSync, existsSync, writeFileSync} from "node:fs";
import path from "node:path";
import {readLedger} from "../import/ledger.ts";
import {runProtocols, type NotRun} from "../impact/index.ts";
import type {Workspace} from "../lib/workspace.ts";
import {comparisonFile, publicComparison} from "../report/compare.ts";
import {listEditions} from "../report/edition.ts";
import {resolveComments, type CommentProblem} from "../report/published-comments.ts";
import {changesCsv, compareSides, CURRENT, readSide} from "./comparer.ts";
import {VERSION} from "./origin.ts";

export interface Completion {
  /** Protocols that gave a report, and those that were refused. */
  readonly protocoles: {readonly calcules: number; readonly refuses: readonly NotRun[]};
  readonly commentaires: {readonly places: number; readonly problemes: readonly CommentProblem[]};
  /** What changed since the last frozen edition; null when there is none. */
  readonly comparaison: {readonly edition: string; readonly changements: number} | null;
}

/** What goes into a prepared publication beside its tables: impact reports, comments of the DRANE, changes since the last edition, outlines for the map. */
export async function completePublication(workspace: Workspace, prepared: string): Promise<Completion> {
  const there: Workspace = {...workspace, paths: {...workspace.paths, publication: prepared}};
  const {results, notRun} = await runProtocols({workspace: there, files: readLedger(workspace.paths.lac), version: VERSION});
  const contours = path.join(workspace.dir, "contours.geojson");
  if (existsSync(contours)) copyFileSync(contours, path.join(prepared, "contours.geojson"));
  const comments = await resolveComments({publication: prepared, commentaires: workspace.paths.commentaires});
  if (comments.entries.length > 0) writeJson(prepared, "commentaires.json", comments.entries);
  return {
    protocoles: {calcules: results.length, refuses: notRun},
    commentaires: {places: comments.entries.length, problemes: comments.problems},
    comparaison: await compareWithLast(there, prepared)
  };
}

async function compareWithLast(workspace: Workspace, prepared: string): Promise<Completion["comparaison"]> {
  const last = listEditions(workspace).at(-1);
  if (last === undefined) return null;
  const {comparison, catalogue, names} = await compareSides(readSide(workspace, last.nom), readSide(workspace, CURRENT));
  const open = publicComparison(comparison);
  writeJson(prepared, "comparaison.json", comparisonFile(open, last.fige_le));
  writeFileSync(path.join(prepared, "comparaison.csv"), changesCsv(open, catalogue, names));
  return {edition: last.nom, changements: comparison.changes.length};
}

function writeJson(dir: string, name: string, value: unknown): void {
  writeFileSync(path.join(dir, name), `${JSON.stringify(value, null, 1)}\n`);
}
