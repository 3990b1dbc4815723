import {cpSync, existsSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {writeFiction} from "../../sources/fiction/fiction.ts";
import {writeReferenceFiles} from "../../sources/territoires/references.ts";
import {openDatabase, quoteText} from "../../pipelines/lib/duckdb.ts";
import {jsonLines, newWorkspace, vigie, type TestWorkspace} from "./vigie.ts";

interface Reunion {
  indicateur: string;
  annee: string;
  ventilation: string;
  modalite: string;
  valeur: number | null;
  numerateur: number | null;
  denominateur: number | null;
  n_unites: number | null;
  publications: number;
  attendues: number;
  statut: string;
}

const CODES = ["13", "02"] as const;

describe("two académies publish side by side", () => {
  const workspaces: Record<string, TestWorkspace> = {};
  const publicationOf = (code: string): string => path.join(workspaces[code]?.dir ?? "", "publication");
  const read = <T>(sql: string, ...codes: readonly string[]): T[] => jsonLines<T[]>(vigie("requete", sql, "--json", ...codes.flatMap((code) => ["--publication", publicationOf(code)])).out)[0] ?? [];

  beforeAll(async () => {
    for (const code of CODES) workspaces[code] = newWorkspace();
    const made = path.join(path.dirname(workspaces["13"]?.dir ?? ""), "fiction");
    await writeFiction({dir: made, seed: 13, scale: 0.04, departements: 2});
    for (const code of CODES) {
      const workspace = workspaces[code] as TestWorkspace;
      const {dir} = workspace;
      const config = path.join(dir, "config.yml");
      const name = code === "13" ? "Bouches-du-Rhône" : "Aisne";
      writeFileSync(config, `${readFileSync(config, "utf8").replace('departement: "13"', `departement: "${code}"`).replace("nom: Bouches-du-Rhône", `nom: ${name}`)}\nfictif: true\n`);
      writeReferenceFiles(path.join(dir, "entree", "referentiels"), [code]);
      cpSync(path.join(made, code), path.join(dir, "entree"), {recursive: true});
      expect(workspace.run("importer").code).toBeLessThan(4);
      expect(workspace.run("construire")).toMatchObject({code: 0});
      expect(workspace.run("publier")).toMatchObject({code: 0});
      expect(existsSync(path.join(publicationOf(code), "pub_indicateur.parquet"))).toBe(true);
    }
  });
  afterAll(() => {
    for (const workspace of Object.values(workspaces)) workspace.remove();
  });

  test("a national reading adds up what both show", () => {
    const [row] = read<Reunion>("SELECT * FROM reunion WHERE indicateur = 'fo_enseignants_formes' AND annee = '2024-2025' AND ventilation = 'ensemble'", ...CODES);
    const parts = read<{publication: string; numerateur: number; denominateur: number; n_unites: number}>(
      "SELECT publication, numerateur, denominateur, n_unites FROM pub_indicateur WHERE territoire_type = 'programme' AND indicateur = 'fo_enseignants_formes' AND annee = '2024-2025' AND ventilation = 'ensemble' ORDER BY publication",
      ...CODES
    );
    expect(parts.map(({publication}) => publication)).toEqual(["Aisne", "Bouches-du-Rhône"]);
    const sum = (field: "numerateur" | "denominateur" | "n_unites"): number => parts.reduce((total, part) => total + part[field], 0);
    expect(row).toMatchObject({statut: "publie", publications: 2, attendues: 2, numerateur: sum("numerateur"), denominateur: sum("denominateur"), n_unites: sum("n_unites")});
    expect(row?.valeur).toBeCloseTo(sum("numerateur") / sum("denominateur"), 12);
  });

  test("gives no total, no term and no count where one of them hides its cell", async () => {
    const rows = read<Reunion>("SELECT * FROM reunion", ...CODES);
    const db = await openDatabase();
    try {
      const files = CODES.map((code) => quoteText(path.join(publicationOf(code), "pub_indicateur.parquet"))).join(", ");
      const hidden = await db.rows<{cle: string}>(`SELECT DISTINCT concat_ws('|', indicateur, annee, ventilation, modalite) AS cle FROM read_parquet([${files}]) WHERE territoire_type = 'programme' AND statut = 'secret'`);
      const secrets = new Set(hidden.map(({cle}) => cle));
      expect(secrets.size).toBeGreaterThan(0);
      for (const row of rows) {
        const isSecret = secrets.has([row.indicateur, row.annee, row.ventilation, row.modalite].join("|"));
        expect([row.indicateur, row.annee, row.modalite, row.statut === "secret"]).toEqual([row.indicateur, row.annee, row.modalite, isSecret]);
        if (row.statut !== "publie") expect([row.valeur, row.numerateur, row.denominateur, row.n_unites]).toEqual([null, null, null, null]);
      }
    } finally {
      db.close();
    }
  });

  test("refuses to count a département twice, and a folder that is no publication", () => {
    expect(vigie("requete", "SELECT 1", "--publication", publicationOf("13"), "--publication", publicationOf("13"))).toMatchObject({code: 1, err: expect.stringContaining("deux publications") as string});
    expect(vigie("requete", "SELECT 1", "--publication", workspaces["13"]?.dir ?? "")).toMatchObject({code: 1, err: expect.stringContaining("n'est pas une publication") as string});
  });

  // A third of a minute of processor: asked for with VIGIE_LONGS=1, as before a release.
  test.skipIf(!process.env["VIGIE_LONGS"])("a single workspace of both départements says the same totals, and the programme speaks for them", () => {
    const both = newWorkspace();
    try {
      const config = path.join(both.dir, "config.yml");
      writeFileSync(config, `${readFileSync(config, "utf8").replace('departement: "13"', 'departements: ["13", "02"]')}\nfictif: true\n`);
      for (const code of CODES) cpSync(path.join(workspaces[code]?.dir ?? "", "entree"), path.join(both.dir, "entree", code), {recursive: true});
      expect(both.run("importer").code).toBeLessThan(4);
      expect(both.run("construire")).toMatchObject({code: 0});
      expect(both.run("publier")).toMatchObject({code: 0});
      const edition = JSON.parse(readFileSync(path.join(both.dir, "publication", "edition.json"), "utf8")) as {perimetre: {departement: string}};
      expect(edition.perimetre.departement).toBe("*");
      const [here] = both.query<{numerateur: number; denominateur: number}>("SELECT numerateur, denominateur FROM mart_indicateur WHERE territoire_type = 'programme' AND indicateur = 'fo_enseignants_formes' AND annee = '2024-2025' AND ventilation = 'ensemble'");
      const [there] = read<Reunion>("SELECT * FROM reunion WHERE indicateur = 'fo_enseignants_formes' AND annee = '2024-2025' AND ventilation = 'ensemble'", ...CODES);
      expect(there).toMatchObject(here ?? {});
      const territories = both.query<{type: string; n: number}>("SELECT type, count(*) AS n FROM dim_territoire WHERE type = 'departement' GROUP BY type");
      expect(territories).toEqual([{type: "departement", n: 2}]);
    } finally {
      both.remove();
    }
  });
});
