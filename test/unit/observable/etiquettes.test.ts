import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {placer, placerSiPossible} from "../../../observable/components/etiquettes.ts";

describe("a label of a chart", () => {
  it("takes its best place when nothing is there", () => {
    expect(placer([{x: 0, largeur: 40, candidats: [20, 60], obstacles: []}])).toEqual([20]);
  });
  it("moves off a target that crosses it", () => {
    expect(placer([{x: 0, largeur: 40, candidats: [20, 60], obstacles: [{haut: 19, bas: 22}]}])).toEqual([60]);
  });
  it("moves off the label of its neighbour, not off one further away", () => {
    const same = {largeur: 40, candidats: [20, 60], obstacles: []};
    expect(placer([{x: 0, ...same}, {x: 30, ...same}, {x: 90, ...same}])).toEqual([20, 60, 20]);
  });
  it("always gets one of its places", () => {
    const label = fc.record({x: fc.integer({min: 0, max: 300}), largeur: fc.integer({min: 5, max: 60}), candidats: fc.array(fc.integer({min: 0, max: 180}), {minLength: 1, maxLength: 5}), obstacles: fc.array(fc.record({haut: fc.integer({min: 0, max: 90}), bas: fc.integer({min: 90, max: 180})}), {maxLength: 3})});
    fc.assert(fc.property(fc.array(label), (labels) => placer(labels).every((y, index) => labels[index]?.candidats.includes(y))));
  });
  it("is left out, when it is a name only, rather than written over another; the next one then takes the room", () => {
    const same = {largeur: 40, candidats: [20], obstacles: []};
    expect(placerSiPossible([{x: 0, ...same}, {x: 10, ...same}, {x: 45, ...same}])).toEqual([20, null, 20]);
  });
});
