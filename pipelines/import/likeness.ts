import {headerIndex, type Column, type Contract} from "../lib/contract/contract.ts";
import {isFreeText, uai} from "../lib/contract/kinds.ts";
import {columnLetter, fold} from "../lib/text.ts";

/** A column of the file that may be one of the contract's. */
export interface Candidate {
  readonly name: string;
  /** 0-based place in the file. */
  readonly position: number;
  readonly letter: string;
  readonly header: string;
  /** The contract knows this header; otherwise the pair is a guess that somebody must confirm. */
  readonly isExact: boolean;
}

/** How far a table that nobody recognises is from a contract. */
export interface Likeness {
  readonly contract: Contract;
  readonly candidates: readonly Candidate[];
  /** Required columns that nothing in the file looks like. */
  readonly missing: readonly string[];
  readonly score: number;
}

/** Words that tell no column from another. */
const EMPTY_WORDS = new Set(["de", "du", "des", "la", "le", "les", "un", "une", "en", "et", "ou", "par", "pour", "au", "aux", "sur", "code", "nombre", "nb", "nbre", "numero", "no", "libelle", "total"]);
/** Below this share of common words, two titles are two things. */
const ALIKE = 0.5;
/** A column whose cells mostly cannot be read as the kind is not that column. */
const READABLE = 0.5;
const UAI_CELLS = 0.8;
/** What cells of the right kind (a date, a school year…) add to a title. */
const SAME_KIND = 0.2;

/** Contracts that a table comes near to, by its titles and by a few of its records; the nearest first, two at most. */
export function closest(header: readonly string[], records: readonly (readonly string[])[], contracts: readonly Contract[]): Likeness[] {
  // A layout of free titles comes near to anything.
  return contracts
    .filter((contract) => contract.recognises === undefined)
    .map((contract) => likeness(header, records, contract))
    .filter(({candidates}) => candidates.length >= 2)
    .sort((left, right) => right.score - left.score)
    .slice(0, 2);
}

export function likeness(header: readonly string[], records: readonly (readonly string[])[], contract: Contract): Likeness {
  const index = headerIndex(contract);
  const titles = header.map((text) => ({folded: fold(text), words: wordsOf(text), known: index.get(fold(text))}));
  const pairs = Object.entries(contract.columns)
    .filter(([, column]) => column.personal !== "drop")
    .flatMap(([name, column]) => titles.map((title, position) => ({name, position, value: resemblance(name, column, title, cellsOf(records, position))})))
    .filter(({value}) => value >= ALIKE)
    .sort((left, right) => right.value - left.value);
  const taken = new Set<number>();
  const found = new Map<string, Candidate & {value: number}>();
  for (const {name, position, value} of pairs) {
    if (taken.has(position) || found.has(name)) continue;
    taken.add(position);
    found.set(name, {name, position, letter: columnLetter(position), header: header[position] ?? "", isExact: value === EXACT, value});
  }
  const required = Object.entries(contract.columns).filter(([, column]) => column.required === true).map(([name]) => name);
  const missing = required.filter((name) => !found.has(name));
  // Columns that are never loaded tell a layout too.
  const dropped = Object.entries(contract.columns).filter(([name, column]) => column.personal === "drop" && titles.some(({known}) => known === name)).length;
  const score = [...found.values()].reduce((sum, {value}) => sum + Math.min(value, 1), dropped / 2) - missing.length / Math.max(1, required.length);
  const candidates = [...found.values()].sort((left, right) => left.position - right.position).map(({name, position, letter, header: title, isExact}) => ({name, position, letter, header: title, isExact}));
  return {contract, candidates, missing, score};
}

const EXACT = 2;

interface Title {
  readonly folded: string;
  readonly words: ReadonlySet<string>;
  /** The column of the contract that this title names. */
  readonly known: string | undefined;
}

/** 2 for a title that the contract knows, else the share of common words (Dice), more or less as the cells say so too, 0 where they cannot be. */
function resemblance(name: string, column: Column, {folded, words, known}: Title, cells: readonly string[]): number {
  if (folded === "") return 0;
  if (known === name) return EXACT;
  const alike = Math.max(...[name, ...(column.aliases ?? []), column.description].map((label) => dice(wordsOf(label), words)));
  // People read no cell of a pseudonymised column, and neither do we; any cell is a text.
  if (column.personal === "pseudonym" || isFreeText(column.kind) || cells.length === 0) return alike;
  const readable = cells.filter((cell) => column.kind.zod.safeParse(cell).success).length / cells.length;
  if (column.kind === uai && readable >= UAI_CELLS) return 1;
  if (alike === 0) return 0;
  // The labels of a list may be others than Vigie's: what cannot be read is only less likely.
  if (column.kind.schema.enum !== undefined) return readable >= READABLE ? alike + SAME_KIND : alike - SAME_KIND;
  return readable < READABLE ? 0 : column.kind.schema.type === "string" ? alike + SAME_KIND : alike;
}

function cellsOf(records: readonly (readonly string[])[], position: number): string[] {
  return records.map((cells) => cells[position]?.trim() ?? "").filter((cell) => cell !== "");
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = fold(text).split(/[^a-z0-9]+/).filter((word) => word.length > 1 && !EMPTY_WORDS.has(word));
  return new Set(words.map((word) => (word.length > 3 ? word.replace(/[sx]$/, "") : word)));
}

function dice(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const common = [...left].filter((word) => right.has(word)).length;
  return common === 0 ? 0 : (2 * common) / (left.size + right.size);
}
