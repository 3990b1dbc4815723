import {describe, expect, test} from "vitest";
import {barsChart, seriesChart} from "../../../pipelines/report/charts.ts";
import {cellule, indicateur} from "./kit.ts";

const rate = indicateur("eq_essai");

describe("charts", () => {
  test("one point alone is not drawn", () => expect(seriesChart({indicateur: rate, serie: [cellule()], annees: ["2024-2025"], reperes: [], nom: "Ici", hasReference: false, isFictional: true})).toBeNull());
  const serie = [cellule({annee: "2022-2023", valeur: 0.3}), cellule({annee: "2023-2024", valeur: null, statut: "secret"}), cellule({valeur: 0.5})];
  const draw = () => seriesChart({indicateur: rate, serie, annees: ["2022-2023", "2023-2024", "2024-2025"], reperes: [], nom: "Ici", hasReference: false, isFictional: true});
  test("a hidden year keeps its place, its sign and its word", () => {
    expect(draw()?.svg).toContain(">s<");
    expect(draw()?.alt).toContain("2023-2024 : secret statistique");
  });
  test("years on both sides of a missing one are not joined", () => expect(draw()?.svg).not.toContain("<polyline"));
  test("a made-up figure says so in its drawing and in its words", () => {
    expect(draw()?.svg).toContain("données fictives");
    expect(draw()?.alt).toContain("données fictives");
  });
  test("a label cannot leave the drawing", () => {
    const {svg} = barsChart(rate, [{libelle: '</text><script>"&', cellule: cellule()}], undefined, "Essai", false);
    expect(svg).toContain("&lt;/text&gt;&lt;script&gt;&quot;&amp;");
  });
  test("answers to one question have no reference line, parts of a population have one", () => {
    const bars = (denominateur: number) => barsChart(rate, [{libelle: "a", cellule: cellule({denominateur})}, {libelle: "b", cellule: cellule({denominateur})}], cellule({denominateur: 100}), "Essai", false).svg;
    expect(bars(100)).not.toContain('stroke-dasharray="2,2"');
    expect(bars(40)).toContain('stroke-dasharray="2,2"');
  });
});
