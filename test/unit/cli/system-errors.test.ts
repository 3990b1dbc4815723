import {describe, expect, test} from "vitest";
import {describeSystemError} from "../../../pipelines/cli/system-errors.ts";

const failure = (code: string, path?: string): Error => Object.assign(new Error(`${code}: what the system says`), {code, path});

describe("what the system refuses is said in French, with what to do", () => {
  test.each([
    ["ENOSPC", "Le disque est plein"],
    ["EROFS", "Le disque est en lecture seule, Vigie ne peut rien y écrire : /srv/espace/.tmp"],
    ["EACCES", "Accès refusé : /srv/espace/.tmp"],
    ["EPERM", "Accès refusé : /srv/espace/.tmp"],
    ["ENOTDIR", "Un fichier occupe la place d'un dossier : /srv/espace/.tmp"],
    ["ENOENT", "Fichier introuvable : /srv/espace/.tmp"],
    ["EMFILE", "Trop de fichiers sont ouverts"]
  ])("%s", (code, said) => {
    const text = describeSystemError(failure(code, "/srv/espace/.tmp"));
    expect(text).toContain(said);
    expect(text).toContain("\n→ ");
    expect(text).not.toContain("what the system says");
  });

  test.each([
    ['IO Error: Could not write file "/srv/lu.parquet": No space left on device', "Le disque est plein"],
    ['IO Error: Cannot open file "/srv/lu.parquet": Read-only file system', "lecture seule, Vigie ne peut rien y écrire : /srv/lu.parquet"],
    ['IO Error: Cannot open file "/srv/lu.parquet": Permission denied', "Accès refusé : /srv/lu.parquet"],
    ['IO Error: Cannot open file "/srv/lu.parquet": Too many open files', "Trop de fichiers sont ouverts"]
  ])("so are the words of the engine: %s", (message, said) => {
    expect(describeSystemError(new Error(message))).toContain(said);
  });

  test("a defect of Vigie is no fault of the system", () => {
    expect(describeSystemError(new TypeError("x is not a function"))).toBeUndefined();
    expect(describeSystemError(failure("ERR_INVALID_ARG_TYPE"))).toBeUndefined();
  });
});
