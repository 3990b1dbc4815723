import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openDatabase, quoteText, type Database} from "../../../pipelines/lib/duckdb.ts";
import {boundSql, type Kind} from "../../../pipelines/lib/contract/kinds.ts";
import {contracts} from "../../../sources/index.ts";

let db: Database;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

/** Every kind that some contract uses, once. */
const kinds = new Map<string, Kind>();
for (const contract of contracts) {
  for (const column of [...Object.values(contract.columns), ...Object.values(contract.families ?? {})]) kinds.set(`${column.kind.name} ${column.kind.sql("x")} ${column.kind.range?.max ?? ""}`, column.kind);
}

async function readBySql(kind: Kind, cells: readonly string[]): Promise<(string | number | boolean | null)[]> {
  const rows = await db.rows<{v: string | number | boolean | null}>(
    `WITH cellules AS (SELECT unnest([${cells.map(quoteText).join(", ")}]) AS k, unnest(range(${cells.length})) AS n),
     lectures AS (SELECT n, ${kind.sql("k")} AS w FROM cellules)
     SELECT ${boundSql(kind, "w")} AS v FROM lectures ORDER BY n`
  );
  return rows.map((row) => row.v);
}

function readByZod(kind: Kind, cell: string): unknown {
  const parsed = kind.zod.safeParse(cell);
  return parsed.success ? parsed.data : null;
}

/** Cells near the border of every kind: good ones, mutated ones, and noise. */
const digit = fc.constantFrom(..."0123456789");
const near = fc.oneof(
  fc.integer({min: -5, max: 3_000_000}).map(String),
  fc.integer({min: 32_800, max: 73_500}).map((days) => (days % 7 === 0 ? `${days} 08:30` : String(days))),
  fc.double({min: -1000, max: 1000, noNaN: true}).map((value) => String(value).replace(".", ",")),
  fc.tuple(fc.integer({min: 1, max: 40}), fc.integer({min: 0, max: 14}), fc.integer({min: 1890, max: 2110})).map(([day, month, year]) => `${day}/${month}/${year}`),
  fc.tuple(fc.integer({min: 1, max: 31}), fc.integer({min: 1, max: 12})).map(([day, month]) => `${String(day).padStart(2, "0")}/${String(month).padStart(2, "0")}/2024 08:30`),
  fc.tuple(fc.integer({min: 1990, max: 2030}), fc.integer({min: 1, max: 13}), fc.integer({min: 1, max: 32})).map(([year, month, day]) => `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`),
  fc.tuple(fc.integer({min: 1990, max: 2030}), fc.integer({min: 0, max: 2}), fc.constantFrom("-", "/")).map(([year, step, dash]) => `${year}${dash}${year + step}`),
  fc.tuple(fc.array(digit, {minLength: 6, maxLength: 8}), fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZa")).map(([digits, letter]) => `${digits.join("")}${letter}`),
  fc.constantFrom("oui", "NON", "Oui", "vrai", "x", "1", "0", "Présentiel", "presentiel", "REP+", "rep", "HEP", "Public", "PRIVÉ", "1 234", "1\u00a0234", "1\u202f234,5", "12,0", "98.0", "0,67", "67 %", "100%", "+3", "-0", "007", "1e3", "1_000", "0x1F", "NaN", "inf", "12.", ".5", ",5", "", " ", "13055", "2A004", "2b001", "31/02/2024", "2024-2025", "2024-25", "1999-00", "2099-2100"),
  fc.string({maxLength: 12}),
  fc.string({unit: "binary", maxLength: 6})
);
// What the reader has cleaned: no outer blanks, not empty, no NUL.
const cells = near.map((cell) => cell.replaceAll("\u0000", "").trim()).filter((cell) => cell !== "" && cell.isWellFormed());

describe("a column kind reads the same by SQL and by zod", () => {
  test.each([...kinds.values()].map((kind) => [kind.name, kind.expects, kind] as const))("%s: %s", async (_name, _expects, kind) => {
    await fc.assert(
      fc.asyncProperty(fc.array(cells, {minLength: 40, maxLength: 120}), async (sample) => {
        const bySql = await readBySql(kind, sample);
        for (const [index, cell] of sample.entries()) {
          const zod = readByZod(kind, cell);
          const sql = bySql[index] ?? null;
          if (typeof zod === "number" && typeof sql === "number") expect(sql).toBeCloseTo(zod, 9);
          else expect({cell, value: sql}).toEqual({cell, value: zod});
        }
      }),
      {numRuns: 15}
    );
  });
});

describe("each kind accepts its own example", () => {
  test.each([...kinds.values()].map((kind) => [kind.name, kind] as const))("%s", async (_name, kind) => {
    if (kind.example === "" || (kind.name === "entier" && kind.range && Number(kind.range.max) < 125)) return;
    expect(readByZod(kind, kind.example)).not.toBeNull();
    expect((await readBySql(kind, [kind.example]))[0]).not.toBeNull();
  });
});
