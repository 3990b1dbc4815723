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

/** A plain static server under a sub-path, as a rectorat would have: no rewriting, no clean address. */
export async function serve(dir: string, base = "/tne/"): Promise<Served> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://local").pathname);
    const inside = normalize(path.startsWith(base) ? path.slice(base.length) : "absent");
    const file = join(dir, inside === "." || inside === "" ? "index.html" : inside);
    stat(file).then(
      (found) => {
        if (!found.isFile() || inside.startsWith("..")) {
          response.writeHead(404).end();
          return;
        }
        response.writeHead(200, {"content-type": TYPES[extname(file)] ?? "application/octet-stream"});
        createReadStream(file).pipe(response);
      },
      () => response.writeHead(404).end()
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    close: () => new Promise((done) => server.close(() => done()))
  };
}
