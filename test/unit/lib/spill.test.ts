import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-debord-"));
});
afterEach(() => rmSync(dir, {recursive: true}));

/** What a process killed at this instant would leave on the disk. */
function spilled(): Buffer {
  return existsSync(dir) ? Buffer.concat(readdirSync(dir).map((name) => readFileSync(path.join(dir, name)))) : Buffer.alloc(0);
}

async function fill(db: Database): Promise<void> {
  await db.run("CREATE TEMP TABLE lourde AS SELECT 'Canarine-' || md5(i::VARCHAR) || md5((i + 1)::VARCHAR) AS nom FROM range(300000) AS t(i)");
}

test("what does not fit in memory spills encrypted: no value can be read from the files while they are there", async () => {
  const db = await openDatabase(":memory:", {memoryLimit: "16MB", threads: 1, tempDirectory: dir});
  try {
    await fill(db);
    const bytes = spilled();
    expect(bytes.length).toBeGreaterThan(1_000_000);
    expect(bytes.includes("Canarine")).toBe(false);
    expect(await db.one("SELECT nom[1:9] AS debut FROM lourde LIMIT 1")).toEqual({debut: "Canarine-"});
  } finally {
    db.close();
  }
});

test("the same rows would be read there without it", async () => {
  const db = await openDatabase(":memory:", {memoryLimit: "16MB", threads: 1, tempDirectory: dir});
  try {
    await db.run("SET temp_file_encryption = false");
    await fill(db);
    expect(spilled().includes("Canarine")).toBe(true);
  } finally {
    db.close();
  }
});
