import type {AnomalyCode} from "./causes.ts";

/**
 * Lays the pieces of a damaged line on the columns of its table, at the least cost (dynamic programming over pieces × columns).
 * A piece is what stands between two delimiters, quotes unheeded. Pieces can be joined (a delimiter inside a text, or inside quotes),
 * dropped when empty (a delimiter too many), cut in two (a delimiter missing); a column can be left empty.
 * Costs are in nats: structure costs below, plus how surprising each value is in its column.
 */
export interface Alignment {
  cells: string[];
  cost: number;
  /** What was done, the heaviest first. */
  codes: AnomalyCode[];
}

export interface AlignmentRules {
  delimiter: string;
  quote: string;
  escape: string;
  columns: number;
  /** How surprising a value is in a column. */
  surprise(column: number, value: string): number;
  /** How unlikely it is that two columns were glued between these two values; Infinity forbids it. */
  seam(left: string, right: string): number;
  /** False when the line has cells enough: none was glued to another. */
  mayCut: boolean;
  /** True to try every place of a short text, and not only where the kind of character changes. */
  cutsAnywhere?: boolean;
}

const COST = {
  strayQuote: 2,
  openingQuote: 2.5,
  bareQuote: 1.2,
  closingQuote: 2.5,
  spaces: 0.3,
  join: 4.5,
  joinEmpty: 4,
  joinBeforeSpace: 2,
  joinBySpace: 0.7,
  drop: 3,
  pad: 4.5,
  padLast: 5,
  padMore: 0.2,
  split: 3
} as const;

const MOST_PIECES = 1500;
const MOST_JOINED = 80;
const MOST_CUTS = 60;

interface Value {
  value: string;
  cost: number;
  code: AnomalyCode | null;
}

interface Step {
  cost: number;
  fromPiece: number;
  fromColumn: number;
  cells: string[];
  codes: AnomalyCode[];
}

/** Null when the line is too big to be aligned: the caller then has its simple ways. */
export function align(line: string, rules: AlignmentRules): Alignment | null {
  const {delimiter, columns} = rules;
  const starts = [0];
  if (delimiter !== "") {
    for (let at = line.indexOf(delimiter); at !== -1; at = line.indexOf(delimiter, at + delimiter.length)) {
      starts.push(at + delimiter.length);
      if (starts.length > MOST_PIECES) return null;
    }
  }
  const pieces = starts.length;
  if (pieces * columns > 200_000) return null;
  const endOf = (piece: number): number => (piece + 1 < pieces ? (starts[piece + 1] as number) - delimiter.length : line.length);
  const hasQuotes = rules.quote !== "" && line.includes(rules.quote);

  const width = columns + 1;
  const best: (Step | undefined)[] = Array.from({length: (pieces + 1) * width});
  best[0] = {cost: 0, fromPiece: -1, fromColumn: -1, cells: [], codes: []};
  const reach = (piece: number, column: number, step: Step): void => {
    const index = piece * width + column;
    const known = best[index];
    if (known === undefined || step.cost < known.cost) best[index] = step;
  };
  const values = new Map<number, Value>();
  const valueOf = (from: number, to: number): Value => {
    const key = from * (pieces + 1) + to;
    let known = values.get(key);
    if (known === undefined) {
      known = readValue(line.slice(starts[from], endOf(to)), to - from, rules, starts, from, to, line);
      values.set(key, known);
    }
    return known;
  };

  const slack = Math.max(0, columns - pieces) + 2;
  for (let piece = 0; piece <= pieces; piece += 1) {
    // Columns left empty or cut from the pieces before are few, but for those after the last piece.
    const furthestColumn = piece === pieces ? columns : Math.min(columns, piece + slack);
    const nearestColumn = Math.max(0, columns - (pieces - piece) - slack);
    for (let column = nearestColumn; column <= furthestColumn; column += 1) {
      const here = best[piece * width + column];
      if (here === undefined) continue;
      const base = {fromPiece: piece, fromColumn: column};
      if (column < columns) {
        const isLast = piece === pieces;
        const isMore = isLast && here.codes.includes("cellules_manquantes") && here.cells.length === 1 && here.cells[0] === "";
        // A record cut short is one accident, however many cells it lost.
        const cost = here.cost + (isMore ? COST.padMore : isLast ? COST.padLast : COST.pad + rules.surprise(column, ""));
        reach(piece, column + 1, {...base, cost, cells: [""], codes: ["cellules_manquantes"]});
      }
      if (piece === pieces) continue;
      const first = line.slice(starts[piece], endOf(piece));
      if (first.trim() === "") reach(piece + 1, column, {...base, cost: here.cost + COST.drop, cells: [], codes: ["separateur_en_trop"]});
      if (column >= columns) continue;
      const startsQuoted = hasQuotes && first.trimStart().startsWith(rules.quote);
      const spare = pieces - piece - (columns - column);
      const furthest = Math.min(pieces - 1, piece + (startsQuoted ? MOST_JOINED : Math.min(MOST_JOINED, Math.max(0, spare) + slack)));
      for (let to = piece; to <= furthest; to += 1) {
        const read = valueOf(piece, to);
        reach(to + 1, column + 1, {
          ...base,
          cost: here.cost + read.cost + rules.surprise(column, read.value),
          cells: [read.value],
          codes: read.code === null ? [] : [read.code]
        });
        if (rules.mayCut && column + 2 <= columns && (to === piece || (startsQuoted && to - piece < 30) || line.slice(starts[piece], endOf(to)).includes(rules.quote || "\u0000"))) {
          const cut = bestCut(line.slice(starts[piece], endOf(to)), to - piece, column, rules);
          if (cut !== null) reach(to + 1, column + 2, {...base, cost: here.cost + COST.split + cut.cost, cells: cut.cells, codes: ["separateur_manquant"]});
        }
      }
    }
  }

  const last = best[pieces * width + columns];
  if (last === undefined) return null;
  const cells: string[] = [];
  const codes: AnomalyCode[] = [];
  for (let step: Step | undefined = last; step !== undefined && step.fromPiece >= 0; step = best[step.fromPiece * width + step.fromColumn]) {
    cells.unshift(...step.cells);
    codes.push(...step.codes);
  }
  return {cells, cost: last.cost, codes: [...new Set(codes)].sort((one, other) => RANK.indexOf(one) - RANK.indexOf(other))};
}

/** Which cause is told when there are several. */
const RANK: readonly AnomalyCode[] = ["separateur_manquant", "separateur_en_trop", "separateur_non_protege", "cellules_manquantes", "guillemet_isole", "espaces_guillemets"];

/** The value of pieces taken together as one cell, and what its writing costs. */
function readValue(raw: string, joined: number, rules: AlignmentRules, starts: readonly number[], from: number, to: number, line: string): Value {
  const {quote, escape, delimiter} = rules;
  if (quote !== "") {
    const text = raw.trim();
    if (text.length >= 2 * quote.length && text.startsWith(quote) && text.endsWith(quote) && !(escape !== quote && escape !== "" && text.endsWith(escape + quote) && text.length === quote.length * 2 + 1)) {
      const {value, strays} = unquote(text.slice(quote.length, -quote.length), quote, escape);
      const spaces = text.length < raw.length && delimiter !== " " ? COST.spaces : 0;
      return {value, cost: strays * COST.strayQuote + spaces, code: strays > 0 ? "guillemet_isole" : spaces > 0 ? "espaces_guillemets" : null};
    }
  }
  let cost = 0;
  let code: AnomalyCode | null = null;
  for (let piece = from + 1; piece <= to; piece += 1) {
    cost += delimiter === " " ? COST.joinBySpace : line[starts[piece] as number] === " " ? COST.joinBeforeSpace : COST.join;
    code = "separateur_non_protege";
  }
  // A delimiter at the edge of a text is one too many, not a part of it.
  if (joined > 0 && delimiter !== " " && (raw.startsWith(delimiter) || raw.endsWith(delimiter))) cost += COST.joinEmpty;
  if (quote !== "" && raw.includes(quote)) {
    const isOpening = raw.trimStart().startsWith(quote);
    cost += isOpening ? COST.openingQuote : (raw.trimEnd().endsWith(quote) ? COST.closingQuote : COST.bareQuote) + (joined > 0 ? 1 : 0);
    code ??= isOpening ? "guillemet_isole" : null;
  }
  return {value: raw, cost, code};
}

/** Doubled quotes are one; lone ones stay, and are counted. */
function unquote(inner: string, quote: string, escape: string): {value: string; strays: number} {
  if (!inner.includes(quote)) return {value: escape !== quote && escape !== "" ? inner.replaceAll(escape + escape, escape) : inner, strays: 0};
  let value = "";
  let strays = 0;
  for (let at = 0; at < inner.length; at += 1) {
    if (escape !== quote && escape !== "" && inner.startsWith(escape, at) && (inner.startsWith(quote, at + 1) || inner.startsWith(escape, at + 1))) {
      at += 1;
      value += inner[at] as string;
    } else if (inner.startsWith(quote, at)) {
      if (inner.startsWith(quote, at + quote.length)) at += quote.length;
      else strays += 1;
      value += quote;
    } else {
      value += inner[at] as string;
    }
  }
  return {value, strays};
}

/** The best place to cut a text in two cells: between quotes when it has some, else where the kind of character changes. */
function bestCut(raw: string, joined: number, column: number, rules: AlignmentRules): {cost: number; cells: string[]} | null {
  const {quote} = rules;
  let best: {cost: number; cells: string[]} | null = null;
  for (const at of cutPlaces(raw, quote, rules.cutsAnywhere === true ? raw.length <= 80 : raw.length <= 20 && !/\d/.test(raw))) {
    const left = raw.slice(0, at);
    const right = raw.slice(at);
    // Several pieces are cut only where quotes say which commas belong to which cell.
    const isQuotedSeam = quote !== "" && (left.endsWith(quote) || right.startsWith(quote));
    if (joined > 0 && !isQuotedSeam) continue;
    const one = readSide(left, rules);
    const other = readSide(right, rules);
    if (one === null || other === null) continue;
    const surprise = rules.surprise(column, one.value) + rules.surprise(column + 1, other.value);
    // Two values that their columns say all the time are parted wherever they are.
    const seam = isQuotedSeam ? 0 : rules.seam(one.value, other.value) * (surprise < 1.8 ? 0.3 : 1);
    // Texts seldom begin with a quote: between runs of quotes, the first cell keeps its own.
    const opening = quote !== "" && other.value.startsWith(quote) ? 0.5 : 0;
    const cost = one.cost + other.cost + seam + surprise + opening;
    if (best === null || cost < best.cost) best = {cost, cells: [one.value, other.value]};
  }
  return best;
}

function readSide(raw: string, rules: AlignmentRules): {value: string; cost: number} | null {
  const {quote, escape, delimiter} = rules;
  if (quote !== "" && raw.length >= 2 && raw.startsWith(quote) && raw.endsWith(quote)) {
    const {value, strays} = unquote(raw.slice(quote.length, -quote.length), quote, escape);
    return {value, cost: strays * COST.strayQuote};
  }
  if (delimiter !== "" && raw.includes(delimiter)) return null;
  if (quote !== "" && raw.includes(quote)) return {value: raw, cost: raw.startsWith(quote) ? COST.openingQuote : COST.bareQuote + 0.5};
  return {value: raw, cost: 0};
}

function cutPlaces(raw: string, quote: string, isAnywhere: boolean): number[] {
  const places: number[] = [];
  if (quote !== "" && raw.includes(quote)) {
    for (let at = raw.indexOf(quote); at !== -1 && places.length < MOST_CUTS; at = raw.indexOf(quote, at + 1)) {
      if (at > 0) places.push(at);
      if (at + quote.length < raw.length) places.push(at + quote.length);
    }
    return [...new Set(places)];
  }
  for (let at = 1; at < raw.length && places.length < MOST_CUTS; at += 1) {
    const before = classOf(raw[at - 1] as string);
    const after = classOf(raw[at] as string);
    if (isAnywhere || before !== after || before === "upper" || (before === "digit" && raw.length <= 40)) places.push(at);
  }
  return places;
}

function classOf(char: string): "digit" | "lower" | "upper" | "space" | "other" {
  if (char >= "0" && char <= "9") return "digit";
  if (char >= "a" && char <= "z") return "lower";
  if (char >= "A" && char <= "Z") return "upper";
  if (char === " ") return "space";
  if (/\p{Lu}/u.test(char)) return "upper";
  if (/\p{L}/u.test(char)) return "lower";
  if (/\s/.test(char)) return "space";
  return "other";
}

/** The seam of two values glued together: a word is seldom cut between two small letters. */
export function naturalSeam(left: string, right: string): number {
  const before = classOf(left.at(-1) ?? " ");
  const after = classOf(right[0] ?? " ");
  if (before === "space" || after === "space") return 2.5;
  if (before === "digit" && after === "digit") return 0.4;
  if ((before === "lower" || before === "upper") && after === "lower") return 4;
  if (before === "upper" && after === "upper") return 2;
  if (before === "lower" && after === "upper") return 0.3;
  return 0.2;
}
