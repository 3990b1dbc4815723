import fc from "fast-check";
import {copyFileSync} from "node:fs";
import path from "node:path";
import {describe, expect, it} from "vitest";
import {buildWarehouse, type BuildReport} from "../../../pipelines/build/index.ts";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {workspaceConfig} from "../sql/config.ts";
import {model, sqlFolder} from "./project-folder.ts";

/** Two sources and a small tree of models; a change is another value in one of these. */
interface State {
  a: number;
  b: number;
  factor: number;
  isNamed: boolean;
  limit: number;
  macro: number;
}
const first: State = {a: 1, b: 2, factor: 3, isNamed: true, limit: 100, macro: 1};

function files({factor, isNamed, limit, macro}: State): Record<string, string> {
  return {
    "macros/m.sql": `create or replace macro de_plus(x) as x + ${macro};`,
    "staging/stg_a.sql": model(["n"], "select n from src_test__a"),
    "staging/stg_b.sql": model(["n"], "select n from src_test__b", "cle: [n]\n"),
    "core/dim_a.sql": model(["n"], `select n * ${factor} as n from stg_a`),
    ...(isNamed ? {"core/dim_b.sql": model(["n"], "select de_plus(n) as n from stg_b", `verifications:\n  - description: Petit.\n    condition: n < ${limit}\n    niveau: alerte\n`)} : {}),
    "marts/mart_tout.sql": model(["n"], `select n from dim_a union all select n from ${isNamed ? "dim_b" : "stg_b"} order by n`),
    "checks/grand.sql": `/*---\ndescription: Grand.\nniveau: alerte\n---*/\nselect n from mart_tout where n > ${limit}\n`
  };
}

const sources = ({a, b}: State) => async (db: Database): Promise<void> => {
  await db.run(`create temp view src_test__a as select unnest(range(${a}))::integer as n`);
  await db.run(`create temp view src_test__b as select ${b} as n`);
};

/** Builds these states one after the other in one warehouse; `isReused` false builds each from nothing. */
async function run(states: readonly State[], isReused: boolean): Promise<{report: BuildReport; content: unknown}> {
  const holder = sqlFolder({});
  const warehousePath = path.join(holder.dir, "entrepot.duckdb");
  try {
    let report: BuildReport | undefined;
    for (const state of states) {
      const folder = sqlFolder(files(state));
      const print = JSON.stringify(state);
      report = await buildWarehouse({
        warehousePath, sqlDirs: [folder.sql], config: workspaceConfig(), createSources: sources(state), threads: 1, fingerprint: () => print, isForced: !isReused,
        inputs: () => ({base: "code", sources: new Map([["src_test__a", String(state.a)], ["src_test__b", String(state.b)]])})
      });
      folder.remove();
    }
    const copy = path.join(holder.dir, "copie.duckdb");
    copyFileSync(warehousePath, copy);
    return {report: report as BuildReport, content: await contentOf(copy)};
  } finally {
    holder.remove();
  }
}

async function contentOf(file: string): Promise<unknown> {
  const db = await openDatabase(file, {readOnly: true, threads: 1});
  try {
    const tables = (await db.rows<{name: string; comment: string}>("select table_name as name, comment from duckdb_tables() union all select view_name, comment from duckdb_views() where not internal order by name")).filter(({name}) => name !== "ref_construction");
    const content: Record<string, unknown> = {tables};
    for (const {name} of tables) content[name] = await db.rows(`select * from ${name}${name === "ref_empreinte" ? " order by nom" : ""}`);
    return content;
  } finally {
    db.close();
  }
}

describe("building on what stands", () => {
  it("computes again only what depends on a source that changed", async () => {
    const {report} = await run([first, {...first, a: 4}], true);
    // stg_a, dim_a, mart_tout, and the view of all indicators, which costs nothing.
    expect([report.computed, report.models]).toEqual([4, 6]);
  });

  it("computes again only what depends on a model that changed", async () => {
    const {report} = await run([first, {...first, factor: 5}], true);
    expect(report.computed).toBe(3);
  });

  it("starts from nothing when a macro changed, and when asked to", async () => {
    expect((await run([first, {...first, macro: 2}], true)).report.computed).toBe(6);
    expect((await run([first, {...first, a: 4}], false)).report.computed).toBe(6);
  });

  it("forgets a model that is gone", async () => {
    const {content} = await run([first, {...first, isNamed: false}], true);
    expect(Object.keys(content as object)).not.toContain("dim_b");
  });

  it("keeps the results of checks that nothing touched, and asks again those of what changed", async () => {
    const {report} = await run([{...first, limit: 2}, {...first, limit: 2, a: 4}], true);
    expect(report.checks.filter(({wrong}) => wrong > 0).map(({name, wrong}) => [name, wrong])).toEqual([["dim_b.1", 1], ["grand", 4]]);
  });

  it("leaves the same tables, in the same order, with the same comments and checks, as a build from nothing", async () => {
    const state = fc.record({a: fc.integer({min: 1, max: 3}), b: fc.integer({min: 1, max: 3}), factor: fc.integer({min: 1, max: 2}), isNamed: fc.boolean(), limit: fc.integer({min: 1, max: 4}), macro: fc.integer({min: 1, max: 2})});
    await fc.assert(
      fc.asyncProperty(fc.array(state, {minLength: 2, maxLength: 4}), async (states) => {
        const [reused, fresh] = [await run(states, true), await run(states.slice(-1), false)];
        expect(reused.content).toEqual(fresh.content);
        expect(reused.report.checks).toEqual(fresh.report.checks);
      }),
      {numRuns: 6, seed: 13}
    );
  });
});
