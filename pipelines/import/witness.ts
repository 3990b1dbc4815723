import {createHash} from "node:crypto";
import {createReadStream, statSync, type BigIntStats} from "node:fs";

/** File systems stamp changes by ticks: two changes this near may carry the same time (nanoseconds). */
const TICK = 2_000_000_000n;

/** False for a file changed so near to now that its times may not tell the next change. */
export function isSettled({mtimeNs, ctimeNs}: BigIntStats): boolean {
  const now = BigInt(Date.now()) * 1_000_000n;
  return now - mtimeNs >= TICK && now - ctimeNs >= TICK;
}

export async function sha256File(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, {highWaterMark: 1 << 20})) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Remembers a file as it was when its reading began, to tell whether someone wrote in it since. */
export class Witness {
  private readonly before: BigIntStats;
  private readonly isRecent: boolean;

  constructor(private readonly file: string) {
    this.before = statSync(file, {bigint: true});
    this.isRecent = BigInt(Date.now()) * 1_000_000n - this.before.mtimeNs < TICK;
  }

  /** True when size, times or place changed; a file written just before its reading is compared by content too. */
  async hasChanged(sha256: string): Promise<boolean> {
    try {
      const now = statSync(this.file, {bigint: true});
      const {before} = this;
      if (now.size !== before.size || now.mtimeNs !== before.mtimeNs || now.ctimeNs !== before.ctimeNs || now.ino !== before.ino) return true;
      return this.isRecent && (await sha256File(this.file)) !== sha256;
    } catch {
      return true;
    }
  }
}
