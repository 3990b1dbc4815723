/** The one place where the site and the documents write numbers, dates and units in French. */

const MINUS = "\u2212";
const NBSP = "\u00a0";
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(minimum: number, maximum: number): Intl.NumberFormat {
  const key = `${minimum}-${maximum}`;
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.NumberFormat("fr-FR", {minimumFractionDigits: minimum, maximumFractionDigits: maximum})));
  return found;
}

/**
 * A number with as many decimals as its size deserves, or exactly `digits`: what was measured keeps its zeros, what was counted has none.
 * Thousands stand apart by a plain space that holds: the fine one is lost in a font that does not have it (« 369773 »).
 */
export function formatNombre(value: number, digits?: number): string {
  const size = Math.abs(value);
  const maximum = digits ?? (size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
  return formatter(maximum, maximum).format(value).replaceAll("\u202f", NBSP).replace(/^-(?=[0\s,]*$)/, "").replace(/^-/, MINUS);
}

/** The figure and its unit, apart, so that a card can set them in two sizes. Parts are stored 0..1 and shown in %. */
export function decomposeValeur(value: number, unite: string): {nombre: string; unite: string} {
  if (unite === "%") {
    const percent = value * 100;
    const isRound = Math.abs(percent) < 0.05 || Math.abs(percent - Math.round(percent)) < 1e-9;
    return {nombre: formatNombre(percent, isRound ? 0 : 1), unite: "%"};
  }
  if (unite === "€" && Math.abs(value) >= 1_000_000) return {nombre: formatNombre(value / 1_000_000, 2), unite: "M€"};
  // Cents, as one writes a price.
  if (unite.startsWith("€")) return {nombre: formatNombre(value, Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 2), unite};
  return {nombre: formatNombre(value), unite: unite.length <= 6 ? unite.replaceAll(" ", NBSP) : unite};
}

/** The figure with its unit as one says it: `43,1 %`, `70 %`, `3,36 élèves par ordinateur`. */
export function formatValeur(value: number, unite: string): string {
  const shown = decomposeValeur(value, unite);
  return shown.unite ? `${shown.nombre}${NBSP}${shown.unite}` : shown.nombre;
}

/** The figure for a table cell: same decimals down a column, short units stay, long ones are in the header. */
export function formatCourt(value: number, unite: string): string {
  if (unite === "%") return formatPart(value, 1);
  const shown = decomposeValeur(value, unite);
  return /^(€|M€)$/.test(shown.unite) ? `${shown.nombre}${NBSP}${shown.unite}` : shown.nombre;
}

/** The figure where others are read beside it: as `formatCourt`, with amounts in whole euros, be they of more than a million or not. */
export function formatColonne(value: number, unite: string): string {
  return unite === "€" ? `${formatNombre(value, 0)}${NBSP}€` : formatCourt(value, unite);
}

/** An axis tick: no useless decimal. */
export function formatGraduation(value: number, unite: string): string {
  if (unite === "%") return formatValeur(value, unite);
  if (Math.abs(value) >= 1_000_000) return `${formatNombre(value / 1_000_000, Number.isInteger(value / 1_000_000) ? 0 : 1)}${NBSP}M`;
  return formatter(0, 2).format(value).replaceAll("\u202f", NBSP).replace(/^-/, MINUS);
}

/** A difference with its sign: `+3,2 points`, `−0,24`; whole numbers for what is counted one by one. */
export function formatEcart(value: number, {unite, type}: {unite: string; type: string}): string {
  const sign = value > 0 ? "+" : "";
  // A difference is a round number of points sooner than a measure is: its decimal is said when there is one.
  if (unite === "%") return `${sign}${decomposeValeur(Math.round(value * 1000) / 1000, "%").nombre}${NBSP}${Math.abs(value * 100) < 2 ? "point" : "points"}`;
  if (unite === "€") return `${sign}${formatCourt(value, unite)}`;
  return `${sign}${type === "compte" ? formatNombre(Math.round(value), 0) : formatNombre(value)}`;
}

/** Both ends in a sentence, with the same decimals: `entre 40,1 et 46,0 %`. */
export function formatIntervalle(low: number, high: number, unite: string): string {
  const write = unite === "%" && [low, high].every((end) => Math.abs(end * 100 - Math.round(end * 100)) < 1e-9) ? formatValeur : formatCourt;
  const right = write(high, unite);
  return `entre ${sansUnite(write(low, unite), right)} et ${right}`;
}

/** The same in the little room of a table cell: `60,1 – 70,2 %`. */
export function formatIntervalleCourt(low: number, high: number, unite: string): string {
  const right = formatCourt(high, unite);
  return `${sansUnite(formatCourt(low, unite), right)}${NBSP}–${NBSP}${right}`;
}

/** The left end of an interval without the unit that the right end says. */
function sansUnite(left: string, right: string): string {
  const unit = /\s(%|€|M€)$/.exec(right)?.[0];
  return unit && left.endsWith(unit) ? left.slice(0, -unit.length) : left;
}

/** A ratio 0..1 as a percentage, whole unless told. */
export function formatPart(ratio: number, digits = 0): string {
  return `${formatNombre(ratio * 100, digits)}${NBSP}%`;
}

/** `3 fichiers`, `1 fichier`, `0 fichier`. */
export function formatCompte(count: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${formatNombre(count, 0)}${NBSP}${Math.abs(count) < 2 ? singulier : pluriel}`;
}

/** A plural unit with a number below two loses its marks of plural: `1 école`, `0,64 visite par élève`, `1 équipement pour 100 familles`; « accès » has none. */
export function accorder(value: number, unite: string): string {
  if (Math.abs(value) >= 2) return unite;
  const [counted = "", ...rest] = unite.split(" ");
  return [counted.replace(/(?<=\p{L}{2}[^è])s(?=-|$)/gu, ""), ...rest].join(" ");
}

/** The unit to write beside a figure's name: none when the figure says it itself, or when the name is the unit. */
export function uniteALire({libelle, unite}: {libelle: string; unite: string}): string {
  return unite.length <= 2 || libelle.toLowerCase().startsWith(unite.toLowerCase()) ? "" : unite;
}

/** A label in the middle of a sentence; an acronym keeps its capitals. */
export function minuscule(text: string): string {
  return /^\p{Lu}(?!\p{Lu}|\d)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

export function majuscule(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/** `2024-2025` as the short `24-25` of an axis, `2025-06` as `06/2025`; a year alone stays. */
export function formatAnneeCourte(annee: string): string {
  return annee.replace(/^\d\d(\d\d)-\d\d(\d\d)$/, "$1-$2").replace(/^(\d{4})-(\d\d)$/, "$2/$1");
}

/** An ISO date in full: `22 novembre 2026`. */
export function formatDate(iso: string | null): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  if (!match) return iso ?? "date inconnue";
  const day = Number(match[3]);
  return `${day === 1 ? "1er" : day}${NBSP}${MOIS[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
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
