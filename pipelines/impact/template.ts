import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {EXIT, VigieError} from "../lib/errors.ts";

const MODEL = fileURLToPath(new URL("./protocoles/equipement-usage-pix.yml", import.meta.url));

/** Writes the commented example into the folder of protocols; never over a file that is there. Returns its path. */
export function writeModel(folder: string): string {
  const file = path.join(folder, path.basename(MODEL));
  if (existsSync(file)) throw new VigieError(`« ${file} » existe déjà : rien n'a été changé.`, {exitCode: EXIT.usage, mend: "Copiez-le sous un autre nom pour un nouveau protocole."});
  mkdirSync(folder, {recursive: true});
  writeFileSync(file, readFileSync(MODEL, "utf8"));
  return file;
}
