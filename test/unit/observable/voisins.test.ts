import {expect, it} from "vitest";
import {distance, voisins} from "../../../observable/components/voisins.ts";
import type {Territoire} from "../../../observable/components/model.ts";

const place = (code: string, latitude: number | null, longitude: number | null, n_etablissements = 3, type = "commune"): Territoire => ({type, code, nom: code, parents: {}, latitude, longitude, population: null, n_etablissements, n_eleves: null});

it("measures from Marseille to Aix-en-Provence", () => {
  expect(distance({latitude: 43.2965, longitude: 5.3698}, {latitude: 43.5297, longitude: 5.4474})).toBeCloseTo(26.7, 0);
});

it("gives the nearest of the same type first, those with a school and a centre only", () => {
  const here = place("A", 43.3, 5.4);
  const found = voisins(here, [here, place("loin", 43.9, 4.6), place("près", 43.31, 5.41), place("vide", 43.3, 5.41, 0), place("sans centre", null, null), place("autre type", 43.3, 5.4, 3, "epci")]);
  expect(found.map(({code}) => code)).toEqual(["près", "loin"]);
});

it("has no neighbour for a territory without a centre", () => {
  expect(voisins(place("A", null, null), [place("B", 43, 5)])).toEqual([]);
});
