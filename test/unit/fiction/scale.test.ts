import {createHash} from "node:crypto";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {departements} from "../../../sources/fiction/departements.ts";
import {writeFiction, type FictionSummary} from "../../../sources/fiction/fiction.ts";
import {isUai} from "../../../pipelines/lib/text.ts";

const root = mkdtempSync(path.join(tmpdir(), "vigie-echelle-"));
afterAll(() => rmSync(root, {recursive: true, force: true}));

const hashes = ({files}: FictionSummary, under = ""): Map<string, string> => new Map(files.filter(({path: file}) => file.startsWith(under)).map(({path: file, sha256}) => [file.slice(under.length), sha256]));
const without = (map: Map<string, string>, name: string): Map<string, string> => new Map([...map].filter(([file]) => file !== name));

describe("the fiction at scale", () => {
  let one: FictionSummary;
  let three: FictionSummary;
  beforeAll(async () => {
    one = await writeFiction({dir: path.join(root, "un"), seed: 13, scale: 0.05});
    three = await writeFiction({dir: path.join(root, "trois"), seed: 13, scale: 0.05, departements: 3});
  });

  test("leaves the files of the first département as they are alone", () => {
    expect(without(hashes(three, "13/"), "LISEZMOI.txt")).toEqual(without(hashes(one), "LISEZMOI.txt"));
  });

  test("says what it wrote: the bytes on disk are those of the summary", () => {
    for (const {path: file, bytes, sha256} of three.files) {
      const content = readFileSync(path.join(root, "trois", file));
      expect([file, content.length, createHash("sha256").update(content).digest("hex")]).toEqual([file, bytes, sha256]);
    }
  });

  test("gives the same bytes for the same seed, others for another", async () => {
    const again = await writeFiction({dir: path.join(root, "encore"), seed: 13, scale: 0.05, departements: 2});
    const other = await writeFiction({dir: path.join(root, "autre"), seed: 14, scale: 0.05, departements: 2});
    expect(hashes(again, "02/")).toEqual(hashes(three, "02/"));
    expect(hashes(other, "02/").get("pix/certifications-2024-2025.csv")).not.toBe(hashes(again, "02/").get("pix/certifications-2024-2025.csv"));
  });

  test("shares no school, no territory, no Pix organisation, campaign or session between two départements", () => {
    const columns: readonly (readonly [string, string, readonly string[]])[] = [
      ["territoires/correspondances.csv", ";", ["systeme", "libelle"]],
      ["equipement/livraisons-2023-2024.csv", ";", ["commande", "bordereau", "ligne"]],
      ["formation/satisfaction.csv", ";", ["dispositif", "session"]],
      ["parentalite/ateliers.csv", ";", ["atelier"]],
      ["projets/projets.csv", ";", ["dispositif", "projet", "uai", "annee_scolaire"]],
      ["budget/budget.csv", ";", ["annee", "convention", "collectivite", "volet"]],
      ["enseignants/enquete-enseignants-2023-2024.csv", ";", ["reponse"]]
    ];
    for (const [file, separator, names] of columns) {
      const seen = new Map<string, string>();
      for (const departement of ["13", "02", "18"]) {
        const [header = "", ...lines] = readFileSync(path.join(root, "trois", departement, file), "latin1").split(/\r?\n/).filter(Boolean);
        const indexes = names.map((name) => header.split(separator).indexOf(name));
        expect(indexes).not.toContain(-1);
        for (const line of lines) {
          const cells = line.split(separator);
          const key = indexes.map((index) => cells[index]).join("|");
          expect([file, key, seen.get(key) ?? departement]).toEqual([file, key, departement]);
          seen.set(key, departement);
        }
      }
    }
  });

  test("gives every school a UAI of its département, with the right letter", () => {
    const uais = Object.keys(three.verite);
    expect(uais.length).toBe(three.schools);
    expect(uais.every(isUai)).toBe(true);
    expect(new Set(uais.map((uai) => uai.slice(0, 3)))).toEqual(new Set(["013", "002", "018"]));
  });

  test("adds a fourth year, with a fourth cohort that has three years before it", async () => {
    const four = await writeFiction({dir: path.join(root, "quatre"), seed: 13, scale: 0.05, annees: 4});
    expect(Object.keys(four.pupilsByYear)).toEqual(["2022-2023", "2023-2024", "2024-2025", "2025-2026"]);
    expect(Object.values(four.verite).some(({cohorte, bras}) => cohorte === "2025-2026" && bras === "equipement_et_formation")).toBe(true);
    expect(hashes(four).get("pix/collectes-profils-2022-2023.csv")).toBe(hashes(one).get("pix/collectes-profils-2022-2023.csv"));
  });

  test("knows the 101 départements, those of the programme first", () => {
    const all = departements();
    expect(all.length).toBe(101);
    expect(all.slice(0, 12).map(({code}) => code)).toEqual(["13", "02", "18", "25", "29", "2A", "34", "38", "86", "88", "95", "971"]);
    expect(new Set(all.map(({prefix}) => prefix)).size).toBe(101);
  });
});
