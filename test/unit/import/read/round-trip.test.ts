import {readFile} from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {detectDialect} from "../../../../pipelines/import/read/dialect.ts";
import {readDelimited, readRecords} from "../../../../pipelines/import/read/records.ts";
import {type Style, utf16, windows1252, writeCell} from "./polluter.ts";

const WORDS = ["Aix-en-Provence", "l’École", "cœur de ville", "12 €", "Marseille 1er", "Noël", "rien", "à voir", "R&D", "«cité»", "Saint-Rémy", "a;b", "c,d", "e\tf", "g|h", 'dit "oui"', "l'eau", "deux\nlignes", "", "NA"];

/** Columns that have the same form all the way down, as tables do. */
const column = fc.constantFrom(
  ["nom", fc.constantFrom(...WORDS)] as const,
  ["remarque", fc.constantFrom(...WORDS)] as const,
  ["effectif", fc.integer({min: 0, max: 3000}).map(String)] as const,
  ["taux", fc.integer({min: 0, max: 999}).map((value) => `${Math.floor(value / 10)},${value % 10}`)] as const,
  ["date_reponse", fc.integer({min: 1, max: 28}).map((day) => `${String(day).padStart(2, "0")}/03/2025`)] as const,
  ["charte", fc.constantFrom("oui", "non", "")] as const,
  ["code_postal", fc.integer({min: 13000, max: 13999}).map(String)] as const,
  ["lien", fc.integer({min: 1, max: 999}).map((value) => `https://exemple.fr/${value}`)] as const
);

const style: fc.Arbitrary<Style> = fc.record({
  delimiter: fc.constantFrom(";", ",", "\t", "|"),
  quote: fc.constant('"'),
  escape: fc.constant('"'),
  newline: fc.constantFrom("\n", "\r\n", "\r")
});

interface Drawn {
  header: string[];
  rows: string[][];
}

const table: fc.Arbitrary<Drawn> = fc
  .tuple(fc.integer({min: 0, max: 999}), fc.array(column, {minLength: 2, maxLength: 7}))
  .chain(([, columns]) =>
    fc
      .array(fc.tuple(fc.integer({min: 1_300_000, max: 1_309_999}).map((value) => `N${value}`), ...columns.map(([, value]) => value)), {minLength: 4, maxLength: 25})
      .map((rows) => ({header: ["numero", ...columns.map(([name], index) => `${name}_${index}`)], rows: rows as unknown as string[][]}))
  );

function write({header, rows}: Drawn, drawn: Style, isAllQuoted: boolean): string {
  return [header, ...rows].map((row) => row.map((value) => writeCell(value.replaceAll("\n", drawn.newline), drawn, isAllQuoted)).join(drawn.delimiter) + drawn.newline).join("");
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("what is written is read back, the dialect found alone", () => {
  test("any table, in any dialect, comes back identical and without an anomaly", () => {
    fc.assert(
      fc.property(table, style, fc.boolean(), (drawn, dialect, isAllQuoted) => {
        const file = readDelimited(utf8(write(drawn, dialect, isAllQuoted)));
        expect(file.dialect.delimiter).toBe(dialect.delimiter);
        expect(file.header).toEqual(drawn.header);
        expect(file.records.map(({cells}) => cells)).toEqual(drawn.rows.map((row) => row.map((value) => value.replaceAll("\n", dialect.newline))));
        expect(file.anomalies).toEqual([]);
      }),
      {numRuns: 300}
    );
  });

  test("in any encoding", () => {
    const encoded = fc.constantFrom<(text: string) => Uint8Array>(utf8, (text) => utf8(`\uFEFF${text}`), windows1252, (text) => utf16(text, "le", true), (text) => utf16(text, "le", false), (text) => utf16(text, "be", true));
    fc.assert(
      fc.property(table, style, encoded, (drawn, dialect, encode) => {
        const file = readDelimited(encode(write(drawn, dialect, false)));
        expect(file.records.map(({cells}) => cells)).toEqual(drawn.rows.map((row) => row.map((value) => value.replaceAll("\n", dialect.newline))));
      }),
      {numRuns: 1500}
    );
  });

  test("record by record or all at once, the same records", () => {
    fc.assert(
      fc.property(table, style, fc.nat(400), (drawn, dialect, place) => {
        const whole = write(drawn, dialect, false);
        // One character is lost somewhere: both ways must mend it alike.
        const at = place % whole.length;
        const text = whole.slice(0, at) + whole.slice(at + 1);
        const file = readDelimited(utf8(text));
        const records = [...readRecords(text, detectDialect(text))];
        expect(records.map(({line, cells}) => [line, cells])).toEqual([file.records, ...(file.tables ?? []).map((other) => other.records)].flat().map(({line, cells}) => [line, cells]));
      }),
      {numRuns: 150}
    );
  });

  test("whatever the text, reading ends, and no character of a record is lost without an anomaly", () => {
    const noise = fc.array(fc.constantFrom("a", "12", ";", ";", ",", '"', '""', "\n", "\n", "\r\n", "é", " ", "\\", "'", "total", "x;y;z\n", "1;2;3\n"), {maxLength: 60}).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(noise, (text) => {
        const file = readDelimited(utf8(text));
        const letters = (value: string): string => value.replaceAll(/[^a-z0-9é]/g, "");
        const kept = [...file.header, ...[file.records, ...(file.tables ?? []).map((other) => other.records)].flat().flatMap(({cells}) => cells)].map(letters).join("");
        if (file.anomalies.length === 0) expect(kept).toBe(letters(text));
      }),
      {numRuns: 400}
    );
  });
});

describe("csv-spectrum, the public set of difficult files", () => {
  const folder = path.resolve(import.meta.dirname, "../../../../node_modules/csv-spectrum");
  const cases = ["comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8"];
  test.each(cases)("%s", async (name) => {
    const file = readDelimited(await readFile(path.join(folder, "csvs", `${name}.csv`)));
    const expected = JSON.parse(await readFile(path.join(folder, "json", `${name}.json`), "utf8")) as Record<string, string>[];
    const found = file.records.map(({cells}) => Object.fromEntries(file.header.map((title, at) => [title, cells[at]])));
    expect(found).toEqual(expected);
  });

  test("location_coordinates, whose expected answer has another telephone number than its file", async () => {
    const file = readDelimited(await readFile(path.join(folder, "csvs", "location_coordinates.csv")));
    expect(file.records).toHaveLength(1);
    expect(file.records[0]?.cells[file.header.indexOf("Location Coordinates")]).toMatch(/^37.36'37\.8"N 121.2'17\.9"W$/);
  });
});
