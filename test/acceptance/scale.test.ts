import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, describe, expect, test} from "vitest";
import {configText} from "../../pipelines/cli/init.ts";
import {followed, mainTerritory, readConfig} from "../../pipelines/lib/workspace.ts";
import {jsonLines, vigie} from "./vigie.ts";

const root = mkdtempSync(path.join(tmpdir(), "vigie-echelle-"));
afterAll(() => rmSync(root, {recursive: true, force: true}));

describe("vigie demo --echelle", () => {
  test("makes the raw files of a canton and stops there when asked", () => {
    const dir = path.join(root, "canton");
    const {code, out} = vigie("demo", "--espace", dir, "--echelle", "canton", "--annees", "4", "--fichiers", "--json");
    expect(code).toBe(0);
    const [made] = jsonLines<{etablissements: number; fichiers: number; lignes: number}>(out);
    expect(made?.etablissements).toBeGreaterThan(40);
    expect(made?.etablissements).toBeLessThan(100);
    expect(existsSync(path.join(dir, "entree", "etic", "etic-2025-2026.csv"))).toBe(true);
    expect(existsSync(path.join(dir, "publication"))).toBe(false);
  });

  test("refuses what is no scale, and says what is one", () => {
    for (const scale of ["quatre", "0", "1,5", "102"]) {
      const {code, err} = vigie("demo", "--espace", path.join(root, "faux"), "--echelle", scale);
      expect([scale, code]).toEqual([scale, 2]);
      expect(err).toContain("canton, departement, france");
    }
  });
});

describe("the perimeter of a workspace", () => {
  const read = (text: string): ReturnType<typeof readConfig> => {
    const file = path.join(root, "config.yml");
    writeFileSync(file, text);
    return readConfig(file);
  };

  test("is one département, several, or the country; the programme speaks for more than one", () => {
    expect(mainTerritory(read(configText()))).toEqual({type: "departement", code: "13"});
    const several = read(configText({departements: ["02", "2A", "971"]}));
    expect(followed(several)).toEqual(["02", "2A", "971"]);
    expect(mainTerritory(several)).toEqual({type: "programme", code: "TNE"});
    expect(mainTerritory(read(configText().replace('departement: "13"', 'departement: "*"')))).toEqual({type: "programme", code: "TNE"});
    expect(readFileSync(path.join(root, "config.yml"), "utf8")).toContain("seuils:");
  });
});
