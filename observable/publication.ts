import {existsSync} from "node:fs";
import {readFile, stat} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {openDatabase, quoteIdent, quoteText, type Database} from "../pipelines/lib/duckdb.ts";
import {VigieError} from "../pipelines/lib/errors.ts";
import {harmlessText} from "../pipelines/lib/formula-sql.ts";
import {readBeside, type Beside} from "./beside.ts";
import {encolonne, MONTRES, NOMBRES, type Colonnes} from "./components/colonnes.ts";
import {type Territoire} from "./components/model.ts";
import {rewind, type Contours, type Feature} from "./render/contours.ts";
import {readSupplements, type Supplements} from "./supplements.ts";
import {STATUTS, type Cellule, type Indicateur, type Repere} from "../pipelines/lib/words/figure.ts";
import {TYPES_TERRITOIRE} from "../pipelines/lib/words/names.ts";

const texte = z.string();
const texteOuRien = z.string().nullish().transform((value) => (value === undefined || value === "" ? null : value));
const nombreOuRien = z.number().nullish().transform((value) => value ?? null);

const schemaIndicateur = z.object({
  code: texte,
  libelle: texte,
  volet: texte,
  description: texteOuRien.transform((value) => value ?? ""),
  unite: texteOuRien.transform((value) => value ?? ""),
  type: texte,
  numerateur: texteOuRien.transform((value) => value ?? ""),
  denominateur: texteOuRien.transform((value) => value ?? ""),
  sens: z.enum(["hausse", "baisse", "neutre"]),
  sources: z.array(texte).default([]),
  enquete: texteOuRien,
  ventilations: z
    .array(z.object({code: texte, libelle: texte, modalites: z.array(z.object({code: texte, libelle: texte})).default([])}))
    .nullish()
    .transform((value) => value ?? []),
  periode: texteOuRien.transform((value) => value ?? ""),
  secret: texteOuRien.transform((value) => value ?? ""),
  seuil: nombreOuRien,
  ruptures: z.array(z.object({annee: texte, motif: texte})).nullish().transform((value) => value ?? []),
  reference: texteOuRien,
  limites: z.union([texte, z.array(texte)]).nullish().transform((value) => (Array.isArray(value) ? value.join(" ") : (value ?? null))),
  fichier: texteOuRien.transform((value) => value ?? ""),
  sql: texteOuRien.transform((value) => value ?? "")
});

const schemaTerritoire = z.object({
  type: texte,
  code: texte,
  nom: texte,
  parents: z.record(texte, texte.nullable()).nullish().transform((value) => {
    const known: Record<string, string> = {};
    for (const [type, code] of Object.entries(value ?? {})) if (code !== null) known[type] = code;
    return known;
  }),
  latitude: nombreOuRien,
  longitude: nombreOuRien,
  population: nombreOuRien,
  n_etablissements: nombreOuRien,
  n_eleves: nombreOuRien
});

const schemaRepere = z.object({
  indicateur: texte,
  territoire_type: texte,
  territoire_code: texte,
  ventilation: texteOuRien.transform((value) => value ?? "ensemble"),
  modalite: texteOuRien.transform((value) => value ?? "ensemble"),
  annee: texte,
  valeur: nombreOuRien,
  couverture: nombreOuRien,
  document: texteOuRien,
  remarque: texteOuRien,
  nature: z.enum(["repere", "cible"])
});

const schemaQualite = z.object({
  fichiers: z.array(
    z.object({
      fichier: texte,
      // A file that no contract recognises has none.
      source: texteOuRien,
      objet: texteOuRien,
      sha256: texteOuRien,
      lus: nombreOuRien,
      acceptes: nombreOuRien,
      rejetes: nombreOuRien,
      doublons: nombreOuRien,
      importe_le: texteOuRien,
      annees: z.union([z.array(texte), texte]).nullish().transform((value) => (Array.isArray(value) ? value.join(", ") : (value ?? ""))),
      remplacees: z.array(z.object({par: texte, lignes: z.number()})).default([])
    })
  ),
  rejets: z.array(z.object({source: texte, colonne: texteOuRien, code: texte, message: texteOuRien, n: z.number()})),
  controles: z.array(
    z.object({nom: texte, description: texteOuRien, n: z.number(), niveau: texteOuRien, exemples: z.unknown().optional()})
  ),
  couverture: z.array(z.object({enquete: texte, annee: texte, attendus: z.number(), repondants: z.number()})),
  corrections: z.array(z.object({source: texte, colonne: texte, date: texteOuRien, lignes: z.number()})).default([])
});

const schemaEdition = z.object({
  fictif: z.boolean(),
  /** Tables by school are for the pilots alone: no site is made of them. */
  interne: z.literal(false, {error: "c'est une édition interne, que le site ne montre pas"}).default(false),
  perimetre: z.object({departement: texte, nom: texte, academie: texteOuRien}),
  annees: z.array(texte),
  annee_courante: texteOuRien,
  donnees_du: texteOuRien,
  seuils: z.unknown().optional(),
  version: texteOuRien,
  empreinte: texteOuRien,
  /** The licence that the deployment gives to what it publishes. */
  licence: texteOuRien,
  volets: z.array(z.object({code: texte, libelle: texte})).min(1)
});

type Edition = z.output<typeof schemaEdition>;
type Qualite = z.output<typeof schemaQualite>;

export interface Publication extends Supplements, Beside {
  dir: string;
  edition: Edition & {annee_courante: string};
  catalogue: Indicateur[];
  territoires: Territoire[];
  reperes: Repere[];
  qualite: Qualite;
  /** Outlines drawn under the circles of a map, when the publication has `contours.geojson`. */
  contours: {communes: Contours | null; arrondissements: Contours | null} | null;
  /** The whole that every other territory is read against. */
  principal: Territoire;
  /** Every published year of one indicator in one territory, all modalities of one breakdown, oldest first. */
  serie(indicateur: string, territoire: Territoire, ventilation?: string, modalite?: string): Cellule[];
  /** One figure, or undefined when nothing was published for it. */
  cellule(indicateur: string, territoire: Territoire, annee: string, ventilation?: string, modalite?: string): Cellule | undefined;
  /** The year by which the target of a figure should be met: the first target at or after its year. */
  echeance(indicateur: string, territoire: Territoire, annee: string): string | null;
  /** The figures of one indicator for every territory of a type, one year, all taken together. */
  parType(indicateur: string, type: string, annee: string): Cellule[];
  /** Compact columns of one indicator for the pages that compute nothing and only show (comparateur, explorer). */
  colonnes(indicateur: string): Promise<Colonnes>;
  /** Writes every figure as Parquet, and those without breakdown, with the names of things, as CSV for a French spreadsheet. */
  ecrire(parquet: string, csv: string): Promise<void>;
  /** Writes a table that stands beside the figures (`pub_evolution`…) with the seven digits that an estimate deserves; false when there is none. */
  ecrireTable(name: string, parquet: string): Promise<boolean>;
  close(): void;
}

export async function readJson<T>(dir: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const file = join(dir, name);
  let value: unknown;
  try {
    // An outline made elsewhere may begin with a byte order mark.
    value = JSON.parse((await readFile(file, "utf8")).replace(/^\ufeff/, ""));
  } catch (error) {
    throw new VigieError(`Publication : ${name} est absent ou illisible (${(error as Error).message}).`, {
      mend: "Relancer « vigie publier », puis « vigie site »."
    });
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const first = result.error.issues[0];
    throw new VigieError(`Publication : ${name}, ${first?.path.join(".") ?? ""} : ${first?.message ?? "forme inattendue"}.`, {
      mend: "Le site et la publication ne sont pas de la même version : reconstruire les deux."
    });
  }
  return result.data;
}

const COLONNES = [
  "indicateur", "volet", "territoire_type", "territoire_code", "annee", "ventilation", "modalite", "valeur", "numerateur",
  "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution", "statut", "drapeaux"
] as const;

const SELECT = `
select
  indicateur, volet, territoire_type, territoire_code, annee, ventilation, modalite,
  valeur::double as valeur, numerateur::double as numerateur, denominateur::double as denominateur, n_unites::double as n_unites,
  couverture::double as couverture, ic_bas::double as ic_bas, ic_haut::double as ic_haut, cible::double as cible,
  reference::double as reference, evolution::double as evolution, statut, array_to_string(drapeaux, '|') as drapeaux
from pub`;

/** The columns of a query, each an array: half the time and memory of one object per row. */
async function readColumns(database: Database, sql: string): Promise<{n: number; texte(name: string): string[]; nombre(name: string): (number | null)[]}> {
  const reader = await database.connection.runAndReadAll(sql);
  const columns = reader.getColumnsObjectJS() as Record<string, unknown[]>;
  return {
    n: reader.currentRowCount,
    texte: (name) => (columns[name] ?? []) as string[],
    nombre: (name) => (columns[name] ?? []) as (number | null)[]
  };
}

/** Flags repeat from cell to cell: each list of them is made once. */
function splitFlags(): (text: string | null) => string[] {
  const known = new Map<string, string[]>();
  return (text) => {
    const key_ = text ?? "";
    let found = known.get(key_);
    if (!found) {
      found = key_ === "" ? [] : key_.split("|");
      known.set(key_, found);
    }
    return found;
  };
}

async function readCells(database: Database, sql: string): Promise<Cellule[]> {
  const columns = await readColumns(database, sql);
  const texts = Object.fromEntries(["indicateur", "territoire_type", "territoire_code", "annee", "ventilation", "modalite", "statut", "drapeaux"].map((name) => [name, columns.texte(name)]));
  const numbers = Object.fromEntries(NOMBRES.map((name) => [name, columns.nombre(name)]));
  const flags = splitFlags();
  const text = (name: string, row: number) => texts[name]?.[row] ?? "";
  const number = (name: string, row: number) => numbers[name]?.[row] ?? null;
  return Array.from({length: columns.n}, (_, row) => ({
    indicateur: text("indicateur", row), territoire_type: text("territoire_type", row), territoire_code: text("territoire_code", row), annee: text("annee", row),
    ventilation: text("ventilation", row), modalite: text("modalite", row), valeur: number("valeur", row), numerateur: number("numerateur", row),
    denominateur: number("denominateur", row), n_unites: number("n_unites", row), couverture: number("couverture", row), ic_bas: number("ic_bas", row),
    ic_haut: number("ic_haut", row), cible: number("cible", row), reference: number("reference", row), evolution: number("evolution", row),
    statut: text("statut", row) as Cellule["statut"], drapeaux: flags(text("drapeaux", row))
  }));
}

async function checkColumns(database: Database): Promise<void> {
  const columns = (await database.rows<{column_name: string}>("describe pub")).map((row) => row.column_name);
  const absent = COLONNES.filter((name) => !columns.includes(name));
  if (absent.length > 0) throw new VigieError(`Publication : pub_indicateur.parquet n’a pas la colonne ${absent.join(", ")}.`);
}

/** The last door before the public: a hidden or absent figure that still carries a number stops the site. */
async function checkSecret(database: Database): Promise<void> {
  const unknown = await database.rows<{statut: string}>(
    `select distinct statut from pub where statut is null or statut not in (${STATUTS.map(quoteText).join(", ")})`
  );
  if (unknown.length > 0) throw new VigieError(`Publication : statut inconnu « ${unknown[0]?.statut} » dans pub_indicateur.parquet.`);
  const wrong = await database.rows<{indicateur: string; territoire_type: string; territoire_code: string; annee: string; statut: string; n: number}>(`
select indicateur, territoire_type, territoire_code, annee, statut, count(*) over () as n
from pub
where statut not in ('publie', 'zero')
  and (valeur is not null or ic_bas is not null or ic_haut is not null or evolution is not null
    or (statut = 'secret' and numerateur is not null))
limit 1`);
  const first = wrong[0];
  if (first) {
    throw new VigieError(
      `Publication : ${first.n} cellule(s) absente(s) ou secrète(s) portent encore un nombre (d’abord ${first.indicateur}, ` +
        `${first.territoire_type} ${first.territoire_code}, ${first.annee}, statut ${first.statut}). Le site n’est pas construit.`,
      {mend: "Relancer « vigie publier » ; si l’erreur demeure, le contrôle du secret statistique est en cause."}
    );
  }
}

/** What was estimated or derived: seven digits are more than it means. What was counted, and its quotient, stay whole. */
const ESTIMES = ["couverture", "ic_bas", "ic_haut", "reference", "evolution"] as const;

/** As small as Parquet goes: one group of rows, and no dictionary of numbers that hardly ever repeat. */
const SERRE = "format parquet, compression zstd, compression_level 19, row_group_size 1000000, dictionary_size_limit 100";

/** Reads and checks a publication folder; throws a VigieError that names the file and the reason. */
export async function readPublication(dir: string): Promise<Publication> {
  if (!existsSync(dir)) {
    throw new VigieError(`Aucune publication dans ${dir}.`, {mend: "Lancer « vigie publier » avant « vigie site »."});
  }
  const edition = await readJson(dir, "edition.json", schemaEdition);
  const catalogue = (await readJson(dir, "catalogue.json", z.array(schemaIndicateur))) as Indicateur[];
  const territoires = await readJson(dir, "territoires.json", z.array(schemaTerritoire));
  const reperes = await readJson(dir, "reperes.json", z.array(schemaRepere));
  const qualite = await readJson(dir, "qualite.json", schemaQualite);
  const annee = edition.annee_courante ?? edition.annees.at(-1);
  if (annee === undefined || !edition.annees.includes(annee)) {
    throw new VigieError(
      annee === undefined ? "La publication ne contient encore aucune année : le site n’aurait rien à montrer." : `L’année courante de la publication (${annee}) n’a aucun chiffre.`,
      {mend: "Importer des fichiers, puis lancer « vigie construire » et « vigie publier » ; ou corriger annee_courante dans config.yml."}
    );
  }
  if (catalogue.length === 0) throw new VigieError("Publication : catalogue.json ne contient aucun indicateur.");

  const parquet = join(dir, "pub_indicateur.parquet");
  if (!existsSync(parquet)) throw new VigieError("Publication : pub_indicateur.parquet est absent.", {mend: "Relancer « vigie publier »."});
  if ((await stat(parquet)).size === 0) throw new VigieError("Publication : pub_indicateur.parquet est vide.");

  const database = await openDatabase(":memory:");
  await database.run(`create view pub as select * from read_parquet(${quoteText(parquet)})`);
  await checkColumns(database);
  await checkSecret(database);

  const tops = TYPES_TERRITOIRE.slice(0, 3).map((known) => quoteText(known.type)).join(", ");
  // Territory pages show the whole; only the tops are broken down. The rest of the cells stays in the file.
  const rows = await readCells(
    database,
    `${SELECT} where ventilation in ('ensemble', 'enquete') or territoire_type in (${tops}) order by annee, ventilation, modalite`
  );
  const departement = edition.perimetre.departement.replace(/^0+(?=\d{2})/, "");
  const principal =
    // « * »: several départements, so the programme speaks for all.
    (departement === "*" ? territoires.find((one) => one.type === "programme") : undefined) ??
    territoires.find((one) => one.type === "departement" && one.code.replace(/^0+(?=\d{2})/, "") === departement) ??
    territoires.find((one) => one.type === "departement") ??
    territoires.find((one) => one.type === "programme") ??
    territoires[0];
  if (!principal) throw new VigieError("Publication : territoires.json ne contient aucun territoire.");

  const series = new Map<string, Cellule[]>();
  const types = new Map<string, Cellule[]>();
  for (const row of rows) {
    push(series, key(row.indicateur, row.territoire_type, row.territoire_code, row.ventilation, row.modalite), row);
    if (row.ventilation === "ensemble") push(types, key(row.indicateur, row.territoire_type, row.annee), row);
  }
  // « ensemble » is the whole, not a way of breaking it down.
  for (const one of catalogue) one.ventilations = one.ventilations.filter((known) => known.code !== "ensemble");
  return {
    ...(await readSupplements(dir)),
    ...(await readBeside(database, dir)),
    dir,
    edition: {...edition, annee_courante: annee},
    catalogue,
    territoires,
    reperes,
    qualite,
    contours: await readContours(dir, territoires),
    principal,
    serie: (indicateur, territoire, ventilation = "ensemble", modalite = "ensemble") =>
      series.get(key(indicateur, territoire.type, territoire.code, ventilation, modalite)) ?? [],
    cellule: (indicateur, territoire, annee, ventilation = "ensemble", modalite = "ensemble") =>
      series.get(key(indicateur, territoire.type, territoire.code, ventilation, modalite))?.find((row) => row.annee === annee),
    echeance: (indicateur, territoire, annee) =>
      reperes
        .filter((one) => one.nature === "cible" && one.ventilation === "ensemble" && one.indicateur === indicateur && one.territoire_type === territoire.type && one.territoire_code === territoire.code && one.annee >= annee)
        .map((one) => one.annee)
        .sort()[0] ?? null,
    parType: (indicateur, type, annee) => types.get(key(indicateur, type, annee)) ?? [],
    colonnes: async (indicateur) => {
      const columns = await readColumns(database, `${SELECT} where indicateur = ${quoteText(indicateur)} order by ventilation, modalite, territoire_type, territoire_code, annee`);
      const types = columns.texte("territoire_type");
      return encolonne(
        {
          territoire: columns.texte("territoire_code").map((code, row) => `${types[row] ?? ""}:${code}`),
          annee: columns.texte("annee"), ventilation: columns.texte("ventilation"), modalite: columns.texte("modalite"), statut: columns.texte("statut"), drapeaux: columns.texte("drapeaux")
        },
        Object.fromEntries(MONTRES.map((name) => [name, columns.nombre(name)]))
      );
    },
    ecrire: async (file, csv) => {
      const decimal = (name: string): string => `replace(regexp_replace(round(pub.${name}, 6)::varchar, '\\.0$', ''), '.', ',') as ${name}`;
      const names = (name: string, columns: string): string => `read_json(${quoteText(join(dir, name))}, columns = ${columns})`;
      // Sorted so that what repeats is side by side: half the weight of the publication's own file.
      await database.run(`copy (select * replace (${ESTIMES.map((name) => `${name}::float as ${name}`).join(", ")}) from pub order by indicateur, ventilation, modalite, territoire_type, territoire_code, annee) to ${quoteText(file)} (${SERRE})`);
      await database.run(`
copy (
  select
    pub.indicateur, pub.territoire_type, pub.territoire_code, pub.annee, ${harmlessText("catalogue.libelle")} as libelle, ${harmlessText("catalogue.unite")} as unite, ${harmlessText("territoires.nom")} as territoire,
    ${NOMBRES.filter((name) => name !== "reference").map(decimal).join(", ")}, pub.statut, array_to_string(pub.drapeaux, '|') as drapeaux
  from pub
  join ${names("catalogue.json", "{code: 'varchar', libelle: 'varchar', unite: 'varchar'}")} as catalogue on catalogue.code = pub.indicateur
  join ${names("territoires.json", "{type: 'varchar', code: 'varchar', nom: 'varchar'}")} as territoires on territoires.type = pub.territoire_type and territoires.code = pub.territoire_code
  where ventilation = 'ensemble'
  order by pub.indicateur, pub.territoire_type, pub.territoire_code, pub.annee
) to ${quoteText(csv)} (format csv, delimiter ';')`);
    },
    ecrireTable: async (name, file) => {
      const source = join(dir, name);
      if (!existsSync(source)) return false;
      const columns = await database.rows<{column_name: string; column_type: string}>(`describe select * from read_parquet(${quoteText(source)})`);
      const selected = columns.map(({column_name, column_type}) => (column_type === "DOUBLE" ? `${quoteIdent(column_name)}::float as ${quoteIdent(column_name)}` : quoteIdent(column_name)));
      await database.run(`copy (select ${selected.join(", ")} from read_parquet(${quoteText(source)}) order by indicateur, territoire_type, territoire_code, annee) to ${quoteText(file)} (${SERRE})`);
      return true;
    },
    close: () => database.close()
  };
}

/** Municipal arrondissements carry the codes that INSEE gives them: 132xx, 751xx, 6938x. */
function isArrondissement(feature: Feature): boolean {
  return /^(132|751|6938)\d+$/.test(String(feature.properties.code ?? ""));
}

async function readContours(dir: string, territoires: readonly Territoire[]): Promise<Publication["contours"]> {
  if (!existsSync(join(dir, "contours.geojson"))) return null;
  const collection = await readJson(dir, "contours.geojson", z.object({features: z.array(z.looseObject({properties: z.looseObject({code: z.union([z.string(), z.number()]).optional()}), geometry: z.unknown()}))}));
  const features = (collection.features as unknown as Feature[]).map(rewind);
  const only = (isKept: (feature: Feature) => boolean): Contours | null => {
    const kept = features.filter(isKept);
    return kept.length > 0 ? {type: "FeatureCollection", features: kept} : null;
  };
  const divided = new Set(territoires.filter((one) => one.type === "arrondissement").map((one) => one.parents["commune"]));
  return {communes: only((feature) => !isArrondissement(feature)), arrondissements: only(isArrondissement) ?? only((feature) => divided.has(String(feature.properties.code ?? "")))};
}

function key(...parts: string[]): string {
  return parts.join("\u0000");
}

function push<T>(map: Map<string, T[]>, at: string, value: T): void {
  const list = map.get(at);
  if (list) list.push(value);
  else map.set(at, [value]);
}
