import {describe, expect, it} from "vitest";
import {preparer} from "../../../observable/components/recherche.ts";

const items = [
  {titre: "Châteaurenard", genre: "Commune", chemin: "a", autres: "commune:13027"},
  {titre: "Élèves par ordinateur", genre: "Indicateur, Équipement", chemin: "b", autres: "eq_eleves_par_ordinateur"},
  {titre: "Marseille 1er arrondissement", genre: "Arrondissement municipal", chemin: "c", autres: "arrondissement:13201"},
  {titre: "Marseille", genre: "Commune", chemin: "d", autres: "commune:13055"}
];
const chercher = preparer(items);
const found = (request: string) => chercher(request).premiers.map((one) => one.titre);

describe("the search", () => {
  it("ignores accents, case and the order of words", () => {
    expect(found("CHATEAU")).toEqual(["Châteaurenard"]);
    expect(found("ordinateur eleve")).toEqual(["Élèves par ordinateur"]);
  });
  it("finds a territory by its code", () => {
    expect(found("13201")).toEqual(["Marseille 1er arrondissement"]);
  });
  it("puts the closest title first and finds nothing for nothing", () => {
    expect(found("marseille")[0]).toBe("Marseille");
    expect(found("  ")).toEqual([]);
    expect(found("zzz")).toEqual([]);
  });
  it("forgives a slip when no name has the words, and says so", () => {
    expect(found("marseile")).toEqual(["Marseille", "Marseille 1er arrondissement"]);
    expect(found("marsielle 1er")).toEqual(["Marseille 1er arrondissement"]);
    expect(found("chateaurenrad")).toEqual(["Châteaurenard"]);
    expect(chercher("marseile").estApproche).toBe(true);
    expect(chercher("marseille").estApproche).toBe(false);
    expect(found("par zzz")).toEqual([]);
  });
  it("says how many it found when it shows the closest only", () => {
    const many = Array.from({length: 60}, (_, index) => ({titre: `École ${index}`, genre: "Établissement", chemin: String(index), autres: ""}));
    const {total, premiers} = preparer(many)("ecole");
    expect(total).toBe(60);
    expect(premiers.length).toBeLessThan(60);
  });
});
