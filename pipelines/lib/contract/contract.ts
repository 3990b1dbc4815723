import {fold} from "../text.ts";
import type {Kind} from "./kinds.ts";

export interface Column {
  readonly kind: Kind;
  readonly description: string;
  readonly required?: boolean;
  /** Part of the natural key: two files that give the same key speak of the same thing. */
  readonly key?: boolean;
  /** Other headers that mean this column (compared folded). */
  readonly aliases?: readonly string[];
  readonly unit?: string;
  /** `pseudonym`: replaced by a keyed pseudonym; `drop`: known, never loaded. */
  readonly personal?: "pseudonym" | "drop";
}

/** Columns whose headers carry a free name after a fixed beginning (one per competence, badge…): one MAP in the lake. */
interface Family {
  /** Folded header; the group `nom` is the map's key, taken from the header as written. */
  readonly pattern: RegExp;
  readonly kind: Kind;
  readonly description: string;
}

export type Values = Readonly<Record<string, unknown>>;

/** A rule over several columns of a record. `isWrong` and `sql` say the same thing; a property test holds them together. */
interface Rule {
  readonly code: string;
  readonly columns: readonly string[];
  /** SQL expression over the typed columns, true when the record is wrong (NULL is right). */
  readonly sql: string;
  isWrong(values: Values): boolean;
  readonly message: string;
  readonly mend: string;
  /** `refus` rejects the record; `avertissement` keeps it and counts it. */
  readonly level: "refus" | "avertissement";
}

export interface Contract {
  readonly source: string;
  readonly objet: string;
  /** Name under which people know this layout (templates, mappings, messages); by default its objet. */
  readonly nom?: string;
  readonly titre: string;
  /** What one row is. */
  readonly grain: string;
  readonly producteur: string;
  readonly licence: string;
  /** Folded headers that together recognise the file; by default the required columns. */
  readonly signature?: readonly (readonly string[])[];
  readonly columns: Readonly<Record<string, Column>>;
  readonly families?: Readonly<Record<string, Family>>;
  /** Columns made from several personal ones: name → the headers that identify the person. */
  readonly pseudonyms?: Readonly<Record<string, {from: readonly string[]; description: string}>>;
  readonly rules?: readonly Rule[];
  /** Says if a header is of this layout, where no fixed header tells (free names, localised titles); goes before the signature. */
  readonly recognises?: (header: readonly string[]) => boolean;
  /** An untitled (or dated) column that goes with the one before it: `first` family → `second` family, under the same key. */
  readonly pairs?: {readonly first: string; readonly second: string};
  /** Cells that mean "no answer" in this source, besides the empty one. */
  readonly missing?: readonly string[];
  /** Cells that mean "non concerné"; `NC` for Vigie's own contracts. */
  readonly notConcerned?: readonly string[];
  /** Strip the apostrophe that some exports put before = + - @. */
  readonly formulaEscape?: boolean;
  /** The file may name no school: it then takes its UAI from --uai, from its name or its folder's, or from `correspondances`. */
  readonly uaiFromFile?: boolean;
  /** The column that takes the school year of the file's name where the file has no such column; a file with neither is refused. */
  readonly yearFromFile?: string;
  /** The file may hold headers that nobody can list (extra columns of an organisation): dropped without a word of warning. */
  readonly freeColumns?: boolean;
  /** Its years say what is planned or was published, not what has been observed. */
  readonly isPlan?: boolean;
  /** No model needs it: its absence is nothing to complain of. */
  readonly isOptional?: boolean;
  /** How long the rows may be kept, in months, and why. */
  readonly retention: {months: number; purpose: string};
}

export interface OwnContract extends Omit<Contract, "producteur" | "licence" | "notConcerned" | "retention"> {
  readonly retentionMonths?: number;
  readonly purpose: string;
}

/** One of Vigie's own layouts (the templates of `vigie gabarit`): NC means "non concerné". */
export function ownContract({retentionMonths, purpose, ...contract}: OwnContract): Contract {
  return {
    ...contract,
    producteur: "Vigie (gabarit)",
    licence: "données internes",
    notConcerned: ["NC"],
    retention: {months: retentionMonths ?? 60, purpose}
  };
}

/** The name that people write for a contract. */
export function nomOf(contract: Pick<Contract, "objet" | "nom">): string {
  return contract.nom ?? contract.objet;
}

/** The contract that a person names: by its name, its objet, or `source/objet`. */
export function contractNamed(contracts: readonly Contract[], name: string): Contract | undefined {
  return contracts.find((contract) => nomOf(contract) === name) ?? contracts.find((contract) => contract.objet === name || `${contract.source}/${contract.objet}` === name);
}

export function relationName(contract: Pick<Contract, "source" | "objet">): string {
  return `src_${contract.source}__${contract.objet}`;
}

const headerIndexes = new WeakMap<Contract, ReadonlyMap<string, string>>();

/** Folded header → column name, for the columns, their aliases and the personal columns that are known only to be dropped. */
export function headerIndex(contract: Contract): ReadonlyMap<string, string> {
  const known = headerIndexes.get(contract);
  if (known) return known;
  const index = new Map<string, string>();
  headerIndexes.set(contract, index);
  for (const [name, column] of Object.entries(contract.columns)) {
    index.set(fold(name), name);
    index.set(fold(name.replaceAll("_", " ")), name);
    for (const alias of column.aliases ?? []) for (const spelling of [alias, alias.replaceAll("_", " ")]) index.set(fold(spelling), name);
  }
  return index;
}

/** A column of the lake: the contract's own kept columns, families and pseudonyms, then provenance. */
export interface LakeColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

const PROVENANCE: readonly LakeColumn[] = [
  {name: "_fichier", type: "VARCHAR", description: "16 premiers chiffres du sha256 du fichier"},
  {name: "_ligne", type: "BIGINT", description: "ligne du fichier, comme le tableur la montre"},
  {name: "_uai_fichier", type: "VARCHAR", description: "UAI donné à l'import ou lu dans le nom du fichier ou de son dossier"},
  {name: "_version", type: "VARCHAR", description: "ordre des versions d'une même clé : la plus grande l'emporte"},
  {name: "_non_concerne", type: "VARCHAR[]", description: "colonnes où la ligne dit NC"},
  {name: "_non_collecte", type: "VARCHAR[]", description: "colonnes du contrat que le fichier n'a pas"}
];

export function lakeColumns(contract: Contract): LakeColumn[] {
  const columns: LakeColumn[] = [];
  for (const [name, column] of Object.entries(contract.columns)) {
    if (column.personal === "drop") continue;
    columns.push({name, type: column.personal === "pseudonym" ? "VARCHAR" : column.kind.type, description: column.description});
  }
  for (const [name, pseudonym] of Object.entries(contract.pseudonyms ?? {})) {
    columns.push({name, type: "VARCHAR", description: pseudonym.description});
  }
  for (const [name, family] of Object.entries(contract.families ?? {})) {
    columns.push({name, type: `MAP(VARCHAR, ${family.kind.type})`, description: family.description});
  }
  return [...columns, ...PROVENANCE];
}
