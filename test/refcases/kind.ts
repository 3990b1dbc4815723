import type {Database} from "../../pipelines/lib/duckdb.ts";
import {canonicalKey, type ReferenceCase} from "./case.ts";

/** What a computation gives back: numbers by table, key and statistic, and what it refused with a code. */
export class Answers {
  readonly values = new Map<string, number | null>();
  readonly refused = new Map<string, {readonly code: string; readonly stats: readonly string[]}>();
  /** What is worth printing beside the comparison. */
  readonly notes: string[] = [];
  /** Failures that are not a comparison with a number of R: an unsafe cell, too many suppressed cells. */
  readonly faults: string[] = [];

  give(table: string, key: string | Record<string, unknown>, stats: Record<string, unknown>): void {
    for (const [stat, value] of Object.entries(stats)) {
      this.values.set(`${table}|${canonicalKey(key)}|${stat}`, typeof value === "boolean" ? Number(value) : typeof value === "number" ? value : null);
    }
  }

  /** `stats` are those that may have no number; none named: no number at all. */
  refuse(key: string | Record<string, unknown>, code: string, stats: readonly string[] = []): void {
    this.refused.set(canonicalKey(key), {code, stats});
  }

  find(table: string, key: string, stat: string): number | null | undefined {
    return this.values.get(`${table}|${key}|${stat}`);
  }

  hasNumberFor(key: string, stats: readonly string[]): boolean {
    return [...this.values].some(([name, value]) => {
      const [, own, stat = ""] = name.split("|");
      return value !== null && own === key && (stats.length === 0 || stats.includes(stat));
    });
  }
}

/** A refusal that case.json describes in words: the runner spoils the case's own data in that way and expects the code. */
export interface Refusal {
  readonly code: string;
  readonly describes: RegExp;
  /** Spoils the inputs; the caller restores them. */
  readonly spoil: (database: Database, reference: ReferenceCase) => Promise<void>;
  /** The codes that the computation gives on the inputs as they are now. */
  readonly codes: (database: Database, reference: ReferenceCase) => Promise<readonly string[]>;
}

/** One family of reference cases, recognised by the columns of its inputs and the tables it expects, never by a folder's name. */
export interface Kind {
  readonly name: string;
  readonly recognises: (reference: ReferenceCase) => boolean;
  readonly answer: (database: Database, reference: ReferenceCase) => Promise<Answers>;
  /** Statistics, as `table.stat`, that the case's notes call optional and that are not produced. */
  readonly optional?: RegExp;
  readonly refusals?: readonly Refusal[];
}

export function hasColumns(reference: ReferenceCase, table: string, names: readonly string[]): boolean {
  const columns = reference.inputs.get(table);
  return columns !== undefined && names.every((name) => columns.includes(name));
}
