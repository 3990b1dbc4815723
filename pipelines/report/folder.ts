import {mkdirSync} from "node:fs";
import path from "node:path";

/** Makes a folder and those above it. On a read-only disk Node says only that it does not exist: asked for the last one alone, it says why. */
export function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, {recursive: true});
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    makeFolder(path.dirname(dir));
    mkdirSync(dir);
  }
}
