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

/** The drawing library, which few pages need, and what is fetched at a click: each stays a file of its own. In the order of who needs whom. */
const APART = ["dessin", "multiples"] as const;
/** The pages that answer what their address asks: all that their script needs is asked for at once. */
const INTERACTIVES: ReadonlySet<string> = new Set(["comparateur", "explorer", "entonnoir"]);
const PAGES = ["page", "comparateur", "explorer", "entonnoir", "recherche"] as const;

/** Bundles the modules that the shells of a folder run into `output`/scripts. Throws a VigieError with esbuild's words. */
export async function bundleScripts(shells: string, output: string): Promise<Scripts> {
  const folder = join(shells, "_import", "client");
  const modules = existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith(".js")) : [];
  /** The file of each module once bundled, and those that it asks for as soon as it runs. */
  const files = new Map<string, {name: string; needs: string[]}>();
  const elsewhere: Plugin = {
    name: "elsewhere",
    setup(context) {
      context.onResolve({filter: /^\.{1,2}\/(?:client\/)?(?:dessin|multiples)\.[0-9a-f]{8}\.js$/}, ({path, kind}) => {
        const found = kind === "entry-point" ? undefined : files.get(nameOf(path));
        return found ? {path: `./${found.name}`, external: true} : null;
      });
    }
  };
  const bundle = async (names: readonly string[]): Promise<void> => {
    const entryPoints = names.flatMap((name) => modules.filter((file) => nameOf(file) === name).map((file) => ({in: join(folder, file), out: name})));
    const {metafile} = await build({
      absWorkingDir: output, entryPoints, bundle: true, format: "esm", target: "es2022", minify: true, legalComments: "none", charset: "utf8", metafile: true, logLevel: "silent", plugins: [sources, elsewhere],
      outdir: join(output, "scripts"), entryNames: "[name].[hash]"
    });
    for (const [path, {entryPoint, imports}] of Object.entries(metafile.outputs)) {
      if (!entryPoint) continue;
      const name = nameOf(entryPoint);
      files.set(name, {name: basename(path), needs: imports.filter((one) => one.kind === "import-statement" || INTERACTIVES.has(name)).map((one) => basename(one.path))});
    }
  };
  try {
    for (const name of APART) await bundle([name]);
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
        for (const needed of found.needs) preloads.add(`<link rel="modulepreload" href="${root}scripts/${needed}">\n`);
        return `${root}scripts/${found.name}`;
      });
      return text.replace("</head>", () => `${[...preloads].join("")}</head>`);
    }
  };
}

/** `../client/dessin.1a2b3c4d.js` gives `dessin`. */
function nameOf(path: string): string {
  return basename(path).split(".")[0] ?? "";
}
