import {z} from "zod";
import {kind, type Kind} from "./kind.ts";

// What nobody should have written there. E-mail; INE (10 digits and a letter, or 9 and two); NUMEN; NIR with or without its key; French phone number.
const PERSONAL = [
  "[\\w.+-]+@[\\w-]+(\\.[\\w-]+)+",
  "\\b[0-9]{9}[0-9A-Z][A-Z]\\b",
  "\\b[0-9]{2}[A-Z][0-9]{7}[A-Z]{3}\\b",
  "\\b[12] ?[0-9]{2} ?(0[1-9]|1[0-2]) ?[0-9]{2} ?[0-9]{3} ?[0-9]{3}( ?[0-9]{2})?\\b",
  "(\\+33 ?|\\b0)[1-9]([ .-]?[0-9]{2}){4}\\b"
].join("|");
const PERSONAL_ANYWHERE = new RegExp(PERSONAL, "g");
const PERSONAL_SOMEWHERE = new RegExp(PERSONAL);
const MASK = "[masqué]";

/** The text without what identifies a person in it. */
export const maskIdentifiers = (text: string): string => text.replace(PERSONAL_ANYWHERE, MASK);

/** Free text that a contract keeps because it describes no person. A cell with an address, a phone number or an identifier of a person is masked whole: its name stands beside. */
export const texte = kind<string>({
  name: "texte",
  type: "VARCHAR",
  expects: "un texte",
  example: "École Jean Moulin",
  zod: z.string().transform((cell) => (PERSONAL_SOMEWHERE.test(cell) ? MASK : cell)),
  // Nearly no cell has an @ or eight digits at most one character apart: the pattern is only for those.
  sql: (cell) => `CASE WHEN (contains(${cell}, '@') OR (strlen(${cell}) > 9 AND regexp_matches(${cell}, '[0-9]([^0-9]?[0-9]){7}'))) AND regexp_matches(${cell}, '${PERSONAL}') THEN '${MASK}' ELSE ${cell} END`,
  schema: {type: "string"}
});

const CIVILITY = "\\b(Mmes?|Mlles?|MM|Mr|M\\.|Monsieur|Madame|Mademoiselle|Messieurs|Mesdames)[. ]+\\p{Lu}";
const CALLED = new RegExp(CIVILITY, "u");

/** A label that people write by hand: a text, masked whole too when somebody is called by name in it (« Mme Dupont »). */
export const libelle = kind<string>({
  ...texte,
  name: "libelle",
  expects: "un libellé",
  example: "Réseau Canopé",
  zod: texte.zod.transform((cell) => (CALLED.test(cell) ? MASK : cell)),
  sql: (cell) => `CASE WHEN contains(${cell}, 'M') AND regexp_matches(${cell}, '${CIVILITY}') THEN '${MASK}' ELSE ${texte.sql(cell)} END`
});

/** An identifier of an export: text kept as written, but for what `texte` masks. */
export const identifiant = kind<string>({...texte, name: "identifiant", expects: "un identifiant", example: "LIV-2024-0012"});

/** True for a kind that takes any text: nothing in it can be told from a slip of the keyboard. */
export function isFreeText(kind: Kind): boolean {
  return kind.name === texte.name || kind.name === identifiant.name || kind.name === libelle.name;
}
