import {describe, expect, it} from "vitest";
import {juger, type Membre} from "../../../observable/components/comparaison.ts";
import {cell, indicator} from "./cells.ts";

const aix: Membre = {cle: "commune:13001", nom: "Aix", parents: ["departement:13"]};
const arles: Membre = {cle: "commune:13004", nom: "Arles", parents: ["departement:13"]};
const whole: Membre = {cle: "departement:13", nom: "Bouches-du-Rhône", parents: []};
const year = ["2024-2025"];

describe("what may be compared", () => {
  it("two rates of the same year", () => {
    expect(juger(indicator(), [aix, arles], year, [cell(), cell({valeur: 0.6})])).toEqual({refus: null, reserves: []});
  });
  it("not one territory alone, nor seven", () => {
    expect(juger(indicator(), [aix], year, [cell()]).refus).toContain("au moins deux");
    expect(juger(indicator(), Array.from({length: 7}, () => aix), year, []).refus).toContain("Au plus 6");
  });
  it("not counts, whose size is that of the territory", () => {
    expect(juger(indicator({type: "compte"}), [aix, arles], year, [cell(), cell()]).refus).toContain("taille");
  });
  it("not years on both sides of a break", () => {
    const broken = indicator({ruptures: [{annee: "2024-2025", motif: "question changée"}]});
    expect(juger(broken, [aix, arles], ["2023-2024", "2024-2025"], [cell(), cell(), cell(), cell()]).refus).toContain("question changée");
    expect(juger(broken, [aix, arles], year, [cell(), cell()]).refus).toBeNull();
  });
  it("not values that only speak of their respondents", () => {
    const few = cell({drapeaux: ["reponse_insuffisante"]});
    expect(juger(indicator(), [aix, arles], year, [few, few]).refus).toContain("répondants");
  });
  it("not when fewer than two values are published", () => {
    expect(juger(indicator(), [aix, arles], year, [cell(), cell({valeur: null, statut: "secret"})]).refus).toContain("Moins de deux");
  });
});

describe("what is compared with reservations", () => {
  it("a part and its whole", () => {
    expect(juger(indicator(), [aix, whole], year, [cell(), cell({valeur: 0.6})]).reserves.join()).toContain("fait partie de Bouches-du-Rhône");
  });
  it("all the parts of a whole that stands among them", () => {
    expect(juger(indicator(), [whole, aix, arles], year, [cell(), cell({valeur: 0.6}), cell({valeur: 0.7})]).reserves).toContain("Aix et Arles font partie de Bouches-du-Rhône : leur écart avec cet ensemble est atténué.");
  });
  it("values whose intervals all meet", () => {
    const wide = cell({ic_bas: 0.3, ic_haut: 0.6});
    expect(juger(indicator(), [aix, arles], year, [wide, wide]).reserves.join()).toContain("aucun écart n’est établi");
  });
});
