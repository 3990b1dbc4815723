import {align, type Alignment, type AlignmentRules, naturalSeam} from "./align.ts";
import type {AnomalyCode} from "./causes.ts";
import type {ColumnProfile} from "./kinds.ts";
import {afterLineEnd, countLineEnds, endOfLine, type Grammar, isBlank, type RawRecord, readRecordAt, TROUBLE} from "./tokens.ts";

export interface Mended {
  cells: string[];
  /** What was wrong; null when nothing was changed. */
  code: AnomalyCode | null;
  detail?: string;
  /** Place and lines after what was read. */
  next: number;
  lines: number;
}

const LONGEST_LINE = 20_000;
/**
 * Above this much alignment in one file (characters × columns, about), damaged lines are only padded or joined, and say so:
 * a file of noise must not take hours.
 */
const BUDGET = 20_000_000;

const OTHER_DELIMITERS = [";", ",", "\t", "|", " "];
const OTHER_GRAMMAR = 4;
const BROKEN_LINE = 3;

interface Candidate extends Mended {
  cost: number;
}

/** Gives damaged records the cells of their table back. One for a file: it keeps the budget. */
export class Mender {
  private spent = 0;
  private readonly rules: AlignmentRules;
  private readonly memory: Map<string, number>[];
  private readonly ordinary: number;

  constructor(
    private readonly grammar: Grammar,
    private readonly columns: number,
    private readonly profiles: readonly ColumnProfile[],
    sample: readonly (readonly string[])[]
  ) {
    this.memory = Array.from({length: columns}, () => new Map<string, number>());
    this.rules = {...grammar, columns, mayCut: true, seam: naturalSeam, surprise: (column, value) => this.surprise(column, value)};
    const costs = sample.slice(0, 300).map((cells) => this.surpriseOf(cells));
    costs.sort((one, other) => one - other);
    this.ordinary = costs[Math.floor(costs.length * 0.9)] ?? columns;
  }

  /** Reads again the record that a lenient reading found irregular, in every way that could explain it, and keeps the likeliest. */
  mend(text: string, raw: RawRecord): Mended {
    const asIs = this.asRead(raw);
    if (asIs !== null && asIs.cost <= this.ordinary + 1.3 && raw.lines === 1) return asIs;
    if (this.spent > BUDGET) return asIs ?? this.simple(raw);

    const candidates: Candidate[] = asIs === null ? [] : [asIs];
    const lineEnd = endOfLine(text, raw.start);
    const next = afterLineEnd(text, lineEnd);
    const line = text.slice(raw.start, lineEnd);
    this.consider(candidates, line, this.rules, next, 1, raw, 0, null);
    if (raw.lines > 1 && raw.end - raw.start <= LONGEST_LINE) this.consider(candidates, text.slice(raw.start, raw.end), this.rules, raw.next, raw.lines, raw, 0, null);
    // The rarer accidents are looked for only where the ordinary ones explain little.
    const soFar = candidates.reduce<Candidate | undefined>((one, other) => (one === undefined || other.cost < one.cost ? other : one), undefined);
    const isExplained = soFar !== undefined && soFar.cost <= this.ordinary + 5;
    if (!isExplained || soFar.code === "cellules_manquantes") this.considerBrokenLine(candidates, text, raw, line, next);
    if (!isExplained) this.considerOtherGrammars(candidates, line, next, raw);

    let best = candidates[0];
    for (const candidate of candidates) if (best === undefined || candidate.cost < best.cost - 1e-9) best = candidate;
    if (raw.end === text.length && raw.cells.length <= this.columns && this.isCut(raw, best)) return {...this.simple(raw), code: "fichier_coupe"};
    return best ?? this.simple(raw);
  }

  /** The last record of a file without a last line end, when what is left of it is short of cells or ends inside quotes. */
  private isCut(raw: RawRecord, best: Mended | undefined): boolean {
    if ((raw.trouble & TROUBLE.unclosed) !== 0) return true;
    return raw.cells.length < this.columns && (best === undefined || best.code === "cellules_manquantes" || raw.cells.length < this.columns - 1);
  }

  /** The lenient reading itself, when it has the right number of cells. */
  private asRead(raw: RawRecord): Candidate | null {
    if (raw.cells.length !== this.columns || (raw.trouble & TROUBLE.unclosed) !== 0) return null;
    const isBare = (raw.trouble & ~TROUBLE.quoteInBareCell) === 0;
    const {quote} = this.grammar;
    const oddCells = raw.cells.filter((cell) => quote !== "" && cell.includes(quote) && (cell.split(quote).length - 1) % 2 === 1);
    const odd = oddCells.length;
    // One odd quote is an inch or a slip; two are the two ends of a quoted cell that was glued to another.
    const cost = this.surpriseOf(raw.cells) + (isBare ? odd * (odd > 1 ? 3 : 1.2) : 2);
    // 15,6" is a size of screen; any other lone quote may hide a change and is told.
    const isInches = oddCells.every((cell) => /(?:^|\s)\d{1,3}(?:[.,]\d{1,2})?$/.test(cell.slice(0, cell.indexOf(quote))));
    const code = isBare && isInches ? null : isBare || (raw.trouble & TROUBLE.strayQuote) !== 0 ? "guillemet_isole" : "espaces_guillemets";
    return {cells: raw.cells, code, cost, next: raw.next, lines: raw.lines};
  }

  private consider(candidates: Candidate[], line: string, rules: AlignmentRules, next: number, lines: number, raw: RawRecord, extra: number, code: AnomalyCode | null): void {
    if (line.length > LONGEST_LINE) return;
    const mayCut = raw.cells.length < this.columns || (rules.quote !== "" && line.includes(rules.quote)) || rules.delimiter !== this.grammar.delimiter;
    this.spent += (line.length + 20) * (this.columns + 4);
    const found: Alignment | null = align(line, {...rules, mayCut});
    if (found === null) return;
    const cause = code ?? found.codes[0] ?? ((raw.trouble & TROUBLE.unclosed) !== 0 ? "guillemet_non_ferme" : "guillemet_isole");
    candidates.push({cells: found.cells, cost: found.cost + extra, code: cause, next, lines});
  }

  /** A line end inside a cell that is not quoted: this line and the next, both too short, make one record. */
  private considerBrokenLine(candidates: Candidate[], text: string, raw: RawRecord, line: string, next: number): void {
    const {grammar, columns} = this;
    if (raw.cells.length >= columns || next >= text.length || columns < 2) return;
    let at = next;
    for (let joined = 1; joined <= 3 && at < text.length; joined += 1) {
      const following = readRecordAt(text, at, 0, grammar);
      if (isBlank(following) || following.cells.length >= columns) return;
      const end = endOfLine(text, at);
      const whole = text.slice(raw.start, end);
      if (whole.length > LONGEST_LINE) return;
      at = afterLineEnd(text, end);
      if (readRecordAt(whole, 0, 0, {...grammar, quote: ""}).cells.length === 1 && line === whole) return;
      this.consider(candidates, whole, this.rules, at, countLineEnds(text, raw.start, end) + 1, raw, BROKEN_LINE * joined, "ligne_coupee");
    }
  }

  /** One line written with another delimiter or another quote than the rest. */
  private considerOtherGrammars(candidates: Candidate[], line: string, next: number, raw: RawRecord): void {
    const {grammar, columns} = this;
    if (columns < 2) return;
    for (const delimiter of OTHER_DELIMITERS) {
      if (delimiter === grammar.delimiter || !line.includes(delimiter)) continue;
      if (readRecordAt(line, 0, 0, {...grammar, delimiter}).cells.length < columns) continue;
      this.consider(candidates, line, {...this.rules, delimiter}, next, 1, raw, OTHER_GRAMMAR, "autre_separateur");
    }
    const quote = grammar.quote === "'" ? '"' : "'";
    if (line.includes(`${grammar.delimiter}${quote}`) || line.startsWith(quote)) {
      this.consider(candidates, line, {...this.rules, quote, escape: quote}, next, 1, raw, OTHER_GRAMMAR, "guillemet_isole");
    }
  }

  /** Without any knowledge of the columns: padded, or its excess joined to the last cell. Nothing is left out. */
  private simple(raw: RawRecord): Mended {
    const {cells, next, lines} = raw;
    const {columns, grammar} = this;
    if (cells.length < columns) return {cells: [...cells, ...Array.from({length: columns - cells.length}, () => "")], code: "cellules_manquantes", next, lines};
    if (cells.slice(columns).every((cell) => cell === "")) return {cells: cells.slice(0, columns), code: cells.length > columns ? "separateur_en_trop" : "guillemet_isole", next, lines};
    return {cells: [...cells.slice(0, columns - 1), cells.slice(columns - 1).join(grammar.delimiter)], code: "cellules_en_trop", next, lines};
  }

  private surpriseOf(cells: readonly string[]): number {
    let sum = 0;
    for (let column = 0; column < this.columns; column += 1) sum += this.surprise(column, cells[column] ?? "");
    return sum;
  }

  /** A stray quote says nothing about the column: it is hardly held against the value. */
  private surprise(column: number, value: string): number {
    const memory = this.memory[column] as Map<string, number>;
    const known = value.length > 200 ? undefined : memory.get(value);
    if (known !== undefined) return known;
    const {quote} = this.grammar;
    const profile = this.profiles[column];
    let surprise = profile?.surprise(value) ?? 1;
    if (quote !== "" && (value.startsWith(quote) || value.endsWith(quote))) surprise = Math.min(surprise, (profile?.surprise(value.replaceAll(quote, "")) ?? 1) + 0.3);
    if (memory.size > 5000) memory.clear();
    if (value.length <= 200) memory.set(value, surprise);
    return surprise;
  }
}
