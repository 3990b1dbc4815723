import {appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from "vitest";
import type {Database} from "../../../pipelines/lib/duckdb.ts";
import {importPath} from "../../../pipelines/import/import-path.ts";
import type {ImportResult} from "../../../pipelines/import/import-result.ts";
import {readLake} from "../../../pipelines/import/lake.ts";
import {sha256File, Witness} from "../../../pipelines/import/witness.ts";
import {contracts} from "../../../sources/index.ts";
import {newLake, type TestLake} from "./import-kit.ts";
import {xlsx, zip} from "./package-kit.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-temoin-"));
});
afterEach(() => rmSync(dir, {recursive: true, force: true}));

describe("a witness", () => {
  const file = (): string => path.join(dir, "f.csv");

  test("sees nothing when nothing happens", async () => {
    writeFileSync(file(), "abc");
    expect(await new Witness(file()).hasChanged(await sha256File(file()))).toBe(false);
  });

  test.each([
    ["a longer file", () => appendFileSync(file(), "d")],
    ["other bytes of the same length", () => writeFileSync(file(), "xyz")],
    ["a file gone", () => rmSync(file())],
    ["another time", () => utimesSync(file(), 1, 1)]
  ])("sees %s", async (_what, change) => {
    writeFileSync(file(), "abc");
    const sha256 = await sha256File(file());
    const witness = new Witness(file());
    change();
    expect(await witness.hasChanged(sha256)).toBe(true);
  });

  test("sees other bytes even under the same size and time", async () => {
    writeFileSync(file(), "abc");
    const {atime, mtime} = statSync(file());
    const sha256 = await sha256File(file());
    const witness = new Witness(file());
    writeFileSync(file(), "xyz");
    utimesSync(file(), atime, mtime);
    expect(await witness.hasChanged(sha256)).toBe(true);
  });
});

describe("a file that changes while it is read", () => {
  const HEADER = "annee_scolaire;uai;eleves";
  const ROWS = "2024-2025;0130007M;493\n2024-2025;0130022D;10\n";
  let lake: TestLake;
  beforeAll(async () => {
    lake = await newLake();
  });
  beforeEach(() => lake.empty());
  afterAll(() => lake.remove());

  /** The engine, with someone who writes in the file at the moment when it is about to be loaded. */
  function disturbed(db: Database, disturb: () => void): Database {
    const run: Database["run"] = (sql, params) => {
      if (sql.startsWith("COPY")) disturb();
      return db.run(sql, params);
    };
    return {...db, run, rows: db.rows.bind(db), one: db.one.bind(db), close: () => undefined};
  }

  async function take(file: string, disturb: () => void): Promise<ImportResult[]> {
    const temporary = path.join(dir, "tmp");
    mkdirSync(temporary);
    const results: ImportResult[] = [];
    for await (const result of importPath(file, {db: disturbed(lake.db, disturb), lake: lake.lake, temporary, key: Buffer.alloc(32), contracts, mappings: []})) results.push(result);
    return results;
  }

  test.each([
    ["a csv that grows", "a.csv", `${HEADER}\n${ROWS}`, (file: string) => appendFileSync(file, "2024-2025;0130028K;5\n")],
    ["a csv that is emptied", "a.csv", `${HEADER}\n${ROWS}`, (file: string) => writeFileSync(file, "")],
    ["a csv whose figures change", "a.csv", `${HEADER}\n${ROWS}`, (file: string) => writeFileSync(file, `${HEADER}\n${ROWS.replace("493", "394")}`)],
    ["a workbook", "a.xlsx", xlsx([{name: "F", rows: [HEADER.split(";"), ["2024-2025", "0130007M", 493]]}]), (file: string) => appendFileSync(file, "x")]
  ])("%s is refused, said, and leaves nothing in the lake", async (_what, name, content, change) => {
    const file = path.join(dir, name);
    writeFileSync(file, content);
    const [result] = await take(file, () => change(file));
    expect(result).toMatchObject({statut: "refuse", acceptes: 0});
    expect(result?.messages[0]).toContain("a changé pendant sa lecture");
    expect(readLake(lake.lake)).toEqual([]);
    expect((await lake.take(name, content))[0]?.statut).toBe("importe");
  });

  test("an archive replaced between two of its files gives the first and refuses the second", async () => {
    const file = path.join(dir, "a.zip");
    writeFileSync(file, zip([{name: "1.csv", content: `${HEADER}\n${ROWS}`}, {name: "2.csv", content: `${HEADER}\n${ROWS.replace("493", "394")}`}]));
    const results = await take(file, () => utimesSync(file, 1, 1));
    expect(results.map(({statut}) => statut)).toEqual(["importe", "refuse"]);
    expect(results[1]?.messages[0]).toContain("L'archive a changé");
  });
});
