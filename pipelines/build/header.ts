import {readFileSync} from "node:fs";
import {parse as parseYaml, YAMLParseError} from "yaml";
import {z} from "zod";
import {VigieError} from "../lib/errors.ts";
import {parseWith} from "../lib/schema.ts";

const text = z.string({error: "un texte est attendu"}).trim().min(1, {error: "ce texte est vide"});
const identifier = z.string({error: "un nom est attendu"}).regex(/^[a-z_][a-z0-9_]*$/, {error: "un nom en minuscules, chiffres et tirets bas est attendu"});
const year = z.string({error: "une année scolaire entre guillemets est attendue, comme \"2024-2025\""}).regex(/^\d{4}-\d{4}$/, {error: "une année scolaire est attendue, comme 2024-2025"});

const LEVELS = ["erreur", "alerte"] as const;
export type Level = (typeof LEVELS)[number];

const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, {error: `une de ces valeurs est attendue : ${values.join(", ")}`});

/** A condition that every row of the model must meet; `niveau: erreur` blocks the publication. */
const verification = z.strictObject({description: text, condition: text, niveau: oneOf(LEVELS).default("erreur")});

const modelHeader = z.strictObject({
  description: text,
  grain: text,
  /** Columns that identify a row: their uniqueness is checked at each build. */
  cle: z.array(identifier).min(1).optional(),
  colonnes: z.record(identifier, text),
  /** The rows of an indicator depend on no other indicator: the builder may compute some indicators at a time. */
  lots: z.literal("indicateur", {error: "« indicateur » est attendu"}).optional(),
  verifications: z.array(verification).default([])
});
export type ModelHeader = z.infer<typeof modelHeader>;

const VOLETS = ["equipement", "ressources", "formation", "parentalite", "transversal", "pilotage"] as const;
const INDICATOR_TYPES = ["part", "ratio", "moyenne", "compte", "montant", "mediane"] as const;

const indicatorHeader = z
  .strictObject({
    code: identifier,
    libelle: text,
    volet: oneOf(VOLETS),
    description: text,
    /** What `valeur` counts: "%" shows the ratio 0..1 times 100. */
    unite: text,
    type: oneOf(INDICATOR_TYPES),
    numerateur: text,
    denominateur: text.optional(),
    /** Which way is good. */
    sens: oneOf(["hausse", "baisse", "neutre"]),
    sources: z.array(identifier, {error: "une liste de sources est attendue"}).min(1, {error: "au moins une source est attendue"}),
    enquete: oneOf(["etic", "enseignants"]).optional(),
    /** Attributes of the school (degre, type_etablissement…) by which the roll-up splits the indicator, and those that the model gives itself. */
    ventilations: z.array(identifier).default([]),
    periode: oneOf(["flux", "stock", "cumul"]),
    secret: oneOf(["personnes", "etablissements", "aucun"]),
    seuil: z.int().min(1).optional(),
    ruptures: z.array(z.strictObject({annee: year, motif: text})).default([]),
    reference: text.optional(),
    limites: text.optional(),
    cle: z.array(identifier).min(1).optional(),
    colonnes: z.record(identifier, text).optional(),
    verifications: z.array(verification).default([])
  })
  .refine((header) => header.denominateur !== undefined || ["compte", "montant", "mediane"].includes(header.type), {
    path: ["denominateur"],
    error: "un dénominateur est attendu pour ce type"
  });
export type IndicatorHeader = z.infer<typeof indicatorHeader>;

const checkHeader = z.strictObject({description: text, niveau: oneOf(LEVELS)});
export type CheckHeader = z.infer<typeof checkHeader>;

const schemas = {model: modelHeader, indicator: indicatorHeader, check: checkHeader};
interface Headers {
  model: ModelHeader;
  indicator: IndicatorHeader;
  check: CheckHeader;
}

export interface SqlFile<Header> {
  header: Header;
  /** The SELECT, without the header and without a closing semicolon. */
  sql: string;
}

const HEADER = /^\s*\/\*---\r?\n([\s\S]*?)\r?\n?---\*\/\s*/;

/** Reads a SQL file and the YAML header that opens it, between slash-star-dash-dash-dash and its mirror. */
export function readSqlFile<Kind extends keyof Headers>(file: string, kind: Kind, label: string): SqlFile<Headers[Kind]> {
  const content = readFileSync(file, "utf8");
  const match = HEADER.exec(content);
  if (!match) {
    throw new VigieError(`${label} : l'en-tête manque.`, {mend: "Le fichier doit commencer par /*--- , puis les clés YAML (description, …), puis ---*/ ."});
  }
  let raw: unknown;
  try {
    raw = parseYaml(match[1] as string) ?? {};
  } catch (error) {
    const line = error instanceof YAMLParseError && error.linePos ? ` (ligne ${error.linePos[0].line + 1})` : "";
    throw new VigieError(`${label}${line} : l'en-tête n'est pas du YAML lisible.`, {mend: "Mettez entre guillemets les textes qui contiennent « : » ou « # ».", cause: error});
  }
  const {data, problems} = parseWith<Headers[keyof Headers]>(schemas[kind], raw, "en-tête");
  if (!data) throw new VigieError(`${label} : l'en-tête n'est pas complet ou pas juste.\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  return {header: data as Headers[Kind], sql: content.slice(match[0].length).trim().replace(/;\s*$/, "")};
}

