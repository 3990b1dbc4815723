import {describe, expect, it} from "vitest";
import {lirePerimetreConstant, motRefusEvolution, type Evolution} from "../../../pipelines/lib/words/change.ts";

const part = {unite: "%", type: "part", secret: "aucun"};
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const change = (one: Partial<Evolution>): Evolution => ({annee_precedente: "2023-2024", evolution: 0.05, evolution_perimetre_constant: 0.08, etablissements_communs: 1130, motif: null, ...one});

describe("the change on the schools of both years", () => {
  it("is said beside the raw one when they differ, with the number of schools", () => {
    const said = lirePerimetreConstant(part, change({}));
    expect(plain(said.phrase)).toBe("À périmètre constant (1 130 établissements présents les deux années) : +8 points depuis 2023-2024.");
    expect(plain(said.court)).toBe("+8 points");
  });
  it("adds no figure to a table when it is the same", () => {
    const said = lirePerimetreConstant(part, change({evolution_perimetre_constant: 0.0501}));
    expect(said.phrase).toContain("la même évolution");
    expect(said.court).toBe("");
  });
  it("remains when the territory was redrawn, which has no raw change", () => {
    expect(plain(lirePerimetreConstant(part, change({evolution: null, motif: "territoire_redecoupe"})).court)).toBe("+8 points");
  });
  it("is refused with its reason", () => {
    const none = {evolution: null, evolution_perimetre_constant: null};
    expect(lirePerimetreConstant(part, change({...none, motif: "secret"})).phrase).toContain("secret statistique");
    expect(lirePerimetreConstant(part, change({evolution_perimetre_constant: null, motif: "hors_etablissement"})).phrase).toContain("ne se compte pas par établissement");
    expect(lirePerimetreConstant(part, change({evolution_perimetre_constant: null, motif: "mediane"})).phrase).toContain("médiane");
    expect(lirePerimetreConstant(part, change({evolution_perimetre_constant: null, motif: "etablissements_changes"})).phrase).toContain("secret statistique");
    expect(motRefusEvolution("annee_precedente_absente")).toBe("pas de valeur l’année d’avant");
    expect(motRefusEvolution(null)).toBe("sans année comparable");
  });
  it("says nothing when the publication says nothing", () => {
    expect(lirePerimetreConstant(part, undefined)).toEqual({phrase: "", court: ""});
  });
});
