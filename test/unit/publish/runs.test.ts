import {expect, test} from "vitest";
import {openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {eachRun} from "../../../pipelines/publish/runs.ts";

test("runs of equal keys come whole, though the engine gives rows a few thousand at a time", async () => {
  const db = await openDatabase();
  try {
    const runs: [readonly number[], number, number, number][] = [];
    await eachRun(
      db,
      "SELECT (n > 3)::INTEGER, (n > 9000)::INTEGER, n::INTEGER, n / 2 FROM range($1) AS r(n) ORDER BY n",
      [10_000],
      2,
      (key, [whole, half]) => runs.push([key, whole?.length ?? 0, whole?.[0] ?? -1, half?.at(-1) ?? -1])
    );
    expect(runs).toEqual([[[0, 0], 4, 0, 1.5], [[1, 0], 8_997, 4, 4_500], [[1, 1], 999, 9_001, 4_999.5]]);
    await eachRun(db, "SELECT 1, 2 WHERE false", [], 1, () => expect.unreachable());
  } finally {
    db.close();
  }
});
