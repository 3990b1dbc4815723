import {crc32, deflateRawSync} from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer | string;
  /** Written in place of the real size. */
  readonly declaredSize?: number;
  /** Unix mode, for links. */
  readonly mode?: number;
  readonly isEncrypted?: boolean;
}

/** A zip written by hand, so that a test can lie in it. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const {name, content, declaredSize, mode, isEncrypted} of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name, "utf8");
    const flags = 0x0800 | (isEncrypted ? 1 : 0);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(bytes), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(declaredSize ?? bytes.length, 8);
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), u16(20, flags, 8, 0, 0x5921), sizes, u16(title.length, 0), title, packed]);
    centrals.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2]), u16(0x0314, 20, flags, 8, 0, 0x5921), sizes, u16(title.length, 0, 0, 0, 0), u32(((mode ?? 0o100644) << 16) >>> 0, offset), title]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([...locals, directory, Buffer.from([0x50, 0x4b, 5, 6]), u16(0, 0, entries.length, entries.length), u32(directory.length, offset), u16(0)]);
}

function u16(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) buffer.writeUInt16LE(value, index * 2);
  return buffer;
}

function u32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
}

export interface XlsxSheet {
  readonly name: string;
  /** Rows of cells, or the XML of the sheet's inside. */
  readonly rows?: readonly (readonly (string | number | null)[])[];
  readonly xml?: string;
  readonly isHidden?: boolean;
}

const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** Cell styles of the workbooks below: s="1" is a date, 2 a date and hour, 3 a percentage. */
const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>`;

export function sheetData(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null): string => {
    if (value === null || value === "") return "<c/>";
    return typeof value === "number" ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t xml:space="preserve">${escape(value)}</t></is></c>`;
  };
  return `<sheetData>${rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("")}</sheetData>`;
}

export function xlsx(sheets: readonly XlsxSheet[], more: readonly ZipEntry[] = []): Buffer {
  return zip([
    {name: "[Content_Types].xml", content: `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
    {name: "_rels/.rels", content: `<Relationships><Relationship Id="r" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
    {name: "xl/workbook.xml", content: `<workbook xmlns="${MAIN}" xmlns:r="${REL}"><sheets>${sheets.map((sheet, index) => `<sheet name="${escape(sheet.name)}" sheetId="${index + 1}" r:id="rId${index + 1}"${sheet.isHidden ? ' state="hidden"' : ""}/>`).join("")}</sheets></workbook>`},
    {name: "xl/_rels/workbook.xml.rels", content: `<Relationships>${sheets.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${REL}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}</Relationships>`},
    {name: "xl/styles.xml", content: STYLES},
    ...sheets.map((sheet, index) => ({name: `xl/worksheets/sheet${index + 1}.xml`, content: `<worksheet xmlns="${MAIN}">${sheet.xml ?? sheetData(sheet.rows ?? [])}</worksheet>`})),
    ...more
  ]);
}

export function odsCell(value: string | number | null): string {
  if (value === null || value === "") return "<table:table-cell/>";
  if (typeof value === "number") return `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`;
  return `<table:table-cell office:value-type="string"><text:p>${escape(value)}</text:p></table:table-cell>`;
}

export function ods(tables: readonly {name: string; rows?: readonly (readonly (string | number | null)[])[]; xml?: string}[], isEncrypted = false): Buffer {
  const inside = tables
    .map(({name, rows = [], xml}) => `<table:table table:name="${escape(name)}">${xml ?? rows.map((row) => `<table:table-row>${row.map(odsCell).join("")}</table:table-row>`).join("")}</table:table>`)
    .join("");
  const names = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"`;
  return zip([
    {name: "mimetype", content: "application/vnd.oasis.opendocument.spreadsheet"},
    {name: "META-INF/manifest.xml", content: `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">${isEncrypted ? "<manifest:encryption-data/>" : ""}</manifest:file-entry></manifest:manifest>`},
    {name: "content.xml", content: `<office:document-content ${names}><office:body><office:spreadsheet>${inside}</office:spreadsheet></office:body></office:document-content>`}
  ]);
}
