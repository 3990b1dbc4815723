import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {gzipSync} from "node:zlib";
import type {Browser, Page} from "playwright-core";
import {buildSite} from "../observable/build-site.ts";
import {readPublication} from "../observable/publication.ts";
import {openBrowser} from "../test/browser/browser.ts";
import {serve} from "../test/browser/serve.ts";

// npx tsx bench/site.ts [ESPACE]: the build (seconds, memory, bytes), then what a reader waits for, on a slow line and a slow machine.

const BARS = {seconds: 45, memory: 1000, megabytes: 20, kilobytes: 300, requests: 15, readable: 800, interaction: 100};
const CHILD = "--construire";

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
  /** Milliseconds to the first figure painted, at 10 Mbit/s and 40 ms of latency. */
  readable: number;
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({locale: "fr-FR"});
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", {offline: false, latency: 40, downloadThroughput: 10_000_000 / 8, uploadThroughput: 10_000_000 / 8});
  let size = 0;
  let requests = 0;
  const bodies: Promise<void>[] = [];
  page.on("response", (response) => {
    if (response.url().startsWith("data:")) return;
    requests += 1;
    bodies.push(response.body().then((body) => void (size += gzipSync(body).length)));
  });
  await page.goto(url, {waitUntil: "networkidle"});
  await Promise.all(bodies);
  const readable = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN);
  await context.close();
  return {kilobytes: size / 1000, requests, readable};
}

/** Milliseconds from a choice to what it changes on screen, on a machine four times slower. */
async function interaction(page: Page, act: () => Promise<unknown>, changed: string): Promise<number> {
  const slow = await page.context().newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", {rate: 4});
  await page.evaluate((selector) => {
    const place = document.querySelector(selector) as Element;
    // No named function here: it would not survive its way to the page.
    for (const kind of ["change", "input", "click"]) addEventListener(kind, () => void performance.mark("demande"), {capture: true, once: true});
    new MutationObserver((_, observer) => {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => performance.measure("interaction", "demande")));
    }).observe(place, {childList: true, subtree: true});
  }, changed);
  await act();
  await page.waitForFunction(() => performance.getEntriesByName("interaction").length > 0);
  return page.evaluate(() => performance.getEntriesByName("interaction")[0]?.duration ?? Number.NaN);
}

async function measure(espace: string): Promise<void> {
  const out = mkdtempSync(path.join(tmpdir(), "vigie-bench-site-"));
  try {
    const child = spawnSync(process.execPath, [...process.execArgv, process.argv[1] as string, CHILD, espace, out], {encoding: "utf8", stdio: ["ignore", "pipe", "inherit"]});
    if (child.status !== 0) throw new Error("la construction a échoué");
    const built = JSON.parse(child.stdout) as Build;
    const publication = await readPublication(path.join(espace, "publication"));
    const {type, code} = publication.territoires.find((one) => one.type === "commune") ?? publication.principal;
    publication.close();
    const served = await serve(path.join(out, "site"));
    const browser = await openBrowser();
    const lines = [`${built.pages} pages in ${built.seconds.toFixed(1)} s (bar ${BARS.seconds}), ${built.memory.toFixed(0)} MB at the peak (bar ${BARS.memory}), ${(built.bytes / 1e6).toFixed(1)} MB of output (bar ${BARS.megabytes})`];
    for (const name of ["index.html", `territoire/${type}-${code}.html`.toLowerCase()]) {
      const seen = await visit(browser, served.url + name);
      lines.push(`${name}: ${seen.kilobytes.toFixed(0)} kB compressed (bar ${BARS.kilobytes}), ${seen.requests} requests (bar ${BARS.requests}), readable after ${seen.readable.toFixed(0)} ms at 10 Mbit/s (bar ${BARS.readable})`);
    }
    const page = await (await browser.newContext({locale: "fr-FR"})).newPage();
    await page.goto(`${served.url}explorer.html#type=commune`, {waitUntil: "networkidle"});
    const pivot = await interaction(page, () => page.selectOption("#x-mesure", "couverture"), "#resultat");
    await page.goto(`${served.url}recherche.html`, {waitUntil: "networkidle"});
    const search = await interaction(page, () => page.fill("#q", "marseille"), "#resultat");
    lines.push(`CPU four times slower: the pivot answers in ${pivot.toFixed(0)} ms, the search in ${search.toFixed(0)} ms (bar ${BARS.interaction})`);
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
