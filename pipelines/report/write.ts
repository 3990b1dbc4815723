import {mkdirSync, renameSync, writeFileSync} from "node:fs";
import path from "node:path";
import {writeAnnex, writeAnnexCsv} from "./annex.ts";
import {LISTED, type ByType} from "./annexes.ts";
import {chapters, composeBilan} from "./bilan.ts";
import {readComments, territoryFolder} from "./comments.ts";
import type {Context} from "./context.ts";
import type {Document} from "./document.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {writeHtml} from "./html.ts";
import type {Publication, Territoire} from "./publication.ts";
import {createTypesetter, type Typesetter} from "./typst.ts";
import {writeWord} from "./word.ts";

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
  const whole = await publication.figures(publication.principal);
  const typesetter = options.typesetter ?? (formats.some((one) => one === "pdf" || one === "pdfa") ? createTypesetter() : null);
  let byType: ByType = new Map();
  const types = [...new Set(publication.territoires.map(({type}) => type))];
  const files: string[] = [];
  const unplaced: string[] = [];
  mkdirSync(path.join(outputDir, annee), {recursive: true});
  for (const [index, territoire] of territoires.entries()) {
    options.onProgress?.(territoire, index);
    const isWhole = territoire === publication.principal;
    if (isWhole && byType.size === 0) byType = await publication.parTypes(types.filter((type) => LISTED.includes(type) || formats.includes("xlsx") || formats.includes("csv")), annee);
    const figures = isWhole ? whole : await publication.figures(territoire);
    const comments = await readComments({
      dir: options.commentaires, publication, territoire, annee, chapters: chapters(publication),
      figures: async (one) => (one === territoire ? figures : one === publication.principal ? whole : publication.figures(one))
    });
    unplaced.push(...comments.unknown);
    const context: Context = {publication, territoire, annee, figures, whole, isWhole, comments: comments.byChapter};
    const document = composeBilan(context, byType);
    const base = path.join(outputDir, annee, `bilan-${annee}-${territoryFolder(territoire)}`);
    for (const format of formats) {
      for (const [ending, content] of await render(format, document, context, byType, typesetter)) {
        const file = `${base}${ending}`;
        mkdirSync(path.dirname(file), {recursive: true});
        write(file, content);
        files.push(file);
      }
    }
  }
  return {files, unplaced};
}

/** The files of a format: how their names end, after the base that they share. */
async function render(format: Format, document: Document, context: Context, byType: ByType, typesetter: Typesetter | null): Promise<[ending: string, content: Uint8Array | string][]> {
  switch (format) {
    case "pdf": return [[".pdf", (typesetter as Typesetter).pdf(document)]];
    case "pdfa": return [["-archive.pdf", (typesetter as Typesetter).pdf(document, "a-2a")]];
    case "xlsx": return [[".xlsx", await writeAnnex(context, byType)]];
    case "csv": return [...writeAnnexCsv(context, byType)].map(([name, content]) => [`-csv/${name}`, content]);
    case "html": return [[".html", writeHtml(document)]];
    case "docx": return [[".docx", await writeWord(document)]];
  }
}

/** Written beside, then renamed: a reader never opens half a document. */
export function write(file: string, content: Uint8Array | string): void {
  const prepared = `${file}.partiel`;
  writeFileSync(prepared, content);
  renameSync(prepared, file);
}
