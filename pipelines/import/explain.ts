import {fold} from "../lib/text.ts";
import type {Values} from "../lib/contract/contract.ts";
import type {Binding, BoundColumn} from "./binding.ts";
import {applyLabels, cleanCell} from "./compile.ts";

/** Why a record is refused, in the terms of the spreadsheet of whoever sent it. */
export interface Rejection {
  /** Row as Excel shows it. */
  readonly ligne: number;
  /** Column letter, empty for a rule over several columns. */
  readonly colonne: string;
  readonly entete: string;
  readonly code: string;
  /** What was found, only when it can tell nothing about a person. */
  readonly trouve: string | null;
  readonly motif: string;
  readonly remede: string;
}

/**
 * What may be said of a refused cell: numbers, dates, UAI and very short codes as they are; anything else only as a shape
 * (letters as x, digits as 9), since a cell shifted by one column may hold a name.
 */
export function safeEcho(cell: string): string {
  const isHarmless = /^[\d\s.,/:%€+-]{1,12}$/u.test(cell) || /^\d{6,7}[A-Za-z]$/.test(cell) || /^\S{1,3}$/u.test(cell);
  if (isHarmless && !/@/.test(cell)) return `« ${cell} »`;
  const shape = cell.slice(0, 20).replace(/\p{L}/gu, "x").replace(/\d/gu, "9");
  return `un texte de la forme « ${shape}${cell.length > 20 ? "…" : ""} »`;
}

/** All errors of one record at once; empty when zod finds the record right. */
export function explainRecord(binding: Binding, row: number, cells: readonly string[]): Rejection[] {
  const {contract} = binding;
  const rejections: Rejection[] = [];
  const values: Record<string, unknown> = {};
  const notConcerned = contract.notConcerned ?? [];
  for (const column of binding.columns) {
    if (column.personal === "drop") continue;
    const cell = applyLabels(column.constant ?? cleanCell(contract, column.kind, cells[column.index] ?? ""), column.labels, fold);
    const isNotConcerned = cell !== null && notConcerned.includes(cell) && !column.required && column.personal === undefined;
    if (cell === null || isNotConcerned) {
      if (column.required) rejections.push(rejectCell(row, column, "vide", null, "cette case est vide alors qu'elle est obligatoire", `Écrivez ${column.kind.expects} (exemple : ${column.kind.example}).`));
      continue;
    }
    if (column.personal === "pseudonym") {
      values[column.name] = true;
      continue;
    }
    const parsed = column.kind.zod.safeParse(cell);
    if (parsed.success) {
      if (column.mapKey === undefined) values[column.name] = parsed.data;
    } else {
      const motif = parsed.error.issues[0]?.message ?? "valeur refusée";
      const isUnmapped = column.labels !== undefined;
      rejections.push(
        rejectCell(
          row, column, column.kind.name, safeEcho(cell), motif,
          isUnmapped ? `Ajoutez ce libellé à la correspondance (valeurs → ${column.name}) ou à sa liste « ignores ».` : `Écrivez ${column.kind.expects} (exemple : ${column.kind.example}).`
        )
      );
    }
  }
  if (rejections.length === 0) rejections.push(...explainRules(binding, row, values));
  return rejections;
}

function explainRules(binding: Binding, row: number, values: Values): Rejection[] {
  const rejections: Rejection[] = [];
  for (const rule of binding.contract.rules ?? []) {
    if (rule.level !== "refus" || !rule.isWrong(values)) continue;
    const columns = rule.columns.map((name) => binding.columns.find((column) => column.name === name)).filter((column) => column !== undefined);
    rejections.push({
      ligne: row,
      colonne: columns.map((column) => column.letter).join(", "),
      entete: columns.map((column) => column.header).join(", "),
      code: rule.code,
      trouve: null,
      motif: rule.message,
      remede: rule.mend
    });
  }
  return rejections;
}

function rejectCell(row: number, column: BoundColumn, code: string, found: string | null, motif: string, remede: string): Rejection {
  return {ligne: row, colonne: column.letter, entete: column.header, code, trouve: found, motif, remede};
}
