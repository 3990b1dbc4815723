import {existsSync, renameSync, rmSync} from "node:fs";

/**
 * Puts a prepared folder in the place of another: the old one steps aside first, so that a crash between the two renames
 * leaves `<target>.ancien`, which `recoverDirectory` puts back.
 */
export function replaceDirectory(prepared: string, target: string): void {
  const aside = `${target}.ancien`;
  rmSync(aside, {recursive: true, force: true});
  if (existsSync(target)) renameSync(target, aside);
  renameSync(prepared, target);
  rmSync(aside, {recursive: true, force: true});
}

/** Repairs what a crash inside `replaceDirectory` left. */
export function recoverDirectory(target: string): void {
  const aside = `${target}.ancien`;
  if (!existsSync(aside)) return;
  if (existsSync(target)) rmSync(aside, {recursive: true, force: true});
  else renameSync(aside, target);
}
