import {createHash} from "node:crypto";
import {createReadStream, existsSync, readFileSync, statSync} from "node:fs";
import {createServer, type Server} from "node:http";
import path from "node:path";
import {EXIT, VigieError} from "../lib/errors.ts";
import type {Command} from "./command.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json; charset=utf-8",
  ".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".ttf": "font/ttf", ".ico": "image/x-icon",
  ".parquet": "application/octet-stream", ".arrow": "application/octet-stream", ".pdf": "application/pdf", ".txt": "text/plain; charset=utf-8"
};

/** The file of a request, inside the folder or nowhere. */
export function resolveRequest(root: string, url: string): string | undefined {
  let pathname: string;
  try {
    pathname = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
  const target = path.resolve(root, `.${pathname}`);
  if (target !== root && !target.startsWith(root + path.sep)) return undefined;
  for (const candidate of [target, `${target}.html`, path.join(target, "index.html")]) if (existsSync(candidate) && statSync(candidate).isFile()) return candidate;
  return undefined;
}

/**
 * What the browser is told to refuse: any other host, any script that the page did not come with, any frame. A script written in the page is let
 * through by its own hash.
 */
export function securityHeaders(html: string | undefined): Record<string, string> {
  const scripts = [...(html ?? "").matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  const policy = [
    "default-src 'self'", ["script-src 'self'", ...new Set(scripts)].join(" "), "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "connect-src 'self'", "object-src 'none'",
    "base-uri 'self'", "form-action 'self'", "frame-ancestors 'none'"
  ];
  return {"content-security-policy": policy.join("; "), "x-content-type-options": "nosniff", "referrer-policy": "no-referrer"};
}

/** A plain static server for one's own machine. */
export function serveDirectory(dir: string): Server {
  const root = path.resolve(dir);
  return createServer((request, response) => {
    const file = resolveRequest(root, request.url ?? "/");
    const missing = path.join(root, "404.html");
    const found = file ?? (existsSync(missing) ? missing : undefined);
    if (!found) {
      response.writeHead(404, {"content-type": "text/plain; charset=utf-8"}).end("Cette page n'existe pas.\n");
      return;
    }
    const html = found.endsWith(".html") ? readFileSync(found, "utf8") : undefined;
    response.writeHead(file ? 200 : 404, {"content-type": TYPES[path.extname(found)] ?? "application/octet-stream", "cache-control": "no-cache", ...securityHeaders(html)});
    if (html === undefined) createReadStream(found).pipe(response);
    else response.end(html);
  });
}

export const command: Command = {
  name: "servir",
  summary: "Montre un site construit sur cette machine (par défaut celui de l'espace).",
  usage: "[DOSSIER]",
  options: {port: {type: "string", value: "N", help: "port (par défaut : 8080)"}},
  async run(context) {
    const dir = context.args[0] ?? context.workspace().paths.site;
    if (!existsSync(path.join(dir, "index.html"))) throw new VigieError(`Il n'y a pas de site dans « ${dir} ».`, {exitCode: EXIT.usage, mend: "Lancez « vigie site » d'abord."});
    const asked = context.text("port") ?? "8080";
    const port = Number(asked);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new VigieError(`« ${asked} » n'est pas un port.`, {exitCode: EXIT.usage, mend: "Un port est un nombre de 1 à 65535, comme 8080."});
    const server = serveDirectory(dir);
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => reject(error.code === "EADDRINUSE" || error.code === "EACCES" ? new VigieError(error.code === "EACCES" ? `Le port ${port} est réservé au système.` : `Le port ${port} est déjà pris.`, {mend: "Choisissez-en un autre avec --port."}) : error));
      server.listen(port, "127.0.0.1", resolve);
    });
    context.say(`Site visible à http://localhost:${port} (Ctrl+C pour arrêter).`);
    await new Promise<void>((resolve) => server.once("close", resolve));
    return EXIT.done;
  }
};
