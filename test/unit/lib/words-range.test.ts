import {describe, expect, it} from "vitest";
import {lireEtendue} from "../../../pipelines/lib/words/range.ts";

const said = (values: readonly [string, number][], unite = "%"): string => lireEtendue(values.map(([libelle, valeur]) => ({libelle, valeur})), unite).replaceAll(/[\u00a0\u202f]/g, " ");

describe("a range in words", () => {
  it("names all who share an end, with one precision", () => {
    expect(said([["Istres", 0.5], ["Aix", 0.2202], ["Arles", 0.5]])).toBe("de 22,0 % (Aix) à 50,0 % (Istres et Arles)");
  });
  it("takes for one what reads the same", () => {
    expect(said([["Aix", 0.50001], ["Arles", 0.5]])).toBe("50,0 % (Arles et Aix)");
    expect(said([["Aix", 0.5]])).toBe("50,0 % (Aix)");
  });
  it("counts those who are many, and says nothing of nothing", () => {
    expect(said([["a", 2], ["b", 2], ["c", 2], ["d", 2], ["e", 3]], "jours")).toBe("de 2 jours (a, b et 2 autres) à 3 jours (e)");
    expect(said([])).toBe("");
  });
});
