import {mkdtempSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {JSDOM} from "jsdom";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {exportPanel} from "../../../pipelines/impact/export.ts";
import {renderHtml, renderMarkdown} from "../../../pipelines/impact/render.ts";
import type {Report} from "../../../pipelines/impact/report.ts";
import {forbiddenWords} from "../../../pipelines/impact/vocabulary.ts";
import {quoteText, type Database} from "../../../pipelines/lib/duckdb.ts";
import {analyseWorld, impactDatabase} from "./kit.ts";

let db: Database;
let report: Report;
beforeAll(async () => {
  db = await impactDatabase();
  report = await analyseWorld(db, {seed: 3, chocCommune: 0}, {exploratoire: true, dose: {mesure: "heures_par_enseignant"}});
});
afterAll(() => {
  db.close();
});

describe("the report", () => {
  it("opens on the question, then the answer with its interval and what would not have been seen", () => {
    const text = renderMarkdown(report);
    expect(text.indexOf("## La question")).toBeLessThan(text.indexOf("## La réponse"));
    for (const part of [report.phrase, "n'aurait pas été vu", "équivaut à", "## Limites", "refaire.R", report.protocole.empreinte.slice(0, 16)]) expect(text).toContain(part);
    expect(forbiddenWords(text)).toEqual([]);
    expect(text).not.toMatch(/undefined|NaN|\bnull\b/);
  });

  it("says on the text and on each figure that it is exploratory", () => {
    const {document} = new JSDOM(renderHtml(report)).window;
    expect(document.querySelector(".avertissement")?.textContent).toContain("exploratoire");
    const figures = [...document.querySelectorAll("figure")];
    expect(figures).toHaveLength(2);
    for (const figure of figures) expect(figure.textContent).toContain("exploratoire");
  });

  it("draws pictures that a screen reader can tell, and tables with headers", () => {
    const {document} = new JSDOM(renderHtml(report)).window;
    for (const svg of document.querySelectorAll("svg")) {
      expect(svg.getAttribute("role")).toBe("img");
      expect(svg.querySelector("title")?.textContent).toBeTruthy();
      expect(svg.querySelector("desc")?.textContent?.length).toBeGreaterThan(40);
    }
    for (const table of document.querySelectorAll("table")) expect(table.querySelector("caption")?.textContent).toBeTruthy();
    expect(document.querySelectorAll("script, style")).toHaveLength(0);
  });

  it("holds no school in what leaves the workspace", () => {
    for (const text of [JSON.stringify(report), renderMarkdown(report), renderHtml(report)]) expect(text).not.toMatch(/E0\d{3}/);
  });

  it("exports the documented panel, and the same figure comes out of it again", async () => {
    const dir = mkdtempSync(path.join(tmpdir(), "vigie-panel-"));
    try {
      await exportPanel(db, report, dir);
      expect(readdirSync(dir).sort()).toEqual(["LISEZMOI.txt", "panel.csv", "panel.parquet", "refaire.R", "refaire.sql"]);
      await db.run(`create or replace temp view panel as select * from ${quoteText(path.join(dir, "panel.parquet"))}`);
      const [again] = await db.rows<{att: number; low: number}>(report.reproduire.sql);
      expect(again?.att).toBeCloseTo(report.resultats[0]?.effet ?? Number.NaN, 12);
      expect(again?.low).toBeCloseTo(report.resultats[0]?.bas ?? Number.NaN, 12);
      const [csv] = await db.rows<{n: number; same: number}>(`select count(*) as n, count(*) filter (where c.y is not distinct from p.y) as same
        from read_csv(${quoteText(path.join(dir, "panel.csv"))}, nullstr = 'NA') as c join panel as p using (etude, etab, annee)`);
      expect(csv?.same).toBe(csv?.n);
      const readme = readFileSync(path.join(dir, "LISEZMOI.txt"), "utf8");
      for (const column of (await db.rows<{column_name: string}>("describe panel")).map(({column_name}) => column_name)) expect(readme).toMatch(new RegExp(`^  ${column} `, "m"));
    } finally {
      rmSync(dir, {recursive: true});
    }
  });
});
