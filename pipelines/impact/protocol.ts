import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {z} from "zod";
import {EXIT, VigieError} from "../lib/errors.ts";
import {parseWith} from "../lib/schema.ts";
import {isUai} from "../lib/text.ts";
import {parseYaml} from "../lib/yaml.ts";
import {MEASURE_NAMES} from "./measures.ts";
import {breaches} from "./vocabulary.ts";

const text = z.string({error: "un texte est attendu"}).trim().min(1, {error: "ce texte est vide"});
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values, {error: `une de ces valeurs est attendue : ${values.join(", ")}`});
const year = z
  .string({error: "une année scolaire est attendue, comme 2024-2025"})
  .regex(/^\d{4}-\d{4}$/, {error: "une année scolaire est attendue, comme 2024-2025"})
  .refine((value) => Number(value.slice(5)) === Number(value.slice(0, 4)) + 1, {error: "les deux années doivent se suivre, comme 2024-2025"});
const date = z
  .string({error: "une date est attendue, comme 2024-06-30"})
  .regex(/^\d{4}-\d{2}-\d{2}$/, {error: "une date est attendue, comme 2024-06-30"})
  .refine((value) => new Date(`${value}T00:00:00Z`).toISOString().startsWith(value), {error: "cette date n'existe pas"});
const uai = z.string({error: "un UAI est attendu"}).refine(isUai, {error: "cet UAI est faux : sa lettre de contrôle ne convient pas"});
const indicator = z.string({error: "le code d'un indicateur est attendu"}).regex(/^[a-z_][a-z0-9_]*$/, {error: "le code d'un indicateur est attendu, comme us_pix_score"});

const outcome = z.strictObject({
  indicateur: indicator,
  /** `log`: the difference is read as a percentage, for counts that multiply. */
  echelle: oneOf(["valeur", "log"]).default("valeur"),
  /** Fewer units than this in a year, and the school's result of that year is not used. */
  n_minimum: z.int({error: "un nombre entier est attendu"}).min(1, {error: "au moins 1 est attendu"}).default(5),
  /** Nothing is expected here: a difference would say that the groups differ by something else. */
  temoin: z.boolean({error: "true ou false est attendu"}).default(false)
});
export type Outcome = z.infer<typeof outcome>;

const QUALITES = ["chercheur", "inspecteur", "chef_etablissement", "drane", "dsden", "eafc", "canope", "autre"] as const;

const schema = z
  .strictObject({
    titre: text,
    question: text,
    population: z.strictObject({
      degre: oneOf(["premier", "second"]),
      types: z.array(oneOf(["ecole_maternelle", "ecole_elementaire", "ecole_primaire", "college", "lycee_general", "lycee_professionnel", "lycee_polyvalent", "erea"])).min(1, {error: "au moins un type est attendu"}).optional(),
      secteurs: z.array(oneOf(["public", "prive"])).min(1, {error: "au moins un secteur est attendu"}).default(["public", "prive"])
    }),
    exposition: z.strictObject({
      libelle: text,
      conditions: z.array(z.strictObject({mesure: oneOf(MEASURE_NAMES), minimum: z.number({error: "un nombre est attendu"})})).min(1, {error: "au moins une condition est attendue"})
    }),
    resultats: z.strictObject({principal: outcome, secondaires: z.array(outcome).default([])}),
    comparaison: oneOf(["jamais_exposes", "pas_encore_exposes"]),
    grappe: oneOf(["etablissement", "commune", "circonscription", "bassin", "departement"]).default("commune"),
    ponderation: oneOf(["egale", "eleves"]).default("egale"),
    periode: z.strictObject({
      debut: year,
      fin: year,
      /** First year whose results had to be unknown at registration; earlier years only serve as « avant ». */
      etude_depuis: year.optional()
    }),
    estimateur: oneOf(["adoption_echelonnee", "avant_apres", "permutation", "dose_reponse"]).default("adoption_echelonnee"),
    dose: z.strictObject({mesure: oneOf(MEASURE_NAMES), ajustement: z.array(oneOf(["ips", "education_prioritaire"])).default(["ips"])}).optional(),
    /** Indicators whose tests are corrected together (Holm). */
    famille: z.array(indicator).min(1, {error: "au moins un indicateur est attendu"}),
    exclusions: z.array(z.strictObject({uai, motif: text})).default([]),
    continuites: z.array(z.strictObject({ancien: uai, nouveau: uai, motif: text})).default([]),
    enregistre_le: date,
    signataires: z.array(z.strictObject({nom: text, qualite: oneOf(QUALITES)})).min(1, {error: "au moins un signataire est attendu"}),
    exploratoire: z.boolean({error: "true ou false est attendu"}).default(false)
  })
  .superRefine((protocol, context) => {
    const refuse = (place: (string | number)[], message: string): void => context.addIssue({code: "custom", path: place, message});
    const {periode, resultats, famille, estimateur, dose} = protocol;
    if (periode.fin <= periode.debut) refuse(["periode", "fin"], "la période doit compter au moins deux années : une avant, une après");
    if (periode.etude_depuis !== undefined && (periode.etude_depuis < periode.debut || periode.etude_depuis > periode.fin)) refuse(["periode", "etude_depuis"], "cette année est hors de la période");
    const outcomes = [resultats.principal, ...resultats.secondaires].map(({indicateur}) => indicateur);
    for (const code of new Set(outcomes.filter((code, index) => outcomes.indexOf(code) !== index))) refuse(["resultats"], `${code} est cité deux fois`);
    for (const [index, code] of famille.entries()) if (!outcomes.includes(code)) refuse(["famille", index], `${code} n'est pas un résultat du protocole`);
    if (!famille.includes(resultats.principal.indicateur)) refuse(["famille"], "le résultat principal doit en faire partie");
    if (estimateur === "dose_reponse" && dose === undefined) refuse(["dose"], "l'estimateur dose_reponse a besoin d'une dose");
    for (const [key, value] of [["titre", protocol.titre], ["question", protocol.question], ["exposition", protocol.exposition.libelle]] as const) {
      for (const {mot, instead} of breaches(value, "écart")) refuse([key], `« ${mot} » dit déjà la réponse ; plutôt : ${instead}`);
    }
  });
type ProtocolText = z.infer<typeof schema>;

export interface Protocol extends ProtocolText {
  /** Name of the file without its ending: the name of everything that the protocol produces. */
  readonly code: string;
  readonly fichier: string;
  /** sha256 of the file: the report says which text it answers. */
  readonly empreinte: string;
}

/** Reads a protocol; throws a VigieError that names every key at fault. */
export function readProtocol(file: string): Protocol {
  if (!existsSync(file)) throw new VigieError(`Le protocole « ${file} » n'existe pas.`, {exitCode: EXIT.usage, mend: "« vigie impact --modele » écrit un protocole commenté dans le dossier protocoles/ de l'espace."});
  const content = readFileSync(file, "utf8");
  const code = path.basename(file).replace(/\.ya?ml$/, "");
  if (!/^[a-z0-9][a-z0-9-]*$/.test(code)) throw new VigieError(`Le nom du fichier « ${path.basename(file)} » ne convient pas.`, {exitCode: EXIT.usage, mend: "Des minuscules sans accent, des chiffres et des tirets, puis .yml : equipement-usage-pix.yml"});
  const {data, problems} = parseWith(schema, parseYaml(content, `Le protocole ${path.basename(file)}`) ?? {}, "protocole");
  if (!data) {
    throw new VigieError(`Le protocole ${path.basename(file)} n'est pas complet ou pas juste.\n${problems.map((problem) => `  - ${problem}`).join("\n")}`, {exitCode: EXIT.usage, mend: "Corrigez ces clés ; « vigie impact --modele » écrit un exemple commenté à comparer."});
  }
  return {...data, code, fichier: path.basename(file), empreinte: createHash("sha256").update(content).digest("hex")};
}

/** The protocols of a workspace, in the order of their names. */
export function listProtocols(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => path.join(dir, name));
}

export function outcomesOf(protocol: Protocol): Outcome[] {
  return [protocol.resultats.principal, ...protocol.resultats.secondaires];
}

/** 2024 for 2024-2025: the years of the estimators are whole numbers. */
export function firstYear(schoolYear: string): number {
  return Number(schoolYear.slice(0, 4));
}

export function schoolYearOf(first: number): string {
  return `${first}-${first + 1}`;
}
