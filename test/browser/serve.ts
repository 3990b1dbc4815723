import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {extname, join, normalize} from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json", ".ttf": "font/ttf", ".csv": "text/csv"
};

export interface Served {
  url: string;
  close(): Promise<void>;
}

/** A plain static server under a sub-path, as a rectorat would have: no rewriting, no clean address, and 404.html for what is not there. */
export async function serve(dir: string, base = "/tne/"): Promise<Served> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://local").pathname);
    const inside = normalize(path.startsWith(base) ? path.slice(base.length) : "absent");
    const file = join(dir, inside === "." || inside === "" ? "index.html" : inside);
    const missing = (): void => {
      response.writeHead(404, {"content-type": "text/html; charset=utf-8"});
      createReadStream(join(dir, "404.html")).on("error", () => response.end()).pipe(response);
    };
    stat(file).then(
      (found) => {
        if (!found.isFile() || inside.startsWith("..")) return missing();
        response.writeHead(200, {"content-type": TYPES[extname(file)] ?? "application/octet-stream"});
        createReadStream(file).pipe(response);
      },
      missing
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close: () => new Promise((done) => server.close(() => done()))
  };
}
