import {cp, mkdir, rename, rm, stat, writeFile} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {VigieError} from "../pipelines/lib/errors.ts";
import {copyFonts} from "./fonts.ts";
import {buildShells, type Shell} from "./framework.ts";
import {listFiles, readShell, remplit, verifieFrancais, verifieLiens} from "./finish.ts";
import {entete, pied} from "./pages/layout.ts";
import {sommaire} from "./pages/donnees-site.ts";
import {racine, type Contexte, type Page} from "./pages/page.ts";
import {toutesLesPages} from "./pages/toutes.ts";
import {readPublication, type Publication} from "./publication.ts";
import {createPinceau} from "./render/svg.ts";

const here = dirname(fileURLToPath(import.meta.url));

export interface SiteOptions {
  /** Folder written by `vigie publier`; read only. */
  publicationDir: string;
  /** Where the site goes; replaced in one move when everything has succeeded. */
  outputDir: string;
  /** Scratch folder, kept from one build to the next for Framework's cache. */
  workDir: string;
  onProgress?: (message: string) => void;
}

export interface SiteResult {
  pages: number;
  files: number;
  bytes: number;
}

/** One shell per kind of page; the modules are those of `observable/client`. */
const COQUILLES: readonly Shell[] = [
  {path: "index", modules: ["page"]},
  {path: "volet/modele", modules: ["page"]},
  {path: "territoire/modele", modules: ["page"]},
  {path: "indicateur/modele", modules: ["page"]},
  {path: "comparateur", modules: ["page", "comparateur"]},
  {path: "explorer", modules: ["page", "explorer"]},
  {path: "entonnoir", modules: ["page", "entonnoir"]},
  {path: "recherche", modules: ["page", "recherche"]}
];

const DONNEES = [
  "pub_indicateur.parquet", "pub_indicateur.csv.gz", "catalogue.json", "territoires.json", "reperes.json", "qualite.json", "edition.json"
] as const;

/** Builds the static site from a publication, without network. Throws a VigieError naming the page and the reason. */
export async function buildSite({publicationDir, outputDir, workDir, onProgress = () => {}}: SiteOptions): Promise<SiteResult> {
  const work = resolve(workDir);
  const output = resolve(outputDir);
  await mkdir(work, {recursive: true});
  onProgress("Lecture de la publication");
  const publication = await readPublication(resolve(publicationDir));
  try {
    onProgress("Construction des coquilles par Observable Framework");
    const [shells, pages] = await Promise.all([buildShells(work, COQUILLES), composePages(publication, onProgress)]);
    const next = join(dirname(output), `.${basename(output)}-${process.pid}`);
    await rm(next, {recursive: true, force: true});
    try {
      await mkdir(next, {recursive: true});
      onProgress(`Écriture de ${pages.length} pages`);
      await copyAssets(shells, next);
      await cp(join(here, "src", "favicon.svg"), join(next, "favicon.svg"));
      await copyFonts(join(next, "polices"));
      await copyData(publication, next);
      await writeColumns(publication, next);
      const written = await writePages(publication, shells, pages, next);
      const files = await listFiles(next);
      verifieLiens(written, new Set(files));
      let bytes = 0;
      for (const file of files) bytes += (await stat(join(next, ...file.split("/")))).size;
      await swap(next, output);
      return {pages: pages.length, files: files.length, bytes};
    } finally {
      await rm(next, {recursive: true, force: true});
    }
  } finally {
    publication.close();
  }
}

async function composePages(publication: Publication, onProgress: (message: string) => void): Promise<Page[]> {
  const {fictif, annee_courante: annee} = publication.edition;
  const contexte: Contexte = {publication, pinceau: createPinceau(fictif), fictif, annee};
  const pages: Page[] = [];
  for (const plan of toutesLesPages(contexte)) {
    try {
      pages.push(plan.compose());
    } catch (error) {
      if (error instanceof VigieError) throw error;
      throw new VigieError(`Page ${plan.chemin}.html : ${(error as Error).message}.`, {cause: error});
    }
    // Framework works in its own process meanwhile: let its output through.
    if (pages.length % 20 === 0) await new Promise((next) => setImmediate(next));
    if (pages.length % 100 === 0) onProgress(`${pages.length} pages composées`);
  }
  return pages;
}

/** Scripts, styles and fonts that Framework built; its pages are shells and stay behind. */
async function copyAssets(shells: string, next: string): Promise<void> {
  for (const file of await listFiles(shells)) {
    if (file.endsWith(".html")) continue;
    const target = join(next, ...file.split("/"));
    await mkdir(dirname(target), {recursive: true});
    await cp(join(shells, ...file.split("/")), target);
  }
}

async function copyData(publication: Publication, next: string): Promise<void> {
  const folder = join(next, "donnees");
  await mkdir(folder, {recursive: true});
  for (const name of DONNEES) {
    try {
      await cp(join(publication.dir, name), join(folder, name));
    } catch (error) {
      throw new VigieError(`Page donnees.html : le fichier ${name} manque dans la publication (${(error as Error).message}).`, {mend: "Relancer « vigie publier »."});
    }
  }
}

/** What the interactive pages fetch: a list of names, and the published cells of an indicator when it is chosen. */
async function writeColumns(publication: Publication, next: string): Promise<void> {
  const folder = join(next, "donnees", "indicateurs");
  await mkdir(folder, {recursive: true});
  await writeFile(join(next, "donnees", "sommaire.json"), JSON.stringify(sommaire(publication)));
  for (const {code} of publication.catalogue) {
    await writeFile(join(folder, `${code}.json`), JSON.stringify(await publication.colonnes(code)));
  }
}

async function writePages(publication: Publication, shells: string, pages: readonly Page[], next: string): Promise<Map<string, string>> {
  const {fictif, annee_courante: annee} = publication.edition;
  const contexte: Contexte = {publication, pinceau: createPinceau(fictif), fictif, annee};
  const built = new Map<string, string>();
  const written = new Map<string, string>();
  for (const page of pages) {
    const shell = built.get(page.coquille) ?? (await readShell(shells, page.coquille));
    built.set(page.coquille, shell);
    const text = remplit(shell, {
      titre: page.titre,
      entete: entete(contexte, page.chemin, page.rubrique).text,
      corps: page.corps.text,
      pied: pied(contexte, page.chemin).text,
      fictif,
      racine: racine(page.chemin)
    });
    verifieFrancais(page.chemin, text);
    const path = `${page.chemin}.html`;
    if (written.has(path)) throw new VigieError(`Page ${path} : deux pages portent ce nom.`);
    written.set(path, text);
    const file = join(next, ...path.split("/"));
    await mkdir(dirname(file), {recursive: true});
    await writeFile(file, text);
  }
  return written;
}

/** Puts the new site in the place of the old one: two renames, and the old one comes back if the second fails. */
async function swap(next: string, output: string): Promise<void> {
  const old = `${next}-ancien`;
  await rm(old, {recursive: true, force: true});
  let kept = true;
  try {
    await rename(output, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    kept = false;
  }
  try {
    await rename(next, output);
  } catch (error) {
    if (kept) await rename(old, output);
    throw error;
  }
  await rm(old, {recursive: true, force: true});
}
