import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {describe, expect, it} from "vitest";
import {VigieError} from "../../../pipelines/lib/errors.ts";
import {readProtocol} from "../../../pipelines/impact/protocol.ts";
import {checkRegistration, studiedYears} from "../../../pipelines/impact/registration.ts";
import {writeModel} from "../../../pipelines/impact/template.ts";
import {lakeFile, protocolOf, protocolText} from "./kit.ts";

const problem = (text: string, name?: string): string => {
  try {
    protocolOf(text, name);
  } catch (error) {
    if (error instanceof VigieError) return error.message;
    throw error;
  }
  return "accepté";
};

describe("a protocol", () => {
  it("takes its name and its fingerprint from its file", () => {
    const protocol = protocolOf(protocolText(), "ma-question.yml");
    expect(protocol.code).toBe("ma-question");
    expect(protocol.empreinte).toMatch(/^[0-9a-f]{64}$/);
    expect(protocol).toMatchObject({grappe: "commune", estimateur: "adoption_echelonnee", exploratoire: false, exclusions: []});
  });

  it.each([
    ["a date that does not exist", {enregistre_le: "2024-02-30"}, "enregistre_le : cette date n'existe pas"],
    ["nobody's signature", {signataires: []}, "signataires : au moins un signataire"],
    ["a period of one year", {periode: {debut: "2024-2025", fin: "2024-2025"}}, "periode.fin : la période doit compter"],
    ["years that do not follow each other", {periode: {debut: "2020-2022", fin: "2024-2025"}}, "periode.debut : les deux années doivent se suivre"],
    ["a study that begins outside its period", {periode: {debut: "2022-2023", fin: "2024-2025", etude_depuis: "2025-2026"}}, "periode.etude_depuis : cette année est hors"],
    ["a family without the main outcome", {famille: ["us_travail_eleves"]}, "famille : le résultat principal doit en faire partie"],
    ["a measure that does not exist", {exposition: {libelle: "x", conditions: [{mesure: "tableau_noir", minimum: 1}]}}, "exposition.conditions.0.mesure : une de ces valeurs"],
    ["a key that does not exist", {estimator: "x"}, "clé inconnue : estimator"],
    ["a dose-response without dose", {estimateur: "dose_reponse"}, "dose : l'estimateur dose_reponse a besoin d'une dose"],
    ["an UAI with a wrong letter", {exclusions: [{uai: "0130001A", motif: "x"}]}, "exclusions.0.uai : cet UAI est faux"],
    ["a question that gives its answer", {question: "Quel est l'impact du matériel ?"}, "question : « impact » dit déjà la réponse"],
    ["a question with a causal verb", {question: "Le matériel améliore-t-il les scores ?"}, "« améliore » dit déjà la réponse"],
    ["an outcome named twice", {resultats: {principal: {indicateur: "us_pix_score"}, secondaires: [{indicateur: "us_pix_score"}]}}, "us_pix_score est cité deux fois"]
  ])("refuses %s, in French, by key", (_, changes, message) => {
    expect(problem(protocolText(changes))).toContain(message);
  });

  it("names every key that is missing at once", () => {
    const message = problem("titre: Essai\n");
    for (const key of ["question", "population", "exposition", "resultats", "periode", "famille", "enregistre_le", "signataires"]) expect(message).toContain(`- ${key} : `);
    expect(message).not.toMatch(/Invalid|expected|Required/);
  });

  it("refuses YAML that cannot be read, and a file name with accents", () => {
    expect(problem("titre: [")).toContain("n'est pas du YAML lisible");
    expect(problem(protocolText(), "Équipement.yml")).toContain("ne convient pas");
  });

  it("has a commented example that is valid and never written over", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "vigie-protocoles-"));
    try {
      const file = writeModel(path.join(dir, "protocoles"), {isFictional: true});
      expect(existsSync(file)).toBe(true);
      expect(readProtocol(file).resultats.principal.indicateur).toBe("us_pix_score");
      expect(readFileSync(file, "utf8")).toContain("# ");
      expect(() => writeModel(path.join(dir, "protocoles"), {isFictional: true})).toThrow(/existe déjà/);
    } finally {
      rmSync(dir, {recursive: true});
    }
  });
});

describe("the example, in a workspace of real data", () => {
  it("is refused until somebody dates and signs it", () => {
    const dir = mkdtempSync(path.join(tmpdir(), "vigie-protocoles-"));
    try {
      const file = writeModel(dir, {isFictional: false});
      expect(() => readProtocol(file)).toThrow(/enregistre_le : une date est attendue[\s\S]*signataires/);
      writeFileSync(file, readFileSync(file, "utf8").replace(/^enregistre_le:.*$/m, "enregistre_le: 2026-09-01").replaceAll("  # - {nom", "  - {nom"));
      expect(readProtocol(file).signataires).toHaveLength(2);
    } finally {
      rmSync(dir, {recursive: true});
    }
  });
});

describe("the day of registration", () => {
  const protocol = (enregistre_le: string, etude_depuis?: string): Parameters<typeof checkRegistration>[0] => ({
    enregistre_le, periode: {debut: "2022-2023", fin: "2024-2025", ...(etude_depuis === undefined ? {} : {etude_depuis})}
  });

  it("is late on the very day of the import", () => {
    expect(checkRegistration(protocol("2025-09-01"), ["pix"], [lakeFile()]).isLate).toBe(true);
    expect(checkRegistration(protocol("2025-08-31"), ["pix"], [lakeFile()]).isLate).toBe(false);
  });

  it("looks only at the outcome's sources, and never at the registers of schools", () => {
    const early = {importe_le: "2020-01-01T00:00:00Z"};
    expect(checkRegistration(protocol("2022-06-30"), ["pix", "etablissements"], [lakeFile({...early, source: "formation"}), lakeFile({...early, source: "etablissements"})]).isLate).toBe(false);
    expect(checkRegistration(protocol("2022-06-30"), ["pix"], [lakeFile(early)]).isLate).toBe(true);
  });

  it("lets the years before the study be known", () => {
    const before = lakeFile({annees: ["2022-2023"], importe_le: "2023-09-01T00:00:00Z"});
    expect(checkRegistration(protocol("2024-01-10"), ["pix"], [before]).isLate).toBe(true);
    expect(checkRegistration(protocol("2024-01-10", "2023-2024"), ["pix"], [before]).isLate).toBe(false);
    expect(studiedYears(protocol("2024-01-10", "2023-2024"))).toEqual(["2023-2024", "2024-2025"]);
  });

  it("calls files by what they hold: reports and refusals are published, and senders name files after people", () => {
    const {fichiers} = checkRegistration(protocol("2026-01-01"), ["pix"], [lakeFile({fichier: "resultats_de_Camille_0138209C.csv"})]);
    expect(fichiers.map(({fichier}) => fichier)).toEqual(["Pix : résultats de certification (par division ou par session), 2023-2024 (aaaaaaaa)"]);
  });

  it("forgives a file that gave no row", () => {
    expect(checkRegistration(protocol("2026-01-01"), ["pix"], [lakeFile({acceptes: 0})]).isLate).toBe(false);
  });
});
