import {execFileSync} from "node:child_process";
import {mkdirSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {constants, inflateSync} from "node:zlib";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {openPublication, type Publication} from "../../../pipelines/report/publication.ts";
import {writeBilans, type Format} from "../../../pipelines/report/write.ts";
import {chapters, composeBilan} from "../../../pipelines/report/bilan.ts";
import {readComments} from "../../../pipelines/report/comments.ts";
import type {Block, Document} from "../../../pipelines/report/document.ts";
import {indicateur, temporaryDir, writePublication, type Small} from "./kit.ts";

const BASSIN = {type: "bassin", code: "B1", nom: "Bassin d'essai", parents: {departement: "13"}, population: null, n_etablissements: 20, n_eleves: 5000};
const DEPARTEMENT = {type: "departement", code: "13", nom: "Bouches-du-Rhône", parents: {}, population: 2000000, n_etablissements: 1900, n_eleves: 370000};

const PDF_READER = "pdfinfo";

const small: Small = {
  catalogue: [indicateur("eq_essai"), indicateur("eq_cache"), indicateur("fo_vide", {volet: "formation", libelle: "Enseignants formés"})],
  territoires: [DEPARTEMENT, BASSIN],
  cells: [
    {indicateur: "eq_essai", annee: "2023-2024", valeur: 0.4, ic_bas: 0.38, ic_haut: 0.42},
    {indicateur: "eq_essai", valeur: 0.5, ic_bas: 0.48, ic_haut: 0.52, evolution: 0.1, cible: 0.5},
    {indicateur: "eq_cache", valeur: null, statut: "secret"},
    {indicateur: "fo_vide", valeur: null, statut: "non_collecte"},
    {indicateur: "eq_essai", territoire: "bassin:B1", valeur: null, statut: "secret"},
    {indicateur: "eq_cache", territoire: "bassin:B1", valeur: null, statut: "secret"}
  ]
};

let root: ReturnType<typeof temporaryDir>;
let publication: Publication;
beforeEach(async () => {
  root = temporaryDir();
  await writePublication(path.join(root.dir, "publication"), small);
  publication = await openPublication(path.join(root.dir, "publication"));
});
afterEach(() => {
  publication.close();
  root.remove();
});

async function compose(place = "departement"): Promise<Document> {
  const territoire = publication.territoires.find((one) => one.type === place) ?? publication.principal;
  const whole = await publication.figures(publication.principal);
  const figures = await publication.figures(territoire);
  const {byChapter} = await readComments({dir: path.join(root.dir, "commentaires"), publication, territoire, annee: "2024-2025", chapters: chapters(publication), figures: (one) => publication.figures(one)});
  return composeBilan({publication, territoire, annee: "2024-2025", figures, whole, isWhole: territoire === publication.principal, comments: byChapter}, new Map());
}

function comment(chapter: string, text: string, place = "departement-13"): void {
  const dir = path.join(root.dir, "commentaires", "2024-2025", place);
  mkdirSync(dir, {recursive: true});
  writeFileSync(path.join(dir, `${chapter}.md`), text);
}

const headings = (document: Document, level: number): string[] => document.blocks.flatMap((one) => (one.kind === "heading" && one.level === level ? [one.text] : []));
const text = (blocks: readonly Block[]): string => JSON.stringify(blocks);

describe("the structure of a bilan", () => {
  test("chapters follow one another as a reader expects", async () => {
    expect(headings(await compose(), 1)).toEqual(["Synthèse", "Équipement", "Formation", "Annexe : les territoires", "Méthode et sources", "Glossaire des indicateurs", "Identité de l'édition"]);
  });

  test("no level of heading is skipped, for who reads by headings", async () => {
    let last = 0;
    for (const one of (await compose()).blocks) {
      const level = one.kind === "heading" ? one.level : one.kind === "card" ? 3 : last;
      expect(level).toBeLessThanOrEqual(last + 1);
      last = level;
    }
  });

  test("a target that is reached is in the synthesis", async () => {
    const panels = (await compose()).blocks.find((one) => one.kind === "panels");
    expect(panels).toMatchObject({items: [{count: "1", title: "cible atteinte"}, {count: "0"}, {count: "0"}, {}, {}, {count: "2", title: "sans valeur, et pourquoi", lines: ["Non collecté (1) : enseignants formés.", "Secret statistique (1) : indicateur eq_cache."]}]});
  });

  test("a volet without source says what is missing", async () => {
    const {blocks} = await compose();
    const at = blocks.findIndex((one) => one.kind === "heading" && one.text === "Formation");
    expect(text(blocks.slice(at, at + 3))).toContain("Aucun des 1 indicateurs de ce volet n'a de valeur en 2024-2025");
    expect(text(blocks.slice(at, at + 3))).toContain("Non collecté");
  });

  test("a volet without source follows the former chapter: a team that starts has no page with one sentence on it", async () => {
    const starts = (await compose()).blocks.flatMap((one) => (one.kind === "heading" && one.level === 1 ? [[one.text, one.starts]] : []));
    expect(starts.slice(1, 3)).toEqual([["Équipement", "half-page"], ["Formation", undefined]]);
  });

  test("a territory whose every figure is hidden has a bilan that says so", async () => {
    const {blocks} = await compose("bassin");
    expect(text(blocks)).toContain("0\u00a0indicateur a une valeur en 2024-2025, sur 3.");
    expect(text(blocks)).toContain("Secret statistique (2)");
    expect(blocks.filter((one) => one.kind === "card")).toEqual([]);
    expect(headings(await compose("bassin"), 1)).not.toContain("Glossaire des indicateurs");
  });

  test("no table is empty", async () => {
    for (const one of [...(await compose()).blocks, ...(await compose("bassin")).blocks]) if (one.kind === "table") expect(one.rows.length).toBeGreaterThan(0);
  });

  test("of a territory that has changed, the synthesis says it once; no column and no card speaks of evolution", async () => {
    publication.close();
    const moved = {indicateur: "eq_essai", territoire: "bassin:B1", drapeaux: ["perimetre_modifie"], numerateur: 1, denominateur: 2};
    await writePublication(path.join(root.dir, "moved"), {...small, cells: [...small.cells.filter(({territoire}) => territoire === undefined), {...moved, annee: "2023-2024"}, moved]});
    publication = await openPublication(path.join(root.dir, "moved"));
    const {blocks} = await compose("bassin");
    expect(text(blocks).match(/périmètre/g)).toHaveLength(1);
    expect(text(blocks)).not.toContain("Évolution");
    // Nor does a plural stand with one.
    expect(text(blocks)).toContain("Écoles équipées : 1 / 2 écoles répondantes.");
  });

  test("every table and chart of a made-up edition says it", async () => {
    for (const one of (await compose()).blocks) if (one.kind === "card" && one.chart) expect(one.chart.svg).toContain("données fictives");
    expect((await compose()).title).toContain("données fictives");
  });

  test("words that only a protocol allows are not in it", async () => {
    expect(text((await compose()).blocks)).not.toMatch(/\bimpact|\bprouve|grâce à|significati(f|ve)/i);
  });
});

describe("what other stages publish", () => {
  const published = async (files: Record<string, unknown>): Promise<void> => {
    publication.close();
    for (const [name, value] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root.dir, "publication", name)), {recursive: true});
      writeFileSync(path.join(root.dir, "publication", name), JSON.stringify(value));
    }
    publication = await openPublication(path.join(root.dir, "publication"));
  };
  const entry = {code: "essai", titre: "Équipement et usages", question: "Les uns évoluent-ils autrement que les autres ?", phrase: "Pas d'écart décelé.", exploratoire: true, avertissements: ["Analyse exploratoire."]};
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" font-family="inherit" fill="currentColor"><circle cx="5" cy="5" r="2"/></svg>';
  const report = {sections: [
    {titre: "La réponse", textes: ["Écart d'évolution : +12,1 Pix."], liste: ["Une comparaison manque."]},
    {titre: "Avant et après", textes: [], figures: [{svg, width: 100, height: 50, alt: "Un point.", legende: "Écart par année — analyse exploratoire"}], tableaux: [{legende: "Vide", lignes: [["Année"]]}, {legende: "Points", lignes: [["Année", "Écart"], ["-1", "0"]]}]}
  ]};

  test("a protocol has its part of a chapter, exploratory from its title on, its drawing in the ink of the document", async () => {
    await published({"impact/index.json": [{...entry, fichier: "essai.json"}], "impact/essai.json": report});
    const document = await compose();
    expect(headings(document, 1)).toContain("Analyses de l'observatoire");
    expect(headings(document, 2)).toContain("Équipement et usages (analyse exploratoire)");
    expect(headings(document, 3)).toEqual(["La réponse", "Avant et après"]);
    const [figure] = document.blocks.filter((one) => one.kind === "figure");
    expect(figure).toMatchObject({caption: "Écart par année — analyse exploratoire", chart: {alt: "Un point."}});
    expect(figure?.kind === "figure" && figure.chart.svg).not.toMatch(/currentColor|inherit/);
    expect(document.blocks.filter((one) => one.kind === "table" && /Vide|Points/.test(one.caption)).map((one) => one.kind === "table" && one.caption)).toEqual(["Points"]);
    const report_ = await writeBilans({publication, annee: "2024-2025", territoires: [publication.principal], formats: ["pdf", "docx", "html"], commentaires: path.join(root.dir, "commentaires"), outputDir: root.dir});
    expect(report_.files).toHaveLength(3);
  });

  test("a protocol that was refused says why, and a territory has no chapter of analyses", async () => {
    await published({"impact/index.json": [{...entry, exploratoire: false, phrase: "Les résultats étaient déjà dans le lac.", fichier: null}]});
    expect(text((await compose()).blocks)).toContain("Les résultats étaient déjà dans le lac.");
    expect(headings(await compose("bassin"), 1)).not.toContain("Analyses de l'observatoire");
  });

  test("the weighted estimate of a survey stands beside the respondents' figure when it reads otherwise", async () => {
    const row = {indicateur: "eq_essai", territoire_type: "departement", territoire_code: "13", annee: "2024-2025", estimation: 0.472, ic_bas: 0.45, ic_haut: 0.49, etablissements: 100, taux_reponse: 0.9, chiffre_a_citer: "redresse"};
    await published({"pub_enquete.json": [row]});
    expect(text((await compose()).blocks)).toMatch(/Redressé selon le type d’établissement et l’éducation prioritaire\s: 47,2\s%, entre\s45(?:,0)?\set\s49(?:,0)?\s%\s\(100\sétablissements\)/u);
    for (const change of [{estimation: 0.5}, {chiffre_a_citer: "repondants"}]) {
      await published({"pub_enquete.json": [{...row, ...change}]});
      expect(text((await compose()).blocks)).not.toContain("Redressé");
    }
  });
});

describe("commentary", () => {
  test("is put at its place with its figures and their interval", async () => {
    comment("equipement", "Soit {{eq_essai}} des écoles, contre {{eq_essai departement:13 2023-2024}}.");
    const {blocks} = await compose();
    const at = blocks.findIndex((one) => one.kind === "heading" && one.text === "Équipement");
    expect(text(blocks.slice(at, at + 3))).toContain("Soit 50\u00a0% (intervalle à 95 % : entre 48 et 52\u00a0%) des écoles, contre 40\u00a0% (intervalle à 95 % : entre 38 et 42\u00a0%).");
  });
  test("an unknown indicator fails with file and line", async () => {
    comment("synthese", "Un.\n\nDeux {{eq_faux}}.");
    await expect(compose()).rejects.toThrow(/synthese\.md, ligne 3 : \{\{eq_faux\}\} — l'indicateur « eq_faux » n'existe pas/);
  });
  test("a hidden figure cannot be cited", async () => {
    comment("synthese", "Soit {{eq_cache}}.");
    await expect(compose()).rejects.toThrow(/ligne 1 : .*secret statistique/);
  });
  test("an unknown territory fails with file and line", async () => {
    comment("synthese", "Soit {{eq_essai lune}}.");
    await expect(compose()).rejects.toThrow(/ligne 1 : .*« lune »/);
  });
  test("a file that no chapter takes is named", async () => {
    comment("brouillon", "Rien");
    const report = await writeBilans({publication, annee: "2024-2025", territoires: [publication.principal], formats: ["csv"], commentaires: path.join(root.dir, "commentaires"), outputDir: root.dir});
    expect(report.unplaced.map((file) => path.basename(file))).toEqual(["brouillon.md"]);
  });
  test("a text that is not UTF-8 is refused by its name", async () => {
    comment("synthese", "");
    writeFileSync(path.join(root.dir, "commentaires", "2024-2025", "departement-13", "synthese.md"), Buffer.from([0x4c, 0xe9, 0x61]));
    await expect(compose()).rejects.toThrow(/synthese\.md n'est pas un texte en UTF-8/);
  });
});

test("a publication closed while it answers still does: nobody waits for ever", async () => {
  const answer = publication.figures(publication.principal);
  publication.close();
  expect((await answer).isEmpty).toBe(false);
  publication = await openPublication(path.join(root.dir, "publication"));
});

describe("files", () => {
  const produce = async (out: string, formats: Format[]): Promise<Buffer[]> => {
    const report = await writeBilans({publication, annee: "2024-2025", territoires: publication.territoires, formats, commentaires: path.join(root.dir, "commentaires"), outputDir: path.join(root.dir, out)});
    return report.files.map((file) => readFileSync(file));
  };

  test("two runs give the same bytes in every format", async () => {
    const formats: Format[] = ["pdf", "pdfa", "xlsx", "csv", "docx", "html"];
    const [first, second] = [await produce("un", formats), await produce("deux", formats)];
    expect(first.length).toBeGreaterThan(12);
    expect(first.flatMap((bytes, index) => (bytes.equals(second[index] as Buffer) ? [] : [`file ${index} differs`]))).toEqual([]);
  });

  test("the PDF is tagged, titled, in French, and claims PDF/UA-1", async () => {
    const [pdf] = await produce("pdf", ["pdf"]);
    const raw = inClear(pdf as Buffer);
    expect(raw).toContain("/Lang (fr");
    expect(raw).toContain("/MarkInfo");
    expect(raw).toMatch(/pdfuaid:part>1|pdfuaid:part="1"/);
  });

  test.skipIf(!hasCommand(PDF_READER))("pdfinfo reads its title and its tags", async () => {
    await produce("info", ["pdf"]);
    const out = execFileSync(PDF_READER, [path.join(root.dir, "info", "2024-2025", "bilan-2024-2025-departement-13.pdf")], {encoding: "utf8", stdio: ["ignore", "pipe", "ignore"]});
    expect(out).toMatch(/Title:\s+Bilan 2024-2025.*Bouches-du-Rhône/);
    expect(out).toMatch(/Tagged:\s+yes/);
  });

  test("the csv files are the sheets of the workbook; they keep the absences in words", async () => {
    await produce("csv", ["csv"]);
    const folder = path.join(root.dir, "csv", "2024-2025", "bilan-2024-2025-departement-13-csv");
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(["definitions.csv", "equipement.csv", "fichiers.csv", "lisez-moi.csv", "territoires.csv"]));
    const lines = readFileSync(path.join(folder, "equipement.csv"), "utf8");
    expect(lines).toContain(";secret statistique;");
    expect(lines).toContain(";50;%;publié;");
  });

  test("the web page shows the tags of a commentary as text", async () => {
    comment("synthese", "Un <script>alert(1)</script>");
    const [html] = await produce("html", ["html"]);
    expect((html as Buffer).toString("utf8")).toContain("Un &lt;script&gt;alert(1)&lt;/script&gt;");
    expect((html as Buffer).toString("utf8")).not.toContain("<script");
  });

  test("a year that is not published is refused with those that are", async () => {
    await expect(writeBilans({publication, annee: "2010-2011", territoires: [publication.principal], formats: ["csv"], commentaires: root.dir, outputDir: root.dir})).rejects.toThrow("aucune donnée pour 2010-2011");
  });
});

/** A PDF with what its streams hold. */
function inClear(pdf: Buffer): string {
  const text = pdf.toString("latin1");
  const streams = [...text.matchAll(/\/Filter \/FlateDecode[^>]*?>>\s+stream\n/g)].map((match) => inflateSync(pdf.subarray(match.index + match[0].length), {finishFlush: constants.Z_SYNC_FLUSH}).toString("latin1"));
  return [text, ...streams].join("\n");
}

function hasCommand(name: string): boolean {
  try {
    execFileSync(name, ["-v"], {stdio: "ignore"});
    return true;
  } catch {
    return false;
  }
}
