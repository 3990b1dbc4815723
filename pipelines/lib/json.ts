import {readFileSync} from "node:fs";

/** A file that Vigie wrote and can no longer read: a disk, a copy or an editor has damaged it. */
export class DamagedFile extends Error {
  constructor(readonly file: string, cause: unknown) {
    super(`Un fichier est abîmé ou incomplet : ${file}`, {cause});
  }
}

/** What a JSON file of Vigie's own holds. */
export function readJson<T>(file: string): T {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new DamagedFile(file, error);
  }
}
