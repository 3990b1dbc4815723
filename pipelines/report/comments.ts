import {existsSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {VigieError} from "../lib/errors.ts";
import {schoolYear} from "../lib/text.ts";
import type {Block} from "./document.ts";
import {findTerritoire, type Figures, type Publication, type Territoire} from "./publication.ts";
import {absence} from "../lib/words/absences.ts";
import {estChiffre} from "../lib/words/figure.ts";
import {formatIntervalle, formatValeur} from "../lib/words/format.ts";
import {formatEffectif} from "../lib/words/reading.ts";

export interface Comments {
  readonly byChapter: ReadonlyMap<string, readonly Block[]>;
  /** Files that stand there and have no place in the bilan. */
  readonly unknown: readonly string[];
}

export interface CommentOptions {
  /** `commentaires/` of the workspace. */
  readonly dir: string;
  readonly publication: Publication;
  readonly territoire: Territoire;
  readonly annee: string;
  readonly chapters: readonly string[];
  /** Figures already read, by `type:code`; others are read when cited. */
  readonly figures: (territoire: Territoire) => Promise<Figures>;
}

/** The name of a territory's folder: `departement-13`. */
export function territoryFolder({type, code}: Territoire): string {
  return `${type}-${code}`.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^A-Za-z0-9_-]+/g, "-");
}

/** The DRANE's texts of one bilan: `commentaires/<annee>/<type>-<code>/<chapitre>.md`. */
export async function readComments(options: CommentOptions): Promise<Comments> {
  const dir = path.join(options.dir, options.annee, territoryFolder(options.territoire));
  const byChapter = new Map<string, readonly Block[]>();
  const unknown: string[] = [];
  if (!existsSync(dir)) return {byChapter, unknown};
  for (const name of readdirSync(dir).filter((one) => one.toLowerCase().endsWith(".md")).sort()) {
    const file = path.join(dir, name);
    const chapter = name.slice(0, -3);
    if (!options.chapters.includes(chapter)) {
      unknown.push(file);
      continue;
    }
    const blocks = await readComment(file, options);
    if (blocks.length > 0) byChapter.set(chapter, blocks);
  }
  return {byChapter, unknown};
}

/** The blocks of one text; throws with the file and the line when a reference cannot be filled in. */
export async function readComment(file: string, options: CommentOptions): Promise<Block[]> {
  let source: string;
  try {
    source = new TextDecoder("utf-8", {fatal: true}).decode(readFileSync(file));
  } catch (error) {
    throw new VigieError(`${file} n'est pas un texte en UTF-8.`, {mend: "Enregistrez-le de nouveau en choisissant l'encodage UTF-8.", cause: error});
  }
  // Read where there is a text: few territories have one.
  const {findReferences, parseMarkdown} = await import("./markdown.ts");
  const figures = new Map<string, Figures>();
  for (const reference of findReferences(source)) {
    const place = reference.split(/\s+/)[1];
    try {
      const territoire = findTerritoire(options.publication, place ?? keyOf(options.territoire));
      if (!figures.has(keyOf(territoire))) figures.set(keyOf(territoire), await options.figures(territoire));
    } catch (error) {
      // The parser meets the same error again, and knows the line.
      if (!(error instanceof VigieError)) throw error;
    }
  }
  return parseMarkdown(source, {file, resolve: (reference) => citeFigure(reference, options, figures)});
}

function keyOf({type, code}: Territoire): string {
  return `${type}:${code}`;
}

/** `{{indicateur territoire annee}}` in words, with its unit and interval; territory and year may be left out. */
function citeFigure(reference: string, {publication, territoire, annee}: CommentOptions, figures: ReadonlyMap<string, Figures>): string {
  const [code = "", place, year] = reference.split(/\s+/);
  const indicateur = publication.catalogue.find((one) => one.code === code);
  if (!indicateur) throw new VigieError(`l'indicateur « ${code} » n'existe pas.`, {mend: `Indicateurs connus : ${near(code, publication)}`});
  const where = place === undefined ? territoire : findTerritoire(publication, place);
  const when = year === undefined ? annee : schoolYear(year);
  if (when === null) throw new VigieError(`« ${year} » n'est pas une année scolaire.`, {mend: "Écrivez-la 2024-2025."});
  const cellule = figures.get(keyOf(where))?.cellule(indicateur.code, when);
  if (!estChiffre(cellule)) {
    const why = cellule ? absence(cellule.statut) : null;
    throw new VigieError(`il n'y a pas de chiffre publié pour ${where.nom} en ${when}${why ? ` : ${why.mot}` : ""}.`, {mend: "Citez une autre année ou un autre territoire, ou retirez la référence."});
  }
  const value = formatValeur(cellule.valeur, indicateur.unite);
  const number = formatEffectif(indicateur, cellule);
  const notes = [
    ...(number ? [number] : []),
    ...(cellule.ic_bas !== null && cellule.ic_haut !== null ? [`intervalle à 95 % : ${formatIntervalle(cellule.ic_bas, cellule.ic_haut, indicateur.unite)}`] : []),
    ...(cellule.drapeaux.includes("reponse_insuffisante") ? ["parmi les répondants"] : [])
  ];
  return notes.length > 0 ? `${value} (${notes.join(" ; ")})` : value;
}

/** Codes of the catalogue that begin like the one that was asked, or its first ones. */
function near(code: string, {catalogue}: Publication): string {
  const prefix = code.slice(0, 3);
  const found = catalogue.filter((one) => one.code.startsWith(prefix));
  return `${(found.length > 0 ? found : catalogue).slice(0, 8).map((one) => one.code).join(", ")}…`;
}
