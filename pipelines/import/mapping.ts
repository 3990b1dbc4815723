import {existsSync, readdirSync} from "node:fs";
import path from "node:path";
import {z} from "zod";
import {fold} from "../lib/text.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {parseWith} from "../lib/schema.ts";
import {parseYaml, readText} from "../lib/yaml.ts";
import {contractNamed, nomOf, type Contract} from "../lib/contract/contract.ts";

const mappingSchema = z.strictObject({
  source: z.string(),
  signature: z.array(z.string()).min(1),
  colonnes: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  valeurs: z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))).default({}),
  ignores: z.record(z.string(), z.array(z.string())).default({}),
  constantes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({})
});

/** A file of the workspace that brings another layout to one of Vigie's contracts. */
export interface Mapping {
  readonly file: string;
  readonly contract: Contract;
  readonly signature: readonly string[];
  /** Folded header → column of the contract. */
  readonly headers: ReadonlyMap<string, string>;
  /** Column → folded label → code, null for a label that is ignored on purpose. */
  readonly values: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
  readonly constants: ReadonlyMap<string, string>;
}

/** Reads one mapping; every mistake in it is named with the file. */
export function parseMapping(file: string, text: string, contracts: readonly Contract[]): Mapping {
  const fail = (what: string, mend = "Corrigez le fichier de correspondance."): never => {
    throw new VigieError(`Correspondance ${path.basename(file)} : ${what}`, {exitCode: EXIT.usage, mend});
  };
  const {data, problems} = parseWith(mappingSchema, parseYaml(text, `La correspondance ${path.basename(file)}`) ?? {}, "correspondance");
  if (!data) return fail(problems.join(" ; "));
  const {source, signature, colonnes, valeurs, ignores, constantes} = data;
  const contract = contractNamed(contracts, source);
  if (!contract) return fail(`la source « ${source} » n'existe pas.`, `Sources connues : ${contracts.map(nomOf).join(", ")}.`);

  const known = (column: string): void => {
    const definition = contract.columns[column];
    if (!definition) fail(`la colonne « ${column} » n'existe pas dans ${source}.`, `Colonnes connues : ${Object.keys(contract.columns).join(", ")}.`);
    if (definition?.personal === "drop") fail(`la colonne « ${column} » est personnelle : elle n'est jamais chargée.`, "Retirez-la de la correspondance.");
  };
  const headers = new Map<string, string>();
  for (const [column, written] of Object.entries(colonnes)) {
    known(column);
    for (const header of Array.isArray(written) ? written : [written]) headers.set(fold(header), column);
  }
  const values = new Map<string, ReadonlyMap<string, string | null>>();
  for (const column of new Set([...Object.keys(valeurs), ...Object.keys(ignores)])) {
    known(column);
    const labels = Object.entries(valeurs[column] ?? {}).map(([label, code]) => [fold(label), code] as const);
    values.set(column, new Map<string, string | null>([...labels, ...(ignores[column] ?? []).map((label) => [fold(label), null] as const)]));
  }
  for (const column of Object.keys(constantes)) known(column);
  return {file, contract, signature: signature.map(fold), headers, values, constants: new Map(Object.entries(constantes))};
}

/** The mappings (`*.yml`) of a folder, in the order of their names. */
export function readMappings(dir: string, contracts: readonly Contract[]): Mapping[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => /\.ya?ml$/i.test(name))
    .sort()
    .map((name) => parseMapping(path.join(dir, name), readText(path.join(dir, name), `La correspondance ${name}`), contracts));
}
