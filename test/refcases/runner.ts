import path from "node:path";
import {type Database, openDatabase} from "../../pipelines/lib/duckdb.ts";
import {prepareStatistics} from "../../pipelines/lib/statistics/statistics.ts";
import {canonicalKey, listCases, readCase, type Expected, type ReferenceCase, type Tolerance} from "./case.ts";
import type {Answers, Kind} from "./kind.ts";
import {kinds} from "./kinds/index.ts";

export interface CaseReport {
  readonly folder: string;
  readonly id: string;
  readonly kind: string | null;
  readonly compared: number;
  readonly optional: number;
  readonly refused: readonly string[];
  readonly notes: readonly string[];
  /** Worst relative difference of the values compared (absolute below the case's `abs`). */
  readonly worst: number;
  readonly misses: readonly string[];
}

/** Runs every case of a folder, each in a fresh database. */
export async function runCases(folder: string): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const one of await listCases(folder)) reports.push(await runCase(one));
  return reports;
}

export async function runCase(folder: string): Promise<CaseReport> {
  const database = await openDatabase();
  try {
    await prepareStatistics(database);
    const reference = await readCase(database, folder);
    const kind = kinds.find((candidate) => candidate.recognises(reference));
    const empty = {folder: path.basename(folder), id: reference.id, kind: kind?.name ?? null, compared: 0, optional: 0, refused: [], notes: [], worst: 0};
    if (kind === undefined) return {...empty, misses: ["case not known: no computation for these inputs and expected tables"]};
    try {
      return await compareCase(database, folder, reference, kind);
    } catch (error) {
      return {...empty, misses: [`computation failed: ${error instanceof Error ? error.message : String(error)}`]};
    }
  } finally {
    database.close();
  }
}

async function compareCase(database: Database, folder: string, reference: ReferenceCase, kind: Kind): Promise<CaseReport> {
  const answers = await kind.answer(database, reference);
  const misses: string[] = [...answers.faults];
  let compared = 0;
  let optional = 0;
  let worst = 0;
  for (const expected of reference.expected) {
    const found = answers.find(expected.table, expected.key, expected.stat);
    if (found === undefined && kind.optional?.test(`${expected.table}.${expected.stat}`)) {
      optional += 1;
      continue;
    }
    compared += 1;
    const {isWithin, difference} = compareValue(expected, found, reference.toleranceOf(expected.stat));
    if (Number.isFinite(difference)) worst = Math.max(worst, difference);
    if (!isWithin) misses.push(`${expected.table} ${expected.key} ${expected.stat}: expected ${String(expected.value)}, got ${String(found)} (difference ${difference.toExponential(2)})`);
  }
  const refused: string[] = [];
  for (const entry of reference.refuse) {
    const {code, miss} = await checkRefusal(folder, reference, kind, answers, entry);
    if (code !== null) refused.push(code);
    if (miss !== null) misses.push(miss);
  }
  return {folder: path.basename(folder), id: reference.id, kind: kind.name, compared, optional, refused, notes: answers.notes, worst, misses};
}

/** Relative difference, absolute when the expected magnitude is below `abs` or when the case asks for no relative tolerance. */
export function compareValue(expected: Pick<Expected, "value">, found: number | null | undefined, tolerance: Tolerance): {isWithin: boolean; difference: number} {
  if (expected.value === null) return {isWithin: found === null || found === undefined, difference: found === null || found === undefined ? 0 : Infinity};
  if (!Number.isFinite(expected.value)) return {isWithin: found === expected.value, difference: found === expected.value ? 0 : Infinity};
  if (found === null || found === undefined || Number.isNaN(found)) return {isWithin: false, difference: Infinity};
  const absolute = Math.abs(found - expected.value);
  if (tolerance.rel === 0 || Math.abs(expected.value) < tolerance.abs) return {isWithin: absolute <= tolerance.abs, difference: absolute};
  const relative = absolute / Math.abs(expected.value);
  return {isWithin: relative <= tolerance.rel, difference: relative};
}

/** An entry that names rows must find them refused; one that only says why has the case's own data spoilt in that way. */
async function checkRefusal(folder: string, reference: ReferenceCase, kind: Kind, answers: Answers, entry: Record<string, unknown>): Promise<{code: string | null; miss: string | null}> {
  const {why, code: wanted, ...names} = entry;
  const label = JSON.stringify(entry);
  const judge = (code: string): {code: string; miss: string | null} => ({code, miss: typeof wanted === "string" && wanted !== code ? `refusal ${label}: refused with ${code}` : null});
  if (Object.keys(names).length > 0) {
    const key = canonicalKey(names);
    const found = answers.refused.get(key);
    if (found === undefined) return {code: null, miss: `refusal ${label}: ${key} was not refused`};
    const {code, stats} = found;
    if (answers.hasNumberFor(key, stats)) return {code, miss: `refusal ${label}: a number was given all the same`};
    return judge(code);
  }
  const refusal = kind.refusals?.find((candidate) => candidate.code === wanted || candidate.describes.test(String(why)));
  if (refusal === undefined) return {code: null, miss: `refusal ${label}: not known`};
  const database = await openDatabase();
  try {
    await prepareStatistics(database);
    const spoilt = await readCase(database, folder);
    await refusal.spoil(database, spoilt);
    const codes = await refusal.codes(database, spoilt);
    if (!codes.includes(refusal.code)) return {code: null, miss: `refusal ${label}: expected ${refusal.code}, got ${codes.join(", ") || "no refusal"}`};
    return judge(refusal.code);
  } finally {
    database.close();
  }
}
