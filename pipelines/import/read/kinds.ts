import {isUai} from "../../lib/text.ts";

/** What a value looks like, without knowing its column. `prose` is everything that has no form of its own. */
export type Kind = "empty" | "missing" | "integer" | "decimal" | "percent" | "money" | "date" | "time" | "yesNo" | "uai" | "url" | "email" | "code" | "word" | "prose";

const MISSING = /^(n\/?a|nc|ns|n\.c\.?|null|none|nan|-|--|–|\?|néant|non (renseigné|répondu|concerné))$/i;
const YES_NO = /^(oui|non|vrai|faux|true|false|yes|no|o|n|ok|ko)$/i;
const INTEGER = /^[+-]?(\d+|\d{1,3}([ \u00A0\u202F]\d{3})+)$/;
const DECIMAL = /^[+-]?(\d+|\d{1,3}([ \u00A0\u202F.,]\d{3})+)[.,]\d+([eE][+-]?\d+)?$/;
const PERCENT = /^[+-]?\d+([.,]\d+)?[ \u00A0\u202F]?%$/;
const MONEY = /^([€$£][ ]?[+-]?\d[\d \u00A0\u202F.,]*|[+-]?\d[\d \u00A0\u202F.,]*[ \u00A0\u202F]?(€|\$|£|EUR|k€|M€))$/;
const DATE = /^(\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})([ T]\d{1,2}[:h]\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const TIME = /^\d{1,2}[:h]\d{2}(:\d{2}([.,:]\d+)?)?$/;
const URL = /^(https?:\/\/|www\.)\S+$/i;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const CODE = /^(?=.*\d)[\p{L}\d][\p{L}\d_./+#-]*$/u;
const WORD = /^\p{L}[\p{L}'’.-]*$/u;

/** Kinds that a cell has by its own form: they tell data from titles. */
export const FORMAL: ReadonlySet<Kind> = new Set(["integer", "decimal", "percent", "money", "date", "time", "uai", "url", "email", "code"]);

/** The same few values come back all the time: their kinds are kept. */
const KNOWN_KINDS = new Map<string, Kind>();
const MOST_KNOWN = 20_000;

export function kindOf(value: string): Kind {
  if (value.length > 60) return findKind(value);
  let kind = KNOWN_KINDS.get(value);
  if (kind === undefined) {
    kind = findKind(value);
    if (KNOWN_KINDS.size >= MOST_KNOWN) KNOWN_KINDS.clear();
    KNOWN_KINDS.set(value, kind);
  }
  return kind;
}

function findKind(value: string): Kind {
  const text = value.trim();
  if (text === "") return "empty";
  if (text.length > 60) return URL.test(text) ? "url" : "prose";
  if (MISSING.test(text)) return "missing";
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const hasDigitEdge = (first >= 48 && first <= 57) || (last >= 48 && last <= 57);
  if (hasDigitEdge || /[%€$£]/.test(text)) {
    if (INTEGER.test(text)) return "integer";
    if (DECIMAL.test(text)) return "decimal";
    if (PERCENT.test(text)) return "percent";
    if (DATE.test(text)) return "date";
    if (TIME.test(text)) return "time";
    if (MONEY.test(text)) return "money";
  }
  if (YES_NO.test(text)) return "yesNo";
  if (isUai(text)) return "uai";
  if (URL.test(text)) return "url";
  if (EMAIL.test(text)) return "email";
  if (CODE.test(text)) return "code";
  if (WORD.test(text)) return "word";
  return "prose";
}

/** The form of a value: digits keep how many they are, letters only their case. `28/01/2018` is `2/2/4`, `MG-8769` is `A-4`. */
function shapeOf(value: string): string {
  if (value.length > 40) return "…";
  let shape = "";
  let digits = 0;
  let letters = "";
  for (let at = 0; at <= value.length; at += 1) {
    const code = at < value.length ? value.charCodeAt(at) : 0;
    const isDigit = code >= 48 && code <= 57;
    const letter = isDigit || code < 65 ? "" : letterCase(code, value, at);
    if (digits > 0 && !isDigit) {
      shape += digits > 9 ? "9+" : String(digits);
      digits = 0;
    }
    if (letters !== "" && letter === "") {
      shape += letters;
      letters = "";
    }
    if (isDigit) digits += 1;
    else if (letter !== "") letters = letters === "" || letters === letter ? letter : "Aa";
    else if (at < value.length) shape += value[at] as string;
  }
  return shape;
}

function letterCase(code: number, value: string, at: number): "" | "A" | "a" {
  if (code <= 90) return "A";
  if (code < 97) return "";
  if (code <= 122) return "a";
  if (code < 192) return "";
  const char = value[at] as string;
  return char !== char.toLowerCase() ? "A" : char !== char.toUpperCase() ? "a" : "";
}

/** What the values of a column look like, learnt from the records that needed no mending. */
export class ColumnProfile {
  total = 0;
  quoted = 0;
  private readonly kinds = new Map<Kind, number>();
  private readonly shapes = new Map<string, number>();
  private readonly values = new Map<string, number>();
  private capitals = 0;
  private proses = 0;
  private longest = 0;
  private shortest = Number.POSITIVE_INFINITY;
  private longestWords = 0;
  private shaped: boolean | undefined;

  learn(value: string): void {
    this.total += 1;
    this.shaped = undefined;
    const kind = kindOf(value);
    bump(this.kinds, kind);
    if (kind !== "empty") {
      if (this.shapes.size < 200) bump(this.shapes, shapeOf(value));
      if (this.values.size < 60) bump(this.values, value);
    }
    if (isProse(kind)) {
      this.proses += 1;
      if (startsHigh(value)) this.capitals += 1;
      this.longest = Math.max(this.longest, value.length);
      this.shortest = Math.min(this.shortest, value.length);
      this.longestWords = Math.max(this.longestWords, value.split(" ").length);
    }
  }

  /** The share of the non-empty values that have the kind. */
  share(test: (kind: Kind) => boolean): number {
    const filled = this.total - this.count("empty") - this.count("missing");
    if (filled <= 0) return 0;
    let found = 0;
    for (const [kind, count] of this.kinds) if (kind !== "empty" && kind !== "missing" && test(kind)) found += count;
    return found / filled;
  }

  /** A column of a few labels, always the same. */
  private isList(): boolean {
    const filled = this.total - this.count("empty");
    return filled >= 10 && this.values.size <= Math.max(4, filled * 0.15);
  }

  /** A column of codes has one or two shapes: a value of another shape is likely a piece of one. */
  private isShaped(): boolean {
    this.shaped ??= this.topShapes() >= 0.75 * (this.total - this.count("empty"));
    return this.shaped;
  }

  private topShapes(): number {
    return [...this.shapes.values()].sort((one, other) => other - one).slice(0, 3).reduce((sum, count) => sum + count, 0);
  }

  count(kind: Kind): number {
    return this.kinds.get(kind) ?? 0;
  }

  /** True when nobody filled the column. */
  isEmpty(): boolean {
    return this.total > 0 && this.count("empty") === this.total;
  }

  /** True when most values have a form of their own, so that a title can be told from a value. */
  isFormal(): boolean {
    return this.share((kind) => FORMAL.has(kind) || kind === "yesNo") >= 0.7;
  }

  /** True when the value could belong to the column: same kind, or a kind that the column has now and then. */
  accepts(value: string): boolean {
    const kind = kindOf(value);
    if (kind === "empty" || kind === "missing") return true;
    return (this.values.get(value) ?? 0) > 1 || this.share((other) => other === kind || sameFamily(other, kind)) >= 0.1;
  }

  /** How surprising the value is here, in nats: 0 is what the column always says, 7 what it never says. */
  surprise(value: string): number {
    if (this.total === 0) return 1;
    const kind = kindOf(value);
    const size = this.total + 2;
    const ofKind = (this.count(kind) + 0.02) / size;
    if (kind === "empty") return cap(-Math.log(Math.max(ofKind, 0.002)));
    const ofValue = (this.values.get(value) ?? 0) / size;
    if (isProse(kind)) {
      let likely = Math.max(this.proses / size, 0.5 * (this.share(isProse) * 0.2));
      if (this.proses === 0) likely = 0.0012;
      let cost = -Math.log(Math.max(likely, 0.0012));
      if (this.proses > 3) {
        if (this.capitals === this.proses && !startsHigh(value)) cost += 1.5;
        // The column says the same few things over and over: a new one is less likely.
        if (ofValue === 0 && this.values.size <= this.total * 0.6) cost += 1.2;
        if (value.length > this.longest * 1.5) cost += Math.min(2, Math.log(value.length / this.longest));
        if (value.length < this.shortest / 2) cost += Math.min(2, Math.log(this.shortest / value.length) / 2);
        if (this.longestWords <= 1 && value.includes(" ")) cost += 2;
      }
      return cap(Math.min(cost, -Math.log(Math.max(ofValue, 1e-9))));
    }
    const ofShape = (this.shapes.get(shapeOf(value)) ?? 0) / size;
    let ofFamily = 0;
    for (const [other, count] of this.kinds) if (other !== kind && sameFamily(other, kind)) ofFamily += count / size;
    const likely = this.isShaped()
      ? Math.max(ofValue, 0.9 * ofShape + 0.05 * ofKind, 0.01 * ofFamily, 0.02 * (this.proses / size))
      : Math.max(ofValue, 0.65 * ofShape + 0.35 * ofKind, 0.1 * ofFamily, 0.05 * (this.proses / size));
    const cost = cap(-Math.log(Math.max(likely, 0.0009)));
    return ofValue === 0 && this.isList() ? Math.max(cost, 3) : cost;
  }
}

/** Sentences and names begin with a capital or a figure. */
function startsHigh(value: string): boolean {
  return /^[\p{Lu}\p{N}«"]/u.test(value);
}

function cap(cost: number): number {
  return Math.min(Math.max(cost, 0), 7);
}

function bump<T>(map: Map<T, number>, key: T): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function isProse(kind: Kind): boolean {
  return kind === "prose" || kind === "word";
}

function sameFamily(one: Kind, other: Kind): boolean {
  return FAMILY[one] === FAMILY[other];
}

const FAMILY: Record<Kind, string> = {
  empty: "absent",
  missing: "absent",
  integer: "number",
  decimal: "number",
  percent: "number",
  money: "number",
  date: "date",
  time: "date",
  yesNo: "word",
  uai: "code",
  url: "url",
  email: "email",
  code: "code",
  word: "word",
  prose: "word"
};

/** The profiles of the columns, from a sample of records. */
export function learnProfiles(records: Iterable<readonly string[]>, columns: number): ColumnProfile[] {
  const profiles = Array.from({length: columns}, () => new ColumnProfile());
  for (const cells of records) for (let column = 0; column < columns; column += 1) profiles[column]?.learn(cells[column] ?? "");
  return profiles;
}
