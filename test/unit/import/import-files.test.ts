import path from "node:path";
import {describe, expect, test} from "vitest";
import {unreadable} from "../../../pipelines/import/import-files.ts";

const file = path.resolve("entree", "ateliers.csv");
const failure = (code: string, place: string): Error => Object.assign(new Error(`${code}: what the system says`), {code, path: place});

describe("a file that the system does not let us read", () => {
  test("is refused with what to close, and the next ones go on", () => {
    expect(unreadable(file, failure("EBUSY", file))).toMatchObject({fichier: "ateliers.csv", statut: "refuse", lus: 0});
    expect(unreadable(file, failure("EBUSY", file))?.messages.join(" ")).toContain("souvent Excel");
    expect(unreadable(file, failure("EACCES", file))?.messages[0]).toContain("l'accès en est refusé");
  });
  test("is not every error: another place, or a defect, stops the run", () => {
    expect(unreadable(file, failure("EACCES", path.resolve("lac")))).toBeUndefined();
    expect(unreadable(file, failure("ENOSPC", file))).toBeUndefined();
    expect(unreadable(file, new TypeError("x is not a function"))).toBeUndefined();
  });
});
