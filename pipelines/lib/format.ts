// The one place where the command line and the reports write numbers, dates and counts in French.

const writers = new Map<number, Intl.NumberFormat>();

/** Making one costs more than writing thousands of numbers. */
function writerOf(maximumFractionDigits: number): Intl.NumberFormat {
  const known = writers.get(maximumFractionDigits) ?? new Intl.NumberFormat("fr-FR", {maximumFractionDigits});
  writers.set(maximumFractionDigits, known);
  return known;
}

/** A number in French: narrow non-breaking space for thousands, comma for decimals. */
export function formatNumber(value: number, maximumFractionDigits = 2): string {
  return writerOf(maximumFractionDigits).format(value);
}

/** A ratio 0..1 as a percentage with its sign. */
export function formatShare(ratio: number, digits = 1): string {
  return `${formatNumber(ratio * 100, digits)} %`;
}

/** `3 fichiers`, `1 fichier`, `0 fichier`: French counts below two are singular. */
export function formatCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count, 0)} ${Math.abs(count) < 2 ? singular : plural}`;
}

/** An ISO date or timestamp as JJ/MM/AAAA. */
export function formatDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : iso;
}

/** A duration in milliseconds, as a person says it. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${formatNumber(seconds, 1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A size in bytes, in octets. */
export function formatBytes(bytes: number): string {
  const units = ["o", "ko", "Mo", "Go", "To"];
  let value = bytes;
  let index = 0;
  while (value >= 1000 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${formatNumber(value, value < 10 ? 1 : 0)} ${units[index]}`;
}
