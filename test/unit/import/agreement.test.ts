import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {bind} from "../../../pipelines/import/binding.ts";
import {compileSelect, REJECTED} from "../../../pipelines/import/compile.ts";
import {explainRecord} from "../../../pipelines/import/explain.ts";
import type {Contract} from "../../../pipelines/lib/contract/contract.ts";
import {openDatabase, quoteText, type Database} from "../../../pipelines/lib/duckdb.ts";
import {contracts} from "../../../sources/index.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

const header = (contract: Contract): string[] => Object.entries(contract.columns).map(([name, column]) => column.aliases?.find((alias) => alias !== "") ?? name);

/** The example of each column, sometimes spoilt as spreadsheets and people do. */
function records(contract: Contract): fc.Arbitrary<string[][]> {
  const spoil = fc.constantFrom("", " ", "'", "'12", "'=1", "'oui", "'15/11/2024", "l'eau", "45611", "13001", "NC", "NA", "-", "\u00a012\u202f", "12,0", "1 234", "67 %", "31/02/2024", "non", "2024-2025", "a@b.fr", "0612345678");
  const cell = (example: string): fc.Arbitrary<string> =>
    fc.oneof({weight: 12, arbitrary: fc.constant(example)}, {weight: 1, arbitrary: fc.constantFrom(`'${example}`, ` ${example}`, `${example}\u00a0`)}, {weight: 1, arbitrary: spoil});
  return fc.array(fc.tuple(...Object.values(contract.columns).map((column) => cell(column.kind.example))), {minLength: 10, maxLength: 30});
}

describe("SQL and zod refuse the same records", () => {
  test.each(contracts.filter(({columns}) => Object.keys(columns).length > 1).map((contract) => [`${contract.source}/${contract.objet}`, contract] as const))("%s", async (_name, contract) => {
    const binding = bind(contract, header(contract));
    await fc.assert(
      fc.asyncProperty(records(contract), async (rows) => {
        const cells = rows.map((row, index) => `(${index}, ${row.map(quoteText).join(", ")})`).join(", ");
        const raw = `(VALUES ${cells}) AS t(_ligne, ${rows[0]?.map((_, index) => `c${index}`).join(", ")})`;
        const flat = rows.flat();
        // As the structural scan would tell of these cells.
        const purity = {hasOuterBlanks: flat.some((cell) => cell !== cell.trim()), hasApostrophes: flat.some((cell) => cell.includes("'"))};
        const refused = await db.rows<{_ligne: number}>(`SELECT _ligne FROM (${compileSelect(raw, binding, {fichier: "f", uai: null, version: "v"}, new Uint8Array(32), purity)}) WHERE ${REJECTED} ORDER BY _ligne`);
        expect(refused.map((row) => row._ligne)).toEqual(rows.flatMap((row, index) => (explainRecord(binding, index, row).length > 0 ? [index] : [])));
      }),
      {numRuns: 5}
    );
  });
});
