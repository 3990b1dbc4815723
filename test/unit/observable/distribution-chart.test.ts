import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {distributionChart} from "../../../observable/components/distribution-chart.ts";
import {cell, indicator} from "./cells.ts";

const LEFT = 6;
const RIGHT = 256;

function circles(svg: string): number[] {
  return [...svg.matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
}

describe("a distribution", () => {
  it("sets each value at its share of the axis, which starts at zero, with its interval", () => {
    const svg = distributionChart(indicator(), [{libelle: "Collège", cellule: cell({valeur: 0.5, ic_bas: 0.4, ic_haut: 0.9})}], undefined, "Essai", false).text;
    // The axis ends at the first round value above the highest bound, 90 %, and says so.
    expect(circles(svg)).toEqual([Math.round((LEFT + (0.5 / 0.9) * (RIGHT - LEFT)) * 10) / 10]);
    expect(svg).toContain(`d="M117.1,4H256"`);
    expect(svg).toContain(">90\u00a0%<");
    expect(svg).toContain(">50,0\u00a0%<");
    expect(svg).toContain('aria-label="Essai"');
    expect(svg).not.toContain("fictives");
  });
  it("draws the whole for a rate, not for a sum, which is no reference for its parts", () => {
    const drawn = (type: string): string => distributionChart(indicator({type, unite: "classes"}), [{libelle: "a", cellule: cell({valeur: 4})}], cell({valeur: 8}), "Essai", false).text;
    expect(drawn("ratio")).toContain("stroke-dasharray");
    expect(drawn("ratio")).toContain("ensemble 8");
    expect(drawn("compte")).not.toContain("stroke-dasharray");
    expect(drawn("compte")).not.toContain("ensemble");
  });
  it("gives an absence its sign and its word, and no mark", () => {
    const svg = distributionChart(indicator(), [{libelle: "a", cellule: cell({valeur: null, ic_bas: null, ic_haut: null, statut: "secret"})}, {libelle: "b", cellule: undefined, ecarte: "trop peu de réponses"}], undefined, {id: "l"}, true).text;
    expect(circles(svg)).toEqual([]);
    expect(svg).toContain("secret statistique");
    expect(svg).toContain("trop peu de réponses");
    expect(svg).toContain('aria-labelledby="l fictif"');
    expect(svg).toContain("données fictives");
  });
  it("writes a long name on two lines rather than cut it, and gives its line the room", () => {
    const drawn = (libelle: string): string => distributionChart(indicator(), [{libelle, cellule: cell()}], undefined, "Essai", false).text;
    const long = drawn("Circonscription fictive de Port-Saint-Louis-du-Rhône, 2024-2025");
    expect(long).not.toContain("…");
    expect([...long.matchAll(/font-size="12" fill="var\(--encre\)">([^<]*)</g)].map(([, text]) => text)).toEqual(["Circonscription fictive de Port-Saint-Louis-du-", "Rhône, 2024-2025"]);
    const height = (svg: string): number => Number(/height="(\d+)"/.exec(svg)?.[1]);
    expect(height(long) - height(drawn("Arles"))).toBe(14);
  });
  it("is as wide as it is told, and makes room for its longest value", () => {
    const svg = distributionChart(indicator({unite: "€"}), [{libelle: "a", cellule: cell({valeur: 123_456, ic_bas: null, ic_haut: null})}], undefined, "Essai", false, 286).text;
    expect(svg).toContain('viewBox="0 0 286 ');
    const at = Number(/<text x="([\d.]+)" y="4"[^>]*font-weight="600"/.exec(svg)?.[1]);
    expect(at + "123 456 €".length * 12 * 0.55).toBeLessThanOrEqual(286);
  });
  it("cuts a long name and keeps the whole of it for who points at it; nothing of a name is markup", () => {
    const name = `Réseau <b>${"x".repeat(80)}</b>`;
    const svg = distributionChart(indicator(), [{libelle: name, cellule: cell()}], undefined, "Essai", false).text;
    expect(svg).toContain(">Réseau<");
    expect(svg).toContain(`<title>&lt;b&gt;${"x".repeat(80)}&lt;/b&gt;</title>`);
    expect(svg).toContain("x…");
    expect(svg).not.toContain("<b>");
  });
  it("keeps every mark inside the drawing and in the order of the values, whatever they are", () => {
    const share = fc.double({min: 0, max: 1, noNaN: true});
    fc.assert(
      fc.property(fc.array(share, {minLength: 1, maxLength: 6}), fc.boolean(), (values, isShare) => {
        const unit = isShare ? "%" : "€";
        const scale = isShare ? 1 : 1e6;
        const svg = distributionChart(indicator({unite: unit}), values.map((value, index) => ({libelle: String(index), cellule: cell({valeur: value * scale, ic_bas: null, ic_haut: null})})), undefined, "Essai", false).text;
        const found = circles(svg);
        expect(found).toHaveLength(values.length);
        for (const x of found) {
          expect(x).toBeGreaterThanOrEqual(LEFT);
          expect(x).toBeLessThanOrEqual(RIGHT);
        }
        const rank = (list: readonly number[]): number[] => list.map((_, index) => index).sort((left, right) => (list[left] as number) - (list[right] as number) || left - right);
        const sorted = rank(values).map((index) => found[index] as number);
        expect(sorted).toEqual([...sorted].sort((left, right) => left - right));
      })
    );
  });
});
