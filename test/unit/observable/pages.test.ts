import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {verifieFrancais} from "../../../observable/finish.ts";
import {etendue} from "../../../observable/pages/qualite.ts";
import {toutesLesPages} from "../../../observable/pages/toutes.ts";
import type {Page} from "../../../observable/pages/page.ts";
import {readPublication, type Publication} from "../../../observable/publication.ts";
import {createPinceau} from "../../../observable/render/svg.ts";
import {writeFixture} from "../../browser/fixture.ts";
import {ABSENCES} from "../../../pipelines/lib/words/absences.ts";

let dir: string;
let publication: Publication;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "vigie-pages-"));
  await writeFixture(dir);
  publication = await readPublication(dir);
});

afterAll(async () => {
  publication.close();
  await rm(dir, {recursive: true, force: true});
});

function compose(over: Publication, fictif: boolean): Page[] {
  return plans(over, fictif).map((plan) => plan.compose());
}

function plans(over: Publication, fictif: boolean): ReturnType<typeof toutesLesPages> {
  return toutesLesPages({publication: over, pinceau: createPinceau(fictif), fictif, annee: over.edition.annee_courante, donnees: [], documents: []});
}

describe("the pages of a publication", () => {
  it("have different paths, one title of first level, and no value left uncomputed", () => {
    const pages = compose(publication, true);
    expect(new Set(pages.map((page) => page.chemin)).size).toBe(pages.length);
    expect(pages.filter((page) => page.corps.text.match(/<h1[ >]/g)?.length !== 1).map((page) => page.chemin)).toEqual([]);
    for (const page of pages) verifieFrancais(page.chemin, page.corps.text);
  });

  it("set beside a territory the value expected at like profile, with the interval of the gap, and say when it is established", () => {
    const plan = plans(publication, true).find((one) => one.chemin === "territoire/commune-13001");
    const text = (plan?.compose().corps.text ?? "").replace(/<[^>]+>/g, "").replaceAll(/[\u00a0\u202f]/g, " ");
    expect(text).toMatch(/attendu [\d,]+ % \(écart \+2 à \+8\), au-dessus/);
    expect(text).toContain("entre parenthèses, l’intervalle à 95 % de l’écart");
  });

  it("draw one map for each département when there are several, and none when there are too many to be read", () => {
    const departement = publication.territoires.find((one) => one.type === "departement") as (typeof publication.territoires)[number];
    const shared = (n: number): Publication => {
      const codes = Array.from({length: n}, (_, index) => `D${index}`);
      const communes = publication.territoires.filter((one) => one.type === "commune");
      return {
        ...publication,
        territoires: [
          ...publication.territoires.filter((one) => one.type !== "departement" && one.type !== "commune"), ...codes.map((code) => ({...departement, code, nom: `Département ${code}`})),
          ...Array.from({length: Math.max(n, communes.length)}, (_, index) => ({...(communes[index % communes.length] as typeof departement), parents: {departement: codes[index % n] as string}}))
        ]
      };
    };
    const maps = (over: Publication): string[] => [...(plans(over, true).find((one) => one.chemin === "indicateur/us_visualisation_collective")?.compose().corps.text ?? "").matchAll(/class="panneau"><p>([^<]*)</g)].map(([, title]) => title ?? "");
    expect(maps(publication)).toEqual(["Communes, hors Marseille", "Marseille, agrandie"]);
    expect(maps(shared(3))).toEqual(["Département D0", "Département D1", "Département D2"]);
    expect(maps(shared(40))).toEqual([]);
  });

  it("draw no empty axis, name no break outside the years drawn, and gather the breakdowns that say nothing", () => {
    const page = (over: Publication, code: string): string => plans(over, true).find((one) => one.chemin === `indicateur/${code}`)?.compose().corps.text ?? "";
    const {principal} = publication;
    const larger = (code: string, territoire: typeof principal) => (territoire.type === "programme" ? publication.serie(code, territoire) : []);
    const silent: Publication = {
      ...publication, reperes: [],
      serie: () => [],
      cellule: (code, territoire, annee, ventilation = "ensemble", modalite = "ensemble") => {
        const found = publication.cellule(code, territoire, annee, ventilation, modalite);
        return found && ventilation !== "ensemble" ? {...found, valeur: null, statut: "secret"} : found;
      },
      catalogue: publication.catalogue.map((one) => ({...one, ruptures: [{annee: "2031-2032", motif: "question à venir"}]}))
    };
    const text = page(silent, "re_ecoles_ent");
    expect(text).toContain("Aucune valeur publiée pour");
    expect(text).not.toContain('id="serie-re_ecoles_ent"');
    expect(text).toContain("Sans valeur publiée");
    expect(page({...silent, serie: larger}, "re_ecoles_ent")).toMatch(/Au fil des années, [^<]+ \(programme\)/);
    expect(page({...silent, serie: (code, territoire) => publication.serie(code, territoire)}, "re_ecoles_ent")).not.toContain("rupture en 2031-2032");
  });

  it("write the years of a file that follow one another by the first and the last", () => {
    expect(etendue("2021-2022, 2022-2023, 2023-2024")).toBe("2021-2022 à\u00a02023-2024");
    expect(etendue("2021-2022, 2023-2024, 2024-2025")).toBe("2021-2022, 2023-2024, 2024-2025");
    expect(etendue("2023-2024, 2024-2025")).toBe("2023-2024, 2024-2025");
    expect(etendue("")).toBe("");
  });

  it("say fictional on every drawing of fictional data, and nowhere for real data", () => {
    const drawings = (page: Page) => page.corps.text.match(/<svg class="plot"[\s\S]*?<\/svg>/g) ?? [];
    expect(compose(publication, true).filter((page) => drawings(page).some((one) => !one.includes("données fictives"))).map((page) => page.chemin)).toEqual([]);
    expect(compose(publication, false).filter((page) => page.corps.text.toLowerCase().includes("fictive")).map((page) => page.chemin)).toEqual([]);
  });

  it("show each of the five absences by its word somewhere", () => {
    const all = compose(publication, true).filter((page) => page.chemin.startsWith("territoire/")).map((page) => page.corps.text).join("");
    for (const {mot} of ABSENCES) expect(all).toContain(mot);
  });

  it("stand when there is almost nothing to show", () => {
    const bare: Publication = {
      ...publication,
      territoires: [publication.principal],
      catalogue: publication.catalogue.slice(0, 1),
      reperes: [],
      qualite: {fichiers: [], rejets: [], controles: [], couverture: [], corrections: []},
      serie: () => [],
      cellule: () => undefined,
      parType: () => []
    };
    const home = compose(bare, false).find((page) => page.chemin === "index");
    expect(home?.corps.text).toContain("non collecté");
  });
});
