import {readFile, readdir} from "node:fs/promises";
import {join} from "node:path";
import {VigieError} from "../pipelines/lib/errors.ts";
import {escapeHtml} from "./components/html.ts";
import {POLICES} from "./fonts.ts";

/** The parts that fill a shell. */
export interface Contenu {
  titre: string;
  entete: string;
  corps: string;
  pied: string;
  fictif: boolean;
  /** The way back to the root of the site, for the icon. */
  racine: string;
  /** What every printed sheet says at its foot, beside its number. */
  papier: string;
}

const TROUS = {entete: '<div id="vigie-entete"></div>', corps: '<div id="vigie-page"></div>', pied: '<div id="vigie-pied"></div>'} as const;

/** The browser itself refuses any other host. Framework writes its start-up script and Plot its styles in the page. */
const POLITIQUE =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'self'";

/** The foot of each printed sheet: a sheet that leaves its pile still says what it is. */
function piedDePage(words: string): string {
  const text = words.replace(/["\\<\n]/g, "");
  return `<style>@page{@bottom-left{content:"${text}";font:7.5pt "Atkinson Hyperlegible Next",Verdana,sans-serif;color:#4a5963}@bottom-right{content:counter(page)" / "counter(pages);font:7.5pt "Atkinson Hyperlegible Next",Verdana,sans-serif;color:#4a5963}}</style>\n`;
}

function replaceOnce(text: string, wanted: string | RegExp, by: string, what: string): string {
  const found = typeof wanted === "string" ? text.includes(wanted) : wanted.test(text);
  if (!found) throw new VigieError(`Le site n’est pas construit : la page rendue par Framework n’a pas ${what}.`);
  return text.replace(wanted, () => by);
}

/**
 * Fills a shell built by Framework. Framework writes no language, forbids zooming and reads every page several times with
 * jsdom: the language and the viewport are set here, and the body (already HTML) comes in here, at no cost.
 */
export function remplit(coquille: string, contenu: Contenu): string {
  const titre = escapeHtml(`${contenu.titre} — Vigie${contenu.fictif ? " (données fictives)" : ""}`);
  let text = coquille;
  text = replaceOnce(text, /<html>/, '<html lang="fr">', "de balise html");
  text = replaceOnce(text, /, maximum-scale=1/, "", "de viewport");
  text = replaceOnce(text, /<meta name="generator"[^>]*>\n?/, `<meta http-equiv="Content-Security-Policy" content="${POLITIQUE}">\n<link rel="icon" type="image/svg+xml" href="${contenu.racine}favicon.svg">\n${POLICES.map((name) => `<link rel="preload" as="font" type="font/ttf" crossorigin href="${contenu.racine}polices/${name}">\n`).join("")}<link rel="stylesheet" href="${contenu.racine}polices/polices.css">\n${piedDePage(contenu.papier)}`, "de générateur");
  text = replaceOnce(text, /<title>[^<]*<\/title>/, `<title>${titre}</title>`, "de titre");
  // Framework's own runtime serves the cells of its pages: these have none.
  text = text.replace(/<link rel="modulepreload" href="[^"]*_observablehq\/[^"]*">\n?/g, "");
  // The style sheet follows at once: asking for it twice gains nothing.
  text = text.replace(/<link rel="preload" as="style"[^>]*>\n?/g, "");
  text = replaceOnce(text, /<script type="module">\s*import "[^"]*_observablehq\/client[^"]*";\s*<\/script>\n?/, "", "de lanceur");
  text = replaceOnce(text, TROUS.entete, contenu.entete, "d’en-tête");
  text = replaceOnce(text, TROUS.corps, contenu.corps, "de corps");
  return replaceOnce(text, TROUS.pied, contenu.pied, "de pied");
}

/**
 * The same page in fewer bytes, by what HTML leaves free: closing tags that go without saying, quotes around plain words, and
 * elements of a drawing that hold nothing.
 */
export function allege(html: string): string {
  return html
    .replace(/><\/(?:line|path|circle|rect)>/g, "/>")
    .replace(/<\/(?:td|th|tr|tbody|thead|dd|dt|li)>\s*/g, "")
    .replaceAll("&#39;", "'")
    .replaceAll("&nbsp;", "\u00a0")
    .replace(/<(?!script|style)[a-z][^<>]*>/g, (tag) => tag.replace(/="([\w.:%(-][\w.:%/#;,()-]*)"(?=[\s>])/g, (whole, value: string) => (value.endsWith("/") ? whole : `=${value}`)));
}

/** A page that a server shows at any address finds the root of the site by trying each folder above, then reads its links from there. */
export function partout(html: string): string {
  return html.replace(
    "<head>",
    `<head>
<script>
for (let path = location.pathname; path; ) {
  path = path.slice(0, path.lastIndexOf("/", path.length - 2) + 1);
  const request = new XMLHttpRequest();
  request.open("HEAD", path + "donnees/sommaire.json.gz", false);
  try { request.send(); } catch { break; }
  if (request.status === 200) { document.write('<base href="' + encodeURI(decodeURI(path)) + '">'); break; }
  if (path === "/") break;
}
</script>`
  );
}

/** Words that Framework or a library could leave in English on a page. */
const ANGLAIS = /\b(Toggle sidebar|Skip to|Copied!|Built with|Search results|Previous page|Next page|Loading…|undefined|NaN)\b|\[object /;

export function verifieFrancais(chemin: string, html: string): void {
  const words = html.replace(/<script[\s\S]*?<\/script>/g, " ").replace(/<code[\s\S]*?<\/code>/g, " ").replace(/<[^>]+>/g, " ");
  const found = ANGLAIS.exec(words);
  if (found) throw new VigieError(`Page ${chemin}.html : texte inattendu « ${found[0]} » (« …${words.slice(Math.max(0, found.index - 40), found.index + 60).replace(/\s+/g, " ")}… »).`);
}

/** Every local link and asset of a page must lead to a file of the site; anchors must exist. Returns nothing or throws. */
export function verifieLiens(pages: ReadonlyMap<string, string>, files: ReadonlySet<string>): void {
  const anchors = new Map<string, Set<string>>();
  const idsOf = (path: string): Set<string> => {
    let known = anchors.get(path);
    if (!known) {
      known = new Set([...(pages.get(path) ?? "").matchAll(/\sid="([^"]+)"/g)].map((match) => match[1] as string));
      anchors.set(path, known);
    }
    return known;
  };
  for (const [path, text] of pages) {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
    const seen = new Set<string>();
    for (const match of text.replace(/<script>[\s\S]*?<\/script>/g, "").matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const link = match[1] as string;
      if (seen.has(link) || link.startsWith("data:")) continue;
      seen.add(link);
      if (/^[a-z]+:/i.test(link)) throw new VigieError(`Page ${path} : le lien ${link} sort du site.`);
      const [target = "", anchor] = link.split("#");
      const resolved = target === "" ? path : new URL(target.split("?")[0] as string, `http://site/${folder}`).pathname.slice(1);
      if (!files.has(decodeURI(resolved))) throw new VigieError(`Page ${path} : le lien ${link} ne mène à aucun fichier du site.`);
      if (anchor && !anchor.includes("=") && pages.has(resolved) && !idsOf(resolved).has(anchor)) {
        throw new VigieError(`Page ${path} : le lien ${link} mène à une ancre absente.`);
      }
    }
  }
}

/** Every file under a folder, as site paths (`/` between names). */
export async function listFiles(dir: string, prefix = ""): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dir, {withFileTypes: true})) {
    if (entry.isDirectory()) found.push(...(await listFiles(join(dir, entry.name), `${prefix}${entry.name}/`)));
    else found.push(`${prefix}${entry.name}`);
  }
  return found;
}

export async function readShell(dir: string, path: string): Promise<string> {
  try {
    return await readFile(join(dir, ...`${path}.html`.split("/")), "utf8");
  } catch (error) {
    throw new VigieError(`Le site n’est pas construit : la coquille ${path}.html manque (${(error as Error).message}).`);
  }
}
