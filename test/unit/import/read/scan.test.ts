import {createHash} from "node:crypto";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {parse} from "csv-parse/sync";
import {sampleFile, type Scan, scanFile} from "../../../../pipelines/import/read/scan.ts";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "vigie-scan-"));
});
afterAll(() => rm(folder, {recursive: true}));

async function file(content: string | Uint8Array): Promise<string> {
  count += 1;
  const name = path.join(folder, `${count}.csv`);
  await writeFile(name, content);
  return name;
}

const scan = async (content: string | Uint8Array, columns = 2, skipLines = 0): Promise<Scan> => scanFile(await file(content), {delimiter: ";", quote: '"', columns, skipLines});

describe("the structure of a file, in one pass", () => {
  test("a sound file is regular, and is counted and hashed", async () => {
    const content = 'a;b\r\n1;"x;""y"""\r\n2;"deux\r\nlignes"\r\n';
    const found = await scan(content, 2, 1);
    expect(found).toEqual({
      records: 2,
      blankLines: 0,
      isRegular: true,
      isUtf8: true,
      truncated: false,
      multilineCells: true,
      hasOuterBlanks: true,
      hasApostrophes: false,
      sha256: createHash("sha256").update(content).digest("hex"),
      bytes: Buffer.byteLength(content)
    });
  });

  test.each([
    ["a record with a cell too few", "a;b\n1;2\n3\n4;5\n", 3],
    ["a record with a cell too many", "a;b\n1;2;3\n", 2],
    ["a blank line inside", "a;b\n\n1;2\n", 2],
    ["a line of delimiters", "a;b\n;\n1;2\n", 2],
    ["a blank line at the end", "a;b\n1;2\n\n", 3],
    ["a quote inside a bare cell", 'a;b\n1;5"\n', 2],
    ["text after a closing quote", 'a;b\n1;"x"y\n', 2],
    ["a space before an opening quote", 'a;b\n1; "x"\n', 2],
    ["a space after a closing quote", 'a;b\n1;"x" \n', 2],
    ["a NUL", "a;b\n1;\u00002\n", 2],
    ["two kinds of line ends", "a;b\r\n1;2\n3;4\n", 2],
    ["a lone carriage return", "a;b\n1;2\r3;4\n", 3]
  ])("%s is told, with its line", async (_, content, line) => {
    expect(await scan(content)).toMatchObject({isRegular: false, firstIrregularLine: line});
  });

  test("a file cut inside quotes, or in a short record, is truncated", async () => {
    expect(await scan('a;b\n1;"de')).toMatchObject({isRegular: false, truncated: true, firstIrregularLine: 2});
    expect(await scan("a;b\n1")).toMatchObject({isRegular: false, truncated: true, firstIrregularLine: 2});
    expect(await scan("a;b\n1;2")).toMatchObject({isRegular: true, truncated: false, records: 2});
  });

  test("skipped lines are physical lines, whatever they hold", async () => {
    expect(await scan('Titre "ouvert\n\nx\n1;2\n3;4\n', 2, 3)).toMatchObject({isRegular: true, records: 2});
  });

  test("a byte order mark is no part of the first cell", async () => {
    expect(await scan('\uFEFF"a";"b"\n1;2\n')).toMatchObject({isRegular: true, records: 2});
  });

  test("what is not UTF-8 is not regular: another reader would read other characters", async () => {
    expect(await scan(Buffer.from("é;b\n", "latin1"))).toMatchObject({isUtf8: false, isRegular: false, records: 1});
  });

  test("characters cut between two chunks are still UTF-8", async () => {
    const content = `${"x".repeat((1 << 20) - 1)};é\n`.repeat(2);
    expect(await scan(content)).toMatchObject({isUtf8: true, isRegular: true, records: 2});
  });

  test("a line end, a quote pair or a record cut between two chunks changes nothing", async () => {
    for (let shift = 0; shift < 12; shift += 1) {
      const head = "x".repeat((1 << 20) - 6 - shift);
      expect(await scan(`${head};"a""b"\r\n1;"c\r\nd"\r\n`)).toMatchObject({isRegular: true, records: 2, multilineCells: true});
    }
  });

  test("a regular file is read by a strict reader as exactly these records", async () => {
    const piece = fc.constantFrom("a", "é", "'", "\u00a0", "\u202f", ";", '"', '""', "\n", "\r\n", "\r", " ", "\t", "\u0000", "b;c\n", '"x";"y"\n', "1;2\n", ";;\n");
    await fc.assert(
      fc.asyncProperty(fc.array(piece, {maxLength: 14}), fc.integer({min: 1, max: 3}), async (pieces, columns) => {
        const content = pieces.join("");
        const found = await scan(content, columns);
        if (!found.isRegular) return;
        const strict: string[][] = parse(content, {delimiter: ";", quote: '"', escape: '"', relax_quotes: false, bom: true});
        expect(strict).toHaveLength(found.records);
        for (const record of strict) expect(record).toHaveLength(columns);
        const cells = strict.flat();
        if (!found.hasOuterBlanks) expect(cells.filter((cell) => cell !== cell.trim())).toEqual([]);
        if (!found.hasApostrophes) expect(cells.filter((cell) => cell.includes("'"))).toEqual([]);
      }),
      {numRuns: 400}
    );
  });
});

describe("the head of a file", () => {
  test("a short file is whole; a longer one is cut after a line end", async () => {
    expect(Buffer.from(await sampleFile(await file("a;b\n1;2"), 100)).toString()).toBe("a;b\n1;2");
    expect(Buffer.from(await sampleFile(await file("a;b\n1;2\n3;4\n"), 9)).toString()).toBe("a;b\n1;2\n");
  });

  test("UTF-16 is cut between two characters", async () => {
    const name = await file(Buffer.from("\uFEFFa;b\n1;2\n3;4\n", "utf16le"));
    expect(Buffer.from(await sampleFile(name, 21)).toString("utf16le")).toBe("\uFEFFa;b\n1;2\n");
  });
});
