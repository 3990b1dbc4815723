import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {build, type Plugin} from "esbuild";

/**
 * Framework asks two kinds of URL over `fetch`: the version of a package (registry) and its code (CDN).
 * This module answers both from node_modules, so that a build needs no network and the versions are those of
 * package-lock.json. Any other request is refused by name.
 */

const repository = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = findModules(repository);

interface PackageJson {
  version: string;
  type?: string;
  module?: string;
  exports?: unknown;
}

/** The node_modules folder that serves this repository (its own, or a parent's when Vigie is itself a dependency). */
function findModules(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules");
    if (existsSync(join(candidate, "@observablehq", "framework"))) return candidate;
    if (dirname(folder) === folder) throw new Error(`node_modules introuvable au-dessus de ${start} : lancer « npm ci »`);
  }
}

function manifest(name: string): PackageJson | null {
  const file = join(modules, ...name.split("/"), "package.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PackageJson) : null;
}

interface Specifier {
  name: string;
  range: string | null;
  path: string;
}

/** Cuts `@scope/name@range/path` into its parts. */
export function parseSpecifier(text: string): Specifier {
  const match = /^((?:@[^/@]+\/)?[^/@]+)(?:@([^/]+))?(?:\/(.*))?$/.exec(decodeURIComponent(text));
  if (!match) throw new Error(`paquet illisible : ${text}`);
  return {name: match[1] as string, range: match[2] ?? null, path: match[3] ?? ""};
}

/** ECMAScript modules stay apart, so that a page loads one d3 and not three; CommonJS is inlined. */
function isEsm(found: PackageJson): boolean {
  return found.type === "module" || typeof found.module === "string";
}

function keepModulesApart(self: string): Plugin {
  return {
    name: "modules-apart",
    setup(context) {
      context.onResolve({filter: /^(@[^/]+\/)?[^./][^/]*$/}, (args) => {
        if (args.kind === "entry-point" || args.path === self) return null;
        const found = manifest(args.path);
        if (!found || !isEsm(found)) return null;
        return {path: `/npm/${args.path}@${found.version}/+esm`, external: true};
      });
    }
  };
}

async function bundle(name: string, path: string): Promise<string> {
  const result = await build({
    // The package itself is the entry point: behind a stub, esbuild loses the re-exports of what stays external.
    entryPoints: [path ? `${name}/${path}` : name],
    absWorkingDir: dirname(modules),
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    mainFields: ["browser", "module", "main"],
    plugins: [keepModulesApart(name)],
    logLevel: "silent"
  });
  return result.outputFiles[0]?.text ?? "";
}

async function answerCode(text: string): Promise<Response> {
  const {name, range, path} = parseSpecifier(text);
  const found = manifest(name);
  if (!found) throw new Error(`npm:${name} n’est pas dans node_modules`);
  if (range && /^\d+\.\d+\.\d+/.test(range) && range !== found.version) {
    throw new Error(`npm:${name}@${range} demandé, ${found.version} installé`);
  }
  if (path === "" || path === "+esm" || path.endsWith("/+esm")) {
    const code = await bundle(name, path.replace(/\/?\+esm$/, ""));
    return new Response(code, {headers: {"content-type": "application/javascript"}});
  }
  const file = join(modules, ...name.split("/"), ...path.split("/"));
  if (!existsSync(file)) return new Response("absent", {status: 404});
  const type = file.endsWith(".js") || file.endsWith(".mjs") ? "application/javascript" : "application/octet-stream";
  return new Response(readFileSync(file), {headers: {"content-type": type}});
}

/** Cached code outlives an upgrade unless it is thrown away when the lock file or this module changes. */
function dropStaleCache(cache: string): void {
  const hash = createHash("sha256");
  for (const file of [join(dirname(modules), "package-lock.json"), fileURLToPath(import.meta.url)]) {
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  const stamp = join(cache, "vigie-lock");
  const expected = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === expected) return;
  for (const folder of ["_npm", "_node", "_observablehq"]) rmSync(join(cache, folder), {recursive: true, force: true});
  mkdirSync(cache, {recursive: true});
  writeFileSync(stamp, expected);
}

/** Replaces `fetch` for the whole process that builds the site. `cache` is Framework's cache folder. */
export function installOfflineNpm(cache: string): void {
  dropStaleCache(resolve(cache));
  globalThis.fetch = async (input) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    if (url.pathname.startsWith("/npm/")) return answerCode(url.pathname.slice("/npm/".length));
    if (url.hostname.startsWith("registry.")) {
      const {name, path} = parseSpecifier(url.pathname.slice(1));
      // 0.0.0: a package that Framework could load lazily and that no page uses; its code is never asked for.
      const version = manifest(name)?.version ?? "0.0.0";
      if (path === "" || path === "latest") return Response.json({version, versions: {[version]: {}}});
    }
    throw new Error(`réseau refusé : ${url.href}`);
  };
}
