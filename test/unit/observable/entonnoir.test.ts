import {existsSync, readFileSync} from "node:fs";
import path from "node:path";
import {describe, expect, it} from "vitest";
import {entonnoir, limite, refusEntonnoir, surdispersion, Z_95} from "../../../observable/components/entonnoir.ts";
import {cell, indicator} from "./cells.ts";

const folder = path.resolve(import.meta.dirname, "../../../../shared/refcases/eb_shrinkage");

function csv(name: string): string[][] {
  return readFileSync(path.join(folder, name), "utf8").trim().split(/\r?\n/).map((line) => line.split(",").map((part) => part.replaceAll('"', "").trim()));
}

describe.skipIf(!existsSync(folder))("the funnel against R (reference case eb_shrinkage; skipped when the shared cases are absent)", () => {
  it("finds the same z, overdispersion and limits", () => {
    const [, ...input] = csv("input.csv");
    const expected = new Map(csv("expected.csv").map(([table, key, stat, value]) => [`${table} ${key} ${stat}`, Number(value)]));
    const rows = input.map(([nom = "", n, x]) => ({...cell({territoire_code: nom, valeur: Number(x) / Number(n), numerateur: Number(x), denominateur: Number(n)}), nom}));
    const reference = expected.get("global what=model p0") as number;
    const {phi, points} = entonnoir(rows, reference);
    for (const point of points) {
      expect(point.z).toBeCloseTo(expected.get(`funnel territoire=${point.code} z`) as number, 10);
      expect(limite(reference, point.effectif, -Z_95, 1)).toBeCloseTo(expected.get(`funnel territoire=${point.code} low95`) as number, 10);
    }
    expect(phi).toBeCloseTo(expected.get("global what=model phi") as number, 10);
  });
});

describe("the funnel", () => {
  it("does not estimate overdispersion under eight territories", () => {
    expect(surdispersion([9, -9, 9, -9, 9, -9, 9])).toBe(1);
  });
  it("leaves hidden cells out", () => {
    const rows = [{...cell({denominateur: 50}), nom: "a"}, {...cell({valeur: null, denominateur: null, statut: "secret"}), nom: "b"}];
    expect(entonnoir(rows, 0.5).points).toHaveLength(1);
  });
  it("refuses what is no share, what is weighted, and what is too few", () => {
    expect(refusEntonnoir(indicator({type: "ratio"}), [], 0.5)).toContain("parts");
    expect(refusEntonnoir(indicator({enquete: "etic"}), [], 0.5)).toContain("enquête");
    expect(refusEntonnoir(indicator(), [cell()], 0.5)).toContain("au moins cinq");
    expect(refusEntonnoir(indicator(), [], null)).toContain("référence");
  });
});
