import {describe, expect, test} from "vitest";
import {describeMemory, describeSystemError} from "../../../pipelines/cli/system-errors.ts";

const failure = (code: string, path?: string): Error => Object.assign(new Error(`${code}: what the system says`), {code, path});

describe("what the system refuses is said in French, with what to do", () => {
  test.each([
    ["ENOSPC", "Le disque est plein"],
    ["EROFS", "Le disque est en lecture seule, Vigie ne peut rien y écrire : /srv/espace/.tmp"],
    ["EACCES", "Accès refusé : /srv/espace/.tmp"],
    ["EPERM", "Accès refusé : /srv/espace/.tmp"],
    ["ENOTDIR", "Un fichier occupe la place d'un dossier : /srv/espace/.tmp"],
    ["ENOENT", "Fichier introuvable : /srv/espace/.tmp"],
    ["EISDIR", "Un dossier occupe la place d'un fichier : /srv/espace/.tmp"],
    ["EMFILE", "Trop de fichiers sont ouverts"],
    ["EBUSY", "Un autre programme tient ce fichier ouvert : /srv/espace/.tmp"]
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
    ['IO Error: Cannot open file "/srv/lu.parquet": Too many open files', "Trop de fichiers sont ouverts"],
    ['IO Error: Cannot open file "D:/lu.csv": Le processus ne peut pas accéder au fichier car ce fichier est utilisé par un autre processus.', "tient ce fichier ouvert : D:/lu.csv"]
  ])("so are the words of the engine: %s", (message, said) => {
    expect(describeSystemError(new Error(message))).toContain(said);
  });

  test("too little memory is told with the line to change, be it within a model", () => {
    for (const message of ["Out of Memory Error: could not allocate block of size 256.0 KiB", "sql/marts/a.sql : le modèle « a » n'a pas pu être calculé.\nDuckDB répond : Out of Memory Error: failed to allocate"]) {
      expect(describeMemory(new Error(message))).toMatch(/^La mémoire donnée au moteur n'a pas suffi.*\n→ Augmentez « memoire »/);
    }
    expect(describeMemory(new Error("memory"))).toBeUndefined();
  });

  test("a defect of Vigie is no fault of the system", () => {
    expect(describeSystemError(new TypeError("x is not a function"))).toBeUndefined();
    expect(describeSystemError(failure("ERR_INVALID_ARG_TYPE"))).toBeUndefined();
  });
});
