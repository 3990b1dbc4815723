import {formatBytes, formatDuration, formatShare} from "../lib/format.ts";

/** Where a run stands: bytes of the files read so far, bytes of all that must be read, milliseconds since it began. */
export interface Pace {
  readonly done: number;
  readonly total: number;
  readonly elapsed: number;
}

/** Before that many milliseconds, a rate says nothing yet. */
const SETTLED = 1500;

/** `38 %, 12 Mo/s, encore 1 min 10 s`; the rate and what remains come once they mean something. */
export function sayPace({done, total, elapsed}: Pace): string {
  if (total <= 0) return "";
  const share = formatShare(Math.min(1, done / total), 0);
  if (elapsed < SETTLED || done <= 0) return share;
  const rate = done / elapsed;
  const remaining = Math.max(0, total - done) / rate;
  return `${share}, ${formatBytes(rate * 1000)}/s, encore ${formatDuration(Math.max(1, Math.ceil(remaining / 1000)) * 1000)}`;
}

/** How often the terminal hears of a long file, in milliseconds; and the part of its time that goes to looking at its structure. */
const TICK = 200;
const LOOKED_AT = 0.15;

/** Follows a run over files, weighing each by its bytes. */
export class Pacer {
  private readonly start = performance.now();
  private done = 0;

  constructor(
    private total: number,
    private readonly tell: (pace: Pace) => void
  ) {}

  /** A file that needs no reading counts for nothing. */
  skip(size: number): void {
    this.total -= size;
  }

  /** Follows one file until `end`; `query` says how far the engine is, in per cent. */
  follow(size: number, query: () => number): {onBytes: (bytes: number) => void; end: () => void} {
    let share = 0;
    const tell = (): void => {
      const percent = query();
      if (percent > 0) share = Math.max(share, LOOKED_AT + (1 - LOOKED_AT) * (percent / 100));
      this.tell({done: this.done + size * share, total: this.total, elapsed: performance.now() - this.start});
    };
    tell();
    const ticking = setInterval(tell, TICK);
    return {
      onBytes: (bytes) => {
        share = Math.max(share, Math.min(1, bytes / size) * LOOKED_AT);
      },
      end: () => {
        clearInterval(ticking);
        this.done += size;
      }
    };
  }
}
