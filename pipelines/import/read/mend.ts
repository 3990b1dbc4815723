import type {AnomalyCode} from "./causes.ts";
import type {ColumnProfile} from "./kinds.ts";
import {type Grammar, type RawRecord, TROUBLE} from "./tokens.ts";

export interface Mended {
  cells: string[];
  /** What was wrong; null when nothing was changed. */
  code: AnomalyCode | null;
  detail?: string;
  /** Place and lines after what was read. */
  next: number;
  lines: number;
}

/** Gives a record that is not regular its `columns` cells back. */
export function mend(_text: string, raw: RawRecord, grammar: Grammar, columns: number, _profiles: readonly ColumnProfile[]): Mended {
  const {cells, next, lines} = raw;
  if (cells.length < columns) return {cells: [...cells, ...Array.from({length: columns - cells.length}, () => "")], code: "cellules_manquantes", next, lines};
  if (cells.length > columns) {
    if (cells.slice(columns).every((cell) => cell === "")) return {cells: cells.slice(0, columns), code: "separateur_en_trop", next, lines};
    return {cells: [...cells.slice(0, columns - 1), cells.slice(columns - 1).join(grammar.delimiter)], code: "cellules_en_trop", next, lines};
  }
  return {cells, code: raw.trouble & TROUBLE.spaceAroundQuote ? "espaces_guillemets" : "guillemet_isole", next, lines};
}
