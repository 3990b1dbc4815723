import * as Plot from "@observablehq/plot";
import {JSDOM} from "jsdom";
import {describe, expect, it} from "vitest";
import {multiplesChart, sansDebutCommun} from "../../../observable/components/multiples-chart.ts";
import {cell, indicator} from "./cells.ts";

describe("small multiples", () => {
  it("name territories by what tells them apart", () => {
    expect(sansDebutCommun(["Bassin de Aix", "Bassin de Arles"])).toEqual(["Aix", "Arles"]);
    expect(sansDebutCommun(["Aix", "Aix"])).toEqual(["Aix", "Aix"]);
    expect(sansDebutCommun(["Aix"])).toEqual(["Aix"]);
  });
  it("end each series with its value, or with the sign of what is missing, and show no hidden year", () => {
    const annees = ["2022-2023", "2023-2024", "2024-2025"];
    const chart = multiplesChart(Plot, indicator(), [
      {nom: "Aix", serie: annees.map((annee, index) => cell({annee, valeur: 0.2 + index * 0.1}))},
      {nom: "Arles", serie: [cell({annee: "2022-2023", valeur: 0.4}), cell({annee: "2023-2024", valeur: 0.5}), cell({annee: "2024-2025", valeur: null, statut: "secret"})]}
    ], [], annees);
    const texts = [...Plot.plot({...chart, document: new JSDOM("").window.document}).querySelectorAll("text")].map((one) => (one.textContent ?? "").replaceAll(/[\u00a0\u202f]/g, " "));
    expect(texts).toEqual(expect.arrayContaining(["Aix", "Arles", "40,0 %", "s", "22-23", "24-25"]));
    expect(texts).not.toContain("50,0 %");
  });
});
