/**
 * The form in which labels and headers are compared: NFKD, accents stripped, typographic apostrophes made straight,
 * lower case, every run of spaces (non-breaking ones too) made one.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[œŒ]/g, "oe")
    .replace(/[æÆ]/g, "ae")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
}

/** The words of a name, whatever joins them: « Aix en Provence » is « Aix-en-Provence ». */
export function foldWords(text: string): string {
  return fold(text).replace(/[-' ]+/g, " ");
}

const UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

/** The check letter of the first seven digits of a UAI: number mod 23 in the alphabet without I, O, Q. */
export function uaiLetter(digits: string): string {
  return UAI_LETTERS[Number(digits) % 23] ?? "";
}

/** True for seven digits and the right check letter, upper case. */
export function isUai(text: string): boolean {
  return /^[0-9]{7}[A-Z]$/.test(text) && uaiLetter(text.slice(0, 7)) === text[7];
}

/** `2024-2025`, `2024-25` or `2024/2025` as `2024-2025`; null when it is no school year. */
export function schoolYear(text: string): string | null {
  const match = /^(\d{4})\s*[-/–]\s*(\d{4}|\d{2})$/.exec(text.trim());
  if (!match) return null;
  const start = Number(match[1]);
  const end = (match[2] as string).length === 2 ? Math.floor(start / 100) * 100 + Number(match[2]) : Number(match[2]);
  const expected = (match[2] as string).length === 2 && (start + 1) % 100 === 0 ? end + 100 : end;
  return expected === start + 1 ? `${start}-${start + 1}` : null;
}

/** A day written 15/01/2026 or 2026-01-15, as 2026-01-15; null when it is none of the calendar. */
export function isoDay(text: string): string | null {
  const french = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  const iso = french ? `${french[3]}-${(french[2] as string).padStart(2, "0")}-${(french[1] as string).padStart(2, "0")}` : text.trim();
  const parsed = new Date(`${iso}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso) ? iso : null;
}

/** The last school year that what is said on a day can have seen: from June on, the one that comes. A later one is a date badly typed. */
export function lastSeenYear(day: string): string {
  const start = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) >= 6 ? 0 : 1);
  return `${start}-${start + 1}`;
}

/** Nothing that Vigie reads is older. */
export const FIRST_YEAR = "2000-2001";

/** A path as one word of a command line that the reader may copy. */
export function asWord(path: string): string {
  return /^[\p{L}\p{N}_./\\:~-]+$/u.test(path) ? path : `"${path}"`;
}

/** The column letter of a spreadsheet: 0 is A, 25 is Z, 26 is AA. */
export function columnLetter(index: number): string {
  let rest = index;
  let letters = "";
  do {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26) - 1;
  } while (rest >= 0);
  return letters;
}

/** The candidate that somebody may have meant by a name that none has. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates.map((candidate) => ({candidate, distance: distance(name, candidate)})).sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(3, name.length / 3) ? best.candidate : undefined;
}

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({length: b.length + 1}, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      current[j] = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
