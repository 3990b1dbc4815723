import {cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {AxeBuilder} from "@axe-core/playwright";
import type {Browser, BrowserContext, Page} from "playwright-core";
import fc from "fast-check";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite, type SiteResult} from "../../observable/build-site.ts";
import {cheminTerritoire} from "../../observable/pages/page.ts";
import {readPublication, type Publication} from "../../observable/publication.ts";
import {openBrowser} from "./browser.ts";
import {writeFixture} from "./fixture.ts";
import {serve, type Served} from "./serve.ts";
import {estChiffre} from "../../pipelines/lib/words/figure.ts";
import {formatCourt, formatNombre} from "../../pipelines/lib/words/format.ts";

/** The site as a reader meets it: built without network from a fictional publication, served under a sub-path. */

const PAGES: readonly [string, string][] = [
  ["accueil", "index.html"], ["volet", "volet/formation.html"], ["territoire", "territoire/arrondissement-13203.html"], ["département", "territoire/departement-13.html"],
  ["petite commune, secrets", "territoire/commune-13009.html"], ["territoires", "territoires.html"], ["catalogue", "catalogue.html"], ["indicateur", "indicateur/us_visualisation_collective.html"],
  ["qualité", "qualite.html"], ["données", "donnees.html"], ["méthode", "methode.html"], ["confidentialité", "confidentialite.html"], ["accessibilité", "accessibilite.html"],
  ["comparateur", "comparateur.html#t=commune:13001,arrondissement:13203&i=us_visualisation_collective,bu_paye&a=2023-2024,2024-2025&p=1"],
  ["explorer", "explorer.html#type=arrondissement&volet=parentalite&indicateur=pa_familles_touchees"], ["entonnoir", "entonnoir.html#type=arrondissement"], ["recherche", "recherche.html#q=marseille"],
  ["bilan", "bilan.html"], ["impact", "impact.html"], ["analyse", "impact/essai.html"], ["changements", "changements.html"], ["adresse inconnue", "404.html"]
];

let folder: string;
let browser: Browser;
let served: Served;
let result: SiteResult;
/** A document of the year made since the publication, and one made before it. */
const [RECENT, ANCIEN] = ["bilan-2024-2025-departement-13.docx", "bilan-2024-2025-departement-13.pdf"] as const;
let publication: Publication;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-site-"));
  await writeFixture(join(folder, "publication"));
  const bilans = join(folder, "bilans", "2024-2025");
  await mkdir(bilans, {recursive: true});
  for (const name of [RECENT, ANCIEN]) await writeFile(join(bilans, name), "un document");
  await utimes(join(bilans, ANCIEN), new Date(0), new Date(0));
  result = await buildSite({publicationDir: join(folder, "publication"), bilansDir: join(folder, "bilans"), outputDir: join(folder, "site"), workDir: join(folder, "travail")});
  publication = await readPublication(join(folder, "publication"));
  served = await serve(join(folder, "site"));
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await served?.close();
  publication?.close();
  await rm(folder, {recursive: true, force: true});
});

interface Visit {
  page: Page;
  context: BrowserContext;
  requests: string[];
  errors: string[];
}

async function visit(path: string, options: {colorScheme?: "light" | "dark"; width?: number; javaScriptEnabled?: boolean} = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: {width: options.width ?? 1280, height: 900}, colorScheme: options.colorScheme ?? "light", locale: "fr-FR", javaScriptEnabled: options.javaScriptEnabled ?? true
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${response.status()} ${response.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(served.url + path, {waitUntil: "load"});
  // The interactive pages answer once they have read their data; the others are whole as they come.
  if (options.javaScriptEnabled !== false) {
    await page.waitForFunction(() => {
      const isAsked = document.querySelector("#q") === null || location.hash !== "";
      return document.querySelector(".pied button") !== null && !(isAsked && document.querySelector("#resultat")?.childElementCount === 0);
    });
  }
  return {page, context, requests, errors};
}

/** What axe looks at again at night on a phone: what colours and room may change. The rest of a page is the same. */
const REVUES = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"];

/** What axe finds once every folded part is open, as lines that name the element. */
async function axe(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  const builder = new AxeBuilder({page});
  const {violations} = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations.map((one) => `${one.id} (${one.impact}) : ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

describe("the build", () => {
  it("offers the documents of the year, and names those that the publication has overtaken", async () => {
    expect(result.perimes).toEqual([ANCIEN]);
    const bilan = await readFile(join(folder, "site", "bilan.html"), "utf8");
    expect(bilan).toContain(RECENT);
    expect(bilan).not.toContain(ANCIEN);
    expect(await readFile(join(folder, "site", "documents", RECENT), "utf8")).toBe("un document");
  });

  it("weighs less than 300 kB compressed on the first visit", async () => {
    const {context, requests} = await visit("index.html");
    await context.close();
    let size = 0;
    for (const url of new Set(requests.filter((one) => one.startsWith(served.url)))) size += gzipSync(await readFile(join(folder, "site", decodeURI(url.slice(served.url.length)).split(/[?#]/)[0] || "index.html"))).length;
    expect(size).toBeLessThan(300_000);
    expect(requests.length).toBeLessThanOrEqual(15);
  });

  it("leaves the old site in place and says which page and why when something is missing", async () => {
    const broken = join(folder, "publication-abimee");
    await cp(join(folder, "publication"), broken, {recursive: true});
    await rm(join(broken, "reperes.json"));
    const options = {publicationDir: broken, outputDir: join(folder, "site"), workDir: join(folder, "travail")};
    await expect(buildSite(options)).rejects.toThrow(/reperes\.json/);
    expect(await readFile(join(folder, "site", "index.html"), "utf8")).toContain("Bouches-du-Rhône");
    expect((await readdir(folder)).filter((name) => name.startsWith(".site"))).toEqual([]);
  });

  it("uses no word that the method forbids", async () => {
    const forbidden = /\b(prouve|grâce à|significati(f|ve)|classement|meilleure? (commune|territoire|école))/i;
    const found: string[] = [];
    for (const name of await readdir(join(folder, "site"), {recursive: true})) {
      if (!name.endsWith(".html")) continue;
      const word = forbidden.exec((await readFile(join(folder, "site", name), "utf8")).replace(/<pre[\s\S]*?<\/pre>/g, ""))?.[0];
      if (word) found.push(`${name} : ${word}`);
    }
    expect(found).toEqual([]);
  });

  it("writes a page for every territory and every indicator", () => {
    expect(result.pages).toBe(1 + 6 + 1 + publication.territoires.length + 1 + publication.catalogue.length + 5 + 4 + 5);
    expect(result.files).toBeGreaterThan(result.pages);
  });
});

describe.each(PAGES)("%s", (_, path) => {
  it("has no accessibility violation by day or night, asks no other host, leaves no error, speaks French, says fictional, and never scrolls sideways", async () => {
    const {page, context, requests, errors} = await visit(path);
    const lang = await page.getAttribute("html", "lang");
    const title = await page.title();
    const banner = await page.textContent(".fictif-bandeau");
    const drawings = await page.$$eval(".dessin svg.plot", (all) => all.map((svg) => svg.querySelector(".fictif")?.textContent ?? ""));
    const byDay = await axe(page);
    await page.emulateMedia({colorScheme: "dark"});
    // A window of 1280 pixels zoomed to 200 %, then a small phone.
    await page.setViewportSize({width: 640, height: 450});
    const zoomed = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.setViewportSize({width: 320, height: 700});
    const narrow = await page.evaluate(() => document.documentElement.scrollWidth);
    const byNight = await axe(page, REVUES);
    await context.close();
    expect(byDay).toEqual([]);
    expect(byNight).toEqual([]);
    expect(zoomed).toBe(640);
    expect(narrow).toBe(320);
    expect(requests.filter((url) => !url.startsWith(served.url) && !url.startsWith("data:") && !url.startsWith("blob:"))).toEqual([]);
    expect(requests.filter((url) => url.startsWith(served.url)).length).toBeLessThanOrEqual(15);
    expect(errors).toEqual([]);
    expect(lang).toBe("fr");
    expect(title).toContain("données fictives");
    expect(banner).toContain("Données fictives");
    expect(drawings.filter((text) => text !== "données fictives")).toEqual([]);
  });
});

describe("figures on screen", () => {
  it("are in the page before any script runs", async () => {
    const {page, context} = await visit("index.html", {javaScriptEnabled: false});
    const drawings = await page.locator(".dessin svg").count();
    const numbers = await page.locator(".grand data").count();
    await context.close();
    expect(drawings).toBeGreaterThan(0);
    expect(numbers).toBe(6);
  });

  it("equal the publication, in territories drawn at random", async () => {
    const seed = Math.floor(Math.random() * 1e9);
    const drawn = fc.sample(fc.constantFrom(...publication.territoires), {numRuns: 8, seed});
    for (const territoire of new Set(drawn)) {
      const {page, context} = await visit(`${cheminTerritoire(territoire)}.html`, {javaScriptEnabled: false});
      const shown = await page.$$eval(".table-profil tbody tr:not(.volet, .sans-valeur)", (rows) =>
        rows.map((row) => ({code: row.querySelector("a")?.getAttribute("href")?.replace(/^.*\/|\.html$/g, "") ?? "", text: row.querySelector("td")?.firstChild?.textContent ?? null}))
      );
      await context.close();
      const published = publication.catalogue.map((one) => ({indicateur: one, cellule: publication.cellule(one.code, territoire, "2024-2025")})).filter(({cellule}) => estChiffre(cellule));
      expect(shown.map((one) => one.code).sort(), `${territoire.nom}, tirage ${seed}`).toEqual(published.map((one) => one.indicateur.code).sort());
      for (const {indicateur, cellule} of published) {
        const found = shown.find((one) => one.code === indicateur.code);
        expect(found?.text, `${territoire.nom}, ${indicateur.code}`).toBe(formatCourt(cellule?.valeur ?? 0, indicateur.unite));
      }
    }
  });

  it("give the numerator and denominator of a rate", async () => {
    const {page, context} = await visit("volet/formation.html");
    const terms = await page.textContent("#fo_enseignants_formes .termes");
    await context.close();
    const cellule = publication.cellule("fo_enseignants_formes", publication.principal, "2024-2025");
    expect(terms).toContain(formatNombre(cellule?.numerateur ?? -1, 0));
    expect(terms).toContain(formatNombre(cellule?.denominateur ?? -1, 0));
  });

  it("never show a hidden cell, and say that it is hidden", async () => {
    const {page, context} = await visit("territoire/commune-13009.html");
    const rows = await page.locator(".table-profil tr", {hasText: "Enseignants formés"}).count();
    const secret = await page.locator(".manque dt:has(.secret) + dd").textContent();
    await context.close();
    expect(rows).toBe(0);
    expect(secret).toContain("Enseignants formés");
  });

  it("show the unfavourable ones alone to who asks, without any script", async () => {
    const {page, context} = await visit("territoire/commune-13001.html", {javaScriptEnabled: false});
    const rows = page.locator(".table-profil tbody > tr:not(.volet)");
    const all = await rows.count();
    await page.locator("#f-moins").check();
    const shown = await rows.filter({visible: true}).count();
    const marked = await rows.filter({visible: true, has: page.locator("td:nth-child(4) > b.d")}).count();
    const said = await page.locator("label:has(#f-moins)").textContent();
    await context.close();
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThan(all);
    expect(marked).toBe(shown);
    expect(Number(/\d+/.exec(said ?? "")?.[0])).toBe(shown);
  });

  it("carry a CSV of exactly what is drawn", async () => {
    const {page, context} = await visit("volet/formation.html", {javaScriptEnabled: false});
    const address = await page.getAttribute("#serie-fo_enseignants_formes a.csv", "href");
    const name = await page.getAttribute("#serie-fo_enseignants_formes a.csv", "download");
    await context.close();
    const text = decodeURIComponent((address ?? "").split(",").slice(1).join(","));
    for (const cellule of publication.serie("fo_enseignants_formes", publication.principal)) expect(text).toContain(`${cellule.annee};${String(Number(cellule.valeur?.toPrecision(9))).replace(".", ",")}`);
    expect(name).toMatch(/^donnees-fictives-/);
  });
});

describe("the files offered", () => {
  it("are all there, and the table for a spreadsheet comes unfolded, with the mark that keeps its accents", async () => {
    const {page, context} = await visit("donnees.html");
    const links = await page.$$eval(".liens a", (all) => all.map((one) => (one as HTMLAnchorElement).href));
    const answers = await Promise.all(links.map(async (link) => (await page.request.get(link)).status()));
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", {name: /pub_ensemble/}).first().click()]);
    const content = await readFile(await file.path(), "utf8");
    await context.close();
    expect(links.length).toBeGreaterThan(6);
    expect(answers.every((status) => status === 200)).toBe(true);
    expect(file.suggestedFilename()).toBe("donnees-fictives-pub_ensemble.csv");
    expect(content.startsWith("\ufeffindicateur;")).toBe(true);
  });
});

describe("the figures of a territory", () => {
  it("download as a plain CSV of that territory alone", async () => {
    const {page, context} = await visit("territoire/commune-13001.html");
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", {name: /Télécharger ces données/}).click()]);
    expect(file.suggestedFilename()).toBe("donnees-fictives-territoire-commune-13001.csv");
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    await context.close();
    expect(lines[0]).toContain("indicateur;territoire_type;territoire_code;annee;");
    expect(lines.length).toBeGreaterThan(publication.catalogue.length);
    expect(lines.slice(1).every((line) => line.split(";")[1] === "commune" && line.split(";")[2] === "13001")).toBe(true);
  });
});

describe("the funnel", () => {
  it("is drawn before any script for the first choice, and a link that asks for another shows only that one", async () => {
    const plain = await visit("entonnoir.html", {javaScriptEnabled: false});
    const built = await plain.page.locator("#resultat figcaption").textContent();
    expect(await plain.page.locator("#resultat svg").count()).toBe(1);
    expect(await plain.page.inputValue("#e-type")).toBe("commune");
    await plain.context.close();
    const asked = await visit("entonnoir.html#type=arrondissement");
    expect(await asked.page.locator("#resultat figcaption").textContent()).not.toBe(built);
    expect(await asked.page.locator("#resultat figcaption").textContent()).toContain("arrondissements municipaux");
    const [png] = await Promise.all([asked.page.waitForEvent("download"), asked.page.getByRole("button", {name: "Télécharger l’image (PNG)"}).click()]);
    expect(png.suggestedFilename()).toMatch(/^donnees-fictives-entonnoir-.*\.png$/);
    await asked.context.close();
  });
});

describe("the comparator", () => {
  it("has its lists in the page, and asks for no drawing library", async () => {
    const plain = await visit("comparateur.html", {javaScriptEnabled: false});
    expect(await plain.page.locator("#suggestions option").count()).toBe(publication.territoires.length);
    expect(await plain.page.locator("#choix-indicateurs input").count()).toBe(publication.catalogue.length);
    await plain.context.close();
    const {context, requests} = await visit("comparateur.html#t=commune:13001,commune:13004&a=2024-2025");
    await context.close();
    expect(requests.some((one) => one.includes("/scripts/comparateur."))).toBe(true);
    const plot = await Promise.all(requests.filter((one) => one.includes("/scripts/")).map(async (one) => (await readFile(join(folder, "site", ...one.slice(served.url.length).split("/")), "utf8")).length));
    expect(Math.max(...plot)).toBeLessThan(60_000);
  });

  it("keeps its state in the address and says why it refuses", async () => {
    const {page, context} = await visit("comparateur.html#t=commune:13001,commune:13004&i=bu_paye,us_visualisation_collective&a=2024-2025");
    expect(await page.locator(".refus").textContent()).toContain("la taille");
    // The second is drawn once the first is on screen.
    await page.locator(".comparaison").nth(1).waitFor();
    expect(await page.locator(".comparaison .dessin svg").count()).toBe(1);
    await page.fill("#ajout", "Istres (commune)");
    await page.keyboard.press("Enter");
    await page.locator("#choisis li").nth(2).waitFor();
    await page.locator(".comparaison", {hasText: "Istres"}).first().waitFor();
    await page.waitForURL(/t=commune:13001,commune:13004,commune:13047/);
    await context.close();
  });

  it("offers comparisons to who has chosen nothing, and follows the address that a link, a paste or a step back gives it", async () => {
    const {page, context, errors} = await visit("comparateur.html");
    await page.locator("#departs a", {hasText: "Communes"}).click();
    await page.locator(".comparaison svg").first().waitFor();
    expect(await page.locator("#departs").isVisible()).toBe(false);
    expect(await page.locator("#choisis li").count()).toBeGreaterThan(1);
    await page.evaluate(() => (location.hash = "#t=commune:13001,commune:13004"));
    await page.locator("#choisis li", {hasText: "Arles"}).waitFor();
    await page.locator(".comparaison svg").first().waitFor();
    await page.waitForURL(/i=.*a=/);
    const address = page.url();
    await page.locator(".evitement").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(address);
    // The skip link leaves a step of its own, to the same view.
    await page.goBack();
    await page.goBack();
    await page.locator("#choisis li").nth(2).waitFor();
    await context.close();
    expect(errors).toEqual([]);
  });

  it("finds the territory that a reader means, or says why not", async () => {
    const {page, context} = await visit("comparateur.html");
    const add = async (text: string): Promise<string | null> => {
      await page.fill("#ajout", text);
      await page.keyboard.press("Enter");
      return page.textContent("#message");
    };
    expect(await add("istres")).toBe("Istres est ajouté.");
    expect(await add("marseille arrondissement")).toMatch(/^\d+.territoires répondent à « marseille arrondissement »/);
    expect(await add("zzz")).toContain("Aucun territoire n’a « zzz »");
    await context.close();
  });

  it("shows what can be read when a file is missing, and says what to do about the other", async () => {
    const context = await browser.newContext({locale: "fr-FR"});
    const page = await context.newPage();
    await page.route("**/colonnes/bu_paye.json.gz", (route) => route.fulfill({status: 404}));
    await page.goto(`${served.url}comparateur.html#t=commune:13001,commune:13004&i=bu_paye,us_visualisation_collective&a=2024-2025`);
    await page.locator(".comparaison svg").waitFor();
    const said = await page.textContent(".comparaison .refus");
    await context.close();
    expect(said).toMatch(/bu_paye\.json\.gz manque au site.*Rechargez la page/);
  });

  it("downloads the table and the picture of what is shown", async () => {
    const {page, context} = await visit("comparateur.html#t=commune:13001,commune:13004&i=us_visualisation_collective&a=2024-2025");
    const [csv] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", {name: "Télécharger ces données (CSV)"}).click()]);
    expect(csv.suggestedFilename()).toBe("donnees-fictives-comparaison-us_visualisation_collective.csv");
    // An image asks for no font: the picture must hold it.
    const font = page.waitForRequest((one) => one.resourceType() === "fetch" && one.url().endsWith(".ttf"));
    const [png] = await Promise.all([page.waitForEvent("download"), font, page.getByRole("button", {name: "Télécharger l’image (PNG)"}).click()]);
    expect(png.suggestedFilename()).toMatch(/\.png$/);
    await context.close();
  });
});

describe("the comparator at like profile", () => {
  it("sets each value beside its own expected one, says where there is none and why, and keeps the choice in the address", async () => {
    const {page, context} = await visit("comparateur.html#t=commune:13001,commune:13004&i=us_visualisation_collective,eq_tres_haut_debit&a=2024-2025");
    await page.getByLabel("À profil comparable").check();
    const section = page.locator(".comparaison", {hasText: "visualisation collective"});
    await section.locator("li", {hasText: "attendu à profil comparable"}).waitFor();
    const said = ((await section.locator(".precisions").first().textContent()) ?? "").replaceAll(/[\u00a0\u202f]/g, " ");
    const header = await section.locator("thead").textContent();
    const refusal = await page.locator(".comparaison", {hasText: "très haut débit"}).textContent();
    await page.waitForURL(/p=1/);
    const address = page.url();
    await context.close();
    const again = await visit(address.slice(served.url.length));
    const checked = await again.page.getByLabel("À profil comparable").isChecked();
    await again.context.close();
    expect(said).toContain("Aix-en-Provence : écart de +5 points, entre +2 et +8 points à 95 %");
    expect(said).toContain("Arles : pas de valeur attendue, un profil que trop peu d’établissements");
    expect(header).toContain("Attendu à profil comparable");
    expect(refusal).toContain("Pas de comparaison à profil comparable");
    expect(address).toContain("p=1");
    expect(checked).toBe(true);
  });
});

describe("what the reader chose", () => {
  it("follows from page to page, gives way to an address, and is forgotten when asked", async () => {
    const {page, context} = await visit("territoire/arrondissement-13203.html");
    const chosen = async (): Promise<string[]> => {
      await page.locator("#resultat > *").first().waitFor();
      return page.locator("#choisis a").allTextContents();
    };
    await page.goto(`${served.url}comparateur.html`);
    expect(await chosen()).toEqual(["Marseille 3e arrondissement (arrondissement municipal)", "Bouches-du-Rhône (département)"]);
    expect(await page.textContent(".reprise")).toContain("Marseille 3e");
    await page.locator("#choix-annees label", {hasText: "2023-2024"}).click();
    await page.locator("#choix-annees label", {hasText: "2024-2025"}).click();
    await page.goto(`${served.url}explorer.html`);
    await page.locator("#resultat tbody th").first().waitFor();
    expect([await page.inputValue("#x-type"), await page.inputValue("#x-annee")]).toEqual(["arrondissement", "2023-2024"]);
    await page.goto(`${served.url}comparateur.html#t=commune:13001,commune:13004&a=2024-2025`);
    expect(await chosen()).toEqual(["Aix-en-Provence (commune)", "Arles (commune)"]);
    expect(await page.locator(".reprise").count()).toBe(0);
    await page.goto(`${served.url}entonnoir.html`);
    await page.locator("#resultat > *").first().waitFor();
    expect(await page.inputValue("#e-annee")).toBe("2023-2024");
    await page.getByRole("button", {name: "Oublier"}).click();
    await page.waitForFunction(() => document.querySelector<HTMLSelectElement>("#e-annee")?.value === "2024-2025");
    expect(await page.evaluate(() => localStorage.getItem("vigie-choix"))).toBeNull();
    await context.close();
  });
});

describe("small multiples", () => {
  it("are drawn for the other types of territory when asked, with their table and their mention", async () => {
    const {page, context, errors, requests} = await visit("volet/equipement.html");
    const before = requests.length;
    const fold = page.locator("details.ventilations", {has: page.locator("[data-multiples]")}).first();
    await fold.locator("summary").first().click();
    const figures = fold.locator("figure");
    expect(await figures.count()).toBe(1);
    const button = fold.locator(".autres-types button").first();
    const name = (await button.textContent()) ?? "";
    await button.focus();
    await page.keyboard.press("Enter");
    await figures.nth(1).locator("svg").waitFor();
    expect((await figures.nth(1).locator(".figure-titre").textContent())?.toLowerCase()).toBe(name.toLowerCase());
    expect(await figures.nth(1).locator("svg .fictif").textContent()).toBe("données fictives");
    expect(await figures.nth(1).locator("tbody tr").count()).toBeGreaterThan(1);
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("figure-titre");
    // What draws them is only fetched then.
    expect(requests.slice(before).some((url) => url.includes("/scripts/"))).toBe(true);
    const found = await axe(page, ["color-contrast", "duplicate-id-aria", "aria-valid-attr-value", "svg-img-alt", "role-img-alt"]);
    await context.close();
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe("the explorer", () => {
  it("sorts by keyboard and shows a hidden cell by its sign only", async () => {
    const {page, context} = await visit("explorer.html#lignes=territoire&colonnes=annee&volet=parentalite&indicateur=pa_familles_touchees&type=arrondissement");
    const row = page.locator("#resultat tr", {hasText: "Marseille 2e"});
    expect((await row.textContent())?.replace(/Marseille 2e arrondissement/, "")).not.toMatch(/\d/);
    const header = page.getByRole("button", {name: "2024-2025"});
    await header.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator('th[aria-sort="descending"]').textContent()).toContain("2024-2025");
    const values = await page.$$eval("#resultat tbody tr td:last-child", (all) => all.map((one) => one.textContent ?? "").filter((text) => /\d/.test(text)).map((text) => Number(text.replace(/\s/g, "").replace(",", "."))));
    expect(values.length).toBeGreaterThan(5);
    expect(values).toEqual([...values].sort((left, right) => right - left));
    // A change is told in points, with its sign.
    await page.goto(`${served.url}explorer.html#lignes=territoire&colonnes=annee&mesure=evolution&volet=equipement&indicateur=eq_tres_haut_debit&type=commune`);
    await page.locator("#resultat td", {hasText: "point"}).first().waitFor();
    const changes = await page.$$eval("#resultat tbody td", (all) => all.map((one) => one.textContent ?? "").filter((text) => /\d/.test(text)));
    await context.close();
    expect(changes.filter((text) => !/^[+−]?\d+(,\d)?\spoints?\*?$/.test(text))).toEqual([]);
  });
});

describe("by keyboard alone", () => {
  /** Presses Tab until the element that has the focus answers, as a reader would. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let step = 0; step < 120; step += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    }
    throw new Error(`${selector} n’est pas atteint par la touche Tab`);
  }

  it("a comparison is made: a territory added, a year ticked, an indicator chosen", async () => {
    const {page, context} = await visit("comparateur.html#t=commune:13001&i=us_visualisation_collective&a=2024-2025");
    await tabTo(page, "#ajout");
    await page.keyboard.type("Arles (commune)");
    await page.keyboard.press("Enter");
    await page.locator("#choisis li", {hasText: "Arles"}).waitFor();
    await tabTo(page, "#choix-annees input:not(:checked)");
    await page.keyboard.press("Space");
    await tabTo(page, ".choix summary");
    await page.keyboard.press("Enter");
    await tabTo(page, "#choix-indicateurs input:not(:checked)");
    await page.keyboard.press("Space");
    await page.locator(".comparaison").nth(1).waitFor();
    await page.waitForURL((url) => (new URLSearchParams(url.hash.slice(1)).get("i") ?? "").includes(","));
    const address = new URLSearchParams(new URL(page.url()).hash.slice(1));
    await tabTo(page, ".comparaison .actions button");
    await context.close();
    expect(address.get("t")).toContain("commune:13004");
    expect(address.get("a")?.split(",")).toHaveLength(2);
    expect(address.get("i")?.split(",")).toHaveLength(2);
  });

  it("a table is crossed, filtered and taken away", async () => {
    const {page, context} = await visit("explorer.html#lignes=territoire&colonnes=annee&volet=parentalite&indicateur=pa_familles_touchees&type=commune");
    await tabTo(page, "#x-type");
    await page.keyboard.type("Arron");
    await page.locator("#resultat th", {hasText: "Marseille 2e"}).waitFor();
    await tabTo(page, "#x-filtre");
    await page.keyboard.type("marseille 3");
    await page.locator("#resultat th", {hasText: "Marseille 2e"}).waitFor({state: "detached"});
    await tabTo(page, "#exporter");
    const [file] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    const name = file.suggestedFilename();
    await context.close();
    expect(name).toBe("donnees-fictives-exploration.csv");
  });
});

describe("on paper", () => {
  it.each(["index.html", "volet/transversal.html", "indicateur/us_visualisation_collective.html", "impact/essai.html"])("%s has no figure cut between two pages", async (path) => {
    const {page, context} = await visit(path);
    // The browser writes in the PDF on which page each target of a link falls.
    const figures = await page.evaluate(() => {
      const links = document.createElement("p");
      const visible = [...document.querySelectorAll("figure")].filter((figure) => figure.getClientRects().length > 0 && !figure.closest("details:not([open])"));
      for (const [index, figure] of visible.entries()) {
        for (const [end, element] of [["haut", figure.querySelector(".figure-titre")], ["bas", figure.querySelector("figcaption")]] as const) {
          if (!element) continue;
          element.id = `borne-${index}-${end}`;
          links.insertAdjacentHTML("beforeend", `<a href="#${element.id}">.</a>`);
        }
      }
      document.querySelector("main")?.append(links);
      return visible.length;
    });
    const pdf = (await page.pdf({preferCSSPageSize: true})).toString("latin1");
    await context.close();
    const pages = new Map([...pdf.matchAll(/\/(borne-\d+-(?:haut|bas)) \[(\d+) 0 R/g)].map((match) => [match[1] as string, match[2] as string]));
    expect(figures).toBeGreaterThan(0);
    expect(pages.size).toBe(2 * figures);
    for (let index = 0; index < figures; index += 1) expect(pages.get(`borne-${index}-haut`), `figure ${index}`).toBe(pages.get(`borne-${index}-bas`));
  });
});

describe("what accompanies the figures", () => {
  it("is in its place: the DRANE's text of the year, the weighted estimate, what changed, the refusal of an analysis", async () => {
    const text = async (path: string): Promise<string> => {
      const {page, context} = await visit(path, {javaScriptEnabled: false});
      const found = ((await page.textContent("main")) ?? "").replaceAll(/[\u00a0\u202f]/g, " ");
      await context.close();
      return found;
    };
    const volet = await text("volet/formation.html");
    expect(volet).toContain("À périmètre constant (12 établissements présents les deux années)");
    expect(await text("territoire/circonscription-0131234a.html")).toContain("+1 point (incertain) constant : +2,1 points");
    expect(volet).toContain("Les formations ont suivi <script>.");
    expect(volet).not.toContain("Texte de l’an passé");
    expect(await text("volet/equipement.html")).toContain("(premier et troisième quartiles)");
    expect(await text("index.html")).toContain("2 chiffres ont changé");
    expect(await text("indicateur/us_visualisation_collective.html")).toContain("réponses redressées : 41,2 %, entre 39,2 et 43,1 % à 95 %");
    const impact = await text("impact.html");
    expect(impact).toContain("Analyse non calculée. Il n’y a pas d’année avant l’exposition.");
    expect(impact).toContain("analyse exploratoire");
    expect(await text("qualite.html")).toContain("Corrections déclarées");
    expect(await text("confidentialite.html")).toContain("Trois ans, puis effacé.");
  });
});

describe("a wrong address", () => {
  it("gives a page that searches what it asked for and leads back, however deep it was", async () => {
    const context = await browser.newContext({locale: "fr-FR"});
    const page = await context.newPage();
    const response = await page.goto(`${served.url}territoire/ailleurs/chateaurenard.html`, {waitUntil: "networkidle"});
    expect(response?.status()).toBe(404);
    expect(await page.textContent("h1")).toBe("Cette page n’existe pas");
    await page.getByRole("link", {name: "Châteaurenard"}).click();
    await page.waitForLoadState();
    expect(await page.textContent("h1")).toBe("Châteaurenard");
    await context.close();
  });
});

describe("the search", () => {
  it("finds without accents and leads to the page", async () => {
    const {page, context} = await visit("recherche.html");
    await page.fill("#q", "chateaurenard");
    await page.getByRole("link", {name: "Châteaurenard"}).click();
    await page.waitForLoadState();
    expect(await page.textContent("h1")).toBe("Châteaurenard");
    await context.close();
  });
});
