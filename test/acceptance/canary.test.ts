import {spawn} from "node:child_process";
import {mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openDatabase, quoteText} from "../../pipelines/lib/duckdb.ts";
import {writeFiction} from "../../sources/fiction/fiction.ts";
import {newWorkspace, ROOT, VIGIE, type TestWorkspace} from "./vigie.ts";

/** What no file that Vigie writes may hold: a name, an e-mail, a phone, an INE, a NUMEN of nobody. Each has the number of its file and column. */
const plant = (file: number, column: number | string): string => `Canarine-${file}-${column} canari-${file}-${column}@ac-fiction.fr 06 12 34 56 78 1234567890K 13E4815162ABC`;
const CANARIES = /canarin[ea]-?[0-9a-z-]*|canari-[0-9a-z-]*@|1234567890K|13E4815162ABC|06[ .]?12[ .]?34[ .]?56[ .]?78/gi;

interface Found {
  readonly place: string;
  readonly text: string;
}

describe("canaries planted in every column, header, unknown column and file name", () => {
  const root = mkdtempSync(path.join(tmpdir(), "vigie-canari-"));
  const inputs = path.join(root, "envois");
  let space: TestWorkspace;
  let log = "";
  let imports = "";

  beforeAll(async () => {
    const raw = path.join(root, "bruts");
    await writeFiction({dir: raw, seed: 13, scale: 0.02, onProgress: () => undefined});
    mkdirSync(inputs);
    for (const [index, file] of filesUnder(raw).filter((name) => /\.(csv|txt)$/i.test(name) && !name.endsWith("LISEZMOI.txt")).entries()) plantIn(file, index);
    space = newWorkspace();
    for (const args of [["importer", inputs], ["importer", inputs, "--json"], ["construire"], ["publier"], ["etat"], ["rejets"], ["registre"]]) {
      const {out, err} = space.run(...args);
      if (args[0] === "importer") imports += out + err;
      else log += out + err;
    }
  });
  afterAll(() => {
    space.remove();
    rmSync(root, {recursive: true, force: true});
  });

  /** One more row by column, with the canary there; one more column, whose header and cells are canaries; a file name with a name in it. */
  function plantIn(file: string, index: number): void {
    const bytes = readFileSync(file);
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    const text = isUtf16 ? bytes.toString("utf16le").replace(/^\ufeff/, "") : bytes.toString("latin1");
    const lines = text.split(/\r?\n/).filter((line) => line !== "");
    const [header = "", first = ""] = lines;
    const delimiter = isUtf16 ? "\t" : header.includes(";") ? ";" : header.includes("\t") ? "\t" : ",";
    const cells = first.split(delimiter);
    const planted = cells.map((_, column) => cells.map((cell, other) => (other === column ? plant(index, column) : cell)).join(delimiter));
    const changed = [`${header}${delimiter}${plant(index, "entete")}`, ...[...lines.slice(1), ...planted].map((line) => `${line}${delimiter}${plant(index, "inconnue")}`)].join("\n");
    const name = `canarina-${index}-${path.basename(file)}`;
    writeFileSync(path.join(inputs, name), isUtf16 ? Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(changed, "utf16le")]) : Buffer.from(changed, "latin1"));
  }

  test("nothing planted is published, and no school's row", async () => {
    const publication = path.join(space.dir, "publication");
    expect(await search(publication)).toEqual([]);
    const db = await openDatabase();
    const types = await db.rows<{type: string}>(`SELECT DISTINCT territoire_type AS type FROM read_parquet(${quoteText(path.join(publication, "pub_indicateur.parquet"))}) WHERE regexp_full_match(territoire_code, '[0-9]{7}[A-Z]') ORDER BY ALL`);
    db.close();
    expect(types.filter(({type}) => !["circonscription", "reseau"].includes(type))).toEqual([]);
  });

  test("nothing planted is in the lake, its rejects and manifests, the warehouse, the temporary folder, or anything else of the workspace", async () => {
    expect(await search(space.dir)).toEqual([]);
    expect(await searchWarehouse(path.join(space.dir, "entrepot.duckdb"))).toEqual([]);
  });

  test("nothing planted is said by any command; the import says the names of the files, and nothing else, to whoever gave them", () => {
    expect(log.match(CANARIES) ?? []).toEqual([]);
    expect((imports.match(CANARIES) ?? []).filter((text) => !/^canarina-/i.test(text))).toEqual([]);
  });

  // Elsewhere than on Linux the copies have a name until the next command: see `hiddenFile`.
  test.skipIf(process.platform !== "linux")("none is left behind by an import and a build that are killed", async () => {
    const broken = newWorkspace();
    try {
      for (const [args, delay] of [[["importer", inputs], 900], [["importer", inputs], 2500], [["construire"], 2500]] as const) {
        const child = spawn(process.execPath, [VIGIE, ...args, "--espace", broken.dir], {cwd: ROOT, stdio: "ignore"});
        const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
        await Promise.race([wait(delay), ended]);
        child.kill("SIGKILL");
        await ended;
        expect((await search(broken.dir)).map(({place}) => place)).toEqual([]);
      }
    } finally {
      broken.remove();
    }
  });
});

function filesUnder(dir: string): string[] {
  try {
    return readdirSync(dir, {withFileTypes: true}).flatMap((entry) => (entry.isDirectory() ? filesUnder(path.join(dir, entry.name)) : [path.join(dir, entry.name)]));
  } catch {
    return [];
  }
}

/** Byte search of every file, and of every value of Parquet files, which are compressed. */
async function search(dir: string): Promise<Found[]> {
  const found: Found[] = [];
  const db = await openDatabase();
  for (const file of filesUnder(dir)) {
    const place = path.relative(dir, file);
    const bytes = readFileSync(file);
    for (const text of new Set([...(bytes.toString("latin1").match(CANARIES) ?? []), ...(bytes.toString("utf16le").match(CANARIES) ?? [])])) found.push({place, text});
    if (!file.endsWith(".parquet")) continue;
    const columns = await db.rows<{column_name: string}>(`DESCRIBE SELECT * FROM read_parquet(${quoteText(file)})`).catch(() => []);
    for (const {column_name: column} of columns) for (const text of await searchColumn(db, `read_parquet(${quoteText(file)})`, column)) found.push({place: `${place.split(path.sep).slice(0, 2).join("/")} ${column}`, text});
  }
  db.close();
  return found;
}

async function searchWarehouse(file: string): Promise<Found[]> {
  const db = await openDatabase(file, {readOnly: true});
  const columns = await db.rows<{relation: string; colonne: string}>("SELECT table_name AS relation, column_name AS colonne FROM information_schema.columns WHERE data_type NOT IN ('DOUBLE', 'BIGINT', 'INTEGER', 'BOOLEAN', 'DATE', 'TIMESTAMP') ORDER BY ALL");
  const found: Found[] = [];
  for (const {relation, colonne} of columns) for (const text of await searchColumn(db, `"${relation}"`, colonne)) found.push({place: `${relation}.${colonne}`, text});
  db.close();
  return found;
}

async function searchColumn(db: Awaited<ReturnType<typeof openDatabase>>, relation: string, column: string): Promise<string[]> {
  const rows = await db.rows<{valeur: string}>(`SELECT DISTINCT "${column}"::VARCHAR AS valeur FROM ${relation} WHERE regexp_matches("${column}"::VARCHAR, '(?i)canari|1234567890K|13E4815162ABC|06[ .]?12[ .]?34') LIMIT 5`);
  return [...new Set(rows.flatMap(({valeur}) => valeur.match(CANARIES) ?? []))];
}
