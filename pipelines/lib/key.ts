import {randomBytes} from "node:crypto";
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {EXIT, VigieError} from "./errors.ts";

/** Environment variable that replaces the key file: 64 hexadecimal digits. */
const KEY_VARIABLE = "VIGIE_CLE";

/** Writes a new key of 256 bits that only its owner may read; leaves an existing one alone. */
export function createKey(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, {mode: 0o600, flag: "wx"});
  // Windows has no mode: the folder's own rights apply there.
  chmodSync(file, 0o600);
}

/** The key of the pseudonyms: never in the lake, never printed. */
export function readKey(file: string): Uint8Array {
  const text = process.env[KEY_VARIABLE] ?? (existsSync(file) ? readFileSync(file, "utf8") : "");
  const hex = text.trim();
  if (/^[0-9a-f]{64}$/i.test(hex)) return Buffer.from(hex, "hex");
  throw new VigieError("La clé des pseudonymes manque ou n'est pas lisible (64 chiffres hexadécimaux attendus).", {
    exitCode: EXIT.failed,
    mend: `Remettez le fichier .cle de l'espace depuis votre sauvegarde, ou la variable ${KEY_VARIABLE}. Une clé neuve romprait le lien avec les fichiers déjà importés.`
  });
}
