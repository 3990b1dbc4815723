import {describe, expect, test} from "vitest";
import {partLabels} from "../../../pipelines/report/labels.ts";
import {createRuler} from "../../../pipelines/report/metrics.ts";

const ruler = createRuler();
const svg = (content: string): string => `<svg xmlns="http://www.w3.org/2000/svg" font-size="12" fill="#123456">${content}</svg>`;

describe("the labels of a drawing", () => {
  test("leave it whole, each at the left end of its baseline", () => {
    const width = ruler.width("1 < 2 & 3", 12);
    const {marks, labels} = partLabels(svg('<line x1="0"/><text x="50" y="8" text-anchor="middle">1 &lt; 2 &amp; 3</text><text x="50" y="9" text-anchor="end" font-size="7" font-weight="700" fill="#fff">a</text>'), ruler);
    expect(marks).toBe(svg('<line x1="0"/>'));
    expect(labels).toEqual([
      {x: 50 - width / 2, y: 8, size: 12, weight: 400, fill: "#123456", text: "1 < 2 & 3"},
      {x: 50 - ruler.width("a", 7, true), y: 9, size: 7, weight: 700, fill: "#fff", text: "a"}
    ]);
  });
  test("with a white edge leave a white ground", () => {
    expect(partLabels(svg('<text x="5" y="8" stroke="#fff">a</text>'), ruler).marks).toMatch(/<rect [^>]*fill="#fff"\/>/);
  });
  test("that are turned stay in the drawing", () => {
    const turned = svg('<text transform="rotate(90)" x="5">a</text>');
    expect(partLabels(turned, ruler)).toEqual({marks: turned, labels: []});
  });
});

describe("the ruler", () => {
  // Values of the typesetter itself, which kerns.
  test("measures as the typesetter does, kerning apart", () => {
    expect(ruler.width("Indicateur éà 50 %", 10)).toBeCloseTo(85.4, 0);
    expect(ruler.width("Indicateur éà 50 %", 10, true)).toBeCloseTo(90.8, 0);
  });
  test("gives a text the lines that it cannot do without", () => {
    expect(ruler.height("a", {size: 10, width: 100, leading: 0.5})).toBeCloseTo(6.68);
    expect(ruler.height("a".repeat(40), {size: 10, width: 100, leading: 0.5})).toBeGreaterThan(2 * 6.68);
  });
});
