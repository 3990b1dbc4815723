import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {gzipSync} from "node:zlib";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {buildSite} from "../observable/build-site.ts";
import {readPublication} from "../observable/publication.ts";
import {openBrowser} from "../test/browser/browser.ts";
import {serve} from "../test/browser/serve.ts";

// npx tsx bench/site.ts [ESPACE]: the build (seconds, memory, bytes), then what a reader waits for, on a slow line and a slow machine.

const BARS = {seconds: 45, memory: 1000, megabytes: 20, kilobytes: 300, requests: 15, chart: 300, readable: 800, interaction: 100};
const CHILD = "--construire";
const TIMES = 5;

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

interface Build {
  pages: number;
  bytes: number;
  seconds: number;
  /** Peak resident memory of the building process, in megabytes. */
  memory: number;
}

/** Builds in this process, alone, so that its peak memory is the build's. */
async function build(espace: string, out: string): Promise<Build> {
  const start = performance.now();
  const {pages, bytes} = await buildSite({publicationDir: path.join(espace, "publication"), outputDir: path.join(out, "site"), workDir: path.join(out, "travail")});
  return {pages, bytes, seconds: (performance.now() - start) / 1000, memory: process.resourceUsage().maxRSS / 1000};
}

interface Visit {
  kilobytes: number;
  requests: number;
  /** Milliseconds to the first words painted, figures among them: they are in the page. */
  readable: number;
  /** Milliseconds to the first frame that shows a drawing. */
  chart: number;
}

/** Notes, in the page, when the first drawing has been painted. */
const WATCH = `{
  const look = () => {
    const drawing = document.querySelector(".dessin svg.plot");
    if (drawing && drawing.getBoundingClientRect().height > 0) requestAnimationFrame(() => setTimeout(() => performance.mark("dessin")));
    else requestAnimationFrame(look);
  };
  look();
}`;

async function visit(browser: Browser, url: string, slow: boolean): Promise<Visit> {
  const context = await browser.newContext({locale: "fr-FR"});
  const page = await context.newPage();
  if (slow) {
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", {offline: false, latency: 40, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8});
  }
  await page.addInitScript(WATCH);
  let size = 0;
  let requests = 0;
  const bodies: Promise<void>[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith("data:")) return;
    requests += 1;
    bodies.push(response.body().then((body) => void (size += body[0] === 0x1f && body[1] === 0x8b ? body.length : gzipSync(body).length)));
  });
  await page.goto(url, {waitUntil: "networkidle"});
  await Promise.all(bodies);
  const [readable = Number.NaN, chart = Number.NaN] = await page.evaluate(() => ["first-contentful-paint", "dessin"].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN));
  await context.close();
  return {kilobytes: size / 1000, requests, readable, chart};
}

/** Several visits, each of a newcomer: the median of what the clock says. */
async function visits(browser: Browser, url: string, slow: boolean): Promise<Visit> {
  const all: Visit[] = [];
  for (let time = 0; time < TIMES; time += 1) all.push(await visit(browser, url, slow));
  return {...(all[0] as Visit), readable: median(all.map((one) => one.readable)), chart: median(all.map((one) => one.chart))};
}

interface Answer {
  /** Milliseconds from a choice to the frame that shows its answer. */
  wall: number;
  /** Milliseconds of the page's own thread in that time, which a busy machine hardly changes. */
  processor: number;
}

interface TraceEvent {
  name: string;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
}

/** From a choice to what it changes on screen, on a machine four times slower. */
async function interaction(browser: Browser, page: Page, act: () => Promise<unknown>, changed: string): Promise<Answer> {
  await page.evaluate((selector) => {
    performance.clearMarks();
    performance.clearMeasures();
    const place = document.querySelector(selector) as Element;
    // No named function here: it would not survive its way to the page.
    for (const kind of ["change", "input", "click"]) addEventListener(kind, () => void (performance.getEntriesByName("demande").length > 0 || performance.mark("demande")), {capture: true, once: true});
    new MutationObserver((_, observer) => {
      // What was still being written from before is no answer.
      if (performance.getEntriesByName("demande").length === 0) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => {
        performance.mark("reponse");
        performance.measure("interaction", "demande");
      }));
    }).observe(place, {childList: true, subtree: true, characterData: true});
  }, changed);
  await browser.startTracing(page, {categories: ["blink.user_timing", "disabled-by-default-devtools.timeline"]});
  await act();
  await page.waitForFunction(() => performance.getEntriesByName("interaction").length > 0);
  const wall = await page.evaluate(() => performance.getEntriesByName("interaction")[0]?.duration ?? Number.NaN);
  const {traceEvents} = JSON.parse((await browser.stopTracing()).toString()) as {traceEvents: TraceEvent[]};
  const [from, to] = ["demande", "reponse"].map((name) => traceEvents.find((one) => one.name === name));
  const tasks = traceEvents.filter((one) => one.name === "RunTask" && one.tid === from?.tid && one.ts + (one.dur ?? 0) > from.ts && one.ts < (to?.ts ?? 0));
  // What follows the answer is drawn at rest.
  await page.waitForTimeout(600);
  return {wall, processor: tasks.reduce((sum, one) => sum + (one.tdur ?? 0), 0) / 1000};
}

/** Each way of asking in turn, several times: the first answers of a page are the slowest, and count. */
async function answers(browser: Browser, context: BrowserContext, url: string, changed: string, acts: readonly ((page: Page) => Promise<unknown>)[]): Promise<string> {
  const page = await context.newPage();
  await page.goto(url, {waitUntil: "networkidle"});
  const slow = await context.newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", {rate: 4});
  const found: Answer[] = [];
  for (let time = 0; time < TIMES; time += 1) for (const act of acts) found.push(await interaction(browser, page, () => act(page), changed));
  await page.close();
  const all = (which: keyof Answer): number[] => found.map((one) => one[which]);
  return `${median(all("wall")).toFixed(0)} ms (first ${(found[0]?.wall ?? Number.NaN).toFixed(0)}, worst ${Math.max(...all("wall")).toFixed(0)}; ${median(all("processor")).toFixed(0)} ms of processor)`;
}

async function measure(espace: string): Promise<void> {
  const out = mkdtempSync(path.join(tmpdir(), "vigie-bench-site-"));
  try {
    const child = spawnSync(process.execPath, [...process.execArgv, process.argv[1] as string, CHILD, espace, out], {encoding: "utf8", stdio: ["ignore", "pipe", "inherit"]});
    if (child.status !== 0) throw new Error("la construction a échoué");
    const built = JSON.parse(child.stdout) as Build;
    const publication = await readPublication(path.join(espace, "publication"));
    const {type, code} = publication.territoires.find((one) => one.type === "commune") ?? publication.principal;
    const volet = publication.catalogue[0]?.volet ?? "";
    publication.close();
    const served = await serve(path.join(out, "site"));
    const browser = await openBrowser();
    const lines = [`${built.pages} pages in ${built.seconds.toFixed(1)} s (bar ${BARS.seconds}), ${built.memory.toFixed(0)} MB at the peak (bar ${BARS.memory}), ${(built.bytes / 1e6).toFixed(1)} MB of output (bar ${BARS.megabytes})`];
    const chosen = "t=commune:13001,commune:13004,commune:13047&a=2024-2025";
    for (const name of ["index.html", `territoire/${type}-${code}.html`.toLowerCase(), `volet/${volet}.html`, `comparateur.html#${chosen}`, "entonnoir.html#type=arrondissement"]) {
      const fast = await visits(browser, served.url + name, false);
      const seen = await visits(browser, served.url + name, true);
      const drawn = Number.isNaN(fast.chart) ? "" : `, charts after ${fast.chart.toFixed(0)} ms (bar ${BARS.chart}), ${seen.chart.toFixed(0)} ms at 10 Mbit/s (bar ${BARS.readable})`;
      lines.push(`${name.split("#")[0]}: ${seen.kilobytes.toFixed(0)} kB compressed (bar ${BARS.kilobytes}), ${seen.requests} requests (bar ${BARS.requests}), readable after ${fast.readable.toFixed(0)} ms, ${seen.readable.toFixed(0)} ms at 10 Mbit/s (bar ${BARS.readable})${drawn}`);
    }
    const context = await browser.newContext({locale: "fr-FR"});
    const select = (selector: string, value: string) => (page: Page) => page.selectOption(selector, value);
    const ask = (url: string, acts: readonly ((page: Page) => Promise<unknown>)[]): Promise<string> => answers(browser, context, served.url + url, "#resultat", acts);
    const asked = {
      "another measure in the pivot": await ask("explorer.html#type=commune", [select("#x-mesure", "couverture"), select("#x-mesure", "valeur")]),
      "a filter in the pivot": await ask("explorer.html#type=commune", [(page) => page.fill("#x-filtre", "ma"), (page) => page.fill("#x-filtre", "")]),
      "another year in the comparison": await ask(`comparateur.html#${chosen}`, [(page) => page.click("#choix-annees label:nth-last-child(2) input")]),
      "another type in the funnel": await ask("entonnoir.html#type=commune", [select("#e-type", "circonscription"), select("#e-type", "commune")]),
      "the search": await ask("recherche.html", [(page) => page.fill("#q", "marseille"), (page) => page.fill("#q", "classe")])
    };
    lines.push(`CPU four times slower, bar ${BARS.interaction} ms, median of ${TIMES} rounds:`, ...Object.entries(asked).map(([what, answer]) => `  ${what}: ${answer}`));
    await browser.close();
    await served.close();
    process.stdout.write(`${lines.join("\n")}\n`);
  } finally {
    rmSync(out, {recursive: true, force: true});
  }
}

const [first, espace = "demo", out = ""] = process.argv.slice(2);
if (first === CHILD) process.stdout.write(JSON.stringify(await build(espace, out)));
else await measure(first ?? "demo");
