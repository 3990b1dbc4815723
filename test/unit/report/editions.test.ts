import {appendFileSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {openWorkspace, type Workspace} from "../../../pipelines/lib/workspace.ts";
import {compareEditions, comparisonFile, publicComparison, type Side} from "../../../pipelines/report/compare.ts";
import {checkIntegrity, editionDir, freezeEdition, hasFiguresOf, listEditions, missingEntries, readEdition, type FrozenEntry} from "../../../pipelines/report/edition.ts";
import {indicateur, temporaryDir, writePublication, type Small} from "./kit.ts";
import type {Indicateur} from "../../../pipelines/lib/words/figure.ts";

let root: ReturnType<typeof temporaryDir>;
beforeEach(() => (root = temporaryDir()));
afterEach(() => root.remove());

function entry(part: Partial<FrozenEntry> = {}): FrozenEntry {
  return {source: "etic", objet: "etic", dossier: "aaaa", fichier: "etic-2025.csv", sha256: "a".repeat(64), annees: ["2024-2025"], contenu: {"donnees.parquet": "1"}, ...part};
}

describe("an edition", () => {
  let workspace: Workspace;
  beforeEach(async () => {
    writeFileSync(path.join(root.dir, "config.yml"), "fictif: true\n");
    workspace = openWorkspace(root.dir);
    await writePublication(workspace.paths.publication, {cells: [{indicateur: "eq_essai"}]});
  });
  const freeze = (nom = "un", now = "2025-09-01T00:00:00Z") =>
    freezeEdition({workspace, nom, annee: "2024-2025", code: {version: "1", empreinte: "c"}, lac: [entry()], now, writeBilans: async (dir) => { mkdirSync(dir, {recursive: true}); writeFileSync(path.join(dir, "bilan.pdf"), "%PDF"); }});

  test("is intact when nobody touched it", async () => {
    const edition = await freeze();
    expect(checkIntegrity(workspace, edition)).toEqual([]);
    expect(Object.keys(edition.fichiers)).toContain("publication/pub_indicateur.parquet");
    expect(Object.keys(edition.fichiers)).toContain("bilans/bilan.pdf");
  });
  test("knows the publication that it was made from", async () => {
    const edition = await freeze();
    expect(hasFiguresOf(edition, workspace.paths.publication)).toBe(true);
    appendFileSync(path.join(workspace.paths.publication, "catalogue.json"), " ");
    expect(hasFiguresOf(edition, workspace.paths.publication)).toBe(false);
  });
  test("names the file that was changed, added or removed", async () => {
    const edition = await freeze();
    const dir = editionDir(workspace, "un");
    appendFileSync(path.join(dir, "publication", "catalogue.json"), " ");
    writeFileSync(path.join(dir, "intrus.txt"), "");
    rmSync(path.join(dir, "bilans", "bilan.pdf"));
    expect(checkIntegrity(workspace, edition)).toEqual([
      {fichier: "bilans/bilan.pdf", probleme: "absent"}, {fichier: "publication/catalogue.json", probleme: "modifie"}, {fichier: "intrus.txt", probleme: "ajoute"}
    ]);
  });
  test("is never overwritten", async () => {
    await freeze();
    await expect(freeze()).rejects.toThrow("existe déjà");
  });
  test("is never overwritten by another command that freezes under the same name at the same time", async () => {
    const late = freezeEdition({
      workspace, nom: "un", annee: "2024-2025", code: {version: "2", empreinte: "d"}, lac: [], now: "2025-09-02T00:00:00Z",
      writeBilans: async (dir) => { mkdirSync(dir, {recursive: true}); await freeze(); }
    });
    // Both are this process, and prepare the same folder: the late one may find it gone before it finds the edition there.
    await expect(late).rejects.toThrow(/existe déjà|ENOENT/);
    expect(readEdition(workspace, "un")).toMatchObject({code: {version: "1"}, lac: [{sha256: "a".repeat(64)}]});
  });
  test("cannot be named outside its folder", async () => {
    await expect(freeze("../dehors")).rejects.toThrow("ne peut pas nommer");
  });
  test("editions are listed by the time of their freezing", async () => {
    await freeze("b", "2025-01-01T00:00:00Z");
    await freeze("a", "2025-02-01T00:00:00Z");
    expect(listEditions(workspace).map((one) => one.nom)).toEqual(["b", "a"]);
  });
  test("an unknown edition is refused with those that exist", async () => {
    await freeze();
    expect(() => readEdition(workspace, "deux")).toThrow("n'existe pas");
  });
  test("an entry that left the lake, or changed in it, is named", async () => {
    const edition = await freeze();
    expect(missingEntries(edition, [entry()])).toEqual([]);
    expect(missingEntries(edition, [])).toEqual([entry()]);
    expect(missingEntries(edition, [entry({contenu: {"donnees.parquet": "2"}})])).toHaveLength(1);
  });
});

describe("comparing two editions", () => {
  const write = async (name: string, small: Small, part: Partial<Side> = {}): Promise<Side> => {
    const publication = path.join(root.dir, name);
    await writePublication(publication, small);
    return {nom: name, publication, catalogue: small.catalogue ?? [indicateur("eq_essai")], lac: [entry()], code: {version: "1", empreinte: "c"}, config: "a", corrections: {}, ...part};
  };
  const compare = async (after: Partial<Side>, valeur: number | null = 0.6, catalogue?: Indicateur[]) => {
    const before = await write("avant", {cells: [{indicateur: "eq_essai", valeur: 0.5}]});
    return compareEditions(before, await write("apres", {cells: [{indicateur: "eq_essai", valeur}], ...(catalogue ? {catalogue} : {})}, {...after, ...(catalogue ? {catalogue} : {})}));
  };
  const motifs = async (after: Partial<Side>, catalogue?: Indicateur[]): Promise<string[]> => (await compare(after, 0.6, catalogue)).changes.flatMap((one) => one.reasons.map((reason) => reason.motif));

  test("nothing changed, nothing is said", async () => expect((await compare({}, 0.5)).changes).toEqual([]));
  test("a figure that became hidden is a change", async () => expect((await compare({}, null)).changes).toMatchObject([{valeur_avant: 0.5, valeur_apres: null, statut_apres: "non_collecte"}]));
  test("a new file of the source", async () => expect(await motifs({lac: [entry(), entry({sha256: "b".repeat(64), fichier: "autre.csv", annees: ["2024-2025"]})]})).toEqual(["fichier"]));
  test("a file in place of another", async () => expect(await motifs({lac: [entry({sha256: "b".repeat(64)})]})).toEqual(["remplacement"]));
  test("a file taken out", async () => expect(await motifs({lac: []})).toEqual(["retrait"]));
  test("a file of another source is said to act indirectly", async () => {
    const comparison = await compare({lac: [entry(), entry({source: "pix", sha256: "d".repeat(64)})]});
    expect(comparison.changes[0]?.reasons[0]?.phrase).toContain("Par un autre indicateur");
  });
  test("the référentiel", async () => expect(await motifs({lac: [entry(), entry({source: "etablissements", objet: "annuaire", sha256: "e".repeat(64), annees: []})]})).toEqual(["referentiel"]));
  test("a correction of the source", async () => expect(await motifs({corrections: {"etic.yml": "- source: etic\n  colonne: x\n"}})).toEqual(["correction"]));
  test("a correction says its column and its reason, never the school nor its value", async () => {
    const [change] = (await compare({corrections: {"etic.yml": "- {source: etic, cle: {uai: 0130007M}, colonne: tni, attendu: 16, corrige: 160, raison: zéro oublié.}\n"}})).changes;
    expect(change?.reasons.map(({phrase}) => phrase)).toEqual(["Correction déclarée : tni (etic), corrections/etic.yml : zéro oublié."]);
  });
  test("what is published of it keeps neither the names of files nor the reasons, and counts the figures of each", async () => {
    const corrections = {"jeanne.yml": "- {source: etic, cle: {uai: 0130007M}, colonne: tni, attendu: 16, corrige: 160, raison: vu avec Jeanne Fictive.}\n"};
    const comparison = publicComparison(await compare({corrections, lac: [entry({sha256: "b".repeat(64), fichier: "retour de Jeanne.csv", annees: ["2024-2025"]})]}));
    const file = comparisonFile(comparison, "2026-01-01") as {raisons: {phrase: string; chiffres: number}[]};
    expect(file.raisons.map(({phrase}) => phrase).join(" ")).toMatch(/\(bbbbbbbb\).*Correction déclarée : tni \(etic\)\./);
    expect(file.raisons.map(({chiffres}) => chiffres)).toEqual([1, 1]);
    expect(JSON.stringify(file)).not.toContain("eanne");
  });
  test("a correction of another source is no reason", async () => expect(await motifs({corrections: {"pix.yml": "- source: pix\n"}})).toEqual(["inconnu"]));
  test("a definition", async () => expect(await motifs({}, [indicateur("eq_essai", {sql: "select 2"})])).toEqual(["definition"]));
  test("the configuration, with the setting that changed; a comment is none", async () => {
    const reasons = async (config: string): Promise<string[]> => (await compare({config})).changes.flatMap((one) => one.reasons.map(({phrase}) => phrase));
    expect(await reasons("a # and why")).toEqual(["Aucun fichier, aucune correction, aucune définition et aucun code n'a changé : à signaler."]);
    expect(await reasons("seuils: {personnes: 11}")).toEqual(["La configuration a changé (config.yml) : a, puis absent ; seuils.personnes : absent, puis 11."]);
  });
  test("the code", async () => expect(await motifs({code: {version: "2", empreinte: "d"}})).toEqual(["code"]));
  test("no known reason is said as such", async () => expect(await motifs({})).toEqual(["inconnu"]));
});
