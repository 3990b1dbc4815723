import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {openLanes, runTasks, type Task} from "../../../pipelines/build/lanes.ts";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {messageOf} from "./project-folder.ts";

const first = {} as Database;
const second = {} as Database;

/** Runs tasks that note their start and their end, each after a few turns of the loop. */
async function follow(needs: Readonly<Record<string, readonly string[]>>, {lanes = [first, second], bound = []}: {lanes?: readonly Database[]; bound?: readonly string[]} = {}): Promise<{events: string[]; most: number; places: Map<string, Database>}> {
  const events: string[] = [];
  const places = new Map<string, Database>();
  let now = 0;
  let most = 0;
  const tasks: Task[] = Object.entries(needs).map(([name, needed], index) => ({
    name, needs: needed, isBound: bound.includes(name),
    run: async (db) => {
      most = Math.max(most, ++now);
      places.set(name, db);
      events.push(`+${name}`);
      for (let turn = 0; turn < index % 3; turn += 1) await Promise.resolve();
      events.push(`-${name}`);
      now -= 1;
    }
  }));
  await runTasks(tasks, lanes);
  return {events, most, places};
}

describe("tasks on several connections", () => {
  it("start after all that they need, end once each, and never more at a time than there are connections", async () => {
    const graph = fc.array(fc.array(fc.nat(), {maxLength: 4}), {minLength: 1, maxLength: 25}).map((picks) =>
      Object.fromEntries(picks.map((pick, index) => [`t${index}`, index === 0 ? [] : pick.map((n) => `t${n % index}`)]))
    );
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({min: 1, max: 3}), async (needs, width) => {
        const {events, most} = await follow(needs, {lanes: [first, second, {} as Database].slice(0, width)});
        expect(events.filter((event) => event.startsWith("-")).sort()).toEqual(Object.keys(needs).map((name) => `-${name}`).sort());
        for (const [name, needed] of Object.entries(needs)) for (const need of needed) expect(events.indexOf(`-${need}`)).toBeLessThan(events.indexOf(`+${name}`));
        expect(most).toBeLessThanOrEqual(width);
      })
    );
  });

  it("do not wait for a name that no task bears", async () => {
    expect((await follow({a: ["src_test__lignes"]})).events).toEqual(["+a", "-a"]);
  });

  it("give the first place to the one on which most others wait", async () => {
    expect((await follow({seul: [], tronc: [], b: ["tronc"], c: ["b"]}, {lanes: [first]})).events.filter((event) => event.startsWith("+"))).toEqual(["+tronc", "+b", "+seul", "+c"]);
  });

  it("keep on the first connection what is bound to it", async () => {
    const {places} = await follow({a: [], b: [], c: [], d: []}, {bound: ["a", "b", "c"]});
    expect(["a", "b", "c"].map((name) => places.get(name) === first)).toEqual([true, true, true]);
    expect(places.get("d")).toBe(second);
  });

  it("stop at a failure, wait for those that were running, and throw the first in the order given", async () => {
    const done: string[] = [];
    const task = (name: string, needs: readonly string[], run: () => Promise<void>): Task => ({name, needs, run});
    const message = await messageOf(runTasks([
      task("a", [], async () => { await Promise.resolve(); await Promise.resolve(); throw new Error("a"); }),
      task("b", [], () => Promise.reject(new Error("b"))),
      task("c", [], () => { done.push("c"); return Promise.resolve(); })
    ], [first, second]));
    expect([message, done]).toEqual(["a", []]);
  });
});

describe("lanes of a database", () => {
  it("all see its tables, its functions and its temporary views", async () => {
    const db = await openDatabase(":memory:", {threads: 1});
    try {
      await db.run("attach ':memory:' as autre; use autre");
      await db.run("create table t as select 2 as n");
      await db.run("create temp view src_test__t as select n * 2 as n from t");
      const {connections, areSourcesBound} = await openLanes(db, 2);
      expect([connections.length, areSourcesBound]).toEqual([2, false]);
      for (const lane of connections) expect(await lane.one("select n from src_test__t")).toEqual({n: 4});
    } finally {
      db.close();
    }
  });

  it("leave to the first one the sources that stand on temporary tables", async () => {
    const db = await openDatabase(":memory:", {threads: 1});
    try {
      await db.run("create temp table corrigees as select 2 as n");
      await db.run("create temp view src_test__t as select n from corrigees");
      expect((await openLanes(db, 2)).areSourcesBound).toBe(true);
    } finally {
      db.close();
    }
  });

  it("are one on a machine of one core", async () => {
    const db = await openDatabase(":memory:", {threads: 1});
    expect((await openLanes(db, 1)).connections).toEqual([db]);
    db.close();
  });
});
