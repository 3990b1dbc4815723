import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {contracts} from "../../sources/index.ts";
import {contractName} from "../../pipelines/lib/contract/describe.ts";
import {newWorkspace, vigie, type TestWorkspace} from "./vigie.ts";

describe("templates and contracts, as a user meets them", () => {
  let space: TestWorkspace;
  let folder: string;

  beforeAll(() => {
    space = newWorkspace();
    folder = path.join(space.dir, "gabarits");
    mkdirSync(folder);
  });
  afterAll(() => space.remove());

  test.each(["csv", "xlsx"])("a template in %s is written, and comes back empty without a refusal", (format) => {
    const file = path.join(folder, `etic.${format}`);
    expect(space.run("gabarit", "etic", "--sortie", file, "--format", format).code).toBe(0);
    expect(space.import(file)[0]).toMatchObject({source: "etic", statut: "importe", lus: 0, rejetes: 0});
  });

  test("a template never asks for a column that would be dropped", () => {
    const file = path.join(folder, "formation-vide.csv");
    space.run("gabarit", "formation", "--sortie", file);
    expect(readFileSync(file, "utf8")).not.toMatch(/nom|prenom|courriel/);
  });

  test("an existing file is not written over, and a producer's export has no template", () => {
    const file = path.join(folder, "deux-fois.xlsx");
    expect(space.run("gabarit", "etic", "--sortie", file).code).toBe(0);
    const before = readFileSync(file);
    const again = space.run("gabarit", "etic", "--sortie", file);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("existe déjà")]);
    expect(readFileSync(file)).toEqual(before);
    const pix = space.run("gabarit", "pix/certification");
    expect([pix.code, pix.err]).toEqual([2, expect.stringMatching(/n'a pas de gabarit(.|\n)*vigie sources pix\/certification/)]);
    expect(space.run("gabarit", "inconnu").err).toContain("Gabarits : ");
  });

  test("a table with other titles is told what it resembles, by its columns; the draft that the message offers lets it in", () => {
    const file = path.join(folder, "enquete.csv");
    writeFileSync(file, "RNE établissement;Année scolaire;Ordinateurs;TNI\r\n0130007M;2024-2025;112;6\r\n");
    const refused = space.run("importer", file);
    expect([refused.code, refused.out]).toEqual([3, expect.stringMatching(/Enquête ETIC.*la colonne A serait uai, C serait ordinateurs_eleves(.|\n)*vigie gabarit etic --pour .*enquete\.csv/)]);
    const draft = space.run("gabarit", "etic", "--pour", file);
    expect([draft.code, draft.out]).toEqual([0, expect.stringContaining('uai: "RNE établissement" # colonne A : à vérifier')]);
    expect(existsSync(path.join(space.dir, "correspondances", "etic.yml"))).toBe(true);
    expect(space.import(file)[0]).toMatchObject({source: "etic", acceptes: 1, rejetes: 0});
  });

  test("sources lists every contract, describes one, and gives its schemas", () => {
    const list = vigie("sources").out;
    for (const contract of contracts) expect(list).toContain(contractName(contract));
    const one = vigie("sources", "etic").out;
    expect(one).toContain("palier_maturite");
    expect(one).toContain("un nombre entier de 1 à 5");
    const schema = JSON.parse(vigie("sources", "etic", "--format", "table-schema").out) as {fields: unknown[]; primaryKey: string[]};
    expect(schema.primaryKey).toEqual(["annee_scolaire", "uai"]);
    expect((JSON.parse(vigie("sources", "etic", "--format", "json-schema").out) as {$schema: string}).$schema).toContain("2020-12");
    expect(vigie("sources", "nimporte").code).toBe(2);
    expect(vigie("sources", "--format", "json-schema").code).toBe(2);
  });

  test("lire needs no workspace, and answers for any file: one object per file, exactly the promised keys", () => {
    const files = {"bon.csv": "uai;nom\n0130007M;Jas de Bouffan\n", "trop.csv": "a;b\n1;2\n\"x\";y;z;t\n", "vide.csv": "", "binaire.xls": Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0])};
    const paths = Object.entries(files).map(([name, content]) => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    });
    const answer = vigie("lire", ...paths, path.join(folder, "absent.csv"), folder, "--json");
    const lines = answer.out.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(Object.keys(line)).toEqual(["fichier", "encodage", "separateur", "guillemet", "entete", "enregistrements", "anomalies"]);
    expect(lines[0]).toMatchObject({fichier: "bon.csv", separateur: ";", entete: ["uai", "nom"], enregistrements: [["0130007M", "Jas de Bouffan"]], anomalies: []});
    expect(lines[1]?.["anomalies"]).not.toEqual([]);
    for (const line of lines.slice(2)) expect(line["anomalies"]).toEqual([{ligne: expect.any(Number) as number, cause: expect.any(String) as string}]);
    expect(answer.code).toBe(3);
    const text = vigie("lire", paths[0] as string);
    expect(text.out).toContain("Séparateur : point-virgule");
    expect(text.out).toContain("0130007M");
  });

  test("lire shows each sheet of a workbook as a table", () => {
    const file = path.join(folder, "a-lire.xlsx");
    space.run("gabarit", "formation/satisfaction", "--sortie", file);
    const [data, notice] = vigie("lire", file, "--json").out.trim().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(data).toMatchObject({fichier: "a-lire.xlsx › données", encodage: "xlsx", entete: ["dispositif", "session", "repondants", "satisfaits"], enregistrements: []});
    expect(notice?.["fichier"]).toBe("a-lire.xlsx › notice");
  });
});
