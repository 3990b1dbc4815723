import writeXlsxFile, {type CellObject, type Row} from "write-excel-file/node";
import {columnLetter} from "./text.ts";
import {escapeFormula, type SheetValue} from "./spreadsheet-csv.ts";
import {withoutClock} from "./zip.ts";

// Why write-excel-file: maintained (2026), typed, MIT, one small dependency, nothing run at install, Node 18 and later. exceljs
// has had no release since 2023 and pulls abandoned packages; SheetJS CE cannot style; excelts wants Node 22.
// What it lacks (validation lists, filters, column formats) is added below through its own extension points.

export interface WorkbookColumn {
  readonly header: string;
  /** In characters. */
  readonly width?: number;
  /** Excel number format of the column's cells, filled or still empty, such as `dd/mm/yyyy`, `0.0` or `@` (text). */
  readonly format?: string;
  readonly wrap?: boolean;
  /** Darker header: the column must be filled. */
  readonly isStrong?: boolean;
  readonly validation?: Validation;
}

export type Validation =
  | {readonly kind: "list"; readonly values: readonly string[]; readonly title: string; readonly help: string; readonly isStrict: boolean}
  | {readonly kind: "none"; readonly title: string; readonly help: string};

export interface WorkbookSheet {
  readonly name: string;
  /** Lines of text above the table; the first is set as a title. */
  readonly lead?: readonly string[];
  readonly columns: readonly WorkbookColumn[];
  readonly rows: readonly (readonly SheetValue[])[];
  readonly hasFilter?: boolean;
  readonly isLandscape?: boolean;
}

const HEADER = {fontWeight: "bold", backgroundColor: "#DCE6F2", bottomBorderStyle: "thin", bottomBorderColor: "#44546A", wrap: true, alignVertical: "top"} as const;
const STRONG = {...HEADER, backgroundColor: "#B4C9E4"} as const;
/** Excel keeps a list written in the cell's own rule up to this length. */
const LIST_LIMIT = 255;
/** Rows that a validation covers. */
const LAST_ROW = 10_000;

/**
 * Writes a workbook: frozen bold headers, typed columns, validation lists, filters. Two calls with the same sheets give the
 * same bytes; no cell can run as a formula.
 */
export async function writeWorkbook(sheets: readonly WorkbookSheet[]): Promise<Buffer> {
  const result = writeXlsxFile(
    sheets.map((sheet) => ({
      sheet: tabName(sheet),
      data: sheetData(sheet),
      columns: sheet.columns.map((column) => ({width: column.width ?? Math.min(40, Math.max(10, column.header.length + 3))})),
      stickyRowsCount: headerRow(sheet),
      dateFormat: "dd/mm/yyyy",
      ...(sheet.isLandscape ? {orientation: "landscape" as const} : {})
    })),
    {features: [sheetFeature(sheets)], fontFamily: "Calibri", fontSize: 11}
  );
  return withoutClock(await result.toBuffer());
}

/** What Excel takes as the name of a tab. */
function tabName(sheet: WorkbookSheet): string {
  return sheet.name.replace(/[\\/?*[\]:]/g, " ").slice(0, 31);
}

/** 1-based row of the header. */
function headerRow(sheet: WorkbookSheet): number {
  return (sheet.lead?.length ?? 0) + 1;
}

function sheetData(sheet: WorkbookSheet): Row[] {
  const lead: Row[] = (sheet.lead ?? []).map((text, index) => [{value: escapeFormula(text), ...(index === 0 ? {fontWeight: "bold" as const, fontSize: 14} : {})}]);
  // Not every program gives a wrapped header its height by itself.
  const lines = Math.max(1, ...sheet.columns.map(({header, width}) => Math.ceil((header.length + 2) / (width ?? 40))));
  const header: Row = sheet.columns.map((column) => ({value: escapeFormula(column.header), height: 15 * lines + 3, ...(column.isStrong ? STRONG : HEADER)}));
  const rows: Row[] = sheet.rows.map((row) => sheet.columns.map((column, index) => cellOf(row[index], column)));
  // A last, empty row shows the styles of the columns to `sheetFeature`, which moves them to the columns themselves.
  const styles: Row = sheet.columns.map((column) => ({value: 0, type: Number, ...styleOf(column)}));
  return [...lead, header, ...rows, styles];
}

function styleOf(column: WorkbookColumn): Partial<CellObject> {
  return {...(column.format ? {format: column.format} : {}), ...(column.wrap ? {wrap: true, alignVertical: "top" as const} : {})};
}

function cellOf(value: SheetValue, column: WorkbookColumn): Row[number] {
  if (value === null || value === undefined || value === "") return null;
  const {format, ...style} = styleOf(column);
  if (typeof value === "string") return {value: escapeFormula(value), type: String, ...style};
  if (typeof value === "boolean") return {value: value ? "oui" : "non", type: String, ...style};
  if (value instanceof Date) return {value, type: Date, format: format ?? "dd/mm/yyyy", ...style};
  return {value, type: Number, ...(format && format !== "@" ? {format} : {}), ...style};
}

type SheetFeature = NonNullable<NonNullable<Parameters<typeof writeXlsxFile>[1]>["features"]>[number];

function sheetFeature(sheets: readonly WorkbookSheet[]): SheetFeature {
  return {
    files: {
      transform: {
        "xl/workbook.xml": {transform: (xml) => repeatHeaders(xml, sheets)},
        "xl/worksheets/sheet{id}.xml": {
          transform(xml, _options, {sheetIndex}) {
            const sheet = sheets[sheetIndex];
            return sheet ? fitPage(addAfterData(moveStyles(xml, sheet), sheet)) : xml;
          }
        }
      }
    }
  };
}

/** The style of the empty last row becomes the style of the columns, and that row goes. */
function moveStyles(xml: string, sheet: WorkbookSheet): string {
  const last = headerRow(sheet) + sheet.rows.length + 1;
  const row = new RegExp(`<row r="${last}"[^>]*?(?:/>|>(.*?)</row>)`, "s").exec(xml);
  const styles = new Map([...(row?.[1] ?? "").matchAll(/<c r="([A-Z]+)\d+"[^>]*? s="(\d+)"/g)].map((match) => [match[1], match[2]]));
  let index = 0;
  return (row ? xml.replace(row[0], "") : xml).replaceAll(/<col ([^>]*?)\/>/g, (_, attributes: string) => {
    const style = styles.get(columnLetter(index));
    index += 1;
    return `<col ${attributes}${style === undefined ? "" : ` style="${style}"`}/>`;
  });
}

/** Filters and validations stand right after the data, in this order (ECMA-376, CT_Worksheet). */
function addAfterData(xml: string, sheet: WorkbookSheet): string {
  const header = headerRow(sheet);
  const filter = sheet.hasFilter && sheet.rows.length > 0 ? `<autoFilter ref="A${header}:${columnLetter(sheet.columns.length - 1)}${header + sheet.rows.length}"/>` : "";
  const rules = sheet.columns.flatMap((column, index) => (column.validation ? [validationXml(column.validation, `${columnLetter(index)}${header + 1}:${columnLetter(index)}${LAST_ROW}`)] : []));
  const validations = rules.length > 0 ? `<dataValidations count="${rules.length}">${rules.join("")}</dataValidations>` : "";
  const fixed = xml.replace(/xSplit="0" ([^>]*?)activePane="bottomRight"/, '$1activePane="bottomLeft"');
  return fixed.replace(/<\/sheetData>|<sheetData\/>/, (end) => `${end}${filter}${validations}`);
}

/** Printed, each page of a sheet begins with its headers. */
function repeatHeaders(xml: string, sheets: readonly WorkbookSheet[]): string {
  const names = sheets.map((sheet, index) => `<definedName name="_xlnm.Print_Titles" localSheetId="${index}">'${xmlText(tabName(sheet).replaceAll("'", "''"))}'!$${headerRow(sheet)}:$${headerRow(sheet)}</definedName>`);
  return xml.replace("</sheets>", () => `</sheets><definedNames>${names.join("")}</definedNames>`);
}

/** Printed, a sheet is as wide as its page. */
function fitPage(xml: string): string {
  const fit = 'fitToWidth="1" fitToHeight="0"';
  const sized = /<pageSetup /.test(xml) ? xml.replace(/<pageSetup ([^>]*?)\/>/, `<pageSetup $1 ${fit}/>`) : xml.replace("</worksheet>", `<pageSetup paperSize="9" ${fit}/></worksheet>`);
  return sized.replace(/(<worksheet [^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>');
}

function validationXml(validation: Validation, range: string): string {
  const prompt = `showInputMessage="1" promptTitle="${xmlText(validation.title.slice(0, 32))}" prompt="${xmlText(validation.help.slice(0, 255))}"`;
  const list = validation.kind === "list" ? validation.values.join(",") : "";
  if (validation.kind === "none" || list.length > LIST_LIMIT) return `<dataValidation allowBlank="1" ${prompt} sqref="${range}"/>`;
  const strict = validation.isStrict ? `showErrorMessage="1" errorTitle="Valeur inattendue" error="${xmlText(`Attendu : ${validation.help}`.slice(0, 225))}"` : "";
  return `<dataValidation type="list" allowBlank="1" ${strict} ${prompt} sqref="${range}"><formula1>${xmlText(`"${list}"`)}</formula1></dataValidation>`;
}

function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
