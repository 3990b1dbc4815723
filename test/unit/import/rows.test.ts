import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {contracts} from "../../../sources/index.ts";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {uaiLetter} from "../../../pipelines/lib/text.ts";
import {importFile} from "../../../pipelines/import/import-file.ts";
import {readLake} from "../../../pipelines/import/lake.ts";
import {findReplaced} from "../../../pipelines/import/replaced.ts";
import {createSources} from "../../../pipelines/import/sources.ts";

const root = mkdtempSync(path.join(tmpdir(), "vigie-lignes-"));
let db: Database;
beforeAll(async () => {
  db = await openDatabase(":memory:", {memoryLimit: "380MB", tempDirectory: "", threads: 2});
  await db.run("SET disabled_optimizers = 'in_clause'");
});
afterAll(() => {
  db.close();
  rmSync(root, {recursive: true, force: true});
});

/** Rows whose pupils tell their own place. */
function write(name: string, rows: number, spoil: (row: number) => boolean): string {
  // A column that no contract knows makes the file long enough for several cores.
  const lines = ["annee_scolaire;uai;eleves;classes;remarque"];
  for (let row = 0; row < rows; row += 1) {
    const digits = String(130000 + (row % 9000)).padStart(7, "0");
    const year = 1990 + Math.floor(row / 9000);
    lines.push(`${year}-${year + 1};${digits}${uaiLetter(digits)};${row % 20_000};${spoil(row) ? "beaucoup" : Math.floor(row / 20_000)};${"-".repeat(60)}`);
  }
  const file = path.join(root, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

test.each([
  ["entier.csv", () => false, 300_000],
  ["troue.csv", (row: number) => row % 1000 === 7, 299_700]
] as const)("each row of %s keeps the number that the spreadsheet gives it, however many cores read it", async (name, spoil, kept) => {
  const rows = 300_000;
  const [result] = [await importFile(write(name, rows, spoil), {db, lake: path.join(root, "lac"), temporary: root, key: new Uint8Array(32), contracts, mappings: []})].flat();
  expect(result).toMatchObject({lus: rows, acceptes: kept, doublons: 0});
  await createSources(db, path.join(root, "lac"), contracts);
  const [data] = await db.rows<{n: number; faux: number}>(
    `SELECT count(*) AS n, count(*) FILTER (classes * 20000 + eleves + 2 <> _ligne) AS faux FROM src_etablissements__effectifs WHERE _fichier = '${result?.sha256.slice(0, 16)}'`
  );
  expect(data).toEqual({n: kept, faux: 0});
});

test("a long file gives the models the maps that a short one gives", async () => {
  const header = `${["Numéro de certification", "Statut", "Date de passage de la certification", "1.1", "1.2", "5.2", "remarque"].join(";")}\n`;
  const row = (number: number): string => `${number};Validée;15/05/2025;${number % 3 === 0 ? "-" : number % 8};${number % 3 === 0 ? "-" : "2"};-;`;
  const lake = path.join(root, "lac-pix");
  const take = async (name: string, text: string): Promise<string> => {
    writeFileSync(path.join(root, name), text);
    return (await importFile(path.join(root, name), {db, lake, temporary: root, key: new Uint8Array(32), contracts, mappings: []})).sha256.slice(0, 16);
  };
  const numbers = Array.from({length: 20_000}, (_, index) => index);
  const short = await take("court.csv", `${header}${numbers.slice(0, 100).map(row).join("\n")}\n`);
  const long = await take("long.csv", `${header}${numbers.map((number) => row(number) + "-".repeat(900)).join("\n")}\n`);
  expect(readLake(lake).map(({manifest}) => manifest.long ?? false)).toEqual(expect.arrayContaining([false, true]));
  await createSources(db, lake, contracts);
  const read = (fichier: string): Promise<unknown[]> => db.rows(`SELECT certification, niveaux::varchar AS niveaux, _ligne FROM src_pix__certification WHERE _fichier = '${fichier}' ORDER BY _ligne LIMIT 100`);
  expect(await read(long)).toEqual(await read(short));
  expect(await db.rows(`SELECT niveaux['1.2'] AS n FROM src_pix__certification WHERE _fichier = '${long}' AND _ligne = 3`)).toEqual([{n: 2}]);
  expect(await findReplaced(lake, contracts)).toMatchObject([{lignes: 100}]);
});
