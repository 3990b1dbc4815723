import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import path from "node:path";

/**
 * A folder of its own under `root` for one run; its name carries the process, so that a later run can tell the leftovers
 * of a crash from the work of a neighbour.
 */
export function openTemporary(root: string): {dir: string; remove: () => void} {
  mkdirSync(root, {recursive: true});
  sweepTemporary(root);
  const dir = mkdtempSync(path.join(root, `${process.pid}-`));
  return {dir, remove: () => rmSync(dir, {recursive: true, force: true})};
}

/** Removes what dead processes left. */
function sweepTemporary(root: string): void {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(pid) || !isAlive(pid)) rmSync(path.join(root, name), {recursive: true, force: true});
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
