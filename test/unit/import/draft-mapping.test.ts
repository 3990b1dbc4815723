import fc from "fast-check";
import {describe, expect, it, test} from "vitest";
import {draftMapping} from "../../../pipelines/import/draft-mapping.ts";
import {closest} from "../../../pipelines/import/likeness.ts";
import {parseMapping} from "../../../pipelines/import/mapping.ts";
import {contractNamed, type Contract} from "../../../pipelines/lib/contract/contract.ts";
import {contracts} from "../../../sources/index.ts";

const contract = (name: string): Contract => contractNamed(contracts, name) as Contract;

describe("a table that nobody recognises", () => {
  it("comes near to a contract by its titles, and by what its cells hold", () => {
    const [first] = closest(["RNE", "Année scolaire", "Ordinateurs", "TNI"], [["0130007M", "2024-2025", "112", "6"]], contracts);
    expect(first?.contract.objet).toBe("etic");
    // No word in common: eight cells in ten are UAI.
    expect(first?.candidates.map(({letter, name, isExact}) => [letter, name, isExact])).toEqual([["A", "uai", false], ["B", "annee_scolaire", true], ["C", "ordinateurs_eleves", false], ["D", "tni", true]]);
    expect(first?.missing).toEqual([]);
  });

  it("is that of the trainings, not of the schools, when it has names and an address that are never loaded", () => {
    const [first] = closest(["uai", "date de formation", "titre", "nom", "prénom", "mail", "heures"], [["0130007M", "12/11/2024", "Atelier", "Xxxx", "Xxxx", "x@x.fr", "3,5"]], contracts);
    expect(first?.contract.objet).toBe("formation");
    expect(first?.candidates.map(({name}) => name)).toEqual(["uai", "date_debut", "duree_heures"]);
    expect(first?.missing).toContain("presence");
  });

  it("does not take for a date a column whose cells are none", () => {
    const [first] = closest(["uai", "date de formation", "nom", "prénom"], [["0130007M", "à venir", "X", "Y"]], contracts);
    expect(first?.candidates.map(({name}) => name)).not.toContain("date_debut");
  });

  it("comes near to nothing when it has nothing to do with the programme", () => {
    expect(closest(["couleur", "saveur"], [["rouge", "fraise"]], contracts)).toEqual([]);
  });
});

describe("the draft of a mapping", () => {
  const header = ["UAI établissement", "Appartenance EP", "qpv", "statut", "Remarque"];
  const draft = draftMapping(header, [["0130007M", "x", "dans un QPV", "REP+", "Mme Dupont"], ["0130010R", "x", "hors QPV", "hors EP", ""]], contract("education_prioritaire"));

  it("is a mapping as it stands, and brings the columns that it found", () => {
    const mapping = parseMapping("brouillon.yml", draft, contracts);
    expect([...mapping.headers]).toEqual([["uai etablissement", "uai"], ["qpv", "qpv"], ["statut", "statut"]]);
    expect([...(mapping.values.get("qpv") ?? [])]).toEqual([["dans un qpv", "dans"], ["hors qpv", "hors"]]);
  });

  it("marks its guesses, names what it leaves, and repeats no free text", () => {
    expect(draft).toContain('uai: "UAI établissement" # colonne A : à vérifier');
    expect(draft).toContain("laissées de côté : Appartenance EP ; Remarque");
    expect(draft).not.toContain("Dupont");
  });

  test("whatever the table, can be read again, or says what is missing as a comment", () => {
    const own = contracts.filter((one) => one.recognises === undefined);
    const title = fc.oneof(fc.string({maxLength: 12}), fc.constantFrom(...own.flatMap((one) => Object.keys(one.columns))), fc.constantFrom('a "b"', "a: b", "#x", "c\nd", "'", "\\", "- e"));
    fc.assert(
      fc.property(fc.array(title, {minLength: 1, maxLength: 8}), fc.array(fc.array(fc.string({maxLength: 12}), {maxLength: 8}), {maxLength: 4}), fc.constantFrom(...own), (titles, records, one) => {
        const text = draftMapping(titles, records, one);
        // Nothing in common: a mapping without signature would take any table.
        if (text.includes("signature: []")) expect(() => parseMapping("x.yml", text, contracts)).toThrow("signature");
        else expect(parseMapping("x.yml", text, contracts).contract).toBe(one);
      }),
      {numRuns: 300}
    );
  });
});
