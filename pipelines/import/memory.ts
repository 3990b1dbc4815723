import {readFileSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {moveInto} from "../lib/files.ts";

// What the lake remembers of earlier readings, each thing with the fingerprint of what it was true of: nothing is lost with it but time.

/** The memory of this name; empty when there is none yet, or when it is not whole. */
export function readMemory<T>(lake: string, name: string): Readonly<Record<string, T>> {
  try {
    return JSON.parse(readFileSync(path.join(lake, name), "utf8")) as Record<string, T>;
  } catch {
    return {};
  }
}

/** Puts a memory in the place of the former one; where nothing can be written, nothing is remembered. */
export function writeMemory(lake: string, name: string, memory: Readonly<Record<string, unknown>>): void {
  const prepared = path.join(lake, `${name}.${process.pid}`);
  try {
    writeFileSync(prepared, `${JSON.stringify(memory)}\n`);
    moveInto(prepared, path.join(lake, name));
  } catch {
    rmSync(prepared, {force: true});
  }
}
