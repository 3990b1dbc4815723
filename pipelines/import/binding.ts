import {columnLetter, fold} from "../lib/text.ts";
import {headerIndex, type Contract} from "../lib/contract/contract.ts";
import type {Kind} from "../lib/contract/kinds.ts";
import type {Mapping} from "./mapping.ts";

/** One column of the file, bound to what the contract knows of it. */
export interface BoundColumn {
  /** 0-based place in the file; -1 for a constant: that of a mapping, the year of the file's name, or its school. */
  readonly index: number;
  readonly letter: string;
  readonly header: string;
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
  readonly personal: "pseudonym" | "drop" | undefined;
  /** For a family: the map's key. */
  readonly mapKey?: string;
  /** Label → code of a mapping, folded labels; null means "ignored: no answer". */
  readonly labels?: ReadonlyMap<string, string | null>;
  readonly constant?: string;
}

export interface Binding {
  readonly contract: Contract;
  readonly columns: readonly BoundColumn[];
  /** The school year that the file's name gives to the rows, when the contract takes it from there. */
  readonly fileYear: string | null;
  /** The school that the file as a whole speaks of, when its rows do not say theirs. */
  readonly fileUai: string | null;
  /** Columns of the contract that the file does not have. */
  readonly notCollected: readonly string[];
  readonly missingRequired: readonly string[];
  readonly unknown: readonly {letter: string; header: string}[];
  /** 0-based places of every column that is not loaded and that the contract does not name, free ones too. */
  readonly left: readonly number[];
  /** Two headers that mean the same column. */
  readonly ambiguous: readonly {name: string; letters: readonly string[]}[];
}

/** What a file says by its name, its folder or the command line rather than by its rows. */
export interface Told {
  readonly year: string | null;
  readonly uai: string | null;
}

export const NOTHING_TOLD: Told = {year: null, uai: null};

/** Binds the header of a file to a contract, through a mapping when there is one. `told` is what is known of the whole file. */
export function bind(contract: Contract, header: readonly string[], mapping?: Mapping, told: Told = NOTHING_TOLD): Binding {
  const index = mapping ? mapping.headers : headerIndex(contract);
  const columns: BoundColumn[] = [];
  const unknown: {letter: string; header: string}[] = [];
  const left: number[] = [];
  const lettersByName = new Map<string, string[]>();

  for (const [position, cell] of header.entries()) {
    const folded = fold(cell);
    const letter = columnLetter(position);
    const pair = mapping ? undefined : bindPair(contract, cell, columns.at(-1), position);
    if (pair) {
      columns.push({index: position, letter, header: cell, required: false, personal: undefined, ...pair});
      continue;
    }
    const name = index.get(folded);
    const column = name === undefined ? undefined : contract.columns[name];
    if (name !== undefined && column) {
      lettersByName.set(name, [...(lettersByName.get(name) ?? []), letter]);
      const labels = mapping?.values.get(name);
      columns.push({
        index: position, letter, header: cell, name, kind: column.kind, required: column.required ?? false, personal: column.personal,
        ...(labels ? {labels} : {})
      });
      continue;
    }
    const family = mapping ? undefined : bindFamily(contract, folded, cell);
    if (family) {
      const hasOwnKey = contract.pairs?.first === family.name;
      const label = `${family.name} « ${family.mapKey} »`;
      const same = [...lettersByName.keys()].find((known) => fold(known) === fold(label)) ?? label;
      if (!hasOwnKey) lettersByName.set(same, [...(lettersByName.get(same) ?? []), letter]);
      columns.push({index: position, letter, header: cell, required: false, personal: undefined, ...family, mapKey: hasOwnKey ? ownKey(family, columns) : family.mapKey});
      continue;
    }
    left.push(position);
    if (folded !== "" && !contract.freeColumns) unknown.push({letter, header: cell});
  }
  const constants = new Map(mapping?.constants);
  const yearColumn = contract.yearFromFile;
  const isYearAwaited = yearColumn !== undefined && !constants.has(yearColumn) && !lettersByName.has(yearColumn);
  const fileYear = isYearAwaited ? told.year : null;
  if (isYearAwaited && fileYear !== null) constants.set(yearColumn, fileYear);
  const uaiColumn = contract.columns["uai"];
  const isUaiAwaited = uaiColumn !== undefined && (uaiColumn.required === true || contract.uaiFromFile === true) && !constants.has("uai") && !lettersByName.has("uai");
  if (isUaiAwaited && told.uai !== null) constants.set("uai", told.uai);
  for (const [name, constant] of constants) {
    const column = contract.columns[name];
    if (!column) continue;
    columns.push({index: -1, letter: "", header: name, name, kind: column.kind, required: column.required ?? false, personal: column.personal, constant});
    lettersByName.set(name, [...(lettersByName.get(name) ?? []), "constante"]);
  }

  const bound = new Set(columns.map((column) => column.name));
  const absent = Object.entries(contract.columns).filter(([name]) => !bound.has(name));
  return {
    contract,
    columns,
    fileYear,
    fileUai: isUaiAwaited || (uaiColumn === undefined && contract.uaiFromFile) ? told.uai : null,
    notCollected: absent.filter(([, column]) => column.personal !== "drop").map(([name]) => name),
    missingRequired: absent.filter(([, column]) => column.required).map(([name]) => name),
    unknown,
    left,
    ambiguous: [...lettersByName].filter(([, letters]) => letters.length > 1).map(([name, letters]) => ({name, letters}))
  };
}

function bindFamily(contract: Contract, folded: string, cell: string): {name: string; kind: Kind; mapKey: string} | undefined {
  for (const [name, family] of Object.entries(contract.families ?? {})) {
    const match = family.pattern.exec(folded);
    const found = match?.groups?.["nom"];
    if (found === undefined) continue;
    // The key is the header's own spelling: same place, counted from the end, where folding changes nothing of the length.
    const written = cell.replace(/[’‘]/g, "'").replace(/\s+/gu, " ").trim();
    const start = folded.length === written.length ? folded.indexOf(found) : -1;
    return {name, kind: family.kind, mapKey: start >= 0 ? written.slice(start, start + found.length) : found};
  }
  return undefined;
}

/** Two activities of one name are two activities, that nobody can rename in the export: each gets a key of its own. */
function ownKey(family: {name: string; mapKey: string}, columns: readonly BoundColumn[]): string {
  const isTaken = (key: string): boolean => columns.some((column) => column.name === family.name && column.mapKey === key);
  let key = family.mapKey;
  for (let times = 2; isTaken(key); times += 1) key = `${family.mapKey} (${times})`;
  return key;
}

/** The second column of a pair bears no title, or the date by which the first is due. */
function bindPair(contract: Contract, cell: string, previous: BoundColumn | undefined, position: number): {name: string; kind: Kind; mapKey: string} | undefined {
  const {first, second} = contract.pairs ?? {};
  if (second === undefined || previous?.name !== first || previous?.index !== position - 1 || previous.mapKey === undefined) return undefined;
  const family = contract.families?.[second];
  const hasNoTitle = cell.trim() === "" || /^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:]+)?$/.test(cell.trim());
  return family && hasNoTitle ? {name: second, kind: family.kind, mapKey: previous.mapKey} : undefined;
}

/** True when a header, also given folded, holds one of the contract's signatures (by default: all its required columns). */
export function recognises(contract: Contract, header: readonly string[], foldedHeader: readonly string[] = header.map(fold)): boolean {
  if (contract.recognises) return contract.recognises(header);
  const folded = new Set(foldedHeader.flatMap((cell) => [cell, cell.replaceAll(" ", "_")]));
  const index = headerIndex(contract);
  const names = new Set(foldedHeader.map((cell) => index.get(cell)).filter((name) => name !== undefined));
  const signatures = contract.signature ?? [Object.entries(contract.columns).filter(([, column]) => column.required).map(([name]) => name)];
  return signatures.some((signature) => signature.every((item) => folded.has(item) || names.has(item)));
}
