import {describe, expect, it} from "vitest";
import {signeAbsence, signeCourt} from "../../../observable/components/absences.ts";
import {grandNombre} from "../../../observable/components/card.ts";
import {cell, indicator} from "./cells.ts";
import {ABSENCES} from "../../../pipelines/lib/words/absences.ts";

describe("the five absences", () => {
  it("have five signs, five words and five meanings", () => {
    for (const part of ["statut", "signe", "mot", "sens"] as const) expect(new Set(ABSENCES.map((one) => one[part])).size).toBe(5);
  });
  it("always carry their word, even when only the sign is seen", () => {
    for (const {statut, mot} of ABSENCES) {
      expect(signeAbsence(statut).text).toContain(mot);
      expect(signeCourt(statut).text).toContain(`<span class="masque">${mot}</span>`);
    }
  });
  it("never show a missing value as zero", () => {
    expect(grandNombre(indicator(), cell({valeur: null, statut: "non_repondu"})).text).toContain("non répondu");
    expect(grandNombre(indicator(), undefined).text).toContain("non collecté");
  });
  it("show a measured zero as a number", () => {
    expect(grandNombre(indicator(), cell({valeur: 0, statut: "zero"})).text).toContain('value="0"');
  });
});
