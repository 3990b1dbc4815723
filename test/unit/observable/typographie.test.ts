import {describe, expect, it} from "vitest";
import {typographie} from "../../../observable/typographie.ts";

describe("the text of a page", () => {
  it("ties a sign to the word before it, and a guillemet to what it opens", () => {
    expect(typographie("<p>Aix : « 3 » ; quoi ?</p>")).toBe("<p>Aix\u00a0: «\u00a03\u00a0»\u00a0; quoi\u00a0?</p>");
  });
  it("has the apostrophe of a printer", () => {
    expect(typographie("<p>l&#39;école d'Aix, 'dit'</p>")).toBe("<p>l’école d’Aix, 'dit'</p>");
  });
  it("does not cut a number, nor part it from its sign", () => {
    expect(typographie("<p>à 95 %, pour 1 000 élèves, 12 345 678 €, 2024 100</p>")).toBe("<p>à 95\u00a0%, pour 1\u00a0000 élèves, 12\u00a0345\u00a0678\u00a0€, 2024 100</p>");
  });
  it("does not cut a school year that other words surround, and takes no other number for one", () => {
    expect(typographie("<p>depuis 2023-2024.</p><td>2023-2024</td>")).toBe('<p>depuis <span class="annee">2023-2024</span>.</p><td>2023-2024</td>');
    expect(typographie("<p>2023-2024-x, n° 12023-20245</p>")).toBe("<p>2023-2024-x, n° 12023-20245</p>");
  });
  it("leaves attributes, drawings, code and scripts as they are", () => {
    const kept = "<a title=\"l'un : 2023-2024\"></a><code>d'un : x</code><svg><text>en 2023-2024 : l'an</text></svg><script>if (a ? b : c) {}</script>";
    expect(typographie(kept)).toBe(kept);
  });
});
