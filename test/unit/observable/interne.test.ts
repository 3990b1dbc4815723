import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {readInterne} from "../../../observable/interne.ts";
import {etablissements} from "../../../observable/pages/etablissements.ts";
import type {Contexte} from "../../../observable/pages/page.ts";
import type {Territoire} from "../../../observable/components/model.ts";
import {openDatabase, quoteText} from "../../../pipelines/lib/duckdb.ts";
import type {Indicateur} from "../../../pipelines/lib/words/figure.ts";

const commune = {type: "commune", code: "13001", nom: "Aix"} as Territoire;
const indicator = (code: string, type: string, unite: string): Indicateur => ({code, type, unite, libelle: `Indicateur ${code}`, volet: "equipement"}) as Indicateur;
const catalogue = [indicator("score", "moyenne", "Pix"), indicator("charte", "part", "%"), indicator("delai", "mediane", "jours")];
const contexte = {fictif: true, annee: "2024-2025", publication: {catalogue, edition: {volets: [{code: "equipement", libelle: "Équipement"}]}}} as unknown as Contexte;

let dir: string;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-interne-"));
  writeFileSync(path.join(dir, "edition.json"), JSON.stringify({interne: true, empreinte: "abc", seuils: {personnes: 5}}));
  const db = await openDatabase();
  const write = (name: string, sql: string): Promise<unknown> => db.run(`COPY (${sql}) TO ${quoteText(path.join(dir, `${name}.parquet`))} (FORMAT parquet)`);
  await write("interne_etablissement", `SELECT *, 'equipement' AS volet, '2024-2025' AS annee, 'ensemble' AS ventilation, 'ensemble' AS modalite FROM (VALUES
    ('0130002B', 'Collège B', 'college', 'score', 2400.5, 8.0, 'publie'), ('0130002B', 'Collège B', 'college', 'neuf', 1, 1, 'publie'), ('0130001A', 'École A', 'ecole_primaire', 'neuf', 3, 4, 'publie'), ('0130002B', 'Collège B', 'college', 'charte', 1, 1, 'publie'),
    ('0130001A', 'École A', 'ecole_primaire', 'score', NULL, NULL, 'secret'), ('0130001A', 'École A', 'ecole_primaire', 'delai', 12, NULL, 'publie'),
    ('0130003C', '=Ailleurs', 'college', 'score', 900.0, 3.0, 'publie')
  ) AS t (uai, nom, type_etablissement, indicateur, numerateur, denominateur, statut)`);
  await write("interne_rattachement", "SELECT '2024-2025' AS annee, 'commune' AS territoire_type, * FROM (VALUES ('0130001A', '13001'), ('0130002B', '13001'), ('0130003C', '13002')) AS t (uai, territoire_code)");
  db.close();
});
afterEach(() => rmSync(dir, {recursive: true, force: true}));

describe("the internal edition", () => {
  it("gives the schools of a territory, each with its figures, hidden ones as hidden, and no median of its own", async () => {
    const interne = await readInterne(dir, {empreinte: "abc"}, "2024-2025", catalogue);
    expect(interne.ecoles(commune).map(({nom, chiffres}) => [nom, Object.fromEntries(chiffres)])).toEqual([
      ["Collège B", {score: {statut: "publie", valeur: 300.0625, estOuiNon: false}, charte: {statut: "publie", valeur: 1, estOuiNon: true}}],
      ["École A", {score: {statut: "secret", valeur: null, estOuiNon: false}}]
    ]);
  });

  it("shows them in a table that says it is internal, and a territory without school shows nothing", async () => {
    const interne = await readInterne(dir, {empreinte: "abc"}, "2024-2025", catalogue);
    const {text} = etablissements(contexte, interne, commune);
    expect(text).toContain("usage interne");
    expect(text).toMatch(/Collège B.*0130002B.*300.*oui/s);
    expect(text).toMatch(/École A.*secret/s);
    expect(text).not.toContain("Ailleurs");
    expect(etablissements(contexte, interne, {...commune, code: "13099"}).text).toBe("");
  });

  it("offers every figure to a spreadsheet, where a name is never run as a formula", async () => {
    const interne = await readInterne(dir, {empreinte: "abc"}, "2024-2025", catalogue);
    await interne.ecrire(path.join(dir, "tout.csv"));
    const lines = readFileSync(path.join(dir, "tout.csv"), "utf8").trim().split("\n");
    expect(lines[0]).toBe("uai;nom;type_etablissement;volet;indicateur;annee;ventilation;modalite;numerateur;denominateur;statut");
    expect(lines).toContain("0130002B;Collège B;college;equipement;score;2024-2025;ensemble;ensemble;2400,5;8;publie");
    expect(lines).toContain("0130003C;'=Ailleurs;college;equipement;score;2024-2025;ensemble;ensemble;900;3;publie");
  });

  it("reads as yes or no only what counts schools, not a part of one thing", async () => {
    const [question, part] = ["charte", "neuf"];
    const interne = await readInterne(dir, {empreinte: "abc"}, "2024-2025", [...catalogue, indicator("neuf", "part", "%")]);
    const figures = interne.ecoles(commune).find(({nom}) => nom === "Collège B")?.chiffres;
    expect([figures?.get(question)?.estOuiNon, figures?.get(part)?.estOuiNon]).toEqual([true, false]);
  });

  it("is refused when it was not made with the publication that it goes with, or is none", async () => {
    await expect(readInterne(dir, {empreinte: "autre"}, "2024-2025", catalogue)).rejects.toThrow("ne viennent pas du même calcul");
    writeFileSync(path.join(dir, "edition.json"), JSON.stringify({interne: false, empreinte: "abc", seuils: {personnes: 5}}));
    await expect(readInterne(dir, {empreinte: "abc"}, "2024-2025", catalogue)).rejects.toThrow("pas une édition interne");
    await expect(readInterne(path.join(dir, "rien"), {empreinte: "abc"}, "2024-2025", catalogue)).rejects.toThrow("Aucune édition interne");
  });
});
