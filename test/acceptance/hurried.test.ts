import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {newWorkspace, vigie, type Answer, type TestWorkspace} from "./vigie.ts";

/** What no reader should meet: a stack, or the words of a library. */
const FOREIGN = /at .*\(.*:\d+|\bError\b|expected|invalid|unexpected|not found|does not exist|<value>/i;

describe("somebody in a hurry", () => {
  let root: string;
  let space: TestWorkspace;
  let [imported, state, built]: (Answer | undefined)[] = [];
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), "vigie-presse-"));
    space = newWorkspace();
    writeFileSync(path.join(space.dir, "entree", "ateliers.csv"), "atelier;date;code_commune;type_atelier;familles\nA1;05/11/2024;13055;atelier;12\nA2;05/11/2099;13055;atelier;12\nA3;05/11/2024;13999;atelier;12\n");
    writeFileSync(path.join(space.dir, "entree", "effectifs.csv"), "annee_scolaire;uai;eleves\n2024-2025;0130007M;312\n");
    imported = space.run("importer");
    state = space.run("etat");
    built = space.run("construire");
  });
  afterAll(() => {
    space.remove();
    rmSync(root, {recursive: true, force: true});
  });
  const told = (answer: Answer, code: number, ...said: readonly string[]): void => {
    expect(answer.err).not.toMatch(FOREIGN);
    for (const text of said) expect(answer.err).toContain(text);
    expect(answer.code).toBe(code);
  };

  test("misspells a command, an option, a year, a name", () => {
    told(vigie("constuire"), 2, "« constuire » n'existe pas", "Vouliez-vous dire « vigie construire » ?");
    told(vigie("importer", "--fore"), 2, "n'a pas d'option « --fore »");
    told(vigie("bilan", "--annee"), 2, "--annee attend une valeur : --annee AAAA-AAAA");
    told(space.run("purger", "--date", "2025-13-45"), 2, "« 2025-13-45 » n'est pas une date");
    told(space.run("etat", "--annee", "toto"), 2, "« toto » n'est pas une année scolaire");
  });

  test("names a folder that is not there yet for a template", () => {
    const folder = path.join(root, "à remplir");
    expect(vigie("gabarit", "etic", "--sortie", `${folder}/`)).toMatchObject({code: 0, err: "", out: expect.stringContaining(`vigie importer "${path.join(folder, "gabarit-etic.xlsx")}"`) as string});
    expect(vigie("gabarit", "budget", "--sortie", path.join(folder, "autre", "b.csv"))).toMatchObject({code: 0, err: ""});
    expect([readdirSync(folder).sort(), readdirSync(path.join(folder, "autre"))]).toEqual([["autre", "gabarit-etic.xlsx"], ["b.csv"]]);
  });

  test("hears of a date of the future at the import, and it makes neither the current year nor what is missing", () => {
    expect(imported?.code).toBe(0);
    expect(imported?.out).toContain("1 ligne à vérifier : elle parle de 2099-2100");
    expect(state?.out).toContain("Il manque pour 2024-2025 :");
    expect(state?.out).toContain("« vigie referentiels » les télécharge");
    expect(built?.out).toMatch(/annee = 2099-2100/);
    expect(built?.out).toMatch(/code_commune = 13999 .* ateliers = 1 ; familles = 12/);
  });

  test("writes a query that cannot be answered", () => {
    told(space.run("requete", "delete from ref_indicateur"), 2, "« vigie requete » lit, et n'écrit rien");
    told(space.run("requete", "select * from stg_etic_etic"), 2, "la table « stg_etic_etic » n'existe pas", "Vouliez-vous dire « stg_etic__etic » ?");
    told(space.run("requete", "select foo from ref_indicateur"), 2, "la colonne « foo » n'existe pas");
    told(space.run("requete", "selec 1"), 2, "faute de syntaxe près de « selec »");
  });

  test("gives a duration to a source that does not exist: nothing is kept longer in silence", () => {
    const dir = path.join(root, "durees");
    mkdirSync(dir);
    writeFileSync(path.join(dir, "config.yml"), "conservation: {sources: {pixx: 3}}\n");
    for (const command of ["purger", "registre"]) told(vigie(command, "--espace", dir), 2, "« pixx », qui n'est pas une source");
  });

  test("has a disk that damages files: each is named with the command that makes it again", () => {
    const dir = path.join(root, "abime");
    cpSync(space.dir, dir, {recursive: true});
    const run = (...args: string[]): Answer => vigie(...args, "--espace", dir);
    expect(run("publier").code).toBe(0);
    told(run("seance", "--date", "2025-01-15", "--annee", "2031-2032"), 2, "aucune donnée pour 2031-2032");
    const damaged = path.join(dir, "publication", "pub_indicateur.parquet");
    truncateSync(damaged, 100);
    told(run("bilan"), 1, damaged, "« vigie publier » le refait");
    told(run("expliquer", "pa_ateliers"), 1, damaged, "« vigie publier » le refait");
    truncateSync(path.join(dir, "publication", "pub_enquete.json"), 1);
    expect(run("publier").code).toBe(0);
    truncateSync(path.join(dir, "publication", "pub_enquete.json"), 1);
    told(run("bilan"), 1, "pub_enquete.json", "« vigie publier » le refait");
    truncateSync(path.join(dir, "entrepot.duckdb"), 3000);
    told(run("publier"), 1, "entrepot.duckdb", "« vigie construire --tout » le refait");
    const entry = path.join(dir, "lac", "parentalite", "parentalite", readdirSync(path.join(dir, "lac", "parentalite", "parentalite"))[0] ?? "");
    truncateSync(path.join(entry, "donnees.parquet"), 40);
    told(run("construire", "--tout"), 1, "donnees.parquet", "« vigie importer »");
    expect(run("importer").out).toMatch(/ateliers\.csv → parentalite : 3 lignes acceptées/);
    truncateSync(path.join(entry, "manifeste.json"), 4);
    told(run("etat"), 1, "manifeste.json", "« vigie importer »");
    run("importer");
    expect([run("construire", "--tout").code, run("publier").code, run("bilan").code]).toEqual([0, 0, 0]);
    expect(existsSync(damaged)).toBe(true);
  });
});

test("two files of one name are told apart by their folder", () => {
  const space = newWorkspace();
  try {
    writeFileSync(path.join(space.dir, "entree", "à lire.csv"), "Année scolaire;Identifiant;Nb élèves\n2024-2025;0130007M;12\n");
    for (const [folder, key] of [["0130007M", "A1"], ["0130022D", "A2"]] as const) {
      const file = path.join(space.dir, "entree", folder, "ateliers.csv");
      mkdirSync(path.dirname(file));
      writeFileSync(file, `atelier;date;type_atelier;familles\n${key};05/11/2024;atelier;12\n`);
      utimesSync(file, new Date("2025-01-01"), new Date("2025-01-01"));
    }
    const {out} = space.run("importer");
    expect(out).toContain("✓ 0130007M/ateliers.csv → parentalite : 1 ligne acceptée\n    Établissement de toutes les lignes : 0130007M.");
    expect(out).toContain("✓ 0130022D/ateliers.csv → parentalite");
    expect(out).toContain("✓ communes-13.csv → territoires/communes");
    expect(out).toMatch(/vigie gabarit .* --pour "[^"]*à lire\.csv"/);
  } finally {
    space.remove();
  }
});
