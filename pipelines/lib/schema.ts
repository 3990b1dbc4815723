import type {z} from "zod";

/** What a schema reads of a value, or what is wrong with it: one French line per key. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, root: string): {data: T; problems?: never} | {data?: never; problems: readonly string[]} {
  const parsed = schema.safeParse(value, {reportInput: true});
  return parsed.success ? {data: parsed.data} : {problems: parsed.error.issues.map((issue) => `${issue.path.join(".") || root} : ${sayIssue(issue)}`)};
}

/** The library's own words, which no reader should meet; those of a schema of ours are French. */
const LIBRARY = /^(Invalid |Too |Unrecognized |Expected )/;

const EXPECTED: Readonly<Record<string, string>> = {
  string: "un texte est attendu (entre guillemets s'il ressemble à un nombre)",
  number: "un nombre est attendu",
  int: "un nombre entier est attendu",
  boolean: "true ou false est attendu",
  array: "une liste est attendue, entre crochets ou un tiret par ligne",
  object: "des clés sont attendues, une par ligne, en retrait",
  record: "des clés sont attendues, une par ligne, en retrait",
  date: "une date est attendue"
};

function sayIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `clé inconnue : ${issue.keys.join(", ")}`;
  const own = issue.message !== "" && !LIBRARY.test(issue.message) ? issue.message : undefined;
  if (issue.input === undefined && ["invalid_type", "invalid_value", "invalid_union"].includes(issue.code)) return `cette clé manque${own ? ` (${own})` : ""}`;
  if (own) return own;
  switch (issue.code) {
    case "invalid_type": return EXPECTED[issue.expected] ?? "cette valeur n'a pas la forme attendue";
    case "invalid_value": return `une de ces valeurs est attendue : ${issue.values.map(String).join(", ")}`;
    case "too_small": return bound(issue.origin, Number(issue.minimum), issue.inclusive === false ? "plus de" : "au moins");
    case "too_big": return bound(issue.origin, Number(issue.maximum), issue.inclusive === false ? "moins de" : "au plus");
    case "invalid_union": return [...new Set(issue.errors.flatMap((branch) => branch.map((one) => sayIssue({...one, input: issue.input} as z.core.$ZodIssue))))].join(", ou ");
    default: return "cette valeur n'a pas la forme attendue";
  }
}

function bound(origin: string, limit: number, words: string): string {
  const value = limit.toLocaleString("fr-FR");
  if (origin === "string") return limit <= 1 && words === "au moins" ? "ce texte est vide" : `${words} ${value} caractères sont attendus`;
  if (origin === "array" || origin === "set") return `${words} ${value} valeur${limit > 1 ? "s sont attendues" : " est attendue"}`;
  return `un nombre est attendu, ${words} ${value}`;
}
