import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {plainText, typeset, type Block} from "../../../pipelines/report/document.ts";
import {findReferences, parseMarkdown} from "../../../pipelines/report/markdown.ts";
import {createRuler} from "../../../pipelines/report/metrics.ts";
import {createTypesetter, typstSource, typstString} from "../../../pipelines/report/typst.ts";
import {VigieError} from "../../../pipelines/lib/errors.ts";

const parse = (source: string, resolve = (reference: string): string => `<${reference}>`): Block[] => parseMarkdown(source, {file: "synthese.md", resolve});
const words = (blocks: readonly Block[]): string => blocks.map((one) => (one.kind === "paragraph" ? plainText(one.content) : one.kind === "list" ? one.items.map((item) => words(item)).join("|") : "")).join("\n");

function documentOf(blocks: readonly Block[]): Parameters<typeof typstSource>[0] {
  return {title: "Essai", running: "Essai", date: "2025-09-01", isFictional: true, cover: {programme: "TNE", title: "Essai", subtitle: "Ici", lines: []}, contentsDepth: 0, blocks: [{kind: "heading", level: 1, text: "Un"}, ...blocks]};
}

describe("French typography", () => {
  test("an apostrophe between letters is curved", () => expect(typeset("l'école d'ici")).toBe("l’école d’ici"));
  test("double punctuation is held to its word by a space that does not break", () => expect(typeset("Pourquoi ? Oui ; non : 5 %")).toBe("Pourquoi\u202f? Oui\u202f; non\u00a0: 5\u00a0%"));
  test("straight quotes become guillemets", () => expect(typeset('dit "oui" ici')).toBe("dit «\u00a0oui\u00a0» ici"));
  test("thousands are parted by a space that is seen", () => expect(typeset("2\u202f724 classes")).toBe("2\u00a0724 classes"));
  test("setting a text twice changes nothing more", () => {
    fc.assert(fc.property(fc.string({unit: "grapheme"}), (text) => typeset(typeset(text)) === typeset(text)));
  });
});

describe("a commentary is text, never code", () => {
  test("raw HTML is shown as it was written", () => expect(words(parse("Un <script>alert(1)</script> et <b>gras</b>"))).toBe("Un <script>alert(1)</script> et <b>gras</b>"));
  test("a block of HTML is shown as it was written", () => expect(words(parse("<div onclick=x>\nici\n</div>"))).toContain("<div onclick=x>"));
  test("Typst marks mean nothing", () => {
    const blocks = parse('#import "bilan.typ": * #panic("non") $x$ @ref [lien] \\u{1F600} "#sys.version"');
    const source = typstSource(documentOf(blocks), createRuler());
    expect(source).toContain("#panic(");
    expect(createTypesetter().pdf(documentOf(blocks)).subarray(0, 5).toString()).toBe("%PDF-");
  });
  test("whatever is written, the string literal closes where it should", () => {
    fc.assert(fc.property(fc.string({unit: "binary"}), (text) => /^"(?:[^"\\]|\\["\\])*"$/s.test(typstString(text))));
  });
  test("a character that the typeface lacks is named instead of stopping the bilan", () => {
    expect(typstString("vu 😀 漢")).toBe('"vu [U+1F600] [U+6F22]"');
    expect(createTypesetter().pdf(documentOf(parse("Bravo 😀 → 漢字"))).length).toBeGreaterThan(1000);
  });
  test("broken Markdown is text", () => expect(words(parse("**pas fermé\n\n- un\n\n[lien](pas fermé"))).toContain("**pas fermé"));
  test("bold, lists and tables are kept", () => {
    const [paragraph, list, table] = parse("Un **mot** fort\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n");
    expect(paragraph).toEqual({kind: "paragraph", content: ["Un ", {kind: "strong", content: ["mot"]}, " fort"]});
    expect(list).toMatchObject({kind: "list", isOrdered: false});
    expect(table).toMatchObject({kind: "table", columns: [{title: "x"}, {title: "y"}], rows: [["1", "2"]]});
  });
});

describe("references", () => {
  test("what stands between double braces is filled in", () => expect(words(parse("Soit {{eq_essai departement:13 2024-2025}} des écoles"))).toBe("Soit <eq_essai departement:13 2024-2025> des écoles"));
  test("the references of a text are found in order", () => expect(findReferences("{{a}} puis {{ b 13 }}")).toEqual(["a", "b 13"]));
  test("a refusal names the file and the line", () => {
    const refuse = (): string => { throw new VigieError("l'indicateur n'existe pas."); };
    expect(() => parse("Un\n\nDeux\ntrois {{faux}}", refuse)).toThrow("synthese.md, ligne 4 : {{faux}}");
  });
  test("braces that do not close are refused with their line", () => expect(() => parse("Un\n\nDeux {{eq_essai")).toThrow("synthese.md, ligne 3"));
  test("a code span keeps its braces", () => expect(words(parse("Écrire `{{indicateur}}`", () => "non"))).toBe("Écrire {{indicateur}}"));
});

test("a missing font says where and what to do", () => {
  expect(() => createTypesetter({fontDir: "/nulle/part"})).toThrow("police des bilans");
});
