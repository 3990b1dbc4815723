import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {decolonne, encolonne, MONTRES} from "../../../observable/components/colonnes.ts";
import {cell} from "./cells.ts";

const ANNEES = ["2022-2023", "2023-2024", "2024-2025"];

describe("the cells that the browser fetches", () => {
  it("are the published ones again, whatever was left for the reader to compute", () => {
    const amount = fc.option(fc.integer({min: 0, max: 1_000_000}).map((one) => one / 1000), {nil: null});
    const terms = fc.record({territoire: fc.constantFrom("13001", "13004"), annee: fc.constantFrom(...ANNEES), numerateur: amount, denominateur: amount, estQuotient: fc.boolean(), evolution: amount, estEcart: fc.boolean()});
    fc.assert(
      fc.property(fc.uniqueArray(terms, {selector: (one) => `${one.territoire} ${one.annee}`}), (drawn) => {
        const value = (one: (typeof drawn)[number]): number | null => (one.numerateur === null ? null : one.estQuotient && one.denominateur ? one.numerateur / one.denominateur : one.numerateur);
        const cells = drawn.map((one) => {
          const before = drawn.filter((other) => other.territoire === one.territoire && other.annee < one.annee && value(other) !== null).sort((left, right) => left.annee.localeCompare(right.annee)).at(-1);
          const valeur = value(one);
          const gap = before && valeur !== null ? valeur - (value(before) as number) : null;
          return cell({territoire_code: one.territoire, annee: one.annee, valeur, numerateur: one.numerateur, denominateur: one.denominateur, evolution: one.estEcart && gap !== null ? gap : one.evolution, drapeaux: one.estEcart ? ["fiable", "borne"] : []});
        });
        const text = (name: "annee" | "ventilation" | "modalite" | "statut") => cells.map((one) => one[name]);
        const columns = encolonne(
          {territoire: cells.map((one) => `commune:${one.territoire_code}`), annee: text("annee"), ventilation: text("ventilation"), modalite: text("modalite"), statut: text("statut"), drapeaux: cells.map((one) => one.drapeaux.join("|"))},
          Object.fromEntries(MONTRES.map((name) => [name, cells.map((one) => one[name])]))
        );
        const again = decolonne("eq_test", JSON.parse(JSON.stringify(columns)) as typeof columns);
        for (const one of cells) {
          const found = again.cellule(`commune:${one.territoire_code}`, one.annee);
          expect(found).toMatchObject({statut: one.statut, drapeaux: one.drapeaux, territoire_code: one.territoire_code, annee: one.annee});
          for (const name of ["valeur", "numerateur", "denominateur", "evolution"] as const) {
            const [read, published] = [found?.[name] ?? null, one[name]];
            if (published === null || read === null) expect(read).toBe(published);
            else expect(Math.abs(read - published)).toBeLessThanOrEqual(1e-5 * Math.abs(published) + 1e-9);
          }
        }
      })
    );
  });
  it("answer nothing for what was not published", () => {
    const none = encolonne({territoire: [], annee: [], ventilation: [], modalite: [], statut: [], drapeaux: []}, {});
    expect(decolonne("eq_test", none).cellule("commune:13001", "2024-2025")).toBeUndefined();
    // The year is the last text of the list: an unknown one must not be taken for it.
    const some = encolonne({statut: ["publie", "publie"], drapeaux: ["", ""], ventilation: ["ensemble", "ensemble"], modalite: ["ensemble", "ensemble"], territoire: ["commune:13001", "commune:13004"], annee: ["2024-2025", "2024-2025"]}, {valeur: [1, 2]});
    const read = decolonne("eq_test", {...some, textes: [...some.textes]});
    expect(read.cellule("commune:13004", "2024-2025")?.valeur).toBe(2);
    expect(read.cellule("commune:13004", "2099-2100")).toBeUndefined();
    expect(read.cellule("commune:13005", "2024-2025")).toBeUndefined();
    expect(read.cellule("commune:13004", "2024-2025", "degre", "premier")).toBeUndefined();
  });
});
