import {createRequire} from "node:module";
import {traduit} from "../../pipelines/lib/contract/kinds.ts";

const require = createRequire(import.meta.url);
const departements = require("@etalab/decoupage-administratif/data/departements.json") as {code: string; nom: string}[];

/** Spellings of published data sets that are not the official ones: « Corse » is Corse-du-Sud in the TNE sets. */
const SPELLINGS: Readonly<Record<string, string>> = {Corse: "2A", "Val d'Oise": "95"};

function spellings(): Record<string, string> {
  const table: Record<string, string> = {...SPELLINGS};
  for (const {code, nom} of departements) {
    table[nom] = code;
    table[nom.replaceAll("-", " ")] = code;
    table[code] = code;
    // The ministry writes its codes with three characters; Corse has numbers of its own there.
    table[code === "2A" ? "620" : code === "2B" ? "720" : code.padStart(3, "0")] = code;
  }
  return table;
}

/** A département by its name, its COG code or its three-character code, kept as the COG code (`13`, `2A`, `971`). */
export const departement = traduit("departement", "un département (nom ou code)", spellings());
