import {existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {parse, stringify} from "yaml";
import {departements} from "../../sources/fiction/departements.ts";
import {createWorld} from "../../sources/fiction/world.ts";
import {fictionTruth, personalCanaries} from "../../sources/fiction/truth.ts";
import type {Report} from "../../pipelines/impact/report.ts";
import {jsonLines, vigie} from "./vigie.ts";

describe("vigie impact, on a fictional département", () => {
  const root = mkdtempSync(path.join(tmpdir(), "vigie-impact-"));
  const dir = path.join(root, "demo");
  const folder = path.join(dir, "protocoles");
  beforeAll(() => {
    expect(vigie("demo", "--espace", dir, "--echelle", "0,35", "--sans-site")).toMatchObject({code: 0});
    // The demonstration comes with its protocol, and its publication with the report.
    expect(existsSync(path.join(dir, "publication", "impact", "equipement-usage-pix.json"))).toBe(true);
  });
  afterAll(() => rmSync(root, {recursive: true, force: true}));

  /** Writes a variant of the example protocol and runs it. */
  function run(name: string, changes: Record<string, unknown> = {}): {code: number; err: string; report: Report | undefined} {
    const example = parse(readFileSync(path.join(folder, "equipement-usage-pix.yml"), "utf8")) as Record<string, unknown>;
    mkdirSync(folder, {recursive: true});
    if (name !== "equipement-usage-pix") writeFileSync(path.join(folder, `${name}.yml`), stringify({...example, ...changes}));
    const {code, out, err} = vigie("impact", name, "--espace", dir, "--json");
    return {code, err, report: jsonLines<Report>(out)[0]};
  }

  test("goes from the question to the report, and finds the planted effects within their intervals", () => {
    const {code, report} = run("equipement-usage-pix");
    expect(code).toBe(0);
    const result = (code_: string): Report["resultats"][number] => report?.resultats.find(({indicateur}) => indicateur === code_) as Report["resultats"][number];
    const kept = (cohorte: string): number => report?.devis.cohortes.find((group) => group.cohorte === cohorte)?.gardes ?? 0;
    // Cells of the simple aggregate: the cohort of 2023 in its years 0 and 1, the cohort of 2024 in its year 0.
    const planted = (effects: readonly number[]): number => (kept("2023-2024") * ((effects[0] ?? 0) + (effects[1] ?? 0)) + kept("2024-2025") * (effects[0] ?? 0)) / (2 * kept("2023-2024") + kept("2024-2025"));
    const {pixScore, visitesEleve} = fictionTruth.effets;
    const covers = (code_: string, truth: number): void => {
      expect(result(code_).bas).toBeLessThan(truth);
      expect(result(code_).haut).toBeGreaterThan(truth);
    };
    covers("us_pix_score", planted(pixScore));
    covers("re_ent_visites_eleve", Math.expm1(planted(visitesEleve.map(Math.log))));
    covers("us_pix_participation", 0);
    expect(result("us_pix_participation").role).toBe("temoin");
    // Visits multiply so regularly that no interval holds zero.
    expect(result("re_ent_visites_eleve").bas).toBeGreaterThan(0.05);
  });

  test("says écart and not effet: three years leave too few to compare before", () => {
    const {report} = run("equipement-usage-pix");
    expect(report?.mot).toBe("écart");
    expect(report?.refus.map(({code}) => code)).toContain("tendances_non_verifiables");
    expect(report?.limites.join(" ")).toContain("ne dit rien du programme dans son ensemble");
  });

  test("has no figure for the teachers' survey, that fewer than half answered", () => {
    const {report} = run("equipement-usage-pix");
    const teachers = report?.resultats.find(({indicateur}) => indicateur === "us_travail_eleves");
    expect(teachers?.mot).toBeNull();
    expect(teachers?.refus[0]?.code).toBe("reponse_insuffisante");
  });

  test("classifies schools as they were made: the first year's are left out, the others kept by cohort", () => {
    const {report} = run("equipement-usage-pix");
    const [first, ...rest] = report?.devis.cohortes ?? [];
    expect(first).toMatchObject({cohorte: "2022-2023", gardes: 0});
    expect(rest.map(({cohorte}) => cohorte)).toEqual(["2023-2024", "2024-2025", null]);
    const total = report?.devis.cohortes.reduce((sum, {gardes, perdus}) => sum + gardes + perdus.reduce((lost, {n}) => lost + n, 0), 0) ?? 0;
    const rows = readFileSync(path.join(dir, "impact", "equipement-usage-pix", "panel.csv"), "utf8").trim().split("\n").map((line) => line.split(","));
    const [header = []] = rows;
    const found = new Map(rows.slice(1).map((cells) => [cells[header.indexOf("etab")], Number(cells[header.indexOf("groupe")])]));
    const [departement] = departements();
    if (!departement) throw new Error("no département");
    const made = createWorld({seed: 13, departement, scale: 0.35, years: [0, 1, 2]}).schools.filter(({uai}) => found.has(uai));
    const firstYears = fictionTruth.annees.map((annee) => Number(annee.slice(0, 4)));
    const wrong = made.filter(({uai, arm, cohort}) => found.get(uai) !== (arm === "equipement_et_formation" && cohort !== null ? firstYears[cohort] : 0)).map(({uai}) => uai);
    expect(made.length).toBe(found.size);
    // Planted mistakes spoil a few deliveries and attendances.
    expect(wrong.length).toBeLessThanOrEqual(2);
    expect(total + (report?.devis.ecartes.reduce((sum, {n}) => sum + n, 0) ?? 0)).toBe(report?.devis.n_population);
  });

  test("keeps schools inside the workspace: what is published names none, and says that all is fictional", () => {
    run("equipement-usage-pix");
    const published = path.join(dir, "publication", "impact");
    expect(readdirSync(published).sort()).toEqual(["equipement-usage-pix.html", "equipement-usage-pix.json", "equipement-usage-pix.md", "index.json"]);
    expect(JSON.parse(readFileSync(path.join(published, "index.json"), "utf8"))).toMatchObject([{code: "equipement-usage-pix", mot: "écart", fictif: true}]);
    for (const name of readdirSync(published).filter((one) => one !== "index.json")) {
      const text = readFileSync(path.join(published, name), "utf8");
      expect(text).toMatch(/fictives/);
      expect(text).not.toMatch(/\b013[89]\d{3}[A-Z]\b/);
      for (const canary of personalCanaries) expect(text).not.toContain(canary);
    }
    expect(readdirSync(path.join(dir, "impact", "equipement-usage-pix")).sort()).toEqual([
      "LISEZMOI.txt", "panel.csv", "panel.parquet", "rapport.html", "rapport.json", "rapport.md", "refaire.R", "refaire.sql"
    ]);
  });

  test("gives the same bytes twice", () => {
    const read = (): string => readFileSync(path.join(dir, "publication", "impact", "equipement-usage-pix.json"), "utf8");
    run("equipement-usage-pix");
    const first = read();
    run("equipement-usage-pix");
    expect(read()).toBe(first);
  });

  test("refuses a protocol registered after the data came in, unless it says that it is exploratory", () => {
    const late = {enregistre_le: "2031-01-01"};
    const refused = run("tard", late);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("étaient déjà dans le lac");
    expect(refused.err).toContain("exploratoire: true");
    expect(existsSync(path.join(dir, "publication", "impact", "tard.json"))).toBe(false);
    const exploratory = run("explore", {...late, exploratoire: true});
    expect(exploratory.code).toBe(0);
    expect(exploratory.report?.mot).toBe("écart");
    for (const ending of ["md", "html", "json"]) expect(readFileSync(path.join(dir, "publication", "impact", `explore.${ending}`), "utf8")).toContain("exploratoire");
  });

  test("has no control for the programme as a whole: every school of the département is in it", () => {
    const {code, report} = run("programme", {exposition: {libelle: "Département du programme", conditions: [{mesure: "departement_pilote", minimum: 1}]}});
    expect(code).toBe(3);
    expect(report?.mot).toBeNull();
    expect(report?.refus.map(({code: refusal}) => refusal)).toEqual(expect.arrayContaining(["programme_entier", "traite_des_le_depart"]));
  });

  test("sees no difference where nothing was planted, and says what it would have missed", () => {
    const {report} = run("sans-effet", {resultats: {principal: {indicateur: "us_pix_participation"}}, famille: ["us_pix_participation"]});
    expect(report?.resultats[0]?.bas).toBeLessThan(0);
    expect(report?.resultats[0]?.haut).toBeGreaterThan(0);
    expect(report?.phrase).toContain("n'aurait pas été vu");
  });

  test("runs all protocols at once, and one that is refused stops nothing", () => {
    const {code, out} = vigie("impact", "--tous", "--espace", dir, "--json");
    expect(code).toBe(3);
    const [answer] = jsonLines<{rapports: Report[]; refuses: {protocole: string}[]}>(out);
    expect(answer?.refuses.map(({protocole}) => protocole)).toEqual(["tard.yml"]);
    expect(answer?.rapports.map(({protocole}) => protocole.code)).toEqual(["equipement-usage-pix", "explore", "programme", "sans-effet"]);
  });

  test("names the protocols that exist when the given one does not", () => {
    const {code, err} = vigie("impact", "inconnu", "--espace", dir);
    expect(code).toBe(2);
    expect(err).toContain("equipement-usage-pix.yml");
  });
});

// Minutes of processor: asked for with VIGIE_LONGS=1, as before a release.
describe.skipIf(!process.env["VIGIE_LONGS"])("vigie impact, on a fictional département followed for four years", () => {
  const root = mkdtempSync(path.join(tmpdir(), "vigie-impact-quatre-"));
  const dir = path.join(root, "demo");
  afterAll(() => rmSync(root, {recursive: true, force: true}));

  test("has years enough before exposure to check the trends: the strongest word that signatures allow, and the planted effect within its interval", () => {
    // Straight from the files to the warehouse: a protocol needs no publication.
    expect(vigie("demo", "--espace", dir, "--echelle", "0,35", "--annees", "4", "--fichiers")).toMatchObject({code: 0});
    expect(vigie("importer", "--espace", dir).code).toBe(3);
    expect(vigie("construire", "--espace", dir).code).toBeLessThan(4);
    const {out} = vigie("impact", "equipement-usage-pix", "--espace", dir, "--json");
    const [report] = jsonLines<Report>(out);
    const main = report?.resultats[0];
    expect(report?.mot).toBe("impact");
    expect(report?.refus.map(({code}) => code)).toEqual(["traite_des_le_depart"]);
    expect(main?.comparaisons_avant).toBeGreaterThanOrEqual(2);
    // Cells of the simple aggregate: each cohort in every year since its exposure, weighted by its schools.
    const effects = fictionTruth.effets.pixScore;
    const cells = ["2023-2024", "2024-2025", "2025-2026"].flatMap((cohorte, at) => {
      const kept = report?.devis.cohortes.find((group) => group.cohorte === cohorte)?.gardes ?? 0;
      return Array.from({length: 3 - at}, (_, since) => ({kept, effect: effects[Math.min(since, effects.length - 1)] ?? 0}));
    });
    const planted = cells.reduce((sum, {kept, effect}) => sum + kept * effect, 0) / cells.reduce((sum, {kept}) => sum + kept, 0);
    expect(main?.bas).toBeLessThan(planted);
    expect(main?.haut).toBeGreaterThan(planted);
    const [events] = report?.evenements ?? [];
    expect(events?.points.map(({e}) => e)).toEqual(expect.arrayContaining([-3, -2, -1, 0, 1, 2]));
  });
});
