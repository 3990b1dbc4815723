import {createHash} from "node:crypto";
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import {connect, type AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {downloadCsv, proxyFromEnvironment, retryAfter, type DownloadOptions} from "../../../pipelines/import/download.ts";
import {exportUrl, fetchReferentiel, REFERENTIELS, uaiPrefix} from "../../../pipelines/import/referentiels.ts";

const CSV = `\ufeffuai;identifiant_de_l_etablissement\r\n${"0130007M;Collège Jas de Bouffan\r\n".repeat(2000)}`;
const BYTES = Buffer.from(CSV);

type Handler = (request: IncomingMessage, response: ServerResponse, turn: number) => void;

describe("downloads from a server that misbehaves", () => {
  let root: string;
  let server: Server;
  let base: string;
  let requests: IncomingMessage[];
  let waits: number[];
  let handler: Handler;

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), "vigie-telechargement-"));
    requests = [];
    waits = [];
    server = createServer((request, response) => {
      requests.push(request);
      handler(request, response, requests.length);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(root, {recursive: true, force: true});
  });

  const target = (): string => path.join(root, "entree", "annuaire.csv");
  const get = (options: Partial<DownloadOptions> = {}): ReturnType<typeof downloadCsv> =>
    downloadCsv(`${base}/export`, target(), {userAgent: "Vigie/essai", wait: (milliseconds) => (waits.push(milliseconds), Promise.resolve()), ...options});
  const whole = (response: ServerResponse, headers: Record<string, string> = {}): void => void response.writeHead(200, {"content-type": "text/csv; charset=utf-8", ...headers}).end(BYTES);
  /** Sends the first half under the promise of the whole, then hangs up. */
  const cut = (response: ServerResponse, headers: Record<string, string> = {}): void => {
    response.writeHead(200, {"content-type": "text/csv", "content-length": String(BYTES.length), ...headers});
    response.write(BYTES.subarray(0, BYTES.length / 2), () => response.destroy());
  };
  const nothingLeft = (): void => {
    expect(existsSync(target())).toBe(false);
    expect(existsSync(path.dirname(target())) ? readdirSync(path.dirname(target())) : []).toEqual([]);
  };

  test("a file that comes is put in its place with its checksum, and the agent says who asks", async () => {
    handler = (_, response) => whole(response);
    expect(await get()).toEqual({sha256: createHash("sha256").update(BYTES).digest("hex"), bytes: BYTES.length, requests: 1});
    expect(readFileSync(target())).toEqual(BYTES);
    expect(requests[0]?.headers["user-agent"]).toBe("Vigie/essai");
    expect(readdirSync(path.dirname(target()))).toEqual(["annuaire.csv"]);
  });

  test("429 waits as long as the portal asks, within a bound; 5xx waits longer each time", async () => {
    handler = (_, response, turn) => {
      if (turn === 1) response.writeHead(429, {"retry-after": "7"}).end();
      else if (turn === 2) response.writeHead(429, {"retry-after": "86400"}).end();
      else if (turn <= 4) response.writeHead(503).end();
      else whole(response);
    };
    expect(await get({longestWait: 60_000})).toMatchObject({requests: 5});
    expect(waits).toEqual([7000, 60_000, 4000, 8000]);
  });

  test("a portal that stays in trouble is given up in French, with what to do, and nothing is left behind", async () => {
    handler = (_, response) => response.writeHead(500).end("oops");
    await expect(get({attempts: 3})).rejects.toMatchObject({name: "VigieError", message: expect.stringMatching(/échoué après 3 essais : le portail est en difficulté \(500\)/), mend: expect.stringContaining("HTTPS_PROXY")});
    expect(requests).toHaveLength(3);
    nothingLeft();
  });

  test("a cut is started again when the server cannot resume", async () => {
    handler = (_, response, turn) => (turn === 1 ? cut(response) : whole(response));
    expect(await get()).toMatchObject({requests: 2, bytes: BYTES.length});
    expect(requests[1]?.headers.range).toBeUndefined();
    expect(readFileSync(target())).toEqual(BYTES);
  });

  test("a cut is resumed where it stopped when the server proves that the file is the same", async () => {
    handler = (request, response, turn) => {
      if (turn === 1) return cut(response, {"accept-ranges": "bytes", etag: '"v1"'});
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? "")?.[1]);
      response.writeHead(206, {"content-type": "text/csv", "content-range": `bytes ${start}-${BYTES.length - 1}/${BYTES.length}`, "accept-ranges": "bytes", etag: '"v1"'}).end(BYTES.subarray(start));
    };
    expect(await get()).toMatchObject({requests: 2, bytes: BYTES.length});
    expect(requests[1]?.headers["if-range"]).toBe('"v1"');
    expect(readFileSync(target())).toEqual(BYTES);
  });

  test("a file that changed between two tries is taken whole from its start", async () => {
    const changed = Buffer.from("uai;nom\r\n0130022D;Autre\r\n");
    handler = (_, response, turn) => (turn === 1 ? cut(response, {"accept-ranges": "bytes", etag: '"v1"'}) : void response.writeHead(200, {"content-type": "text/csv", etag: '"v2"'}).end(changed));
    await get();
    expect(readFileSync(target())).toEqual(changed);
  });

  test("a file shorter than announced is not taken for the file", async () => {
    handler = (_, response) => cut(response);
    await expect(get({attempts: 2})).rejects.toThrow(/coupée|incomplet/);
    nothingLeft();
  });

  test("a server that falls silent, before or amid the file, is given up", async () => {
    handler = (_, response, turn) => {
      if (turn === 1) return;
      response.writeHead(200, {"content-type": "text/csv"});
      response.write("uai;nom\r\n");
    };
    await expect(get({attempts: 2, patience: 60})).rejects.toThrow(/plus rien envoyé/);
    nothingLeft();
  });

  test.each([
    ["said as such", {"content-type": "text/html"}, "<p>Identifiez-vous</p>"],
    ["dressed as CSV", {"content-type": "text/csv"}, "\n <!DOCTYPE html><html><body>Portail captif</body></html>"]
  ])("a web page instead of the file, %s, is refused at once", async (_, headers, body) => {
    handler = (_request, response) => response.writeHead(200, headers).end(body);
    await expect(get()).rejects.toMatchObject({message: expect.stringContaining("page web au lieu du fichier CSV"), mend: expect.stringContaining("proxy")});
    expect(requests).toHaveLength(1);
    nothingLeft();
  });

  test("an empty answer is tried again, an error in JSON is not", async () => {
    handler = (_, response, turn) => (turn === 1 ? response.writeHead(200, {"content-type": "text/csv"}).end() : whole(response));
    expect(await get()).toMatchObject({requests: 2});
    handler = (_, response) => response.writeHead(200, {"content-type": "text/csv"}).end('{"error_code": "ODSQLError"}');
    await expect(get()).rejects.toThrow(/JSON au lieu du fichier/);
  });

  test.each([[404, "n'existe pas, ou plus"], [403, "l'accès est refusé"], [400, "Unknown field: uai"]])("%i is not tried again and says why", async (status, meaning) => {
    handler = (_, response) => response.writeHead(status, {"content-type": "application/json"}).end(JSON.stringify({message: "Unknown field: uai"}));
    await expect(get()).rejects.toThrow(meaning);
    expect(requests).toHaveLength(1);
  });

  test("an address where nobody answers is said in French", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const {port} = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await expect(downloadCsv(`http://127.0.0.1:${port}/x`, target(), {userAgent: "Vigie", attempts: 2, wait: () => Promise.resolve()})).rejects.toThrow(/refuse la connexion/);
  });

  test("a failed download leaves the former file as it was", async () => {
    handler = (_, response) => whole(response);
    await get();
    handler = (_, response) => response.writeHead(503).end();
    await expect(get({attempts: 1})).rejects.toThrow(/503/);
    expect(readFileSync(target())).toEqual(BYTES);
  });

  test("a file larger than any reference file is stopped", async () => {
    handler = (_, response) => whole(response);
    await expect(get({largest: 1000})).rejects.toThrow(/dépasse 1 ko/);
    nothingLeft();
  });

  test("HTTP_PROXY is the way out when it is set", async () => {
    handler = (_, response) => whole(response);
    const through: string[] = [];
    const proxy = createServer((request, response) => {
      through.push(request.url ?? "");
      whole(response);
    });
    proxy.on("connect", (request, socket, head) => {
      through.push(request.url ?? "");
      const [host, port] = (request.url ?? "").split(":");
      const remote = connect(Number(port), host ?? "", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        remote.write(head);
        remote.pipe(socket);
        socket.pipe(remote);
      });
      socket.on("error", () => remote.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const before = {...process.env};
    process.env["http_proxy"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    delete process.env["no_proxy"];
    delete process.env["NO_PROXY"];
    const dispatcher = proxyFromEnvironment();
    try {
      await get({dispatcher});
      expect(through).toHaveLength(1);
      expect(readFileSync(target())).toEqual(BYTES);
    } finally {
      process.env = before;
      await dispatcher.close();
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  test("Retry-After is read as seconds and as a date", () => {
    expect(retryAfter("12")).toBe(12_000);
    expect(retryAfter("Sun, 22 Nov 2026 10:00:30 GMT", Date.UTC(2026, 10, 22, 10, 0, 0))).toBe(30_000);
    expect(retryAfter("bientôt")).toBeUndefined();
    expect(retryAfter(null)).toBeUndefined();
  });

  test("a table without a row, or without the field that it was asked by, does not replace the former file", async () => {
    const ips = REFERENTIELS.find((item) => item.nom === "ips-colleges");
    if (!ips) throw new Error("no data set");
    const options = {dir: root, base, departement: "13", userAgent: "Vigie"};
    handler = (_, response) => whole(response);
    await fetchReferentiel(ips, options);
    handler = (_, response) => response.writeHead(200, {"content-type": "text/csv"}).end("uai;ips\r\n");
    await expect(fetchReferentiel(ips, options)).rejects.toThrow(/aucune ligne pour le département 13/);
    handler = (_, response) => response.writeHead(200, {"content-type": "text/csv"}).end("code;ips\r\n1;2\r\n");
    await expect(fetchReferentiel(ips, options)).rejects.toThrow(/n'a pas de colonne uai/);
    expect(readFileSync(path.join(root, "ips-colleges-13.csv"))).toEqual(BYTES);
  });

  test("a reference file is asked for one département, and its origin is remembered beside it", async () => {
    handler = (_, response) => whole(response);
    const [annuaire] = REFERENTIELS;
    if (!annuaire) throw new Error("no data set");
    const options = {dir: root, base, departement: "13", userAgent: "Vigie", now: new Date("2026-11-22T10:00:00Z")};
    const first = await fetchReferentiel(annuaire, options);
    expect(first).toMatchObject({fichier: "annuaire-13.csv", octets: BYTES.length, inchange: false});
    const url = new URL(requests[0]?.url ?? "", base);
    expect(url.pathname).toBe("/api/explore/v2.1/catalog/datasets/fr-en-annuaire-education/exports/csv");
    expect(url.searchParams.get("where")).toBe('startswith(identifiant_de_l_etablissement, "013")');
    expect(readFileSync(path.join(root, "provenance.yml"), "utf8")).toContain(first.sha256);
    expect(await fetchReferentiel(annuaire, options)).toMatchObject({inchange: true});
    writeFileSync(path.join(root, "provenance.yml"), "");
    expect(await fetchReferentiel(annuaire, options)).toMatchObject({inchange: false});
  });

  test("every data set has its own file, and Corsica and overseas their own UAI", () => {
    const urls = REFERENTIELS.map((item) => exportUrl("https://exemple.fr", item, "2A"));
    expect(new Set(urls).size).toBe(REFERENTIELS.length);
    expect(["13", "2A", "2B", "974"].map(uaiPrefix)).toEqual(["013", "620", "720", "974"]);
  });
});
