/** A rectangle of cells joined into one, rows and columns from 0. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** What a sheet tells besides its cells. */
export interface SheetFacts {
  merges: Merge[];
  /** Cells whose value comes from a formula: the value that the spreadsheet had computed is taken. */
  formulas: number;
  /** Formulas that no spreadsheet had computed: empty cells. */
  uncomputed: number;
  /** Cells that show an error (#REF!, #N/A…). */
  errors: number;
}

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Gives every row that holds something, top down (from 0), its cells as a person would type them. */
  read(onRow: (row: number, cells: string[]) => Promise<void> | undefined): Promise<SheetFacts>;
}

export interface Workbook {
  readonly format: "xlsx" | "ods";
  readonly sheets: readonly Sheet[];
  readonly externalLinks: number;
}

/** Rows and columns of the largest sheet that a spreadsheet opens. */
export const MOST_ROWS = 1_048_576;
export const MOST_COLUMNS = 16_384;
/** Cells taken from one sheet; beyond, it is a file made to harm or one to send as csv. */
export const MOST_CELLS = 20_000_000;

/** A number as the file holds it, without the seventeenth digit that binary fractions leave (0.1 + 0.2). */
export function numberText(raw: string): string {
  if (/^-?\d{1,15}$/.test(raw) || (/^-?\d+\.\d+$/.test(raw) && raw.length <= 16)) return raw;
  const value = Number(raw);
  if (raw === "" || !Number.isFinite(value)) return raw;
  const shortest = String(Number(value.toPrecision(15)));
  return shortest.includes("e") ? value.toFixed(Math.abs(value) < 1 ? 20 : 0).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : shortest;
}

/** 0.67 shown as 67 % is written « 67 % »: a bare 0,67 would be read as less than one percent. */
export function percentText(raw: string): string {
  const value = Number(raw);
  return Number.isFinite(value) && raw !== "" ? `${numberText(String(Number((value * 100).toPrecision(13))))} %` : raw;
}

/** The apostrophe that forces a spreadsheet to take a text as it is belongs to no value. */
export function plainText(text: string): string {
  return /^'[\d=+@-]/.test(text) ? text.slice(1) : text;
}

/** An ISO date without its midnight. */
export function dateText(iso: string): string {
  const [day = "", time = ""] = iso.split("T");
  const [hours = "00", minutes = "00", seconds = "00"] = time.replace(/[.,]\d+|Z$/g, "").split(":");
  if (Number(hours) === 0 && Number(minutes) === 0 && Number(seconds) === 0) return day;
  return `${day} ${hours}:${minutes}${Number(seconds) === 0 ? "" : `:${seconds.slice(0, 2)}`}`;
}
