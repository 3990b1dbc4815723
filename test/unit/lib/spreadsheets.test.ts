import fc from "fast-check";
import {parse} from "csv-parse/sync";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {describe, expect, test, vi} from "vitest";
import {extractedStream, openArchive} from "../../../pipelines/import/containers/archive.ts";
import {escapeFormula, formatSpreadsheetCsv} from "../../../pipelines/lib/spreadsheet-csv.ts";
import {writeWorkbook} from "../../../pipelines/lib/workbook.ts";

describe("csv for a spreadsheet", () => {
  test("it is what a French Excel opens with a double click", () => {
    expect(formatSpreadsheetCsv([["titre", "valeur"], ["l’École; dite « A »", 12.5], ['un "mot"', true], [null, new Date(Date.UTC(2024, 10, 5))]])).toBe(
      '\ufefftitre;valeur\r\n"l’École; dite « A »";12,5\r\n"un ""mot""";oui\r\n;05/11/2024\r\n'
    );
  });

  test("whatever the texts, the same cells are read back, and none can run", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({unit: "binary"}), {minLength: 2, maxLength: 2}), {minLength: 1}), (rows) => {
        const records: string[][] = parse(formatSpreadsheetCsv(rows), {delimiter: ";", bom: true, recordDelimiter: "\r\n"});
        expect(records).toEqual(rows.map((row) => row.map(escapeFormula)));
        for (const cell of records.flat()) expect(/^[=@\t\r]/u.test(cell) || (/^[+-]/u.test(cell) && !/^[+-][0-9]/u.test(cell))).toBe(false);
      })
    );
  });

  test.each([["=1+1", "'=1+1"], ["@SUM(A1)", "'@SUM(A1)"], ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"], ["-12,5", "-12,5"], ["+33", "+33"], ["Jas-de-Bouffan", "Jas-de-Bouffan"]])("%s is written %s", (text, written) => {
    expect(escapeFormula(text)).toBe(written);
  });
});

describe("workbooks", () => {
  const sheets = [
    {
      name: "données",
      columns: [
        {header: "uai", format: "@", validation: {kind: "none", title: "uai", help: "établissement <obligatoire> & \"juste\""}},
        {header: "ent", validation: {kind: "list", values: ["oui", "non"], title: "ent", help: "oui ou non", isStrict: true}},
        {header: "jour", format: "dd/mm/yyyy"}
      ],
      rows: [["=cmd()", "oui", new Date(Date.UTC(2024, 10, 15))], [null, null, null], ["0130007M", true, null]]
    },
    {name: "a/b?", lead: ["Titre", "@note"], columns: [{header: "n"}], rows: [[-1.5]], hasFilter: true}
  ] as const;
  const open = async (): Promise<{first: string; second: string; strings: string; book: string}> => {
    const parts = await unzip(await writeWorkbook(sheets));
    const read = (name: string): string => parts.get(name) ?? "";
    return {first: read("xl/worksheets/sheet1.xml"), second: read("xl/worksheets/sheet2.xml"), strings: read("xl/sharedStrings.xml"), book: read("xl/workbook.xml")};
  };

  test("headers are frozen, columns typed, choices listed, filters set", async () => {
    const {first, second} = await open();
    expect(first).toMatch(/<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"\/>/);
    expect(first).toMatch(/<col min="1" max="1" [^>]*style="\d+"\/>/);
    expect(first).toContain('<formula1>&quot;oui,non&quot;</formula1>');
    expect(first).toContain("établissement &lt;obligatoire&gt; &amp; &quot;juste&quot;");
    expect(second).toContain('<autoFilter ref="A3:A4"/>');
    expect(second).toContain('ySplit="3"');
  });

  test("no row is left over, and dates and numbers are themselves", async () => {
    const {first, second} = await open();
    expect([...first.matchAll(/<row r="(\d+)"/g)].map((match) => match[1])).not.toContain("5");
    expect(first).toContain("<v>45611</v>");
    expect(second).toContain("<v>-1.5</v>");
  });

  test("nothing can run: no formula in any sheet, and texts that look like one are disarmed", async () => {
    const {first, second, strings} = await open();
    expect(first + second).not.toContain("<f>");
    expect(strings).toContain("<t>'=cmd()</t>");
    expect(strings).toContain("<t>'@note</t>");
  });

  test("a sheet's name is one that Excel accepts", async () => {
    expect((await open()).book).toContain('name="a b "');
  });

  test("printed, each page begins with the headers of its sheet", async () => {
    expect((await open()).book).toContain(`</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'données'!$1:$1</definedName><definedName name="_xlnm.Print_Titles" localSheetId="1">'a b '!$3:$3</definedName></definedNames>`);
  });

  test("two calls give the same bytes, whatever the clock says", async () => {
    const one = await writeWorkbook(sheets);
    const now = vi.spyOn(Date, "now").mockReturnValue(Date.UTC(2031, 5, 5));
    const two = await writeWorkbook(sheets);
    now.mockRestore();
    expect(one.equals(two)).toBe(true);
  });
});

async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-classeur-"));
  const parts = new Map<string, string>();
  try {
    writeFileSync(path.join(dir, "a.xlsx"), bytes);
    const archive = await openArchive(path.join(dir, "a.xlsx"));
    for (const member of archive.members) {
      const chunks: Buffer[] = [];
      for await (const chunk of extractedStream(archive, member)) chunks.push(chunk);
      parts.set(member.name, Buffer.concat(chunks).toString("utf8"));
    }
    archive.close();
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
  return parts;
}
