/** A cell of a table that people will open in a spreadsheet. */
export type SheetValue = string | number | boolean | Date | null | undefined;

const NUMBER = /^[+-]?[0-9][0-9  .,]*%?$/u;

/**
 * A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection); numbers, negative
 * ones too, are left as they are.
 */
export function escapeFormula(text: string): string {
  return /^[=+\-@\t\r]/u.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** CSV as a French Excel opens it with a double click: UTF-8 with BOM, `;`, CRLF, decimal comma, formulas disarmed. */
export function formatSpreadsheetCsv(rows: readonly (readonly SheetValue[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(formatCell).join(";")}\r\n`).join("")}`;
}

function formatCell(value: SheetValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value).replace(".", ",");
  if (typeof value === "boolean") return value ? "oui" : "non";
  const text = value instanceof Date ? value.toISOString().slice(0, 10).split("-").reverse().join("/") : escapeFormula(value);
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
