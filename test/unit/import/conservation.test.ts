import {mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {importPath} from "../../../pipelines/import/import-path.ts";
import type {ImportResult} from "../../../pipelines/import/import-result.ts";
import {createSources} from "../../../pipelines/import/sources.ts";
import {relationName, type Contract} from "../../../pipelines/lib/contract/contract.ts";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {contracts} from "../../../sources/index.ts";

let db: Database;
let dir: string;
beforeAll(async () => {
  db = await openDatabase();
  dir = mkdtempSync(path.join(tmpdir(), "vigie-conservation-"));
});
afterAll(() => {
  db.close();
  rmSync(dir, {recursive: true, force: true});
});

/** Headers that make one layout recognised: every column by its published title, and a few of its free-named ones. */
const FREE: Readonly<Record<string, readonly string[]>> = {
  campagne_evaluation: ["% de maitrise des acquis de la compétence Gérer des données", "Badge obtenu (O/N)"],
  collecte_profils: ["Niveau pour la compétence Interagir"],
  certification: ["1.1", "1.2", "5.2"],
  dnma_services: ["visites_accueil", "utilisateurs_accueil", "duree_accueil"],
  dnma_appareils: ["visites_ordinateur"],
  dnma_profils_appareils: ["visites_eleve_ordinateur"],
  tne_durees: ["duree_totale"],
  magistere_presence: ["15 Nov. 2024 08:30 Commune"],
  effectifs_ecoles: ["nombre_eleves_ulis"]
};

function headerOf(contract: Contract): string[] {
  if (contract.objet === "magistere_achevement") return ["", "Adresse de courriel", "Quiz", "", "Cours", ""];
  return [...Object.entries(contract.columns).map(([name, column]) => column.aliases?.find((alias) => alias !== "") ?? name), ...(FREE[contract.objet] ?? [])];
}

/** A right row, where the examples of the columns do not make one. */
const RIGHT: Readonly<Record<string, string[]>> = {magistere_achevement: ["Jo Canari", "jo@exemple.fr", "Terminé", "2024-11-15 08:30:00", "Non terminé", ""]};

/** Cells that are right for some kind, wrong for others, or hard to carry in a csv. */
const noise = fc.oneof(
  {weight: 3, arbitrary: fc.constantFrom("", "NA", "NC", "12", "0,5", "1 234", "oui", "2024-2025", "2024", "2024-03", "15/11/2024", "2024-11-15 08:30", "0130007M", "0130007A", "13055", "public", "Terminé", "67 %", "01:30:00")},
  {weight: 1, arbitrary: fc.constantFrom("a;b", "a,b", 'dit "oui"', "deux\nlignes", "l’École", " espaces ", "'=1+1", "x".repeat(300), "\u202f12\u00a0000")},
  {weight: 1, arbitrary: fc.string({maxLength: 8}).map((text) => text.replace(/[\r\0]/g, ""))}
);

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** A file of a contract: right rows, spoilt rows, and rows written twice. */
function fileOf(contract: Contract): fc.Arbitrary<string> {
  const header = headerOf(contract);
  const kinds = Object.values(contract.columns).map((column) => column.kind);
  const right = RIGHT[contract.objet] ?? header.map((title, index) => kinds[index]?.example ?? (title.startsWith("duree_") ? "00:10:00" : "1"));
  const row = fc.array(fc.tuple(fc.nat({max: Math.max(header.length - 1, 1)}), noise), {maxLength: 3}).map((changes) => {
    const cells = [...right];
    for (const [at, cell] of changes) if (at < cells.length) cells[at] = cell;
    // A row of blanks is no record: its first cell holds something.
    if (cells.every((cell) => cell.trim() === "")) cells[0] = "x";
    return cells;
  });
  return fc.tuple(fc.array(row, {minLength: 3, maxLength: 12}), fc.array(fc.nat({max: 2}), {maxLength: 4})).map(([rows, again]) =>
    [header, ...rows, ...again.map((index) => rows[index] as string[])].map((cells) => cells.map(quote).join(";")).join("\n") + "\n"
  );
}

const recordsOf = (text: string): number => {
  // Quoted throughout: a line end outside of quotes ends a record.
  let isOpen = false;
  let records = 0;
  for (const char of text) {
    if (char === '"') isOpen = !isOpen;
    else if (char === "\n" && !isOpen) records += 1;
  }
  return records - 1;
};

const TIME = new Date("2026-01-15T10:00:00Z");

async function importAll(lake: string, files: readonly string[]): Promise<ImportResult[]> {
  const temporary = path.join(dir, "tmp");
  rmSync(temporary, {recursive: true, force: true});
  mkdirSync(temporary, {recursive: true});
  const results: ImportResult[] = [];
  for (const file of files) {
    for await (const result of importPath(file, {db, lake, temporary, key: Buffer.alloc(32, 3), contracts, mappings: [], uai: "0130007M"})) results.push(result);
  }
  return results;
}

function freshLake(name: string): string {
  const lake = path.join(dir, name);
  rmSync(lake, {recursive: true, force: true});
  mkdirSync(lake);
  return lake;
}

describe("records are conserved: read = accepted + refused + exact duplicates", () => {
  test.each(contracts.map((contract) => [relationName(contract), contract] as const))("%s", async (_name, contract) => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fileOf(contract), async (text) => {
        const file = path.join(dir, "fichier.csv");
        writeFileSync(file, text);
        const [result] = await importAll(freshLake("lac"), [file]);
        const counts = {lus: result?.lus, somme: (result?.acceptes ?? 0) + (result?.rejetes ?? 0) + (result?.doublons ?? 0)};
        expect(counts).toEqual({lus: recordsOf(text), somme: recordsOf(text)});
        accepted += result?.acceptes ?? 0;
      }),
      {numRuns: 6}
    );
    // The property would hold of files refused whole: some of these rows are right.
    expect(accepted).toBeGreaterThan(0);
  });
});

test("files imported in any order give the same relations to the models", async () => {
  const chosen = contracts.filter((contract) => ["effectifs", "campagne_evaluation", "formation", "magistere_presence", "dnma_services"].includes(contract.objet));
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(...chosen.flatMap((contract) => [fileOf(contract), fileOf(contract)])).chain((texts) => fc.tuple(fc.constant(texts), fc.shuffledSubarray(texts.map((_, index) => index), {minLength: texts.length}))),
      async ([texts, order]) => {
        const files = texts.map((text, index) => {
          const file = path.join(dir, `envoi-${index}.csv`);
          writeFileSync(file, text);
          utimesSync(file, TIME, TIME);
          return file;
        });
        const read = async (lake: string): Promise<Record<string, unknown[]>> => {
          await createSources(db, lake, contracts);
          const relations: Record<string, unknown[]> = {};
          for (const contract of chosen) relations[relationName(contract)] = await db.rows(`SELECT * FROM ${relationName(contract)}`);
          return relations;
        };
        const one = freshLake("un");
        const other = freshLake("autre");
        await importAll(one, files);
        await importAll(other, order.map((index) => files[index] as string));
        expect(await read(other)).toEqual(await read(one));
      }
    ),
    {numRuns: 4}
  );
});
