import {describe, expect, it} from "vitest";
import {termes} from "../../../observable/components/card.ts";
import {csvDuTableau, figure, lienCsv} from "../../../observable/components/figure.ts";
import {html, raw} from "../../../observable/components/html.ts";
import {segments} from "../../../observable/components/series-chart.ts";
import {classe, seuilsLisibles} from "../../../observable/components/map-chart.ts";
import {cell, indicator} from "./cells.ts";

const table = {legende: "Essai", colonnes: [{titre: "Lieu"}, {titre: "Valeur", nombre: true}], lignes: [[{montre: "Aix", brut: "Aix"}, {montre: "43,1 %", brut: 0.4312345}]]};

describe("a figure", () => {
  it("carries its sentence, its table and a CSV of the exact values", () => {
    const text = figure({id: "f", titre: "Titre", phrase: "Une phrase.", svg: "<svg></svg>", tableau: table, fictif: true}).text;
    expect(text).toContain('<figcaption id="l-f">Une phrase.</figcaption>');
    expect(text).toContain("43,1 %");
    expect(text).toContain("données fictives");
    expect(csvDuTableau(table)).toContain("Aix;0,4312345");
  });
  it("names the file of fictional data as such", () => {
    expect(lienCsv(table, "x", true).text).toContain('download="donnees-fictives-x.csv"');
  });
});

describe("HTML", () => {
  it("escapes what it is given and keeps what is already HTML", () => {
    expect(html`<p title="${'"'}">${"<b>"}${raw("<i></i>")}${null}${[1, 2]}</p>`.text).toBe('<p title="&quot;">&lt;b&gt;<i></i>12</p>');
  });
});

describe("a series", () => {
  const years = ["2022-2023", "2023-2024", "2024-2025"];
  it("is cut where a year is missing", () => {
    const points = segments([cell({annee: "2022-2023"}), cell({annee: "2024-2025"})], years, []);
    expect(points.map((one) => one.segment)).toEqual(["0", "1"]);
  });
  it("is cut at a break and never draws a hidden year", () => {
    const points = segments([cell({annee: "2022-2023"}), cell({annee: "2023-2024", valeur: null, statut: "secret"}), cell({annee: "2024-2025"})], years, [{annee: "2024-2025"}]);
    expect(points.map((one) => one.annee)).toEqual(["2022-2023", "2024-2025"]);
    expect(new Set(points.map((one) => one.segment)).size).toBe(2);
  });
});

describe("map classes", () => {
  it("have readable cut points and take the cut in the upper class", () => {
    const cuts = seuilsLisibles([0.11, 0.18, 0.22, 0.31, 0.39, 0.47, 0.52, 0.61, 0.68, 0.75], "%");
    expect(cuts).toEqual([0.2, 0.3, 0.5, 0.6]);
    expect(classe(0.2, cuts)).toBe(1);
  });
  it("do not exist when all values are equal", () => {
    expect(seuilsLisibles([0.5, 0.5, 0.5, 0.5, 0.5], "%")).toEqual([]);
  });
  it("leave no class that nothing could be in, below the lowest value", () => {
    expect(seuilsLisibles([0, 0, 0, 0, 12, 60, 240, 900], "journées")[0]).toBeGreaterThan(0);
  });
});

describe("the terms of a card", () => {
  it("are counted whole, or in whole euros when the figure is an amount", () => {
    const said = (part: Parameters<typeof indicator>[0], values: Parameters<typeof cell>[0]): string => termes(indicator(part), cell(values)).text.replace(/<[^>]+>/g, "").replaceAll(/[\u00a0\u202f]/g, " ");
    expect(said({}, {})).toBe("43 écoles équipées sur 100 écoles");
    expect(said({unite: "€", type: "montant", numerateur: "crédits payés", denominateur: "crédits engagés"}, {valeur: 1515958.4, numerateur: 1515958.4, denominateur: 2724895})).toBe("1 515 958 € de crédits payés sur 2 724 895 € de crédits engagés");
  });
  it("are put in a sentence that is true of each kind of figure", () => {
    const said = (part: Parameters<typeof indicator>[0], values: Parameters<typeof cell>[0]): string => termes(indicator(part), cell(values)).text.replace(/<[^>]+>/g, "").replaceAll(/[\u00a0\u202f]/g, " ");
    expect(said({type: "compte", numerateur: "Équipements livrés", denominateur: "Enseignants"}, {numerateur: 1033, denominateur: 721})).toBe("1 033 équipements livrés pour 721 enseignants");
    expect(said({type: "ratio", numerateur: "Ordinateurs", denominateur: "Centaines d'élèves"}, {numerateur: 36, denominateur: 3033.87})).toBe("36 ordinateurs pour 303 387 élèves");
    expect(said({type: "moyenne", numerateur: "Somme des notes", denominateur: "Enseignants"}, {numerateur: 26051.4, denominateur: 8269})).toBe("Moyenne sur 8 269 enseignants (somme des notes : 26 051)");
    expect(said({type: "mediane", numerateur: "Somme des scores", denominateur: "Élèves certifiés"}, {numerateur: 9, denominateur: 41})).toBe("Médiane sur 41 élèves certifiés");
    expect(said({numerateur: "Élèves au niveau 3 ou plus, ou au niveau de la modalité", denominateur: "Élèves"}, {})).toBe("43 élèves au niveau 3 ou plus sur 100 élèves");
    expect(said({unite: "€ par élève", type: "ratio", numerateur: "Crédits payés", denominateur: "Élèves"}, {numerateur: 1515958.4, denominateur: 356844})).toBe("1 515 958 € de crédits payés pour 356 844 élèves");
  });
});
