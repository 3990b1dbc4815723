import {existsSync, readFileSync} from "node:fs";
import path from "node:path";
import {readAnalyses, type Analysis} from "./published-analyses.ts";
import {readEstimations, type FindEstimation} from "./published-survey.ts";
import {openDatabase, quoteText, type Database} from "../lib/duckdb.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {foldWords} from "../lib/text.ts";
import type {Cellule, Indicateur, Modalite, Repere} from "../lib/words/figure.ts";

export interface Territoire {
  type: string;
  code: string;
  nom: string;
  parents: Record<string, string>;
  population: number | null;
  n_etablissements: number | null;
  n_eleves: number | null;
}

export interface Qualite {
  fichiers: {fichier: string; source: string | null; objet: string | null; sha256: string; statut?: string; lus: number; acceptes: number; rejetes: number; doublons: number; importe_le: string; annees: string[]}[];
  rejets: {source: string; colonne: string; code: string; message: string; n: number}[];
  controles: {nom: string; description: string; niveau: string; n: number}[];
  couverture: {enquete: string; annee: string; attendus: number; repondants: number}[];
}

export interface Edition {
  fictif: boolean;
  titre: string;
  perimetre: {departement: string; nom: string; academie: string};
  annees: string[];
  annee_courante: string;
  donnees_du: string | null;
  seuils: {personnes: number; etablissements: number};
  version: string;
  empreinte: string;
  volets: Modalite[];
}

export interface Publication {
  readonly edition: Edition;
  readonly catalogue: readonly Indicateur[];
  readonly territoires: readonly Territoire[];
  readonly reperes: readonly Repere[];
  readonly qualite: Qualite;
  readonly analyses: readonly Analysis[];
  /** The weighted estimate of a survey figure, where there is one. */
  readonly estimation: FindEstimation;
  /** The département, which every other territory is read against. */
  readonly principal: Territoire;
  /** Every figure of a territory, all years and breakdowns. */
  figures(territoire: Territoire): Promise<Figures>;
  /** The figures « ensemble » of one year for every territory of some types, all or those of some indicators: by type, then by code. */
  parTypes(types: readonly string[], annee: string, indicateurs?: readonly string[]): Promise<Map<string, ReadonlyMap<string, Figures>>>;
  close(): void;
}

/** The figures of one territory, found by their key. */
export class Figures {
  readonly #cells = new Map<string, Cellule[]>();

  constructor(cells: Iterable<Cellule>) {
    for (const cell of cells) {
      const key = `${cell.indicateur} ${cell.ventilation} ${cell.modalite}`;
      const list = this.#cells.get(key);
      if (list) list.push(cell);
      else this.#cells.set(key, [cell]);
    }
    for (const list of this.#cells.values()) if (list.length > 1) list.sort((left, right) => (left.annee < right.annee ? -1 : 1));
  }

  get isEmpty(): boolean {
    return this.#cells.size === 0;
  }

  /** The years of a figure, oldest first. */
  serie(indicateur: string, ventilation = "ensemble", modalite = "ensemble"): readonly Cellule[] {
    return this.#cells.get(`${indicateur} ${ventilation} ${modalite}`) ?? [];
  }

  cellule(indicateur: string, annee: string, ventilation = "ensemble", modalite = "ensemble"): Cellule | undefined {
    return this.serie(indicateur, ventilation, modalite).find((one) => one.annee === annee);
  }

  /** True when a figure of the year may be printed. */
  hasYear(annee: string): boolean {
    for (const cells of this.#cells.values()) if (cells.some((one) => one.annee === annee && one.valeur !== null)) return true;
    return false;
  }
}

const TEXTS = ["indicateur", "territoire_type", "territoire_code", "annee", "ventilation", "modalite", "statut", "drapeaux"] as const;
const NUMBERS = ["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution"] as const;

/** From this many questions on, reading the file again costs more than sorting it once by territory. */
const SORTED_FROM = 12;

/** Reads a publication folder; the only input of every document. */
export async function openPublication(dir: string): Promise<Publication> {
  if (!existsSync(dir)) throw new VigieError(`Il n'y a pas de publication dans ${dir}.`, {mend: "Lancez « vigie publier » d'abord."});
  const edition = readJson<Edition>(dir, "edition.json");
  const catalogue = readJson<Indicateur[]>(dir, "catalogue.json");
  const territoires = readJson<Territoire[]>(dir, "territoires.json");
  const reperes = readJson<Repere[]>(dir, "reperes.json");
  const qualite = readJson<Qualite>(dir, "qualite.json");
  const parquet = path.join(dir, "pub_indicateur.parquet");
  if (!existsSync(parquet)) throw new VigieError(`La publication ${dir} n'a pas de fichier pub_indicateur.parquet.`, {mend: "Relancez « vigie publier »."});
  const same = (one: Territoire): boolean => one.type === "departement" && one.code.replace(/^0+(?=..)/, "") === edition.perimetre.departement.replace(/^0+(?=..)/, "");
  // « * »: several départements, so the programme speaks for all.
  const whole = edition.perimetre.departement === "*" ? territoires.find((one) => one.type === "programme") : undefined;
  const principal = whole ?? territoires.find(same) ?? territoires.find((one) => one.type === "departement") ?? territoires[0];
  if (!principal || catalogue.length === 0) throw new VigieError("La publication ne contient aucun indicateur.", {mend: "Importez des fichiers, puis lancez « vigie construire » et « vigie publier »."});
  const db = await openDatabase(":memory:", {threads: 1});
  // Two questions at a time: what a bilan asks first is read on both cores.
  const connections = [db, await db.connect()] as const;
  const file = `read_parquet(${quoteText(parquet)})`;
  const asked = new Set<Promise<unknown>>();
  let questions = 0;
  let sorted: Promise<void> | null = null;
  const answerTo = async (where: string): Promise<Cellule[]> => {
    questions += 1;
    const {connection} = questions % 2 === 0 ? connections[0] : connections[1];
    if (questions < SORTED_FROM) return rows(connection, `${file} ${where}`);
    sorted ??= db.run(`create table pub as select * from ${file} order by territoire_type, territoire_code`);
    await sorted;
    return rows(connection, `pub ${where}`);
  };
  const ask = (where: string): Promise<Cellule[]> => {
    const answer = answerTo(where);
    const forget = (): boolean => asked.delete(answer);
    asked.add(answer);
    answer.then(forget, forget);
    return answer;
  };
  return {
    edition, catalogue, territoires, reperes, qualite, analyses: readAnalyses(dir), estimation: readEstimations(dir), principal,
    figures: async ({type, code}) => new Figures(await ask(`where territoire_type = ${quoteText(type)} and territoire_code = ${quoteText(code)} `)),
    async parTypes(types, annee, indicateurs) {
      const list = (values: readonly string[]): string => `(${values.map(quoteText).join(", ")})`;
      const only = indicateurs === undefined ? "" : ` and indicateur in ${list(indicateurs)}`;
      const found = types.length === 0 || indicateurs?.length === 0 ? [] : await ask(`where territoire_type in ${list(types)} and annee = ${quoteText(annee)} and ventilation = 'ensemble'${only}`);
      const cells = new Map<string, Map<string, Cellule[]>>(types.map((type) => [type, new Map()]));
      for (const row of found) {
        const byCode = cells.get(row.territoire_type);
        const known = byCode?.get(row.territoire_code);
        if (known) known.push(row);
        else byCode?.set(row.territoire_code, [row]);
      }
      return new Map([...cells].map(([type, byCode]) => [type, new Map([...byCode].map(([code, each]) => [code, new Figures(each)]))]));
    },
    // A database closed while it answers never returns: a bilan that was refused meanwhile leaves its questions to be answered first.
    close: () => (asked.size === 0 ? db.close() : void Promise.allSettled(asked).then(() => db.close()))
  };
}

/** Parts the texts of a column: in none of them. */
const UNIT = "\u001f";

/** A column comes as one value, texts joined: a third of the time that thousands of small values take to cross over. */
async function rows(connection: Database["connection"], from: string): Promise<Cellule[]> {
  const reader = await connection.runAndReadAll(`
    select
      ${TEXTS.map((name) => `string_agg(coalesce(${name === "drapeaux" ? "array_to_string(drapeaux, '|')" : name}, ''), ${quoteText(UNIT)}) as ${name}`).join(",\n      ")},
      ${NUMBERS.map((name) => `list(${name}::double) as ${name}`).join(",\n      ")}
    from ${from}`);
  const columns = reader.getColumnsObjectJS();
  const first = (name: string): unknown => columns[name]?.[0] ?? null;
  if (first("indicateur") === null) return [];
  const texts = Object.fromEntries(TEXTS.map((name) => [name, (first(name) as string).split(UNIT)])) as Record<(typeof TEXTS)[number], string[]>;
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, first(name)])) as Record<(typeof NUMBERS)[number], (number | null)[]>;
  const text = (name: (typeof TEXTS)[number], at: number): string => texts[name][at] ?? "";
  const number = (name: (typeof NUMBERS)[number], at: number): number | null => numbers[name][at] ?? null;
  return texts.indicateur.map((indicateur, at): Cellule => ({
    indicateur, territoire_type: text("territoire_type", at), territoire_code: text("territoire_code", at), annee: text("annee", at),
    ventilation: text("ventilation", at), modalite: text("modalite", at), valeur: number("valeur", at), numerateur: number("numerateur", at), denominateur: number("denominateur", at),
    n_unites: number("n_unites", at), couverture: number("couverture", at), ic_bas: number("ic_bas", at), ic_haut: number("ic_haut", at), cible: number("cible", at),
    reference: number("reference", at), evolution: number("evolution", at), statut: text("statut", at) as Cellule["statut"], drapeaux: text("drapeaux", at) === "" ? [] : text("drapeaux", at).split("|")
  }));
}

function readJson<T>(dir: string, name: string): T {
  try {
    return JSON.parse(readFileSync(path.join(dir, name), "utf8")) as T;
  } catch (error) {
    throw new VigieError(`La publication est incomplète : ${name} est absent ou illisible.`, {mend: "Relancez « vigie publier ».", cause: error});
  }
}

/** The territory that a user names: `type:code`, a code or an exact name; by default the département. */
export function findTerritoire({territoires, principal}: Pick<Publication, "territoires" | "principal">, wanted: string | undefined): Territoire {
  if (wanted === undefined) return principal;
  const [type, code] = wanted.includes(":") ? wanted.split(":") : [undefined, wanted];
  const byCode = territoires.filter((one) => one.code === code && (type === undefined || one.type === type));
  const found = byCode.length > 0 ? byCode : territoires.filter((one) => foldWords(one.nom) === foldWords(wanted));
  const [first] = found;
  if (first && found.length === 1) return first;
  if (first) throw new VigieError(`« ${wanted} » désigne plusieurs territoires.`, {exitCode: EXIT.usage, mend: `Précisez : ${found.map((one) => `${one.type}:${one.code}`).join(", ")}`});
  const near = territoires.filter((one) => foldWords(one.nom).includes(foldWords(wanted))).slice(0, 5);
  throw new VigieError(`Le territoire « ${wanted} » n'est pas dans la publication.`, {
    exitCode: EXIT.usage,
    mend: near.length > 0 ? `Voulez-vous dire : ${near.map((one) => `${one.nom} (${one.type}:${one.code})`).join(", ")} ?` : "Donnez un code INSEE, un SIREN, un UAI de circonscription ou un nom exact."
  });
}
