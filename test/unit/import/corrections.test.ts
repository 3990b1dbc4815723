import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {contracts} from "../../../sources/index.ts";
import {openDatabase, quoteText, type Database} from "../../../pipelines/lib/duckdb.ts";
import {lakeColumns} from "../../../pipelines/lib/contract/contract.ts";
import {applyCorrections, parseCorrections} from "../../../pipelines/import/corrections.ts";
import {createSources} from "../../../pipelines/import/sources.ts";

const ENTRY = `- source: etic
  cle: {uai: 0130007M, annee_scolaire: 2024-2025}
  colonne: ordinateurs_eleves
  attendu: 30
  corrige: 300
  raison: zéro oublié, confirmé par le gestionnaire
  auteur: DRANE
  date: 2025-02-03
`;

describe("declared corrections", () => {
  let root: string;
  let db: Database;

  /** Rows of `etic` in a view such as `createSources` makes. */
  async function lake(...rows: Record<string, string>[]): Promise<void> {
    await createSources(db, path.join(root, "lac"), contracts);
    const etic = contracts.find((contract) => contract.objet === "etic");
    if (!etic) throw new Error("no etic");
    const selects = rows.map((row, index) => {
      const values: Record<string, string> = {
        annee_scolaire: "'2024-2025'", _fichier: "'a'", _ligne: String(index + 2), _version: "'2025-01-01/a'", _non_concerne: "[]", _non_collecte: "[]", ...row
      };
      return `SELECT ${lakeColumns(etic).map(({name, type}) => `(${values[name] ?? "NULL"})::${type} AS ${name}`).join(", ")}`;
    });
    await db.run(`CREATE OR REPLACE TEMP VIEW src_etic__etic AS ${selects.join(" UNION ALL ")}`);
  }
  const declare = (text: string): void => {
    mkdirSync(path.join(root, "corrections"), {recursive: true});
    writeFileSync(path.join(root, "corrections", "etic.yml"), text);
  };
  const apply = (): Promise<void> => applyCorrections(db, path.join(root, "corrections"), contracts);

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), "vigie-corrections-"));
    db = await openDatabase();
  });
  afterEach(() => {
    db.close();
    rmSync(root, {recursive: true, force: true});
  });

  test("a correction changes the one cell that it names, and says who, why and how many rows", async () => {
    await lake({uai: "'0130007M'", ordinateurs_eleves: "30", eleves: "500"}, {uai: "'0130022D'", ordinateurs_eleves: "30"});
    declare(ENTRY);
    await apply();
    expect(await db.rows("SELECT uai, ordinateurs_eleves, eleves FROM src_etic__etic ORDER BY uai")).toEqual([
      {uai: "0130007M", ordinateurs_eleves: 300, eleves: 500}, {uai: "0130022D", ordinateurs_eleves: 30, eleves: null}
    ]);
    expect(await db.rows("SELECT relation, fichier, ligne, colonne, attendu, corrige, auteur, lignes FROM correction_appliquee")).toEqual([
      {relation: "src_etic__etic", fichier: "etic.yml", ligne: 1, colonne: "ordinateurs_eleves", attendu: "30", corrige: "300", auteur: "DRANE", lignes: 1}
    ]);
  });

  test("the columns and their types stay those of the relation", async () => {
    await lake({uai: "'0130007M'", ordinateurs_eleves: "30"});
    const before = await db.rows("DESCRIBE src_etic__etic");
    declare(ENTRY);
    await apply();
    expect(await db.rows("DESCRIBE src_etic__etic")).toEqual(before);
  });

  test("a correction that no longer finds its value stops the build with its file, its lines and what is there now", async () => {
    await lake({uai: "'0130007M'", ordinateurs_eleves: "310"});
    declare(`# relevé de février\n${ENTRY}`);
    await expect(apply()).rejects.toThrow(/corrections\/etic\.yml, lignes 2 à 9 .*« ordinateurs_eleves » est « 310 » et non « 30 »/s);
    await lake({uai: "'0130022D'", ordinateurs_eleves: "30"});
    await expect(apply()).rejects.toThrow(/aucune ligne n'a plus cette clé/);
  });

  test("only the version that the models keep is looked at: a file that mends the value makes the correction stale", async () => {
    await lake({uai: "'0130007M'", ordinateurs_eleves: "30"}, {uai: "'0130007M'", ordinateurs_eleves: "300", _fichier: "'b'", _version: "'2025-03-01/b'"});
    declare(ENTRY);
    await expect(apply()).rejects.toThrow(/ne trouve plus/);
  });

  test("an empty cell, a value and « non concerné » are told apart, both expected and given", async () => {
    await lake({uai: "'0130007M'", ent: "NULL", _non_concerne: "['ent']"}, {uai: "'0130022D'", ent: "NULL"}, {uai: "'0130028K'", ent: "true"});
    const entry = (uai: string, attendu: string, corrige: string): string => `- {source: etic, cle: {uai: ${uai}}, colonne: ent, attendu: ${attendu}, corrige: ${corrige}, raison: visite, auteur: DRANE, date: 2025-02-03}\n`;
    declare(entry("0130007M", "NC", "non") + entry("0130022D", "null", "oui") + entry("0130028K", "oui", "NC"));
    await apply();
    expect(await db.rows("SELECT uai, ent, _non_concerne::VARCHAR AS nc FROM src_etic__etic ORDER BY uai")).toEqual([
      {uai: "0130007M", ent: false, nc: "[]"}, {uai: "0130022D", ent: true, nc: "[]"}, {uai: "0130028K", ent: null, nc: "[ent]"}
    ]);
  });

  test("two corrections of one row both apply; two of one cell are refused", async () => {
    await lake({uai: "'0130007M'", ordinateurs_eleves: "30", eleves: "50"});
    const second = ENTRY.replace("ordinateurs_eleves", "eleves").replace("attendu: 30", "attendu: 50").replace("corrige: 300", "corrige: 500");
    declare(ENTRY + second);
    await apply();
    expect(await db.rows("SELECT ordinateurs_eleves, eleves FROM src_etic__etic")).toEqual([{ordinateurs_eleves: 300, eleves: 500}]);
    await lake({uai: "'0130007M'", ordinateurs_eleves: "30"});
    declare(ENTRY + ENTRY);
    await expect(apply()).rejects.toThrow(/même case/);
  });

  test("without any correction, the table that lists them exists and is empty", async () => {
    await lake({uai: "'0130007M'"});
    await apply();
    expect(await db.rows("SELECT count(*) AS n FROM correction_appliquee")).toEqual([{n: 0}]);
  });

  test.each([
    ["an unknown source", ENTRY.replace("etic", "etique"), /ligne 1 : la source « etique » n'existe pas/],
    ["an unknown column", ENTRY.replace("colonne: ordinateurs_eleves", "colonne: ordis"), /la colonne « ordis » n'existe pas/],
    ["a value of another kind", ENTRY.replace("corrige: 300", "corrige: beaucoup"), /la valeur corrigée ne peut pas être dans la colonne/],
    ["a reason left out", ENTRY.replace(/ {2}raison.*\n/, ""), /raison : cette clé manque/],
    ["a wrong key", ENTRY.replace("0130007M", "0130007A"), /cette valeur de clé/],
    ["text that is no YAML", "- {a: [", /YAML/]
  ])("%s is refused with the file and the line", (_, text, message) => {
    expect(() => parseCorrections("etic.yml", text, contracts)).toThrow(message);
    expect(() => parseCorrections("etic.yml", text, contracts)).toThrow(/etic\.yml, ligne 1/);
  });

  test("a personal column cannot be corrected: its value is not in the lake", () => {
    const text = ENTRY.replace("source: etic", "source: formation").replace("colonne: ordinateurs_eleves", "colonne: participant").replace("annee_scolaire: 2024-2025", "session: S1");
    expect(() => parseCorrections("f.yml", text, contracts)).toThrow(/personnelle/);
  });

  test("an apostrophe in a value stays a value", async () => {
    await lake({uai: "'0130007M'", ent_solution: quoteText("l'ENT")});
    declare(ENTRY.replace("ordinateurs_eleves", "ent_solution").replace("attendu: 30", "attendu: l'ENT").replace("corrige: 300", "corrige: d'à côté"));
    await apply();
    expect(await db.rows("SELECT ent_solution FROM src_etic__etic")).toEqual([{ent_solution: "d'à côté"}]);
  });
});
