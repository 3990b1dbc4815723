import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {DICTIONNAIRES} from "../../../observable/pages/donnees.ts";
import {decolonne} from "../../../observable/components/colonnes.ts";
import {readPublication} from "../../../observable/publication.ts";
import {openDatabase, quoteText} from "../../../pipelines/lib/duckdb.ts";
import {writeFixture} from "../../browser/fixture.ts";

let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "vigie-publication-"));
  await writeFixture(dir);
});

afterAll(() => rm(dir, {recursive: true, force: true}));

/** Runs an update over the published table, reads it back as the site does, and puts the file back. */
async function withChange(update: string, read: () => Promise<void>): Promise<void> {
  const file = join(dir, "pub_indicateur.parquet");
  const kept = await readFile(file);
  const database = await openDatabase();
  await database.run(`create table pub as select * from read_parquet(${quoteText(file)})`);
  await database.run(update);
  await database.run(`copy pub to ${quoteText(file)} (format parquet)`);
  database.close();
  try {
    await read();
  } finally {
    await writeFile(file, kept);
  }
}

describe("a publication read by the site", () => {
  it("gives the département as the whole, and every year of a series in order", async () => {
    const publication = await readPublication(dir);
    expect(publication.principal).toMatchObject({type: "departement", code: "13"});
    expect(publication.serie("fo_enseignants_formes", publication.principal).map((one) => one.annee)).toEqual(publication.edition.annees);
    publication.close();
  });

  it("offers tables whose every column the dictionary explains", async () => {
    const publication = await readPublication(dir);
    const out = await mkdtemp(join(tmpdir(), "vigie-tables-"));
    await publication.ecrire(join(out, "pub_indicateur.parquet"), join(out, "ensemble.csv"));
    const database = await openDatabase();
    const columnsOf = async (file: string): Promise<string[]> => (await database.rows<{column_name: string}>(`describe select * from ${quoteText(join(out, file))}`)).map((one) => one.column_name);
    const explained = (name: string): string[] => (DICTIONNAIRES[name]?.colonnes ?? []).flatMap(([column]) => column.split(", "));
    for (const name of ["pub_evolution.parquet", "pub_profil.parquet", "pub_quartiles.parquet"]) expect(await publication.ecrireTable(name, join(out, name))).toBe(true);
    for (const name of ["pub_indicateur.parquet", "pub_evolution.parquet", "pub_profil.parquet", "pub_quartiles.parquet"]) {
      const columns = await columnsOf(name);
      expect({name, columns: explained(name).sort()}).toEqual({name, columns: columns.sort()});
    }
    expect(explained("pub_ensemble.csv.gz").sort()).toEqual((await readFile(join(out, "ensemble.csv"), "utf8")).split("\n")[0]?.split(";").sort());
    expect(await publication.ecrireTable("pub_enquete.parquet", join(out, "x.parquet"))).toBe(false);
    database.close();
    publication.close();
    await rm(out, {recursive: true, force: true});
  });

  it("keeps a hidden cell hidden in what the browser fetches", async () => {
    const publication = await readPublication(dir);
    const columns = await publication.colonnes("fo_enseignants_formes");
    const hidden = columns.statut.flatMap((at, row) => (columns.textes[at] === "secret" ? [row] : []));
    expect(hidden.length).toBeGreaterThan(0);
    const figures = columns.statut.filter((at) => ["publie", "zero"].includes(columns.textes[at] ?? "")).length;
    const cells = decolonne("fo_enseignants_formes", columns);
    const text = (at: number | undefined): string => columns.textes[at ?? -1] ?? "";
    for (const name of ["valeur", "numerateur", "denominateur", "ic_bas", "ic_haut", "evolution"] as const) {
      // Only the rows that have a figure have a number at all.
      expect(columns.nombres[name]).toHaveLength(figures);
      for (const row of hidden) expect(cells.cellule(text(columns.territoire[row]), text(columns.annee[row]), text(columns.ventilation[row]), text(columns.modalite[row]))).toMatchObject({statut: "secret", [name]: null});
    }
    publication.close();
  });

  it("stops when a hidden cell still carries its number", async () => {
    await withChange("update pub set valeur = 0.5 where statut = 'secret'", async () => {
      await expect(readPublication(dir)).rejects.toThrow("portent encore un nombre");
    });
  });

  it("stops on an unknown status and on a missing column, by name", async () => {
    await withChange("update pub set statut = 'inconnu' where annee = '2024-2025'", async () => {
      await expect(readPublication(dir)).rejects.toThrow("statut inconnu « inconnu »");
    });
    await withChange("alter table pub drop column couverture", async () => {
      await expect(readPublication(dir)).rejects.toThrow("couverture");
    });
  });

  it("names the file that is missing or malformed", async () => {
    const file = join(dir, "catalogue.json");
    const kept = await readFile(file, "utf8");
    await writeFile(file, '[{"code": "x"}]');
    await expect(readPublication(dir)).rejects.toThrow("catalogue.json");
    await rm(file);
    await expect(readPublication(dir)).rejects.toThrow("catalogue.json est absent");
    await writeFile(file, kept);
    await expect(readPublication(join(dir, "nulle-part"))).rejects.toThrow("Aucune publication");
  });
});
