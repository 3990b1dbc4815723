import {expect, test} from "vitest";
import {asWord, foldWords, isoDay, nearest} from "../../../pipelines/lib/text.ts";

test.each([["espace", "espace"], ["mon espace/site", '"mon espace/site"'], ["L'été", '"L\'été"'], ["../été_2025-a.b", "../été_2025-a.b"], ["C:\\données", "C:\\données"]])("%s is written %s in a command to copy", (path, word) => {
  expect(asWord(path)).toBe(word);
});

test("the name of a place is known however its words are joined", () => {
  expect(foldWords("Aix-en-Provence")).toBe(foldWords("aix en provence"));
  expect(foldWords("L'Estaque")).toBe(foldWords("l’estaque"));
  expect(foldWords("Aix")).not.toBe(foldWords("Aix-en-Provence"));
});

test("a name near another is taken for it, one far from all for none", () => {
  expect(nearest("constuire", ["construire", "publier"])).toBe("construire");
  expect(nearest("xyzzyxyzzyxyzzy", ["construire", "publier"])).toBeUndefined();
});

test.each([["15/01/2026", "2026-01-15"], ["5/1/2026", "2026-01-05"], [" 2026-01-15 ", "2026-01-15"], ["2025-13-45", null], ["29/02/2025", null], ["demain", null], ["", null]])("%j is the day %s", (text, day) => {
  expect(isoDay(text)).toBe(day);
});
