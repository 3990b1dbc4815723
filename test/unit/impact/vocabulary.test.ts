import {readdirSync, readFileSync, statSync} from "node:fs";
import path from "node:path";
import {describe, expect, it} from "vitest";
import {REFUSAL_CODES, explainRefusal} from "../../../pipelines/impact/refusals.ts";
import {MEANING, WITHDRAWING, WORDS, allowedWord, breaches, forbiddenWords, type Evidence} from "../../../pipelines/impact/vocabulary.ts";

const root = path.resolve(import.meta.dirname, "../../..");

function filesUnder(dir: string, endings: RegExp): string[] {
  return readdirSync(dir)
    .sort()
    .flatMap((name) => {
      const file = path.join(dir, name);
      if (/^(node_modules|dist|\.observablehq)$/.test(name)) return [];
      return statSync(file).isDirectory() ? filesUnder(file, endings) : endings.test(name) ? [file] : [];
    });
}

/** Everything that ends up before a reader's eyes: headers of models, site, command line, bilans, contracts, protocols. */
const texts = ["sql", "observable", "pipelines", "sources"]
  .flatMap((folder) => filesUnder(path.join(root, folder), /\.(sql|ts|md|html|yml|typ|css)$/))
  // This file is the list of the words.
  .filter((file) => !file.endsWith(path.join("impact", "vocabulary.ts")));

describe("the words of the house", () => {
  it.each(["Cela prouve que", "les tests prouvent", "grâce au matériel", "Grace à la formation", "un écart significatif", "statistiquement significative", "augmente significativement"])("never say « %s »", (text) => {
    expect(forbiddenWords(text)).toHaveLength(1);
  });

  it.each(["éprouver une hypothèse", "signification", "la grâce", "preuve"])("may say « %s »", (text) => {
    expect(forbiddenWords(text)).toEqual([]);
  });

  it("are kept by every text that the project holds", () => {
    expect(texts.length).toBeGreaterThan(250);
    // That an edition is intact is proved by its fingerprints: no claim on schools.
    const isAboutFingerprints = (line: string): boolean => /prouve (?:qu'une édition est )?intacte/i.test(line);
    const found = texts.flatMap((file) => readFileSync(file, "utf8").split("\n").flatMap((line, index) => (isAboutFingerprints(line) ? [] : forbiddenWords(line)).map(({mot}) => `${path.relative(root, file)}:${index + 1} ${mot}`)));
    expect(found).toEqual([]);
  });

  it("leave the word impact out of every indicator, check and mart", () => {
    const found = texts
      .filter((file) => file.endsWith(".sql") && !file.includes(`${path.sep}impact${path.sep}`) && !file.includes(`${path.sep}macros${path.sep}`))
      .filter((file) => breaches(readFileSync(file, "utf8"), "effet estimé").length > 0);
    expect(found.map((file) => path.relative(root, file))).toEqual([]);
  });

  it("refuse a causal verb beside an écart or an association, not beside an estimated effect", () => {
    expect(breaches("La formation améliore le score", "écart").map(({mot}) => mot)).toEqual(["améliore"]);
    expect(breaches("La formation améliore le score", "association")).toHaveLength(1);
    expect(breaches("La formation améliore le score", "effet estimé")).toEqual([]);
    expect(breaches("L'impact est de 12 Pix", "effet estimé").map(({mot}) => mot)).toEqual(["impact"]);
    expect(breaches("L'impact est de 12 Pix", "impact")).toEqual([]);
  });
});

describe("the strongest word that the evidence allows", () => {
  const evidence: Evidence = {best: "effet estimé", codes: [], isExploratory: false, isValidated: true, isWholeProgramme: false};

  it.each<[string, Partial<Evidence>, string | null]>([
    ["impact", {}, "impact"],
    ["effet estimé without the researchers", {isValidated: false}, "effet estimé"],
    ["écart when exploratory", {isExploratory: true}, "écart"],
    ["écart for the programme as a whole", {isWholeProgramme: true}, "écart"],
    ["association for a dose", {best: "association"}, "association"],
    ["nothing without a figure", {best: null}, null],
    ["impact in spite of lost schools alike in both arms", {codes: ["panel_incomplet", "traite_des_le_depart"]}, "impact"]
  ])("is %s", (_, changes, word) => {
    expect(allowedWord({...evidence, ...changes})).toBe(word);
  });

  it.each(WITHDRAWING)("falls to écart with %s", (code) => {
    expect(allowedWord({...evidence, codes: [code]})).toBe("écart");
  });

  it("has its meaning in French", () => {
    for (const word of WORDS) expect(MEANING[word].length).toBeGreaterThan(10);
  });
});

describe("refusals", () => {
  const macros = filesUnder(path.join(root, "sql", "macros"), /^(did|staggered_[a-z_]+|verdict|dose_response)\.sql$/)
    .concat(filesUnder(path.join(root, "sql", "impact", "macros"), /\.sql$/))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");

  it("explain every code that the macros can give", () => {
    const codes = new Set([...macros.matchAll(/'([a-z_]+)' as code/g), ...macros.matchAll(/then '([a-z]+_[a-z_]+)'/g)].map((match) => match[1] ?? ""));
    // The reasons of lost schools have their own labels.
    for (const reason of ["resultat_absent", "effectif_trop_faible", "mesure_hors_saison", "instrument_change", "resultat_nul", "expose_des_le_depart"]) codes.delete(reason);
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].filter((code) => !(REFUSAL_CODES as string[]).includes(code))).toEqual([]);
  });

  it.each(REFUSAL_CODES)("say in plain French what %s means and what would mend it", (code) => {
    for (const context of [{}, {n: 3, exposes: 2, temoins: 1, grappesExposees: 2, grappesTemoins: 7, annees: ["2022-2023"], anneesAvant: 1, debut: "2022-2023", fin: "2024-2025", taux: "41 %"}]) {
      const {explication, remede} = explainRefusal(code, context);
      for (const text of [explication, remede]) {
        expect(text).toMatch(/^[A-ZÀÉ\d].*\.$/u);
        expect(text).not.toMatch(/undefined|NaN|\bnull\b/);
        expect(breaches(text, "écart")).toEqual([]);
      }
    }
  });

  it("say how many schools and which years are missing", () => {
    expect(explainRefusal("groupe_trop_petit", {n: 3}).remede).toContain("encore 2 établissements exposés la même année");
    expect(explainRefusal("grappes_insuffisantes", {grappesExposees: 2, grappesTemoins: 9}).remede).toContain("encore 3 exposés");
    expect(explainRefusal("tendances_non_verifiables", {anneesAvant: 1, debut: "2022-2023"}).remede).toContain("d'avant 2022-2023");
  });
});
