import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openDatabase} from "../../pipelines/lib/duckdb.ts";
import {plantedErrors} from "../../sources/fiction/planted.ts";
import {jsonLines, vigie, type Answer} from "./vigie.ts";

function filesUnder(dir: string): string[] {
  return readdirSync(dir, {withFileTypes: true}).flatMap((entry) => (entry.isDirectory() ? filesUnder(path.join(dir, entry.name)) : [path.join(dir, entry.name)]));
}

interface SourceState {
  rejetes: number;
  doublons: number;
}

describe("vigie demo, on a part of the département", () => {
  const root = mkdtempSync(path.join(tmpdir(), "vigie-demo-"));
  const dir = path.join(root, "demo");
  let answer: Answer;
  beforeAll(() => {
    answer = vigie("demo", "--espace", dir, "--echelle", "0,1");
  });
  afterAll(() => rmSync(root, {recursive: true, force: true}));

  test("runs from raw files to the built site and says how to open it", () => {
    expect(answer).toMatchObject({code: 0});
    expect(answer.out).toContain("npx vigie servir");
    expect(filesUnder(path.join(dir, "bilans")).some((file) => file.endsWith(".pdf"))).toBe(true);
    expect(readdirSync(path.join(dir, "site"))).toEqual(expect.arrayContaining(["index.html", "catalogue.html", "volet", "territoire"]));
    expect(readFileSync(path.join(dir, "site", "bilan.html"), "utf8")).toMatch(/href="?documents\/[^" >]+\.pdf/);
  });

  test("refuses the planted errors and nothing else", () => {
    const written = new Set(filesUnder(path.join(dir, "entree")).map((file) => path.relative(path.join(dir, "entree"), file).split(path.sep).join("/")));
    const planted = plantedErrors.filter((error) => written.has(error.file));
    const [state] = jsonLines<{sources: SourceState[]}>(vigie("etat", "--espace", dir, "--json").out);
    const sum = (field: keyof SourceState): number => state?.sources.reduce((total, source) => total + source[field], 0) ?? 0;
    const rows = (outcome: string): number => new Set(planted.filter((error) => error.outcome === outcome).map((error) => `${error.file}:${error.line}`)).size;
    expect({refused: sum("rejetes"), duplicates: sum("doublons")}).toEqual({refused: rows("refuse"), duplicates: rows("doublon")});
  });

  test("gives every indicator published values, with their terms, their coverage and, for a survey, the grade of its answers", async () => {
    const publication = (file: string): string => path.join(dir, "publication", file).replaceAll("'", "''");
    const db = await openDatabase(":memory:");
    try {
      const lacking = await db.rows(`
        select
          catalogue.code,
          count(*) filter (where valeur is not null and cellules.numerateur is not null and (n_unites is not null or catalogue.sources = ['objectifs'])) as valeurs,
          count(*) filter (where valeur is not null and (cellules.denominateur is not null or catalogue.type in ('compte', 'montant'))) as termes,
          count(*) filter (where valeur is not null and couverture is not null) as couvertures,
          count(*) filter (where valeur is not null and (catalogue.enquete is null or len(drapeaux) > 0)) as notes
        from read_json('${publication("catalogue.json")}') as catalogue
        left join '${publication("pub_indicateur.parquet")}' as cellules
          on cellules.indicateur = catalogue.code
          and cellules.territoire_type in ('programme', 'academie', 'departement')
        group by catalogue.code
        having valeurs = 0 or termes = 0 or couvertures = 0 or notes = 0
      `);
      expect(lacking).toEqual([]);
    } finally {
      db.close();
    }
  });

  test("explains every refused row", () => {
    const report = vigie("rejets", "--espace", dir).out;
    expect(report).toContain("la lettre de contrôle de cet UAI est fausse");
    expect(report).not.toContain("défaut de Vigie");
  });

  test("every page says that its data are fictional", () => {
    const pages = filesUnder(path.join(dir, "site")).filter((file) => file.endsWith(".html"));
    expect(pages.length).toBeGreaterThan(50);
    for (const page of pages) expect(`${path.basename(page)} ${/donn[ée]+es fictives/i.test(readFileSync(page, "utf8"))}`).toBe(`${path.basename(page)} true`);
  });

  test("any published figure explains itself", () => {
    const [explanation] = jsonLines<{cellule: {valeur: number}; fichiers: {fichier: string}[]}>(vigie("expliquer", "fo_enseignants_formes", "--espace", dir, "--json").out);
    expect(explanation?.cellule.valeur).toBeGreaterThan(0);
    expect(explanation?.fichiers.map((file) => file.fichier)).toEqual(expect.arrayContaining(["formations-2024-2025.csv"]));
  });

  test("keeps the tables by school apart: the site is never made of them", () => {
    const answer = vigie("publier", "--interne", "--espace", dir);
    expect(answer).toMatchObject({code: 0});
    expect(answer.out).toContain("usage interne");
    const internal = JSON.parse(readFileSync(path.join(dir, "publication-interne", "edition.json"), "utf8")) as {interne: boolean};
    expect(internal.interne).toBe(true);
    expect(readdirSync(path.join(dir, "publication")).some((name) => name.includes("etablissement"))).toBe(false);
    for (const page of filesUnder(path.join(dir, "site")).filter((file) => file.endsWith(".html"))) expect(readFileSync(page, "utf8")).not.toMatch(/dition interne|interne_etablissement/);
    cpSync(path.join(dir, "publication-interne", "edition.json"), path.join(dir, "publication", "edition.json"));
    const site = vigie("site", "--espace", dir);
    expect(site.code).toBe(1);
    expect(site.err).toContain("édition interne");
  });

  test("does not touch a workspace of real files", () => {
    const real = path.join(root, "reel");
    expect(vigie("init", "--espace", real).code).toBe(0);
    expect(vigie("demo", "--espace", real)).toMatchObject({code: 2});
  });
});
