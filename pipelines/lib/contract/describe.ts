import {z} from "zod";
import {nomOf} from "./contract.ts";
import type {Column, Contract} from "./contract.ts";
import {fold} from "../text.ts";

/** One column of a file, in the words of whoever fills it. */
export interface ColumnDescription {
  readonly nom: string;
  /** The header that the file carries: the contract's own name for Vigie's templates, the producer's for exports. */
  readonly entete: string;
  readonly autres_entetes: readonly string[];
  readonly description: string;
  readonly attendu: string;
  /** Null where any text will do. */
  readonly exemple: string | null;
  readonly obligatoire: boolean;
  readonly cle: boolean;
  readonly unite: string | null;
  /** What becomes of a column that could tell who a person is. */
  readonly personnelle: "pseudonymisée" | "jamais chargée" | null;
}

export interface ContractDescription {
  readonly nom: string;
  readonly titre: string;
  readonly grain: string;
  readonly producteur: string;
  readonly licence: string;
  readonly gabarit: boolean;
  readonly finalite: string;
  readonly conservation_mois: number;
  readonly non_repondu: readonly string[];
  readonly non_concerne: readonly string[];
  readonly colonnes: readonly ColumnDescription[];
  readonly familles: readonly {nom: string; description: string; attendu: string}[];
  readonly regles: readonly {colonnes: readonly string[]; message: string; refus: boolean}[];
}

/** True for the layouts that Vigie publishes itself, and that `gabarit` writes. */
export function isOwn(contract: Contract): boolean {
  return contract.producteur === "Vigie (gabarit)";
}

/** The name under which a contract is asked for: `etic`, `pix/certification`. */
export function contractName(contract: Pick<Contract, "source" | "objet">): string {
  return contract.source === contract.objet ? contract.objet : `${contract.source}/${contract.objet}`;
}

/** Contracts that a name may mean: its full name, its object, or all those of a source. */
export function findContracts(contracts: readonly Contract[], name: string): readonly Contract[] {
  const wanted = fold(name);
  const exact = contracts.filter((contract) => [contractName(contract), `${contract.source}/${contract.objet}`, contract.objet, nomOf(contract)].some((item) => fold(item) === wanted));
  return exact.length > 0 ? exact : contracts.filter((contract) => fold(contract.source) === wanted);
}

export function describeContract(contract: Contract): ContractDescription {
  return {
    nom: contractName(contract),
    titre: contract.titre,
    grain: contract.grain,
    producteur: contract.producteur,
    licence: contract.licence,
    gabarit: isOwn(contract),
    finalite: contract.retention.purpose,
    conservation_mois: contract.retention.months,
    non_repondu: ["", ...(contract.missing ?? [])],
    non_concerne: contract.notConcerned ?? [],
    colonnes: Object.entries(contract.columns).map(([name, column]) => describeColumn(contract, name, column)),
    familles: Object.entries(contract.families ?? {}).map(([nom, {description, kind}]) => ({nom, description, attendu: kind.expects})),
    regles: (contract.rules ?? []).map(({columns, message, level}) => ({colonnes: columns, message, refus: level === "refus"}))
  };
}

function describeColumn(contract: Contract, name: string, column: Column): ColumnDescription {
  const header = isOwn(contract) ? name : (column.aliases?.[0] ?? name);
  return {
    nom: name,
    entete: header,
    autres_entetes: [name, ...(column.aliases ?? [])].filter((item) => item !== header),
    description: column.description,
    attendu: column.kind.expects,
    exemple: exampleOf(column),
    obligatoire: column.required ?? false,
    cle: column.key ?? false,
    unite: column.unit ?? null,
    personnelle: column.personal === "pseudonym" ? "pseudonymisée" : column.personal === "drop" ? "jamais chargée" : null
  };
}

/** Columns that one may ask somebody to fill: all but those that are never loaded. */
export function askedColumns(contract: Contract): [name: string, column: Column][] {
  return Object.entries(contract.columns).filter(([, column]) => column.personal !== "drop");
}

/** Bounds of a number, as kept. */
function boundsOf({kind}: Column): {min?: number; max?: number} {
  if (!kind.range || !["INTEGER", "DOUBLE"].includes(kind.type)) return {};
  const min = Number.parseFloat(kind.range.min);
  const max = Number.parseFloat(kind.range.max);
  return {...(Math.abs(min) < 1e15 ? {min} : {}), ...(Math.abs(max) < 1e15 ? {max} : {})};
}

/** Codes of a closed list that a file must write; labels translated from somebody else's words are no such list. */
export function codesOf({kind}: Column): readonly string[] | undefined {
  return kind.name === "choix" ? kind.schema.enum : undefined;
}

/** The value of a column once read. */
function valueSchema(column: Column): z.ZodType {
  const {kind} = column;
  const {min, max} = boundsOf(column);
  switch (kind.type) {
    case "BOOLEAN": return z.boolean();
    case "INTEGER": return z.int().min(min ?? Number.MIN_SAFE_INTEGER).max(max ?? Number.MAX_SAFE_INTEGER);
    case "DOUBLE": {
      const number = min === undefined ? z.number() : z.number().min(min);
      return max === undefined ? number : number.max(max);
    }
    case "DATE": return z.iso.date();
    case "TIMESTAMP": return z.iso.datetime({local: true});
    default:
      if (kind.schema.enum) return z.enum(kind.schema.enum as [string, ...string[]]);
      return kind.schema.format ? z.string().regex(new RegExp(kind.schema.format, "u")) : z.string();
  }
}

/** JSON Schema (draft 2020-12) of one record of a contract as Vigie reads it (ISO dates, shares from 0 to 1, codes), made by zod. */
export function toJsonSchema(contract: Contract): Record<string, unknown> {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, column] of askedColumns(contract)) {
    const value = valueSchema(column);
    const example = typedExampleOf(column);
    const open = column.required || column.personal ? value : contract.notConcerned?.length ? z.union([value, z.enum(contract.notConcerned as [string, ...string[]])]).nullable() : value.nullable();
    const described = open.describe([sentence(column), column.unit ? `Unité : ${column.unit}.` : ""].filter(Boolean).join(" ")).meta(example === undefined ? {} : {examples: [example]});
    shape[name] = column.required ? described : described.optional();
  }
  return z.toJSONSchema(z.strictObject(shape).meta({title: contract.titre, description: `Une ligne : ${contract.grain}. Producteur : ${contract.producteur}. Licence : ${contract.licence}.`})) as Record<string, unknown>;
}

/** What a cell may hold, null for a kind that takes any text: its example would say nothing of this column. */
export function exampleOf({kind}: Column): string | null {
  return kind.name === "texte" || kind.name === "identifiant" ? null : kind.example;
}

/** The example of a column once read. */
function typedExampleOf(column: Column): unknown {
  if (exampleOf(column) === null) return undefined;
  const {data} = column.kind.zod.safeParse(column.kind.example);
  return column.kind.type === "TIMESTAMP" && typeof data === "string" ? data.replace(" ", "T") : data;
}

function sentence({description, kind}: Column): string {
  return `${description.charAt(0).toUpperCase()}${description.slice(1)} : ${kind.expects}.`;
}

const YES = ["oui", "o", "1", "vrai", "true", "x"];
const NO = ["non", "n", "0", "faux", "false"];
const everyCase = (words: readonly string[]): string[] => [...new Set(words.flatMap((word) => [word, `${word.charAt(0).toUpperCase()}${word.slice(1)}`, word.toUpperCase()]))];

interface TableSchemaField {
  name: string;
  title: string;
  description: string;
  type: string;
  format?: string;
  example?: string;
  decimalChar?: string;
  groupChar?: string;
  trueValues?: string[];
  falseValues?: string[];
  constraints: Record<string, unknown>;
}

/** Frictionless Table Schema (specification v1) of the files of a contract: what Validata and `frictionless validate` read. */
export function toTableSchema(contract: Contract): Record<string, unknown> {
  const columns = askedColumns(contract);
  const header = (name: string): string => describeColumn(contract, name, contract.columns[name] as Column).entete;
  const key = columns.filter(([, column]) => column.key).map(([name]) => header(name));
  const families = Object.values(contract.families ?? {});
  return {
    $schema: "https://frictionlessdata.io/schemas/table-schema.json",
    name: contractName(contract).replaceAll(/[^a-z0-9]+/g, "-"),
    title: contract.titre,
    description: [
      `Une ligne : ${contract.grain}. Producteur : ${contract.producteur}. Licence : ${contract.licence}.`,
      ...(contract.notConcerned?.length ? [`${contract.notConcerned.join(", ")} : non concerné ; case vide : non répondu.`] : []),
      ...(families.length > 0 ? [`Le fichier porte aussi des colonnes au nom libre (${families.map((family) => family.description).join(" ; ")}), que ce schéma ne décrit pas.`] : [])
    ].join(" "),
    countryCode: "FR",
    fields: columns.map(([name, column]) => fieldOf(header(name), column, isOwn(contract))),
    missingValues: ["", ...(contract.missing ?? []), ...(contract.notConcerned ?? [])],
    ...(key.length > 0 ? {primaryKey: key} : {})
  };
}

/** What a cell of a text kind may look like in a file, where the kind reads more than what it keeps. */
const WRITTEN: Readonly<Record<string, string>> = {
  uai: "^[0-9]{7}[A-Za-z]$",
  anneeScolaire: "^[0-9]{4}[ ]*[-/–][ ]*([0-9]{4}|[0-9]{2})$",
  codeInsee: "^([0-9]{5}|2[ABab][0-9]{3})$"
};

function patternOf({kind}: Column): string | undefined {
  const pattern = WRITTEN[kind.name] ?? (kind.schema.enum ? undefined : kind.schema.format);
  // A kind that reads still more (a school year given by its first year alone) is held to no pattern.
  return pattern !== undefined && new RegExp(pattern, "u").test(kind.example) ? pattern : undefined;
}

/** Types of Table Schema whose written form is the kind's own; any other kind is checked as text. */
const TYPES: Readonly<Record<string, string>> = {entier: "integer", decimal: "number", ratio: "number", annee: "year", ouiNon: "boolean", date: "date", moment: "datetime"};

/** A producer writes its own labels, which the contract translates: only our templates are held to the codes. */
function fieldOf(name: string, column: Column, isCoded: boolean): TableSchemaField {
  const {kind} = column;
  const {min, max} = boundsOf(column);
  const codes = isCoded ? codesOf(column) : undefined;
  const type = TYPES[kind.name] ?? "string";
  const pattern = type === "string" ? patternOf(column) : undefined;
  const isNumeric = type === "integer" || type === "number";
  return {
    name,
    title: column.unit ? `${column.description} (${column.unit})` : column.description,
    description: sentence(column),
    type,
    // Both JJ/MM/AAAA and AAAA-MM-JJ are read.
    ...(type === "date" || type === "datetime" ? {format: "any"} : {}),
    ...(exampleOf(column) === null ? {} : {example: kind.example}),
    ...(type === "number" ? {decimalChar: ",", groupChar: " "} : {}),
    ...(type === "boolean" ? {trueValues: everyCase(YES), falseValues: everyCase(NO)} : {}),
    constraints: {
      required: column.required ?? false,
      ...(codes ? {enum: codes} : {}),
      ...(pattern ? {pattern} : {}),
      ...(isNumeric && min !== undefined ? {minimum: min} : {}),
      ...(isNumeric && max !== undefined ? {maximum: max} : {})
    }
  };
}
