import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {EXIT, VigieError} from "../lib/errors.ts";

const MODEL = fileURLToPath(new URL("./protocoles/equipement-usage-pix.yml", import.meta.url));

/**
 * Writes the commented example into the folder of protocols; never over a file that is there. Only a fictional workspace gets it dated
 * and signed: elsewhere it waits for its signatures, and is refused until then. `fin` is the last year studied. Returns its path.
 */
export function writeModel(folder: string, {isFictional, fin}: {isFictional: boolean; fin?: string}): string {
  const file = path.join(folder, path.basename(MODEL));
  if (existsSync(file)) throw new VigieError(`« ${file} » existe déjà : rien n'a été changé.`, {exitCode: EXIT.usage, mend: "Copiez-le sous un autre nom pour un nouveau protocole."});
  mkdirSync(folder, {recursive: true});
  const model = readFileSync(MODEL, "utf8").replace(/^( {2}fin: ).*$/m, (line, key: string) => (fin === undefined ? line : `${key}${fin}`));
  writeFileSync(file, isFictional ? model : unsigned(model));
  return file;
}

function unsigned(model: string): string {
  return model
    .replace(/^enregistre_le: .*$/m, "enregistre_le: # à dater du jour de la signature : AAAA-MM-JJ")
    .replace(/^signataires:\n/m, "signataires: # à remplacer par ceux qui signent\n")
    .replace(/^ {2}- \{nom: /gm, "  # - {nom: ");
}
