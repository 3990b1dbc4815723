import {describe, expect, it} from "vitest";
import {ordre, pivoter} from "../../../observable/components/pivot.ts";
import {cell} from "./cells.ts";

const items = {
  indicateur: [{cle: "eq_test", libelle: "Test"}],
  territoire: [{cle: "commune:1", libelle: "Un"}, {cle: "commune:2", libelle: "Deux"}, {cle: "commune:3", libelle: "Trois"}],
  annee: [{cle: "2023-2024", libelle: "2023-2024"}, {cle: "2024-2025", libelle: "2024-2025"}],
  modalite: [{cle: "ensemble", libelle: "Ensemble"}]
};
const values: Record<string, number> = {"commune:1": 0.3, "commune:2": 0.1};
const pivot = pivoter({lignes: "territoire", colonnes: "annee", items, ventilation: "degre"}, ({territoire, annee, ventilation}) =>
  annee === "2024-2025" && ventilation === "ensemble" && territoire in values ? cell({valeur: values[territoire] as number}) : undefined
);

describe("the pivot table", () => {
  it("places each cell where its row and column meet and leaves the others empty", () => {
    expect(pivot.lignes.map((_, row) => pivot.colonnes.map((__, column) => pivot.cellule(row, column)?.valeur ?? null))).toEqual([[null, 0.3], [null, 0.1], [null, null]]);
  });
  it("sorts by a column and keeps rows without a value last both ways", () => {
    const measure = (one: ReturnType<typeof pivot.cellule>) => one?.valeur ?? null;
    expect(ordre(pivot, 1, true, measure)).toEqual([0, 1, 2]);
    expect(ordre(pivot, 1, false, measure)).toEqual([1, 0, 2]);
  });
  it("refuses the same thing in rows and columns", () => {
    expect(() => pivoter({lignes: "annee", colonnes: "annee", items, ventilation: "degre"}, () => undefined)).toThrow("différente");
  });
});
