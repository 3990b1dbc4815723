import {readFileSync} from "node:fs";
import {parse, YAMLParseError} from "yaml";
import {EXIT, VigieError} from "./errors.ts";

/** What a YAML file of the user holds; `what` names the file in the sentence that says why it cannot be read. */
export function readYaml(file: string, what: string): unknown {
  return parseYaml(readText(file, what), what);
}

export function parseYaml(text: string, what: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw new VigieError(`${what} n'est pas du YAML lisible.`, {exitCode: EXIT.usage, mend: "Vérifiez l'alignement, les deux-points et les guillemets.", cause: error});
    const where = error.linePos ? ` (ligne ${error.linePos[0].line})` : "";
    throw new VigieError(`${what}${where} n'est pas du YAML lisible.`, {exitCode: EXIT.usage, mend: MENDS[error.code] ?? "Vérifiez l'alignement et les deux-points de cette ligne.", cause: error});
  }
}

const MENDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "Cette ligne commence par une tabulation : le retrait se fait avec des espaces.",
  DUPLICATE_KEY: "Cette clé est écrite deux fois : gardez-en une.",
  MISSING_CHAR: "Il manque une fin : un guillemet, une accolade ou un crochet ouvert n'est pas refermé."
};

/** Notepad and its like save in other encodings: their letters would be wrong on every page, and nobody would know why. */
export function readText(file: string, what: string): string {
  const bytes = readFileSync(file);
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch (error) {
    throw new VigieError(`${what} n'est pas enregistré en UTF-8.`, {exitCode: EXIT.usage, mend: "Dans l'éditeur, enregistrez-le sous le même nom avec l'encodage UTF-8.", cause: error});
  }
}
