import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync} from "node:fs";
import path from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const CACHE = path.join(ROOT, "node_modules", ".cache", "vigie");
const FOLDERS = ["pipelines", "sources", "observable"];
const DAY = 86_400_000;
/** Packages that nearly every command loads, from many small files: they go into the compiled one. */
const TAKEN_IN = new Set(["zod", "yaml", "@duckdb/node-api"]);

/**
 * The compiled command line of exactly these sources, made at their first use and kept beside the packages: reading TypeScript
 * at each start costs more than most commands. Undefined where nothing can be written; the sources are then read as they are.
 * @returns {Promise<string | undefined>} URL of the entry.
 */
export async function compiledEntry() {
  const target = path.join(CACHE, stampOfSources());
  const entry = path.join(target, "main.js");
  if (!existsSync(entry)) {
    try {
      await compile(target);
    } catch {
      return undefined;
    }
  }
  return pathToFileURL(entry).href;
}

/** Any edit changes the size or the time of some source. */
function stampOfSources() {
  const hash = createHash("sha256").update(process.version);
  const add = (file) => {
    const {size, mtimeMs, ctimeMs} = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs} ${ctimeMs}\n`);
  };
  for (const folder of FOLDERS) {
    for (const name of readdirSync(path.join(ROOT, folder), {recursive: true}).sort()) if (name.endsWith(".ts")) add(path.join(ROOT, folder, name));
  }
  add(path.join(ROOT, "package-lock.json"));
  add(fileURLToPath(import.meta.url));
  return hash.digest("hex").slice(0, 16);
}

async function compile(target) {
  const esbuild = await import("esbuild");
  const {dependencies} = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const external = ["@duckdb/node-bindings", ...Object.keys(dependencies).filter((name) => !TAKEN_IN.has(name))];
  const making = `${target}.${process.pid}`;
  mkdirSync(making, {recursive: true});
  try {
    await esbuild.build({
      entryPoints: [path.join(ROOT, "pipelines", "cli", "main.ts")],
      outdir: making, bundle: true, splitting: true, format: "esm", platform: "node", target: "node20", charset: "utf8", logLevel: "silent",
      external: external.flatMap((name) => [name, `${name}/*`]),
      banner: {js: 'import {createRequire as requireOf} from "node:module"; const require = requireOf(import.meta.url);'},
      plugins: [{name: "own-address", setup: (build) => build.onLoad({filter: /\.ts$/}, withOwnAddress)}]
    });
  } catch (error) {
    rmSync(making, {recursive: true, force: true});
    throw error;
  }
  try {
    renameSync(making, target);
  } catch (error) {
    rmSync(making, {recursive: true, force: true});
    // Another process made the same first.
    if (!existsSync(path.join(target, "main.js"))) throw error;
  }
  for (const name of readdirSync(CACHE)) {
    const other = path.join(CACHE, name);
    if (Date.now() - statSync(other).mtimeMs > DAY) rmSync(other, {recursive: true, force: true});
  }
}

/** A module finds the files beside it by its address: it keeps that of its source. Of zod, named so, only what is used is taken in: not its fifty languages. */
function withOwnAddress({path: file}) {
  return {contents: readFileSync(file, "utf8").replace('import {z} from "zod"', 'import * as z from "zod"').replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href)), loader: "ts"};
}
