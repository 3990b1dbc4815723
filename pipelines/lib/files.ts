import {existsSync, renameSync, rmSync} from "node:fs";
import {VigieError} from "./errors.ts";

/** Files and folders put in place whole: made beside, then renamed. */

/** Windows refuses to move or replace what a program holds open, if only for the blink of an antivirus. */
const HELD: ReadonlySet<string> = new Set(["EPERM", "EACCES", "EBUSY", "ENOTEMPTY"]);
const PAUSES = [20, 50, 100, 200, 400, 800];

/** What a test changes of the system. */
interface System {
  rename?: (from: string, to: string) => void;
  platform?: NodeJS.Platform;
  /** Milliseconds between two tries. */
  pauses?: readonly number[];
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function isHeld(error: unknown, platform: NodeJS.Platform): boolean {
  return platform === "win32" && HELD.has((error as NodeJS.ErrnoException).code ?? "");
}

/**
 * Renames a file or a folder to its place, over the file that stands there. On Windows, waits a second and a half for whoever holds either of the
 * two, then throws a VigieError that names the place.
 */
export function moveInto(prepared: string, target: string, {rename = renameSync, platform = process.platform, pauses = PAUSES}: System = {}): void {
  for (const wait of [...pauses, undefined]) {
    try {
      rename(prepared, target);
      return;
    } catch (error) {
      if (!isHeld(error, platform)) throw error;
      if (wait === undefined) {
        const held = existsSync(target) ? target : prepared;
        throw new VigieError(`Un autre programme tient ouvert ce qui doit être remplacé : ${held}. Ce qui y était est intact.`, {
          mend: "Fermez-le dans ce programme (souvent Excel, un lecteur de PDF, « vigie servir » ou une fenêtre ouverte sur ce dossier), puis relancez la même commande.", cause: error
        });
      }
      pause(wait);
    }
  }
}

/** Removes what nobody needs any more; what a program still holds open stays until next time. */
export function removeIfFree(folder: string): void {
  try {
    rmSync(folder, {recursive: true, force: true, maxRetries: 3});
  } catch (error) {
    if (!isHeld(error, process.platform)) throw error;
  }
}

/**
 * Puts a prepared folder in the place of another: the old one steps aside first, so that a crash between the two renames
 * leaves `<target>.ancien`, which `recoverDirectory` puts back.
 */
export function replaceDirectory(prepared: string, target: string): void {
  const aside = `${target}.ancien`;
  rmSync(aside, {recursive: true, force: true, maxRetries: 5});
  const isReplaced = existsSync(target);
  if (isReplaced) moveInto(target, aside);
  try {
    moveInto(prepared, target);
  } catch (error) {
    if (isReplaced) moveInto(aside, target);
    throw error;
  }
  removeIfFree(aside);
}

/** Repairs what a crash inside `replaceDirectory` left. */
export function recoverDirectory(target: string): void {
  const aside = `${target}.ancien`;
  if (!existsSync(aside)) return;
  if (existsSync(target)) removeIfFree(aside);
  else moveInto(aside, target);
}
