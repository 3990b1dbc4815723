import {appendFileSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {writeSmallFiles} from "./bilan-files.ts";
import {jsonLines, newWorkspace, type TestWorkspace} from "./vigie.ts";

describe("an edition, from the command line", () => {
  let space: TestWorkspace;
  const edition = (...parts: string[]): string => path.join(space.dir, "editions", "un", ...parts);
  const publish = (): void => {
    for (const command of ["construire", "publier"]) expect(space.run(command)).toMatchObject({code: 0});
  };
  beforeAll(() => {
    space = newWorkspace();
    writeSmallFiles(path.join(space.dir, "entree"));
    space.import();
    publish();
    expect(space.run("figer", "--annee", "2024-2025", "--nom", "un")).toMatchObject({code: 0, err: ""});
  });
  afterAll(() => space.remove());

  test("holds the tables, the configuration, the bilans and the hash of every file", () => {
    expect(readdirSync(edition("bilans", "2024-2025")).some((name) => name.endsWith(".pdf"))).toBe(true);
    const manifest = JSON.parse(readFileSync(edition("manifeste.json"), "utf8")) as {fichiers: Record<string, string>; lac: {fichier: string}[]};
    expect(Object.keys(manifest.fichiers)).toEqual(expect.arrayContaining(["config.yml", "publication/pub_indicateur.parquet", "publication/catalogue.json"]));
    expect(manifest.lac.map((one) => one.fichier)).toEqual(expect.arrayContaining(["annuaire.csv", "effectifs.csv", "etic.csv"]));
  });

  test("is rebuilt byte for byte from the same lake", () => {
    const answer = space.run("verifier", "--edition", "un");
    expect(answer.out).toContain("Reconstruite à partir du lac : mêmes tables publiées et mêmes bilans, à l'octet près.");
    expect(answer.code).toBe(0);
  });

  test("equals itself", () => expect(space.run("comparer", "un", "un").out).toContain("Aucun chiffre ne diffère"));

  test("a file that takes the place of another is named beside every figure that it moved", () => {
    writeSmallFiles(path.join(space.dir, "entree"), 80);
    space.import();
    publish();
    const answer = space.run("comparer", "un");
    expect(answer.code).toBe(0);
    expect(answer.out).toMatch(/Des lignes sont remplacées par celles de etic\.csv/);
    expect(answer.out).toMatch(/Élèves par ordinateur, .*2024-2025 : 4\s+élèves par ordinateur → 5\s+élèves par ordinateur/u);
    expect(readFileSync(path.join(space.dir, "editions", "comparaison-un-courante.csv"), "utf8")).toContain("lignes remplacées");
  });

  test("is still rebuilt byte for byte after other files came", () => {
    expect(space.run("verifier", "--edition", "un")).toMatchObject({code: 0});
  });

  test("a séance says what changed since", () => {
    const [answer] = jsonLines<{fichiers: string[]; edition: string; changements: number}>(space.run("seance", "--date", "15/01/2026", "--json").out);
    expect(answer?.edition).toBe("un");
    expect(answer?.changements).toBeGreaterThan(0);
    expect(answer?.fichiers.map((file) => path.basename(file))).toEqual(["seance-2026-01-15.pdf", "seance-2026-01-15.docx"]);
  });

  test("a séance without a date, or on a day that does not exist, is wrong usage", () => {
    expect(space.run("seance").code).toBe(2);
    expect(space.run("seance", "--date", "31/02/2026")).toMatchObject({code: 2, err: expect.stringContaining("n'est pas une date")});
  });

  test("an entry that left the lake is named, and the rebuild refused", () => {
    space.run("retirer", "effectifs.csv");
    const answer = space.run("verifier", "--edition", "un");
    expect(answer.code).toBe(1);
    expect(answer.out).toContain("effectifs.csv");
  });

  test("a touched file is named", () => {
    const file = edition("publication", "catalogue.json");
    const before = readFileSync(file);
    appendFileSync(file, " ");
    const answer = space.run("verifier", "--edition", "un");
    expect(answer.code).toBe(1);
    expect(answer.out).toContain("publication/catalogue.json : modifié");
    writeFileSync(file, before);
  });

  test("is never overwritten", () => expect(space.run("figer", "--nom", "un")).toMatchObject({code: 2, err: expect.stringContaining("une édition ne change jamais")}));
});
