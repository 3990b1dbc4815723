import {describe, expect, test} from "vitest";
import {z} from "zod";
import {contracts} from "../../../sources/index.ts";
import {contractName, describeContract, findContracts, isOwn, toJsonSchema, toTableSchema} from "../../../pipelines/lib/contract/describe.ts";

/** The rules of the Table Schema specification, version 1, as far as our schemas use it. */
const constraints = z.strictObject({
  required: z.boolean().optional(), unique: z.boolean().optional(), minimum: z.number().optional(), maximum: z.number().optional(),
  pattern: z.string().refine((text) => RegExp(text)).optional(), enum: z.array(z.string()).min(1).refine((items) => new Set(items).size === items.length).optional()
});
const common = {name: z.string().min(1), title: z.string(), description: z.string(), example: z.string().optional(), constraints};
const text = constraints.omit({minimum: true, maximum: true});
const field = z.discriminatedUnion("type", [
  z.strictObject({...common, type: z.literal("string"), format: z.enum(["default", "email", "uri", "binary", "uuid"]).optional(), constraints: text}),
  z.strictObject({...common, type: z.literal("number"), decimalChar: z.string().length(1), groupChar: z.string().length(1)}),
  z.strictObject({...common, type: z.literal("integer")}),
  z.strictObject({...common, type: z.literal("year")}),
  z.strictObject({...common, type: z.literal("date"), format: z.string(), constraints: text}),
  z.strictObject({...common, type: z.literal("datetime"), format: z.string(), constraints: text}),
  z.strictObject({...common, type: z.literal("boolean"), trueValues: z.array(z.string()).min(1), falseValues: z.array(z.string()).min(1), constraints: constraints.pick({required: true})})
]);
const tableSchema = z
  .strictObject({
    $schema: z.url(), name: z.string().regex(/^[a-z0-9-]+$/), title: z.string(), description: z.string(), countryCode: z.literal("FR"), fields: z.array(field).min(1),
    missingValues: z.array(z.string()), primaryKey: z.array(z.string()).min(1).optional()
  })
  .refine((schema) => new Set(schema.fields.map((item) => item.name)).size === schema.fields.length, "a field twice")
  .refine((schema) => (schema.primaryKey ?? []).every((name) => schema.fields.some((item) => item.name === name)), "a key that is no field");

interface JsonSchema {
  type: string;
  title: string;
  required?: string[];
  additionalProperties: boolean;
  properties: Record<string, {description: string; examples?: unknown[]; anyOf?: unknown[]}>;
}

describe.each(contracts.map((contract) => [contractName(contract), contract] as const))("%s as documentation", (_, contract) => {
  test("its Table Schema follows the specification", () => {
    expect(tableSchema.safeParse(toTableSchema(contract)).error?.issues ?? []).toEqual([]);
  });

  test("its JSON Schema is one that zod can read back, and takes its own examples", () => {
    const schema = toJsonSchema(contract);
    const {properties, required = []} = schema as unknown as JsonSchema;
    const example = Object.fromEntries(Object.entries(properties).flatMap(([name, {examples}]) => (examples ? [[name, examples[0]]] : required.includes(name) ? [[name, "texte"]] : [])));
    expect(z.fromJSONSchema(schema).safeParse(example).error?.issues ?? []).toEqual([]);
  });

  test("no schema asks for a column that is never loaded", () => {
    const dropped = Object.entries(contract.columns).filter(([, column]) => column.personal === "drop").map(([name]) => name);
    expect(Object.keys((toJsonSchema(contract) as unknown as JsonSchema).properties).filter((name) => dropped.includes(name))).toEqual([]);
    expect(describeContract(contract).colonnes.filter((column) => column.personnelle === "jamais chargée").map((column) => column.nom)).toEqual(dropped);
  });
});

test("bounds, codes, school years and « non concerné » are in the schemas", () => {
  const [etic] = findContracts(contracts, "etic");
  if (!etic) throw new Error("no etic");
  const fields = (toTableSchema(etic) as {fields: {name: string; constraints: object}[]; missingValues: string[]}).fields;
  expect(fields.find((item) => item.name === "palier_maturite")?.constraints).toEqual({required: false, minimum: 1, maximum: 5});
  expect(fields.find((item) => item.name === "technologie_acces")?.constraints).toEqual({required: false, enum: ["fibre", "xdsl", "4g", "satellite", "autre"]});
  expect(toTableSchema(etic)["missingValues"]).toEqual(["", "NC"]);
  const json = z.fromJSONSchema(toJsonSchema(etic));
  const row = {annee_scolaire: "2024-2025", uai: "0130007M"};
  expect(json.safeParse({...row, palier_maturite: "NC", eleves: null}).success).toBe(true);
  expect(json.safeParse({...row, palier_maturite: 6}).success).toBe(false);
  expect(json.safeParse({uai: "0130007M"}).success).toBe(false);
  expect(json.safeParse({...row, colonne_inventee: 1}).success).toBe(false);
});

test("a contract is found by its full name, its object or its source", () => {
  expect(findContracts(contracts, "Pix/Certification").map(contractName)).toEqual(["pix/certification"]);
  expect(findContracts(contracts, "certification").map(contractName)).toEqual(["pix/certification"]);
  expect(findContracts(contracts, "pix").length).toBeGreaterThan(2);
  expect(findContracts(contracts, "rien")).toEqual([]);
  expect(contracts.filter(isOwn).map(contractName)).toContain("etic");
});
