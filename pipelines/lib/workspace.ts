import {existsSync} from "node:fs";
import path from "node:path";
import {z} from "zod";
import {EXIT, VigieError} from "./errors.ts";
import {parseWith} from "./schema.ts";
import {asWord, schoolYear} from "./text.ts";
import {readYaml} from "./yaml.ts";

const share = z.number().gt(0).max(1);

const departement = z.string().regex(/^(\*|0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|97[1-8]|98[4-8])$/, 'un code de département est attendu, entre guillemets ("13", "04", "2A", "974"), ou "*" pour tout le pays');

/** A size as DuckDB writes it; octets are French for bytes. */
const memory = z.string().transform((text) => text.replace(/\s/gu, "").replace(/o$/i, "B").toUpperCase())
  .pipe(z.string().regex(/^[1-9][0-9]*([.][0-9]+)?(MB|GB|TB|MIB|GIB|TIB)$/, "une taille est attendue, comme 4GB ou 512MB"));

const configSchema = z.strictObject({
  titre: z.string().default("Territoires numériques éducatifs"),
  /** Under which licence the published figures may be used again; the team decides. */
  licence: z.string().optional(),
  perimetre: z
    .strictObject({
      /** One département, or « * » for the whole country. */
      departement: departement.default("13"),
      /** Several départements: they then take the place of `departement`. */
      departements: z.array(departement).min(2).optional(),
      nom: z.string().default("Bouches-du-Rhône"),
      academie: z.string().default("Aix-Marseille"),
      code_academie: z.string().default("02")
    })
    .prefault({}),
  /** Year shown first; by default the newest that has data. */
  annee_courante: z.string().transform((text, context) => schoolYear(text) ?? (context.addIssue("une année scolaire AAAA-AAAA est attendue, comme 2024-2025"), z.NEVER)).optional(),
  seuils: z
    .strictObject({
      personnes: z.int().min(2).default(5),
      etablissements: z.int().min(2).default(3),
      /** Persons from which on it may be said that all gave the same answer; « toujours »: whatever their number, it is hidden. */
      groupe_uniforme: z.union([z.int().min(0), z.literal("toujours")]).default("toujours"),
      /** Largest share of an amount that one school may weigh. */
      dominance: z.number().gt(0).max(1).default(0.85),
      tres_haut_debit_mbps: z.number().default(40)
    })
    .prefault({}),
  /** When a survey may be read, and how (statistics sheet §1.6): the observatoire confirms these lines. */
  enquetes: z
    .strictObject({
      /** Response rates (NCES 4-4, OMB 3.2.9, PISA; the 50 % line is ours), and the rate that no group may be under to be strong. */
      reponse_forte: share.default(0.85),
      reponse_forte_groupe: share.default(0.7),
      reponse_moyenne: share.default(0.65),
      reponse_faible: share.default(0.5),
      /** Responding schools under which a stratum is too thin to carry its own weight: the question is then raked. */
      strate_min: z.int().min(1).default(5),
      /** Reliability of a proportion (Parker et al. 2017): answers, width of the interval, width relative to the proportion. */
      fiable_n_min: z.int().min(1).default(30),
      fiable_largeur_max: share.default(0.3),
      fiable_largeur_sure: share.default(0.05),
      fiable_largeur_relative_max: z.number().positive().default(1.3)
    })
    .prefault({}),
  territoires: z
    .array(z.enum(["academie", "departement", "bassin", "circonscription", "epci", "commune", "arrondissement", "reseau", "cite_educative"]))
    .default(["departement", "bassin", "circonscription", "epci", "commune", "arrondissement", "reseau", "cite_educative"]),
  /** How many months things are kept; `vigie purger` forgets what is older. */
  conservation: z
    .strictObject({
      /** By source, or by source/objet; by default what its contract says. */
      sources: z.record(z.string(), z.int().min(1)).default({}),
      /** Refused rows, since the import. */
      rejets: z.int().min(1).default(12),
      /** School-level tables: the internal edition, and the terms kept beside a frozen edition. */
      tables_internes: z.int().min(1).default(36)
    })
    .prefault({}),
  /** What `vigie registre` cannot know. */
  registre: z
    .strictObject({responsable: z.string().optional(), delegue: z.string().optional(), base_legale: z.string().optional()})
    .prefault({}),
  /** True when every file of the workspace was made up by `vigie demo`. */
  fictif: z.boolean().default(false),
  memoire: memory.default("4GB")
});

export type Config = z.infer<typeof configSchema>;

/** Départements that the workspace follows; « * » for all. */
export const followed = ({perimetre}: Pick<Config, "perimetre">): readonly string[] => perimetre.departements ?? [perimetre.departement];

/** The territory that the workspace speaks of first: its département, or the programme when it has several. */
export function mainTerritory(config: Pick<Config, "perimetre">): {type: "departement" | "programme"; code: string} {
  const [departement = "*", ...others] = followed(config);
  return departement === "*" || others.length > 0 ? {type: "programme", code: "TNE"} : {type: "departement", code: departement};
}

export interface Workspace {
  readonly dir: string;
  readonly config: Config;
  readonly paths: Readonly<
    Record<
      | "publicationInterne" | "siteInterne" | "config" | "entree" | "correspondances" | "corrections" | "objectifs" | "commentaires" | "protocoles" | "sql" | "lac" | "entrepot" | "publication" | "site"
      | "editions" | "bilans" | "secret" | "tmp" | "cle",
      string
    >
  >;
}

export function workspacePaths(dir: string): Workspace["paths"] {
  const at = (...parts: string[]): string => path.join(dir, ...parts);
  return {
    config: at("config.yml"),
    entree: at("entree"),
    correspondances: at("correspondances"),
    corrections: at("corrections"),
    objectifs: at("objectifs"),
    commentaires: at("commentaires"),
    protocoles: at("protocoles"),
    sql: at("sql"),
    lac: at("lac"),
    entrepot: at("entrepot.duckdb"),
    publication: at("publication"),
    site: at("site"),
    publicationInterne: at("publication-interne"),
    siteInterne: at("site-interne"),
    editions: at("editions"),
    bilans: at("bilans"),
    secret: at(".secret"),
    tmp: at(".tmp"),
    cle: at(".cle")
  };
}

/** Opens the workspace of a folder; throws when it is none or when its configuration cannot be read. */
export function openWorkspace(dir: string): Workspace {
  const absolute = path.resolve(dir);
  const paths = workspacePaths(absolute);
  if (!existsSync(paths.config)) {
    throw new VigieError(`Il n'y a pas d'espace Vigie dans « ${dir} » : le fichier config.yml manque.`, {
      exitCode: EXIT.usage,
      mend: `Créez-le avec « vigie init --espace ${asWord(dir)} », ou indiquez le bon dossier avec --espace.`
    });
  }
  return {dir: absolute, paths, config: readConfig(paths.config)};
}

export function readConfig(file: string): Config {
  const {data, problems} = parseWith(configSchema, readYaml(file, `La configuration ${file}`) ?? {}, "config");
  if (data) return data;
  throw new VigieError(`La configuration ${file} n'est pas valable :\n  - ${problems.join("\n  - ")}`, {
    exitCode: EXIT.usage,
    mend: "Corrigez ces clés ; « vigie init --espace un-autre-dossier » écrit un modèle commenté à comparer."
  });
}
