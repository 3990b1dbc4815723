import * as Plot from "@observablehq/plot";
import {JSDOM} from "jsdom";
import {describe, expect, it} from "vitest";
import {entonnoir} from "../../../observable/components/entonnoir.ts";
import {funnelChart} from "../../../observable/components/funnel-chart.ts";
import {mapChart} from "../../../observable/components/map-chart.ts";
import {cell} from "./cells.ts";

interface Label {
  text: string;
  x: number;
  y: number;
  width: number;
}

/** The names that a chart writes, with the room they take. */
function names(drawing: string, known: readonly string[]): Label[] {
  const {document} = new JSDOM(drawing).window;
  return [...document.querySelectorAll("text")].filter((one) => known.includes(one.textContent ?? "")).map((one) => {
    const [x = 0, y = 0] = (/translate\(([-\d.]+),([-\d.]+)\)/.exec(one.getAttribute("transform") ?? "")?.slice(1) ?? [one.getAttribute("x"), one.getAttribute("y")]).map(Number);
    return {text: one.textContent ?? "", x, y, width: (one.textContent ?? "").length * 11.5 * 0.55};
  });
}

function overlaps(labels: readonly Label[]): string[] {
  return labels.flatMap((one, index) => labels.slice(index + 1).filter((other) => Math.abs(one.x - other.x) < (one.width + other.width) / 2 - 1 && Math.abs(one.y - other.y) < 10).map((other) => `${one.text} / ${other.text}`));
}

describe("the names on a chart", () => {
  it("stand beside the points of a funnel, never over one another nor outside it", () => {
    const known = Array.from({length: 30}, (_, index) => `Circonscription ${index + 1}`);
    // Pairs far outside the limits, side by side, at both ends of the sizes.
    const rows = known.map((nom, index) => ({...cell({territoire_code: String(index), valeur: index % 3 === 0 ? 0.9 : index % 3 === 1 ? 0.1 : 0.5, denominateur: 400 + Math.floor(index / 6) * 900}), nom}));
    const funnel = entonnoir(rows, 0.5);
    for (const width of [320, 720]) {
      const labels = names(funnelChart({...funnel, points: funnel.points.map((one) => ({...one, position: one.valeur === 0.5 ? "dedans" : "hors_998"}))}, width, "Essai", false).text, known);
      expect(labels.length).toBeGreaterThan(1);
      expect(overlaps(labels)).toEqual([]);
      expect(labels.filter((one) => one.x - one.width / 2 < 40 || one.x + one.width / 2 > width)).toEqual([]);
    }
  });

  it("step aside on a map, and the smaller is left out where there is no room", () => {
    const place = (nom: string, longitude: number, latitude: number, taille: number) => ({nom, longitude, latitude, taille, valeur: 0.5, statut: "publie" as const});
    const points = [place("Aix-en-Provence", 5.45, 43.53, 900), place("Venelles", 5.451, 43.531, 800), place("Meyreuil", 5.449, 43.529, 700), place("Eguilles", 5.4505, 43.5305, 600), place("Puyricard", 5.4495, 43.5295, 500), place("Arles", 4.63, 43.68, 400), place("La Ciotat", 5.6, 43.17, 300)];
    const labels = names(Plot.plot({...mapChart(Plot, {points, seuils: [], tailleMax: 900, rayonMax: 25, largeur: 400, hauteur: 340, noms: 7}), document: new JSDOM("").window.document}).outerHTML, points.map((one) => one.nom));
    expect(labels.map((one) => one.text)).toEqual(expect.arrayContaining(["Aix-en-Provence", "Arles", "La Ciotat"]));
    expect(labels.length).toBeLessThan(points.length);
    expect(overlaps(labels)).toEqual([]);
    expect(labels.filter((one) => one.x - one.width / 2 < 0 || one.x + one.width / 2 > 400 || one.y < 0 || one.y > 340)).toEqual([]);
  });
});
