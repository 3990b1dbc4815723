import {cpSync, readdirSync} from "node:fs";
import path from "node:path";
import {asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openDatabase, quoteText} from "../../pipelines/lib/duckdb.ts";
import {writeFiction} from "../../sources/fiction/fiction.ts";
import {newWorkspace, type TestWorkspace} from "./vigie.ts";

/** Lake files of a relation, as any engine finds them: by their folder. */
function lakeFiles(dir: string, source: string, objet: string): string[] {
  const folder = path.join(dir, "lac", source, objet);
  return readdirSync(folder).map((entry) => path.join(folder, entry, "donnees.parquet"));
}

describe("the lake, opened by others than Vigie", () => {
  const one: TestWorkspace = newWorkspace();
  const two: TestWorkspace = newWorkspace();
  beforeAll(async () => {
    // Two départements of one fiction, each in its workspace.
    const made = path.join(path.dirname(one.dir), "fiction");
    await writeFiction({dir: made, seed: 13, scale: 0.3, departements: 2});
    for (const [workspace, code] of [[one, "13"], [two, "02"]] as const) {
      for (const file of ["etic/etic-2023-2024.csv", "projets/projets.csv", "etablissements/effectifs-2024-2025.csv"]) {
        cpSync(path.join(made, code, file), path.join(workspace.dir, "entree", `${code}-${path.basename(file)}`));
      }
      expect(workspace.run("importer").code).toBeLessThan(4);
    }
  });
  afterAll(() => {
    one.remove();
    two.remove();
  });

  test("a Parquet reader that knows nothing of DuckDB reads the same rows and the same sums", async () => {
    const [file = ""] = lakeFiles(one.dir, "etablissements", "effectifs");
    const buffer = await asyncBufferFromFile(file);
    const {num_rows: rows} = await parquetMetadataAsync(buffer);
    const read = (await parquetReadObjects({file: buffer, compressors, columns: ["uai", "annee_scolaire", "eleves"]})) as {uai: string; annee_scolaire: string; eleves: number}[];
    const db = await openDatabase();
    try {
      const [same] = await db.rows<{n: number; eleves: number; premier: string}>(`SELECT count(*) AS n, sum(eleves)::BIGINT AS eleves, min(uai) AS premier FROM read_parquet(${quoteText(file)})`);
      expect(read.length).toBe(Number(rows));
      expect({n: read.length, eleves: read.reduce((sum, row) => sum + Number(row.eleves ?? 0), 0), premier: read.map(({uai}) => uai).sort()[0]}).toEqual(same);
      expect(new Set(read.map(({annee_scolaire: annee}) => annee))).toEqual(new Set(["2024-2025"]));
    } finally {
      db.close();
    }
  });

  test("one DuckDB reads the lakes of two workspaces at once, with plain SQL", async () => {
    const db = await openDatabase();
    const count = async (files: readonly string[]): Promise<number> => (await db.one<{n: number}>(`SELECT count(DISTINCT uai) AS n FROM read_parquet([${files.map(quoteText).join(", ")}], union_by_name = true)`)).n;
    try {
      const first = lakeFiles(one.dir, "etic", "etic");
      const second = lakeFiles(two.dir, "etic", "etic");
      expect(await count([...first, ...second])).toBe((await count(first)) + (await count(second)));
      expect(await count(second)).toBeGreaterThan(20);
    } finally {
      db.close();
    }
  });
});
