import {execFile} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import path from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {newWorkspace, ROOT, VIGIE, type Answer, type TestWorkspace} from "./vigie.ts";

const IPS = "rentree_scolaire;academie;code_du_departement;departement;uai;nom_de_l_etablissment;code_insee_de_la_commune;nom_de_la_commune;secteur;effectifs;ips;ecart_type_de_l_ips\r\n2022-2023;AIX-MARSEILLE;013;BOUCHES-DU-RHONE;0130007M;COLLEGE JAS DE BOUFFAN;13001;AIX EN PROVENCE;public;493.0;79.4;24.2\r\n";

let space: TestWorkspace;
let server: Server;
let asked: string[];

beforeEach(async () => {
  space = newWorkspace();
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    if (request.url?.includes("colleges")) response.writeHead(200, {"content-type": "text/csv"}).end(IPS);
    else if (request.url?.includes("lycees")) response.writeHead(200, {"content-type": "text/html"}).end("<html>proxy</html>");
    else response.writeHead(404, {"content-type": "application/json"}).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(() => {
  server.close();
  space.remove();
});

/** The server lives in this process: the command must not hold it still. */
function run(...args: string[]): Promise<Answer> {
  const {port} = server.address() as AddressInfo;
  return new Promise((resolve) => {
    execFile(process.execPath, [VIGIE, ...args, "--espace", space.dir], {cwd: ROOT, env: {...process.env, VIGIE_PORTAIL: `http://127.0.0.1:${port}`, NO_PROXY: "127.0.0.1"}}, (error, out, err) =>
      resolve({code: typeof error?.code === "number" ? error.code : 0, out, err})
    );
  });
}

test("a reference file is downloaded into entree/referentiels, remembered, and imported as it is", async () => {
  const answer = await run("referentiels", "ips-colleges");
  expect(answer.code).toBe(0);
  const file = path.join(space.dir, "entree", "referentiels", "ips-colleges-13.csv");
  expect(readFileSync(file, "utf8")).toBe(IPS);
  expect(readFileSync(path.join(path.dirname(file), "provenance.yml"), "utf8")).toMatch(/sha256: [0-9a-f]{64}/);
  expect(decodeURIComponent(asked[0] ?? "")).toContain('startswith(uai,+"013")');
  expect(space.import(file)[0]).toMatchObject({source: "etablissements/ips_colleges", acceptes: 1, rejetes: 0});
});

test("one data set that fails does not keep the others from coming, and each failure says what to do", async () => {
  const answer = await run("referentiels", "ips-lycees", "ips-colleges", "annuaire");
  expect(answer.code).toBe(3);
  expect(answer.out).toMatch(/✗ IPS des lycées : Le serveur a répondu par une page web/);
  expect(answer.out).toMatch(/✓ IPS des collèges/);
  expect(answer.out).toMatch(/✗ Annuaire de l'éducation : Téléchargement refusé : ce jeu de données n'existe pas/);
  expect(answer.out).toContain("« vigie referentiels ips-lycees annuaire » réessaie");
  expect(existsSync(path.join(space.dir, "entree", "referentiels", "ips-lycees-13.csv"))).toBe(false);
});

test("a name that does not exist is told with those that do, before any request", async () => {
  const answer = await run("referentiels", "ips-maternelles");
  expect([answer.code, answer.err]).toEqual([2, expect.stringContaining("ips-ecoles")]);
  expect(asked).toEqual([]);
});

test("several départements come one file each, and the country in one, whatever the configuration follows", async () => {
  expect((await run("referentiels", "ips-colleges", "--departement", "04,2a")).code).toBe(0);
  expect(asked.map((url) => /startswith\(uai,\+"(\d+)"\)/.exec(decodeURIComponent(url))?.[1])).toEqual(["004", "620"]);
  expect((await run("referentiels", "ips-colleges", "--departement", "*")).code).toBe(0);
  expect(asked.at(-1)).not.toContain("where");
  for (const place of ["04", "2A", "france"]) expect(existsSync(path.join(space.dir, "entree", "referentiels", `ips-colleges-${place}.csv`))).toBe(true);
  expect(await run("referentiels", "--departement", "Vaucluse")).toMatchObject({code: 2, err: expect.stringContaining("--departement 04,05,84")});
});
