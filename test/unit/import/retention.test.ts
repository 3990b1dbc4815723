import {expect, test} from "vitest";
import {expiredEntries} from "../../../pipelines/import/retention.ts";
import type {LakeEntry, Manifest} from "../../../pipelines/import/lake.ts";
import {contracts} from "../../../sources/index.ts";

const entry = (objet: string, source: string, annees: readonly string[]): LakeEntry => ({
  dir: `/lac/${source}/${objet}/00`, manifest: {source, objet, annees, acceptes: 5, importe_le: "2025-02-01T00:00:00.000Z"} as unknown as Manifest
});
const endOf = (one: LakeEntry): string | undefined => expiredEntries("/lac", [one], contracts, {sources: {formation: 12, objectifs: 12}, rejets: 12}, "2200-01-01")[0]?.echeance;

test("the time of a file runs from the last school year that it speaks of", () => {
  expect(endOf(entry("formation", "formation", ["2023-2024", "2024-2025"]))).toBe("2026-08-31");
});

test("a mistyped date of the future keeps nobody's rows longer", () => {
  expect(endOf(entry("formation", "formation", ["2024-2025", "2099-2100"]))).toBe("2026-08-31");
  expect(endOf(entry("formation", "formation", ["2099-2100"]))).toBe("2026-02-01");
});

test("what is planned is kept until its year has come", () => {
  expect(endOf(entry("objectifs", "objectifs", ["2029-2030"]))).toBe("2031-08-31");
});
