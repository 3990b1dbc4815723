import {nomOf, type Column, type Contract} from "../lib/contract/contract.ts";
import {anneeScolaire} from "../lib/contract/kinds.ts";
import {fold} from "../lib/text.ts";
import {likeness, type Candidate} from "./likeness.ts";

/** Longer than a label of a list, or more of them than a list has: free text, which a draft never repeats. */
const LABEL_LENGTH = 40;
const LABELS = 20;

/**
 * The draft of a mapping (`correspondances/*.yml`) that brings a table to a contract: YAML that can be read as it is, where each guess says that
 * it is one, and what is missing stands as a comment to fill in. Labels of the file are repeated only for a column of choices.
 */
export function draftMapping(header: readonly string[], records: readonly (readonly string[])[], contract: Contract): string {
  const {candidates, missing} = likeness(header, records, contract);
  const bound = new Set(candidates.map(({position}) => position));
  const left = header.filter((title, position) => title.trim() !== "" && !bound.has(position));
  const values = candidates.flatMap((candidate) => draftValues(candidate, contract.columns[candidate.name] as Column, records));
  const constants = missing.filter((name) => canBeFixed(contract.columns[name] as Column));
  return [
    `# Brouillon d'une correspondance vers « ${contract.titre} », d'après les en-têtes et les premières lignes du fichier.`,
    "# Relisez chaque ligne : « à vérifier » est une supposition. « vigie importer » dira ce qui ne va pas.",
    `source: ${nomOf(contract)}`,
    "# Les en-têtes qui, ensemble, font reconnaître ce tableau.",
    `signature: [${candidates.map(({header: title}) => quote(fold(title))).join(", ")}]`,
    "colonnes:",
    ...candidates.map(({name, letter, header: title, isExact}) => `  ${name}: ${quote(title)}${isExact ? "" : ` # colonne ${letter} : à vérifier`}`),
    ...missing.map((name) => `  # ${name}: "…" # obligatoire (${describe(contract.columns[name] as Column)}) : l'en-tête de sa colonne${canBeFixed(contract.columns[name] as Column) ? ", ou une valeur fixe sous « constantes »" : ""}`),
    ...(values.length === 0 ? [] : ["# Libellé du fichier: code de Vigie.", values.every((line) => line.startsWith("  #")) ? "# valeurs:" : "valeurs:", ...values]),
    ...(constants.length === 0 ? [] : ["# Une valeur fixe pour tout le fichier, quand il ne porte pas la colonne.", "# constantes:", ...constants.map((name) => `#   ${name}: "${(contract.columns[name] as Column).kind.example}"`)]),
    ...(left.length === 0 ? [] : [`# Colonnes du fichier laissées de côté : ${left.map((title) => title.replaceAll(/\s+/gu, " ").trim()).join(" ; ")}`]),
    ""
  ].join("\n");
}

/** A file of one year, or of one operator: what a whole file may share. */
const canBeFixed = ({kind}: Column): boolean => kind.schema.enum !== undefined || kind.name === anneeScolaire.name;

const describe = ({description, kind}: Column): string => `${description} ; ${kind.expects}`;

const quote = (text: string): string => JSON.stringify(text.replaceAll(/\s+/gu, " ").trim());

/** The labels that a column of choices does not know, each with the code that it resembles. */
function draftValues({name, position}: Candidate, {kind, personal}: Column, records: readonly (readonly string[])[]): string[] {
  const codes = kind.schema.enum;
  if (codes === undefined || personal !== undefined) return [];
  const labels = [...new Set(records.map((cells) => cells[position]?.trim() ?? ""))].filter((label) => label !== "" && !kind.zod.safeParse(label).success);
  if (labels.length === 0 || labels.length > LABELS || labels.some((label) => label.length > LABEL_LENGTH)) return [];
  const lines = labels.sort().map((label) => {
    const guess = codes.filter((code) => plain(code).startsWith(plain(label)) || plain(label).startsWith(plain(code)));
    return guess.length === 1 ? `    ${quote(label)}: ${quote(guess[0] as string)} # à vérifier` : `    # ${quote(label)}: "…" # un de : ${codes.join(", ")}`;
  });
  // A key without a value would be no mapping.
  return lines.every((line) => line.startsWith("    #")) ? [`  # ${name}:`, ...lines.map((line) => line.replace("    # ", "  #   "))] : [`  ${name}:`, ...lines];
}

const plain = (text: string): string => fold(text).replaceAll(/[^a-z0-9]/g, "");
