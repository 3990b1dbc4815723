import type {Column, Contract} from "../lib/contract/contract.ts";
import {askedColumns, codesOf, contractName, exampleOf} from "../lib/contract/describe.ts";
import {formatSpreadsheetCsv, type SheetValue} from "../lib/spreadsheet-csv.ts";
import {writeWorkbook, type Validation, type WorkbookColumn, type WorkbookSheet} from "../lib/workbook.ts";

/** The sheet that people fill; the notice comes after it, so that the first sheet is always the data. */
const DATA_SHEET = "données";

/** The empty template of an own contract, as text that a French Excel opens with a double click. */
export function csvTemplate(contract: Contract): string {
  return formatSpreadsheetCsv([askedColumns(contract).map(([name]) => name)]);
}

/**
 * The template of an own contract as a workbook: typed columns, lists to choose from, help in each cell, a notice. `rows`
 * fills it in advance, cells in the order of the columns.
 */
export function workbookTemplate(contract: Contract, rows: readonly (readonly SheetValue[])[] = []): Promise<Buffer> {
  return writeWorkbook([
    {name: DATA_SHEET, columns: askedColumns(contract).map(([name, column]) => templateColumn(name, column)), rows},
    noticeSheet(contract)
  ]);
}

function templateColumn(name: string, column: Column): WorkbookColumn {
  const format = formatOf(column);
  return {
    header: name,
    width: Math.min(32, Math.max(12, name.length + 3)),
    isStrong: column.required ?? false,
    ...(format ? {format} : {}),
    validation: validationOf(name, column)
  };
}

/** Text stays text: a code such as 013 or 2E5 must not become a number, nor a school year a date. */
function formatOf({kind}: Column): string | undefined {
  switch (kind.schema.type) {
    case "date": return "dd/mm/yyyy";
    case "datetime": return "dd/mm/yyyy hh:mm";
    case "integer": return "0";
    case "number": return "General";
    case "string": return "@";
    default: return undefined;
  }
}

function validationOf(name: string, column: Column): Validation {
  const help = `${column.description}${column.unit ? ` (${column.unit})` : ""} : ${column.kind.expects}. ${column.required ? "Obligatoire." : "Vide : non répondu ; NC : non concerné."}`;
  const codes = codesOf(column);
  const isOptional = !column.required && column.personal === undefined;
  if (codes) return {kind: "list", values: isOptional ? [...codes, "NC"] : codes, title: name, help, isStrict: true};
  if (column.kind.name === "ouiNon") return {kind: "list", values: isOptional ? ["oui", "non", "NC"] : ["oui", "non"], title: name, help, isStrict: false};
  return {kind: "none", title: name, help};
}

function noticeSheet(contract: Contract): WorkbookSheet {
  const rules = (contract.rules ?? []).map((rule) => `• ${rule.level === "refus" ? "Ligne refusée" : "À vérifier"} : ${rule.message}.`);
  return {
    name: "notice",
    lead: [
      contract.titre,
      `Remplissez la feuille « ${DATA_SHEET} » : chaque ligne dit ${contract.grain}. Ne changez pas la ligne des titres ; l'ordre des colonnes est libre.`,
      "Les titres foncés sont obligatoires. Une case vide veut dire « non répondu », NC « non concerné », 0 veut dire zéro.",
      "Dates JJ/MM/AAAA, nombres avec une virgule ou un point, oui ou non en toutes lettres.",
      ...rules,
      `Usage : ${contract.retention.purpose}. Conservation : ${contract.retention.months} mois.`,
      "Pour l'importer dans Vigie : enregistrez ce classeur, ou sa première feuille en « CSV UTF-8 », puis « vigie importer ».",
      `Gabarit : ${contractName(contract)}`
    ],
    columns: [
      {header: "Colonne", width: 28},
      {header: "Obligatoire", width: 13},
      {header: "Ce qu'elle dit", width: 44, wrap: true},
      {header: "Ce qu'il faut écrire", width: 60, wrap: true},
      {header: "Exemple", width: 22, format: "@"},
      {header: "Remarque", width: 40, wrap: true}
    ],
    rows: askedColumns(contract).map(([name, column]) => [
      name,
      column.required ? "oui" : "non",
      `${column.description}${column.unit ? ` (${column.unit})` : ""}`,
      column.kind.expects,
      exampleOf(column),
      [column.key ? "Avec les autres colonnes de ce type, distingue une ligne d'une autre." : "", column.personal === "pseudonym" ? "Remplacée par un pseudonyme dès l'import." : ""].filter(Boolean).join(" ")
    ])
  };
}
