import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {decode, decodeWithLines, detectEncoding} from "../../../../pipelines/import/read/encoding.ts";
import {utf16, windows1252} from "./polluter.ts";

const SENTENCE = "l’École, cœur de métier : 12 € — « Noël » à Aÿ…";
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the encoding of a file", () => {
  test("Windows-1252 keeps the typographic apostrophe, œ and €, which Node's own decoder loses", () => {
    const bytes = windows1252(SENTENCE);
    expect(detectEncoding(bytes)).toBe("windows-1252");
    expect(decode(bytes, "windows-1252")).toBe(SENTENCE);
  });

  test("each of the 32 bytes 0x80–0x9F of Windows-1252 has its character", () => {
    const bytes = Uint8Array.from({length: 32}, (_, index) => 0x80 + index);
    expect(decode(bytes, "windows-1252")).toBe("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ");
  });

  test("UTF-8 is known with and without its mark, and the mark is no character of the text", () => {
    expect(detectEncoding(utf8(SENTENCE))).toBe("utf-8");
    const marked = utf8(`\uFEFF${SENTENCE}`);
    expect(detectEncoding(marked)).toBe("utf-8-bom");
    expect(decode(marked, "utf-8-bom")).toBe(SENTENCE);
  });

  test.each([["le", true], ["le", false], ["be", true], ["be", false]] as const)("UTF-16 %s is known (mark: %s)", (endian, mark) => {
    const bytes = utf16("Nom;Âge\r\nZoé;12\r\n", endian, mark);
    const encoding = detectEncoding(bytes);
    expect(encoding).toBe(`utf-16${endian}`);
    expect(decode(bytes, encoding)).toBe("Nom;Âge\r\nZoé;12\r\n");
  });

  test("a file of two encodings is decoded line by line, and says which lines were foreign", () => {
    const bytes = Buffer.concat([utf8("nom;ville\n"), utf8("Zoé;Aÿ\n"), windows1252("Noël;l’Estaque\n"), utf8("Léa;Arles\n")]);
    expect(detectEncoding(bytes)).toBe("utf-8+windows-1252");
    const {text, foreignLines} = decodeWithLines(bytes, "utf-8+windows-1252");
    expect(text).toBe("nom;ville\nZoé;Aÿ\nNoël;l’Estaque\nLéa;Arles\n");
    expect([...foreignLines]).toEqual([3]);
  });

  test("a UTF-8 file cut in the middle of a character is still UTF-8", () => {
    const whole = utf8("école;ville\nZoé;Aÿ");
    expect(detectEncoding(whole.subarray(0, whole.length - 1))).toBe("utf-8");
  });

  test("whatever the bytes, decoding never fails", () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 300}), (bytes) => {
        expect(typeof decode(bytes, detectEncoding(bytes))).toBe("string");
      })
    );
  });

  test("whatever the text, what is written in UTF-8 is read back", () => {
    fc.assert(
      fc.property(fc.string({unit: "grapheme", maxLength: 200}), (text) => {
        fc.pre(!text.startsWith("\uFEFF") && !text.includes("\u0000"));
        const bytes = utf8(`école ${text}`);
        expect(decode(bytes, detectEncoding(bytes))).toBe(`école ${text}`);
      })
    );
  });
});
