import {closeSync, constants, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, unlinkSync} from "node:fs";
import path from "node:path";
import {removeIfFree} from "./files.ts";

export interface Temporary {
  readonly dir: string;
  remove(): void;
}

/**
 * A folder of its own under `root` for one run; its name carries the process, so that a later run can tell the leftovers
 * of a crash from the work of a neighbour.
 */
export function openTemporary(root: string): Temporary {
  mkdirSync(root, {recursive: true});
  sweepTemporary(root);
  const dir = mkdtempSync(path.join(root, `${process.pid}-`));
  return {dir, remove: () => removeIfFree(dir)};
}

/** Removes what dead processes left. */
function sweepTemporary(root: string): void {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || !isAlive(pid)) removeIfFree(path.join(root, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

const held: number[] = [];
let made = 0;

/**
 * Path of a new, empty file for what must not outlive this process: a copy of somebody's file, in clear. On Linux it has no name any more before a
 * byte is written to it, and the system forgets it with the process, killed or not. Elsewhere it is a file that its owner alone may read, and that
 * the next run removes. Closed by the answer of `holdHidden`.
 */
export function hiddenFile(dir: string, name: string): string {
  made += 1;
  const file = path.join(dir, `${made}-${name}`);
  if (process.platform !== "linux" || !existsSync("/proc/self/fd")) {
    closeSync(openSync(file, "w", 0o600));
    return file;
  }
  const handle = openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
  unlinkSync(file);
  held.push(handle);
  return `/proc/self/fd/${handle}`;
}

/** Answers a function that closes the hidden files opened since. */
export function holdHidden(): () => void {
  const start = held.length;
  return () => {
    for (const handle of held.splice(start)) closeSync(handle);
  };
}
