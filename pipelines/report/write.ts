import {rmSync, writeFileSync} from "node:fs";
import {moveInto} from "../lib/files.ts";
import path from "node:path";
import {comparables, LISTED, type ByType} from "./annexes.ts";
import {chapters, composeBilan} from "./bilan.ts";
import {readComments, territoryFolder} from "./comments.ts";
import type {Context} from "./context.ts";
import type {Document} from "./document.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {makeFolder} from "./folder.ts";
import type {Publication, Territoire} from "./publication.ts";
import {createTypesetter, type Typesetter} from "./typst.ts";

export const FORMATS = ["pdf", "pdfa", "xlsx", "csv", "docx", "html"] as const;
export type Format = (typeof FORMATS)[number];

export interface BilanOptions {
  readonly publication: Publication;
  readonly annee: string;
  readonly territoires: readonly Territoire[];
  readonly formats: readonly Format[];
  /** `commentaires/` of the workspace. */
  readonly commentaires: string;
  readonly outputDir: string;
  readonly typesetter?: Typesetter;
  readonly onProgress?: (territoire: Territoire, index: number) => void;
}

export interface BilanReport {
  readonly files: readonly string[];
  /** Commentary files that no chapter took. */
  readonly unplaced: readonly string[];
}

/** Writes the bilans of a year, one after the other; the same publication and commentary give the same bytes. */
export async function writeBilans(options: BilanOptions): Promise<BilanReport> {
  const {publication, annee, territoires, formats, outputDir} = options;
  if (!publication.edition.annees.includes(annee)) {
    throw new VigieError(`La publication n'a aucune donnée pour ${annee}.`, {exitCode: EXIT.usage, mend: `Années publiées : ${publication.edition.annees.join(", ")}.`});
  }
  // Asked before anything else: the typesetter reads its fonts meanwhile.
  const reading = Promise.all([publication.figures(publication.principal), territoires.includes(publication.principal) ? sideBySide(publication, annee, formats) : new Map<never, never>()]);
  reading.catch(() => undefined);
  const typesetter = options.typesetter ?? (formats.some((one) => one === "pdf" || one === "pdfa") ? createTypesetter() : null);
  const files: string[] = [];
  const unplaced: string[] = [];
  makeFolder(path.join(outputDir, annee));
  for (const [index, territoire] of territoires.entries()) {
    options.onProgress?.(territoire, index);
    const isWhole = territoire === publication.principal;
    const own = isWhole ? reading.then(([whole]) => whole) : publication.figures(territoire);
    const [figures, [whole, byType], comments] = await Promise.all([own, reading, readComments({
      dir: options.commentaires, publication, territoire, annee, chapters: chapters(publication),
      figures: async (one) => (one === territoire ? own : one === publication.principal ? (await reading)[0] : publication.figures(one))
    })]);
    unplaced.push(...comments.unknown);
    const context: Context = {publication, territoire, annee, figures, whole, isWhole, comments: comments.byChapter};
    const document = composeBilan(context, byType);
    const base = path.join(outputDir, annee, `bilan-${annee}-${territoryFolder(territoire)}`);
    for (const format of formats) {
      for (const [ending, content] of await render(format, document, context, byType, typesetter)) {
        const file = `${base}${ending}`;
        makeFolder(path.dirname(file));
        write(file, content);
        files.push(file);
      }
    }
  }
  return {files, unplaced};
}

/** The territories that the whole's annex sets side by side, of every indicator in the workbook. */
function sideBySide(publication: Publication, annee: string, formats: readonly Format[]): Promise<ByType> {
  if (formats.includes("xlsx") || formats.includes("csv")) return publication.parTypes([...new Set(publication.territoires.map(({type}) => type))], annee);
  return publication.parTypes(LISTED, annee, comparables(publication).map(({code}) => code));
}

/** The files of a format: how their names end, after the base that they share. What writes the others is not even read for a PDF. */
async function render(format: Format, document: Document, context: Context, byType: ByType, typesetter: Typesetter | null): Promise<[ending: string, content: Uint8Array | string][]> {
  switch (format) {
    case "pdf": return [[".pdf", (typesetter as Typesetter).pdf(document)]];
    case "pdfa": return [["-archive.pdf", (typesetter as Typesetter).pdf(document, "a-2a")]];
    case "xlsx": return [[".xlsx", await (await import("./annex.ts")).writeAnnex(context, byType)]];
    case "csv": return [...(await import("./annex.ts")).writeAnnexCsv(context, byType)].map(([name, content]) => [`-csv/${name}`, content]);
    case "html": return [[".html", (await import("./html.ts")).writeHtml(document)]];
    case "docx": return [[".docx", await (await import("./word.ts")).writeWord(document)]];
  }
}

/** Written beside, then renamed: a reader never opens half a document. */
export function write(file: string, content: Uint8Array | string): void {
  const prepared = `${file}.partiel`;
  try {
    writeFileSync(prepared, content);
    moveInto(prepared, file);
  } catch (error) {
    rmSync(prepared, {force: true});
    throw error;
  }
}
