import {existsSync} from "node:fs";
import {cp, mkdir, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {basename, dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {gzipSync} from "node:zlib";
import {VigieError} from "../pipelines/lib/errors.ts";
import {recoverDirectory, replaceDirectory} from "../pipelines/lib/files.ts";
import {copyFonts} from "./fonts.ts";
import {buildShells, type Shell} from "./framework.ts";
import {typographie} from "./typographie.ts";
import {allege, listFiles, partout, readShell, remplit, verifieFrancais, verifieLiens} from "./finish.ts";
import {entete, papier, pied} from "./pages/layout.ts";
import {CHANGEMENTS, ENSEMBLE, sommaire, TOUT} from "./pages/donnees-site.ts";
import {racine, type Contexte, type Page} from "./pages/page.ts";
import {toutesLesPages} from "./pages/toutes.ts";
import {readInterne, type Interne} from "./interne.ts";
import {INTERNE} from "./pages/etablissements.ts";
import {readPublication, type Publication} from "./publication.ts";
import {createPinceau} from "./render/svg.ts";
import {bundleScripts, type Scripts} from "./scripts.ts";

const here = dirname(fileURLToPath(import.meta.url));

export interface SiteOptions {
  /** Folder written by `vigie publier`; read only. */
  publicationDir: string;
  /** Where `vigie bilan` writes: those of the whole perimeter are offered beside the pages, unless they are older than the publication. */
  bilansDir?: string;
  /** Folder written by `vigie publier --interne`: the pages then show the schools too, and each says that it is internal. */
  internalDir?: string;
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
  /** Documents of the year that the site does not offer: older than the publication. */
  perimes: string[];
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
  {path: "impact/modele", modules: ["page"]},
  {path: "recherche", modules: ["page", "recherche"]}
];

/** Given as they are, without their spaces. */
const DONNEES = ["catalogue.json", "territoires.json", "reperes.json", "qualite.json", "edition.json"] as const;
/** Given when the publication has them: a team without surveys, or with one year only, lacks some. */
const TABLES = ["pub_enquete.parquet", "pub_evolution.parquet", "pub_profil.parquet", "pub_quartiles.parquet"] as const;

/** Builds the static site from a publication, without network. Throws a VigieError naming the page and the reason. */
export async function buildSite({publicationDir, bilansDir, internalDir, outputDir, workDir, onProgress = () => {}}: SiteOptions): Promise<SiteResult> {
  const work = resolve(workDir);
  const output = resolve(outputDir);
  await mkdir(work, {recursive: true});
  recoverDirectory(output);
  onProgress("Lecture de la publication");
  const publication = await readPublication(resolve(publicationDir));
  try {
    onProgress("Construction des coquilles par Observable Framework");
    const interne = internalDir === undefined ? undefined : await readInterne(resolve(internalDir), publication.edition, publication.edition.annee_courante, publication.catalogue);
    const {offerts: documents, perimes} = bilansDir ? await findBilans(publication, bilansDir) : {offerts: [], perimes: []};
    const donnees = await writeData(publication, interne, join(work, "donnees"));
    const offered = await Promise.all(documents.map(async (file) => ({nom: basename(file), chemin: `documents/${basename(file)}`, octets: (await stat(file)).size})));
    const contexte: Contexte = {...createContexte(publication, donnees, offered), ...(interne ? {interne} : {})};
    const [shells, pages] = await Promise.all([buildShells(work, COQUILLES), composePages(contexte, onProgress)]);
    const next = join(dirname(output), `.${basename(output)}-${process.pid}`);
    await rm(next, {recursive: true, force: true});
    try {
      await mkdir(next, {recursive: true});
      onProgress(`Écriture de ${pages.length} pages`);
      await copyStyles(shells, next);
      const scripts = await bundleScripts(shells, next);
      await cp(join(here, "src", "favicon.svg"), join(next, "favicon.svg"));
      await copyFonts(join(next, "polices"));
      await cp(join(work, "donnees"), join(next, "donnees"), {recursive: true});
      for (const file of documents) await cp(file, join(next, "documents", basename(file)));
      const written = await writePages(contexte, shells, scripts, pages, next);
      const files = await listFiles(next);
      verifieLiens(written, new Set(files));
      let bytes = 0;
      for (const file of files) bytes += (await stat(join(next, ...file.split("/")))).size;
      replaceDirectory(next, output);
      return {pages: pages.length, files: files.length, bytes, perimes};
    } finally {
      await rm(next, {recursive: true, force: true});
    }
  } finally {
    publication.close();
  }
}

function createContexte(publication: Publication, donnees: Contexte["donnees"], documents: Contexte["documents"]): Contexte {
  const {fictif, annee_courante: annee} = publication.edition;
  return {publication, pinceau: createPinceau(fictif), fictif, annee, donnees, documents};
}

/** The documents of the year for the whole perimeter (PDF, workbook, Word), made from this publication. */
async function findBilans({dir, edition, principal}: Publication, bilansDir: string): Promise<{offerts: string[]; perimes: string[]}> {
  const folder = join(bilansDir, edition.annee_courante);
  const bilans: {offerts: string[]; perimes: string[]} = {offerts: [], perimes: []};
  if (!existsSync(folder)) return bilans;
  const {mtimeMs: published} = await stat(join(dir, "edition.json"));
  for (const name of (await readdir(folder)).sort()) {
    const isOurs = name.startsWith(`bilan-${edition.annee_courante}-${principal.type}-${principal.code}.`) && /\.(pdf|xlsx|docx)$/.test(name);
    if (!isOurs) continue;
    if ((await stat(join(folder, name))).mtimeMs >= published) bilans.offerts.push(join(folder, name));
    else bilans.perimes.push(name);
  }
  return bilans;
}

async function composePages(contexte: Contexte, onProgress: (message: string) => void): Promise<Page[]> {
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

/** The styles that Framework built; its pages are shells and its scripts are bundled. */
async function copyStyles(shells: string, next: string): Promise<void> {
  for (const file of await listFiles(shells)) {
    if (!file.endsWith(".css")) continue;
    const target = join(next, ...file.split("/"));
    await mkdir(dirname(target), {recursive: true});
    await cp(join(shells, ...file.split("/")), target);
  }
}

/** The files to download, and what the interactive pages fetch: a list of names, and the cells of an indicator when it is chosen. */
async function writeData(publication: Publication, interne: Interne | undefined, folder: string): Promise<Contexte["donnees"]> {
  await rm(folder, {recursive: true, force: true});
  await mkdir(join(folder, "colonnes"), {recursive: true});
  await mkdir(join(folder, "profils"));
  for (const name of DONNEES) await writeFile(join(folder, name), JSON.stringify(JSON.parse(await readFile(join(publication.dir, name), "utf8"))));
  const tables: string[] = [];
  for (const name of TABLES) if (await publication.ecrireTable(name, join(folder, name))) tables.push(name);
  const plain = join(folder, "ensemble.csv");
  await publication.ecrire(join(folder, TOUT), plain);
  await compress(plain, join(folder, ENSEMBLE));
  if (interne) {
    await interne.ecrire(plain);
    await compress(plain, join(folder, INTERNE));
  }
  await writeFile(join(folder, "sommaire.json.gz"), gzipSync(JSON.stringify(sommaire(publication)), {level: 9}));
  const changes = join(publication.dir, "comparaison.csv");
  if (publication.comparaison && existsSync(changes)) await writeFile(join(folder, CHANGEMENTS), gzipSync(await readFile(changes), {level: 9}));
  for (const {code} of publication.catalogue) {
    await writeFile(join(folder, "colonnes", `${code}.json.gz`), gzipSync(JSON.stringify(await publication.colonnes(code)), {level: 9}));
    const profils = publication.profils(code);
    if (profils) await writeFile(join(folder, "profils", `${code}.json.gz`), gzipSync(JSON.stringify(profils), {level: 9}));
  }
  const changed = publication.comparaison && existsSync(changes) ? [CHANGEMENTS] : [];
  return Promise.all([...(interne ? [INTERNE] : []), ENSEMBLE, TOUT, ...tables, ...changed, ...DONNEES].map(async (nom) => ({nom, octets: (await stat(join(folder, nom))).size})));
}

/** A spreadsheet reads accents when a byte order mark comes first. */
async function compress(plain: string, file: string): Promise<void> {
  await writeFile(file, gzipSync(Buffer.concat([Buffer.from("\ufeff"), await readFile(plain)]), {level: 9}));
  await rm(plain);
}

/** The pages as they were before they were lightened, to be checked. */
async function writePages(contexte: Contexte, shells: string, scripts: Scripts, pages: readonly Page[], next: string): Promise<Map<string, string>> {
  const built = new Map<string, string>();
  const written = new Map<string, string>();
  for (const page of pages) {
    const shell = built.get(page.coquille) ?? scripts.lie(await readShell(shells, page.coquille));
    built.set(page.coquille, shell);
    const text = (page.chemin === "404" ? partout : (one: string) => one)(
      remplit(shell, {
      titre: `${page.titre}${contexte.interne ? " (interne, à ne pas diffuser)" : ""}`,
      entete: entete(contexte, page.chemin, page.rubrique).text,
      corps: typographie(page.corps.text),
      pied: pied(contexte, page.chemin).text,
      fictif: contexte.fictif,
      racine: racine(page.chemin),
      papier: papier(contexte)
      })
    );
    verifieFrancais(page.chemin, text);
    const path = `${page.chemin}.html`;
    if (written.has(path)) throw new VigieError(`Page ${path} : deux pages portent ce nom.`);
    written.set(path, text);
    const file = join(next, ...path.split("/"));
    await mkdir(dirname(file), {recursive: true});
    await writeFile(file, allege(text));
  }
  return written;
}
