import {spawn} from "node:child_process";
import {existsSync} from "node:fs";
import {cp, mkdir, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {VigieError} from "../pipelines/lib/errors.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** A page that Framework builds once: its shell (head, styles, modules) is then filled with one page or with many. */
export interface Shell {
  /** Path without extension, `/` between folders. */
  path: string;
  /** Browser modules of `observable/client` that the page runs. */
  modules: readonly string[];
}

const CACHE = ".observablehq";

/** Framework knows a TypeScript module by the name it will have once built. */
function withBuiltNames(source: string): string {
  return source.replaceAll("../../pipelines/lib/", "../lib/").replace(/(\bfrom\s+|\bimport\s*\(?\s*)(["'])(\.{1,2}\/[^"']+)\.ts\2/g, "$1$2$3.js$2");
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, {recursive: true});
  for (const entry of await readdir(from, {withFileTypes: true})) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.name.endsWith(".ts")) await writeFile(target, withBuiltNames(await readFile(source, "utf8")));
    else await cp(source, target);
  }
}

/** What the browser takes from `pipelines/lib`: pure functions, without Node. */
const PARTAGES = ["words", "text.ts", "spreadsheet-csv.ts"] as const;

async function copyShared(from: string, to: string, name: string): Promise<void> {
  if (!name.endsWith(".ts")) return copyTree(join(from, name), join(to, name));
  await mkdir(to, {recursive: true});
  await writeFile(join(to, name), withBuiltNames(await readFile(join(from, name), "utf8")));
}

/** Writes the source tree that Framework will read: our styles and modules, the font, and one short page per shell. */
async function writeSources(workDir: string, shells: readonly Shell[]): Promise<void> {
  const root = join(workDir, "src");
  await mkdir(root, {recursive: true});
  for (const entry of await readdir(root)) {
    if (entry !== CACHE) await rm(join(root, entry), {recursive: true, force: true});
  }
  await copyTree(join(here, "src"), root);
  await copyTree(join(here, "components"), join(root, "components"));
  await copyTree(join(here, "client"), join(root, "client"));
  // The browser writes and compares words with the very functions of the pipelines.
  for (const name of PARTAGES) await copyShared(join(here, "..", "pipelines", "lib"), join(root, "lib"), name);
  for (const shell of shells) {
    const up = "../".repeat(shell.path.split("/").length - 1) || "./";
    const scripts = shell.modules.map((name) => `<script type="module" src="${up}client/${name}.js"></script>`).join("\n");
    const file = join(root, ...`${shell.path}.md`.split("/"));
    await mkdir(dirname(file), {recursive: true});
    await writeFile(file, `---\ntitle: "@@titre@@"\n---\n\n<div id="vigie-page"></div>\n\n${scripts}\n`);
  }
  const offline = pathToFileURL(join(here, "offline-npm.ts")).href;
  await writeFile(
    join(workDir, "observablehq.config.ts"),
    `import {installOfflineNpm} from ${JSON.stringify(offline)};
installOfflineNpm("src/${CACHE}/cache");
export default {
  root: "src", output: "coquilles", style: "style.css", globalStylesheets: [], sidebar: false, toc: false, pager: false,
  search: false, preserveExtension: true, preserveIndex: true, duckdb: {extensions: {json: null, parquet: null}},
  header: '<div id="vigie-entete"></div>', footer: '<div id="vigie-pied"></div>'
};
`
  );
}

function frameworkBinary(): string {
  // The package exports nothing, so its entry is found from its manifest.
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths("@observablehq/framework") ?? []) {
    const binary = join(folder, "@observablehq", "framework", "dist", "bin", "observable.js");
    if (existsSync(binary)) return binary;
  }
  throw new VigieError("Observable Framework n’est pas installé : le site ne peut pas être construit.", {
    mend: "Lancer « npm ci » dans le dossier de Vigie."
  });
}

/** Runs Framework without network in `workDir`; returns the folder of built shells. Throws a VigieError with its last words. */
export async function buildShells(workDir: string, shells: readonly Shell[]): Promise<string> {
  await writeSources(workDir, shells);
  const output = join(workDir, "coquilles");
  await rm(output, {recursive: true, force: true});
  const words: string[] = [];
  const code = await new Promise<number | null>((done, failed) => {
    // Framework reads its configuration through the TypeScript loader that Vigie itself runs with.
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), frameworkBinary(), "build"], {
      cwd: workDir,
      env: {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "1", NO_COLOR: "1", NODE_OPTIONS: ""},
      stdio: ["ignore", "pipe", "pipe"]
    });
    child.stdout.on("data", (chunk: Buffer) => words.push(chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => words.push(chunk.toString()));
    child.on("error", failed);
    child.on("close", done);
  });
  if (code !== 0) {
    const last = words.join("").trim().split(/\r?\n/).slice(-12).join("\n");
    throw new VigieError(`Observable Framework a arrêté la construction du site (code ${code}) :\n${last}`);
  }
  return output;
}
