import {existsSync} from "node:fs";
import {readdir} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {build, type Plugin} from "esbuild";
import {VigieError} from "../pipelines/lib/errors.ts";

/** Framework serves each module apart: a page that draws would ask for sixty files. Here each page has one script of its own. */
export interface Scripts {
  /** The shell with these scripts in the place of the modules. */
  lie(coquille: string): string;
}

const MODULE = /(\.\/|(?:\.\.\/)+)_import\/client\/([\w-]+)\.[0-9a-f]{8}\.js/g;

/** A package is taken from its own sources, of which what no page uses can be left out; Framework's copy is already one block. */
const sources: Plugin = {
  name: "sources",
  setup(context) {
    context.onResolve({filter: /\/_npm\/(?:@[^/]+\/)?[^/@]+@/}, ({path}) =>
      context.resolve(/\/_npm\/((?:@[^/]+\/)?[^/@]+)@/.exec(path)?.[1] ?? path, {resolveDir: dirname(fileURLToPath(import.meta.url)), kind: "import-statement"})
    );
  }
};

/** What is fetched at a click, with the drawing library: a file of its own. */
const APART = "multiples";
/** The pages that answer what their address asks: the summary, with which they begin, is asked for at once. */
const INTERACTIVES: ReadonlySet<string> = new Set(["comparateur", "explorer", "entonnoir"]);
const PAGES = ["page", "comparateur", "explorer", "entonnoir", "recherche"] as const;

/** Bundles the modules that the shells of a folder run into `output`/scripts. Throws a VigieError with esbuild's words. */
export async function bundleScripts(shells: string, output: string): Promise<Scripts> {
  const folder = join(shells, "_import", "client");
  const modules = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith(".js")) : [];
  /** The file of each module once bundled. */
  const files = new Map<string, string>();
  const elsewhere: Plugin = {
    name: "elsewhere",
    setup(context) {
      context.onResolve({filter: new RegExp(`^\\.{1,2}/(?:client/)?${APART}\\.[0-9a-f]{8}\\.js$`)}, ({path, kind}) => {
        const found = kind === "entry-point" ? undefined : files.get(nameOf(path));
        return found ? {path: `./${found}`, external: true} : null;
      });
    }
  };
  const bundle = async (names: readonly string[]): Promise<void> => {
    const entryPoints = names.flatMap((name) => modules.filter((file) => nameOf(file) === name).map((file) => ({in: join(folder, file), out: name})));
    const {metafile} = await build({
      absWorkingDir: output, entryPoints, bundle: true, format: "esm", target: "es2022", minify: true, legalComments: "none", charset: "utf8", metafile: true, logLevel: "silent", plugins: [sources, elsewhere],
      outdir: join(output, "scripts"), entryNames: "[name].[hash]"
    });
    for (const [path, {entryPoint}] of Object.entries(metafile.outputs)) if (entryPoint) files.set(nameOf(entryPoint), basename(path));
  };
  try {
    await bundle([APART]);
    await bundle(PAGES);
  } catch (error) {
    throw new VigieError(`Le site n’est pas construit : ses scripts ne s’assemblent pas (${(error as Error).message}).`, {cause: error});
  }
  return {
    lie(coquille) {
      const preloads = new Set<string>();
      const text = coquille.replace(/<link rel="modulepreload"[^>]*>\n?/g, "").replace(MODULE, (_, root: string, name: string) => {
        const found = files.get(name);
        if (!found) throw new VigieError(`Le site n’est pas construit : le script ${name} manque.`);
        if (INTERACTIVES.has(name)) preloads.add(`<link rel="preload" as="fetch" crossorigin href="${root}donnees/sommaire.json.gz">\n`);
        return `${root}scripts/${found}`;
      });
      return text.replace("</head>", () => `${[...preloads].join("")}</head>`);
    }
  };
}

/** `../client/dessin.1a2b3c4d.js` gives `dessin`. */
function nameOf(path: string): string {
  return basename(path).split(".")[0] ?? "";
}
