import {spawn} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync} from "node:fs";
import path from "node:path";
import {afterEach, beforeEach, expect, test} from "vitest";
import {contracts} from "../../sources/index.ts";
import {register} from "../../sources/registre.ts";
import {jsonLines, newWorkspace, ROOT, VIGIE, type TestWorkspace} from "./vigie.ts";

const HEADER = "dispositif;session;participant;uai;operateur;modalite;date_debut;duree_heures;presence";
const row = (dispositif: string, person: number, day: string): string => `${dispositif};S1;P${person};0130007M;EAFC;presentiel;${day};6;present`;

let space: TestWorkspace;
beforeEach(() => {
  space = newWorkspace();
  const inputs = path.join(space.dir, "entree");
  mkdirSync(inputs, {recursive: true});
  writeFileSync(path.join(inputs, "ancien.csv"), [HEADER, row("DISPVIEUX", 1, "12/11/2015"), row("DISPVIEUX", 2, "12/11/2015"), row("DISPVIEUX", 3, "31/02/2015")].join("\n"));
  writeFileSync(path.join(inputs, "recent.csv"), [HEADER, row("DISPNEUF", 1, `12/11/${new Date().getFullYear() - 1}`)].join("\n"));
  space.run("importer");
});
afterEach(() => space.remove());

const rows = (dispositif: string): number => space.query<{n: number}>(`SELECT count(*)::INTEGER AS n FROM stg_formation__formation WHERE dispositif = '${dispositif}'`)[0]?.n ?? -1;
const proofs = (): {acheve_le: string | null; elements: {quoi: string; sha256: string; lignes: number}[]}[] =>
  readdirSync(path.join(space.dir, "purges")).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(path.join(space.dir, "purges", name), "utf8")) as ReturnType<typeof proofs>[number]);

test("without --oui nothing goes; with it the file leaves the lake, its refused rows and the warehouse, and a dated proof stays", () => {
  space.run("construire");
  const plan = space.run("purger");
  expect(plan.code).toBe(0);
  expect(plan.out).toContain("formation/formation, 2015-2016");
  expect(plan.out).toContain("Rien n'a été supprimé");
  expect([rows("DISPVIEUX"), existsSync(path.join(space.dir, "purges"))]).toEqual([2, false]);

  expect(space.run("purger", "--oui").code).toBe(0);
  expect([rows("DISPVIEUX"), rows("DISPNEUF")]).toEqual([0, 1]);
  expect(proofs()).toMatchObject([{elements: [{quoi: expect.stringContaining("formation/formation, 2015-2016") as string, lignes: 2}]}]);
  expect(proofs()[0]?.acheve_le).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  const text = readdirSync(path.join(space.dir, "purges")).find((name) => name.endsWith(".md")) ?? "";
  expect(readFileSync(path.join(space.dir, "purges", text), "utf8")).toContain("Preuve de suppression");
  expect(space.run("purger").out).toContain("rien n'a passé");
});

test("a copy left in entree/ does not bring a forgotten file back", () => {
  space.run("purger", "--oui");
  const [again] = space.import(path.join(space.dir, "entree", "ancien.csv"));
  expect(again?.statut).toBe("refuse");
  expect(again?.messages.join(" ")).toContain("durée de conservation");
  expect(rows("DISPVIEUX")).toBe(0);
});

test("the workspace may keep a source longer, and the future can be looked at without touching anything", () => {
  writeFileSync(path.join(space.dir, "config.yml"), "conservation: {sources: {formation: 600}}\n");
  expect(space.run("purger").out).not.toContain("fichier du lac");
  expect(space.run("purger", "--date", "2090-01-01").out).toContain("fichier du lac");
  expect(space.run("purger", "--date", "2090-01-01", "--oui").code).toBe(2);
});

test("a purge killed after its decision is finished by the next one", async () => {
  const folder = path.join(space.dir, "purges");
  mkdirSync(folder);
  const child = spawn(process.execPath, [VIGIE, "purger", "--oui", "--espace", space.dir], {cwd: ROOT, stdio: "ignore"});
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const decided = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_, name) => {
      if (!name?.endsWith(".json")) return;
      watcher.close();
      resolve();
    });
  });
  await Promise.race([decided, ended]);
  child.kill("SIGKILL");
  await ended;
  const answer = space.run("purger", "--oui");
  expect(answer.code).toBe(0);
  expect([rows("DISPVIEUX"), rows("DISPNEUF")]).toEqual([0, 1]);
  for (const proof of proofs()) expect(proof.acheve_le).not.toBeNull();
});

test("the register speaks of every source, says what is never loaded and what the workspace decided", () => {
  writeFileSync(path.join(space.dir, "config.yml"), "conservation: {sources: {pix: 24}}\nregistre: {responsable: Rectorat d'essai, base_legale: mission d'intérêt public}\n");
  const [answer] = jsonLines<{activites: {source: string; conservation: string; ecartees: string; base_legale: string}[]}>(space.run("registre", "--json").out);
  const found = new Map(answer?.activites.map((activity) => [activity.source, activity]));
  for (const {source, objet} of contracts) expect(found.has(`${source}/${objet}`)).toBe(true);
  for (const {source} of contracts) expect(Object.keys(register)).toContain(source);
  expect(found.get("pix/certification")).toMatchObject({conservation: expect.stringContaining("24 mois") as string, ecartees: expect.stringContaining("date de naissance") as string, base_legale: "mission d'intérêt public"});
  expect(readFileSync(path.join(space.dir, "registre", "registre.md"), "utf8")).toContain("Responsable de traitement : Rectorat d'essai");
  expect(readFileSync(path.join(space.dir, "registre", "registre.csv"), "utf8")).toContain("Base légale");
});
