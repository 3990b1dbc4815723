/** The one place where the site writes numbers, dates and units in French. */

const MINUS = "\u2212";
const NBSP = "\u00a0";
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${minimum}-${maximum}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat("fr-FR", {minimumFractionDigits: minimum, maximumFractionDigits: maximum});
    formatters.set(key, found);
  }
  return found;
}

function decimals(value: number): number {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return 0;
  return size >= 10 ? 1 : 2;
}

/** A number with as many decimals as its size deserves, or exactly `digits`. */
export function formatNombre(value: number, digits?: number): string {
  const maximum = digits ?? decimals(value);
  return formatter(digits ?? 0, maximum).format(value).replace(/^-/, MINUS);
}

export interface ValeurAffichee {
  nombre: string;
  unite: string;
}

/** The figure and its unit, apart, so that a card can set them in two sizes. Parts are stored 0..1 and shown in %. */
export function decomposeValeur(value: number, unite: string): ValeurAffichee {
  if (unite === "%") return {nombre: formatNombre(value * 100, 1), unite: "%"};
  if (unite === "€" && Math.abs(value) >= 1_000_000) return {nombre: formatNombre(value / 1_000_000, 2), unite: "M€"};
  if (unite === "€") return {nombre: formatNombre(value, Math.abs(value) >= 100 ? 0 : 2), unite: "€"};
  return {nombre: formatNombre(value, decimals(value)), unite};
}

/** The figure with its unit as one says it: `43,1 %`, `70 %`, `3,36 élèves par ordinateur`. */
export function formatValeur(value: number, unite: string): string {
  if (unite === "%") return formatGraduation(value, unite);
  const shown = decomposeValeur(value, unite);
  return shown.unite ? `${shown.nombre}${NBSP}${shown.unite}` : shown.nombre;
}

/** The figure for a table cell or an axis: short units stay, long ones are in the header. */
export function formatCourt(value: number, unite: string): string {
  const shown = decomposeValeur(value, unite);
  return /^(%|€|M€)$/.test(shown.unite) ? `${shown.nombre}${NBSP}${shown.unite}` : shown.nombre;
}

/** An axis tick: no useless decimal. */
export function formatGraduation(value: number, unite: string): string {
  if (unite === "%") return `${formatNombre(Math.round(value * 1000) / 10, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1)}${NBSP}%`;
  if (Math.abs(value) >= 1_000_000) return `${formatNombre(value / 1_000_000)}${NBSP}M`;
  return formatNombre(value);
}

/** A change with its sign: `+3,2 points`, `−0,24`; whole numbers for what is counted one by one. */
export function formatEvolution(value: number, unite: string, entier = false): string {
  const sign = value > 0 ? "+" : "";
  if (entier && !(unite === "€" && Math.abs(value) >= 1_000_000)) {
    const rounded = Math.round(value);
    return `${rounded > 0 ? "+" : ""}${formatNombre(rounded, 0)}${unite === "€" ? `${NBSP}€` : ""}`;
  }
  if (unite === "%") return `${sign}${formatNombre(value * 100, 1)}${NBSP}${Math.abs(value * 100) < 2 ? "point" : "points"}`;
  if (unite === "€" && Math.abs(value) >= 1_000_000) return `${sign}${formatNombre(value / 1_000_000, 2)}${NBSP}M€`;
  return `${sign}${formatNombre(value)}${unite === "€" ? `${NBSP}€` : ""}`;
}

export function formatIntervalle(low: number, high: number, unite: string): string {
  return `entre ${formatCourt(low, unite)} et ${formatCourt(high, unite)}`;
}

/** The same in the little room of a table cell: `60,1 – 70,2 %`. */
export function formatIntervalleCourt(low: number, high: number, unite: string): string {
  const left = formatCourt(low, unite);
  const right = formatCourt(high, unite);
  const unit = /[\u00a0\s](%|€|M€)$/.exec(right)?.[1];
  return `${unit && left.endsWith(unit) ? left.slice(0, -unit.length - 1) : left}${NBSP}–${NBSP}${right}`;
}

/** A ratio 0..1 as a whole percentage. */
export function formatPart(ratio: number, digits = 0): string {
  return `${formatNombre(ratio * 100, digits)}${NBSP}%`;
}

/** A label in the middle of a sentence; an acronym keeps its capitals. */
export function minuscule(text: string): string {
  return /^\p{Lu}(?!\p{Lu}|\d)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** `3 fichiers`, `1 fichier`, `0 fichier`. */
export function formatCompte(count: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${formatNombre(count, 0)}${NBSP}${Math.abs(count) < 2 ? singulier : pluriel}`;
}

/** `2024-2025` as the short `24-25` of an axis. */
export function formatAnneeCourte(annee: string): string {
  return /^\d{4}-\d{4}$/.test(annee) ? `${annee.slice(2, 4)}-${annee.slice(7, 9)}` : annee;
}

const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/** An ISO date in full: `22 novembre 2026`. */
export function formatDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!match) return iso;
  const day = Number(match[3]);
  return `${day === 1 ? "1er" : day} ${MOIS[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
}

export function formatOctets(bytes: number): string {
  const units = ["octets", "ko", "Mo", "Go"];
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${formatNombre(value, value < 10 && index > 0 ? 1 : 0)}${NBSP}${units[index]}`;
}

/** A number as a French spreadsheet reads it: comma for decimals, nothing else. */
function formatCsv(value: number | string | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value).replace(".", ",");
  return /[;"\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Rows as a CSV that a French spreadsheet opens by a double click (BOM, semicolons, decimal comma). */
export function toCsv(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${[header, ...rows].map((row) => row.map(formatCsv).join(";")).join("\r\n")}\r\n`;
}
