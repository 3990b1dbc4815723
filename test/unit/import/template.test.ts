import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {contracts} from "../../../sources/index.ts";
import type {Column} from "../../../pipelines/lib/contract/contract.ts";
import {askedColumns, codesOf, contractName, isOwn} from "../../../pipelines/lib/contract/describe.ts";
import {createKey} from "../../../pipelines/lib/key.ts";
import type {SheetValue} from "../../../pipelines/lib/spreadsheet-csv.ts";
import {openWorkspace, type Workspace} from "../../../pipelines/lib/workspace.ts";
import {importFiles} from "../../../pipelines/import/import-files.ts";
import {csvTemplate, workbookTemplate} from "../../../pipelines/import/template.ts";

/** A cell as somebody fills a workbook: dates are dates, numbers numbers. */
function typedExample({kind}: Column): SheetValue {
  switch (kind.schema.type) {
    case "integer":
    case "number": return Number(kind.example.replace(",", "."));
    case "date": {
      const [day = 1, month = 1, year = 2024] = kind.example.split("/").map(Number);
      return new Date(Date.UTC(year, month - 1, day));
    }
    default: return kind.example;
  }
}

describe.each(contracts.filter(isOwn).map((contract) => [contractName(contract), contract] as const))("template of %s", (name, contract) => {
  let workspace: Workspace;
  beforeAll(() => {
    const dir = mkdtempSync(path.join(tmpdir(), "vigie-gabarit-"));
    writeFileSync(path.join(dir, "config.yml"), "");
    workspace = openWorkspace(dir);
    createKey(workspace.paths.cle);
    mkdirSync(workspace.paths.entree);
  });
  afterAll(() => rmSync(workspace.dir, {recursive: true, force: true}));
  const write = (file: string, content: string | Buffer): string => {
    const target = path.join(workspace.paths.entree, file);
    writeFileSync(target, content);
    return target;
  };

  test("filled with its own examples, it is imported without a refusal, in csv and in xlsx", async () => {
    const columns = askedColumns(contract);
    const csv = write("rempli.csv", `${csvTemplate(contract)}${columns.map(([, column]) => column.kind.example).join(";")}\r\n`);
    const xlsx = write("rempli.xlsx", await workbookTemplate(contract, [columns.map(([, column]) => typedExample(column))]));
    const [fromCsv, ...fromXlsx] = await importFiles(workspace, [csv, xlsx], {contracts});
    expect(fromCsv).toMatchObject({source: name, statut: "importe", lus: 1, acceptes: 1, rejetes: 0, messages: []});
    expect(fromXlsx.map(({source, statut, lus, rejetes}) => ({source, statut, lus, rejetes}))).toEqual([{source: name, statut: "importe", lus: 1, rejetes: 0}]);
  });

  test("every closed list fits in the cell's own list, and no two columns have one title", () => {
    const columns = askedColumns(contract);
    expect(new Set(columns.map(([column]) => column)).size).toBe(columns.length);
    for (const [, column] of columns) expect([...(codesOf(column) ?? []), "NC"].join(",").length).toBeLessThan(255);
  });
});
