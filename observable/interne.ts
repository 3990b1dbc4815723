import {existsSync} from "node:fs";
import {join} from "node:path";
import {z} from "zod";
import {openDatabase, quoteText} from "../pipelines/lib/duckdb.ts";
import {VigieError} from "../pipelines/lib/errors.ts";
import {harmlessText} from "../pipelines/lib/formula-sql.ts";
import type {Indicateur, Statut} from "../pipelines/lib/words/figure.ts";
import type {Territoire} from "./components/model.ts";
import {readJson} from "./publication.ts";

/** A school's figure in the internal edition. */
interface ChiffreEcole {
  statut: Extract<Statut, "publie" | "zero" | "non_repondu" | "secret">;
  valeur: number | null;
  /** A question that the school answers by yes or no: 1 or 0. */
  estOuiNon: boolean;
}

export interface Ecole {
  uai: string;
  nom: string;
  type: string;
  chiffres: ReadonlyMap<string, ChiffreEcole>;
}

/** What the internal edition adds to the public one: the figures of each school, for those in charge of them. */
export interface Interne {
  seuil: number;
  ecoles(territoire: Pick<Territoire, "type" | "code">): readonly Ecole[];
  /** Writes every figure of every school for a spreadsheet: `;` and decimal comma. */
  ecrire(csv: string): Promise<void>;
}

const schema = z.object({interne: z.literal(true, {error: "ce n’est pas une édition interne"}), empreinte: z.string().nullish(), seuils: z.object({personnes: z.number()})});

/** Reads the folder that `vigie publier --interne` writes; it must have been written with the publication that it goes with. */
export async function readInterne(dir: string, edition: {empreinte?: string | null | undefined}, annee: string, catalogue: readonly Indicateur[]): Promise<Interne> {
  const mend = {mend: "Lancer « vigie publier --interne », puis « vigie site --interne »."};
  if (!existsSync(dir)) throw new VigieError(`Aucune édition interne dans ${dir}.`, mend);
  const described = await readJson(dir, "edition.json", schema);
  if (described.empreinte !== edition.empreinte) throw new VigieError("L’édition interne et la publication ne viennent pas du même calcul.", mend);
  const types = new Map(catalogue.map(({code, type}) => [code, type]));
  const table = (name: string): string => `read_parquet(${quoteText(join(dir, `${name}.parquet`))})`;
  const database = await openDatabase(":memory:");
  try {
    const figures = await database.rows<{uai: string; nom: string | null; type_etablissement: string | null; indicateur: string; numerateur: number | null; denominateur: number | null; statut: "publie" | "non_repondu" | "secret"}>(
      `select uai, nom, type_etablissement, indicateur, numerateur, denominateur, statut from ${table("interne_etablissement")} where annee = ${quoteText(annee)} and ventilation = 'ensemble' order by nom, uai, indicateur`
    );
    // A question that a school answers is one whose denominator never counts anything else than the school.
    const counts = new Set(figures.filter((one) => one.denominateur !== null && one.denominateur !== 1).map((one) => one.indicateur));
    const ecoles = new Map<string, Ecole & {chiffres: Map<string, ChiffreEcole>}>();
    for (const {uai, nom, type_etablissement: type, indicateur, ...figure} of figures) {
      const ecole = ecoles.get(uai) ?? {uai, nom: nom ?? uai, type: type ?? "", chiffres: new Map<string, ChiffreEcole>()};
      ecoles.set(uai, ecole);
      const chiffre = readFigure(types.get(indicateur), !counts.has(indicateur), figure);
      if (chiffre) ecole.chiffres.set(indicateur, chiffre);
    }
    const places = await database.rows<{territoire: string; uais: string[]}>(
      `select territoire_type || ':' || territoire_code as territoire, list(uai order by uai) as uais from ${table("interne_rattachement")} where annee = ${quoteText(annee)} group by all`
    );
    const byPlace = new Map(places.map(({territoire, uais}) => [territoire, uais.map((uai) => ecoles.get(uai)).filter((one) => one !== undefined).sort((left, right) => left.nom.localeCompare(right.nom, "fr"))]));
    const ecrire = async (csv: string): Promise<void> => {
      const decimal = (name: string): string => `replace(regexp_replace(round(${name}, 6)::varchar, '\\.0$', ''), '.', ',') as ${name}`;
      const lecteur = await openDatabase(":memory:");
      try {
        await lecteur.run(`copy (select uai, ${harmlessText("nom")} as nom, type_etablissement, volet, indicateur, annee, ventilation, modalite, ${decimal("numerateur")}, ${decimal("denominateur")}, statut from ${table("interne_etablissement")} order by nom, uai, indicateur, annee, ventilation, modalite) to ${quoteText(csv)} (format csv, delimiter ';')`);
      } finally {
        lecteur.close();
      }
    };
    return {seuil: described.seuils.personnes, ecrire, ecoles: ({type, code}) => byPlace.get(`${type}:${code}`) ?? []};
  } finally {
    database.close();
  }
}

/** A median is of deliveries, not of a school. */
function readFigure(type: string | undefined, isQuestion: boolean, {numerateur, denominateur, statut}: {numerateur: number | null; denominateur: number | null; statut: "publie" | "non_repondu" | "secret"}): ChiffreEcole | undefined {
  if (type === undefined || type === "mediane") return undefined;
  if (statut !== "publie" || numerateur === null) return statut === "publie" ? undefined : {statut, valeur: null, estOuiNon: false};
  if (type !== "compte" && type !== "montant" && !denominateur) return undefined;
  const valeur = type === "compte" || type === "montant" ? numerateur : numerateur / (denominateur as number);
  return {statut: valeur === 0 ? "zero" : "publie", valeur, estOuiNon: type === "part" && isQuestion};
}
