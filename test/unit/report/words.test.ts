import {describe, expect, test} from "vitest";
import {barsChart, seriesChart} from "../../../pipelines/report/charts.ts";
import {ABSENCES, casChiffre, ecrireNombre, ecrireValeur, lireCible, lireDifference, lireEvolution} from "../../../pipelines/report/words.ts";
import {cellule, indicateur} from "./kit.ts";

const rate = indicateur("eq_essai");

describe("figures in words", () => {
  test("a part is shown in percent, with a decimal only when it has one", () => {
    expect(ecrireValeur(0.431, "%")).toBe("43,1\u00a0%");
    expect(ecrireValeur(0.7, "%")).toBe("70\u00a0%");
  });
  test("a negative number has a minus, a rounded zero has none", () => {
    expect(ecrireNombre(-3.5, 1)).toBe("\u22123,5");
    expect(ecrireNombre(-0.001, 1)).toBe("0,0");
  });
  test("a percentage of fewer than thirty carries its number", () => {
    expect(casChiffre(rate, cellule({valeur: 0.5, denominateur: 12}))).toBe("50\u00a0% (n\u00a0=\u00a012)");
    expect(casChiffre(rate, cellule({valeur: 0.5, denominateur: 30}))).toBe("50\u00a0%");
  });
  test("each absence has its own sign, none is a number but zero", () => {
    expect(new Set(ABSENCES.map((one) => casChiffre(rate, cellule({valeur: one.statut === "zero" ? 0 : null, statut: one.statut})))).size).toBe(5);
    for (const one of ABSENCES) if (one.statut !== "zero") expect(casChiffre(rate, cellule({valeur: null, statut: one.statut}))).not.toMatch(/\d/);
  });
});

describe("targets", () => {
  const at = (valeur: number | null, part = {}) => lireCible(rate, [cellule({valeur, cible: 0.6, ...part})], "2024-2025", "2024-2025").etat;
  test("reached when the value is on the right side", () => expect(at(0.6)).toBe("atteinte"));
  test("behind when it misses and does not progress", () => expect(at(0.5)).toBe("en_retard"));
  test("on the way when it progresses", () => expect(lireCible(rate, [cellule({annee: "2023-2024", valeur: 0.4}), cellule({valeur: 0.5, cible: 0.6, evolution: 0.1})], "2024-2025", "2024-2025").etat).toBe("en_chemin"));
  test("not measurable without a value, or among too few respondents", () => {
    expect(at(null)).toBe("non_mesurable");
    expect(at(0.7, {drapeaux: ["reponse_insuffisante"]})).toBe("non_mesurable");
  });
  test("for what should fall, below is reached", () => expect(lireCible(indicateur("eq_delai", {unite: "jours", type: "mediane", sens: "baisse"}), [cellule({valeur: 20, cible: 30})], "2024-2025", null).etat).toBe("atteinte"));
});

describe("words that are allowed", () => {
  test("no evolution is said when too few answered", () => expect(lireEvolution(rate, [cellule({evolution: 0.1, drapeaux: ["reponse_insuffisante"]})], "2024-2025")).toMatchObject({court: "", phrase: "Trop peu de réponses pour parler d'évolution."}));
  test("no evolution is said across a break", () => expect(lireEvolution({...rate, ruptures: [{annee: "2024-2025", motif: "nouvelle question"}]}, [cellule({evolution: 0.1})], "2024-2025").phrase).toContain("Série rompue"));
  test("a change within the intervals is called uncertain", () => {
    const serie = [cellule({annee: "2023-2024", ic_bas: 0.4, ic_haut: 0.6}), cellule({evolution: 0.02, ic_bas: 0.42, ic_haut: 0.62})];
    expect(lireEvolution(rate, serie, "2024-2025")).toMatchObject({sentiment: "neutre", phrase: "+2\u00a0points depuis 2023-2024, moins que l'incertitude de l'enquête."});
  });
  test("an écart inside the interval is comparable", () => expect(lireDifference(rate, cellule({valeur: 0.5, ic_bas: 0.4, ic_haut: 0.6}), cellule({valeur: 0.55})).court).toBe("comparable"));
  test("counts are never compared", () => expect(lireDifference({...rate, type: "compte"}, cellule(), cellule({valeur: 0.9})).phrase).toBe(""));
});

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
