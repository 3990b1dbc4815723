import {describe, expect, test} from "vitest";
import {describeDamage} from "../../../pipelines/cli/damaged-files.ts";

describe("a damaged file of the workspace", () => {
  test.each([
    ["IO Error: The file \"/srv/espace/entrepot.duckdb\" exists, but it is not a valid DuckDB database file!", "vigie construire --tout"],
    ["Invalid Input Error: No magic bytes found at end of file '/srv/espace/publication/pub_indicateur.parquet'\n\nLINE 1: …", "vigie publier"],
    ["Invalid Input Error: File '/srv/espace/publication/pub_profil.parquet' too small to be a Parquet file", "vigie publier"],
    ["IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 8400896", "vigie construire --tout"],
    ["Invalid Error: don't know what type: \u0015\n\nLINE 21:     from read_parquet('/srv/espace/publication/pub_indicateur...\n        ^", "vigie publier"],
    ["Invalid Input Error: No magic bytes found at end of file '/srv/espace/lac/etic/etic/0011/donnees.parquet'", "vigie importer"],
    ["IO Error: No files found that match the pattern \"C:\\\\espace\\\\lac\\\\etic\\\\etic\\\\0011\\\\donnees.parquet\"", "vigie importer"]
  ])("is named with the command that makes it again: %s", (message, mend) => {
    expect(describeDamage(new Error(message))).toMatch(/^Un fichier est abîmé ou incomplet : /);
    expect(describeDamage(new Error(message))).toContain(`→ « ${mend}`);
  });

  test("is not what a defect of Vigie speaks of", () => {
    expect(describeDamage(new Error("Binder Error: Referenced column \"a\" not found in '/srv/x.parquet'"))).toBeUndefined();
  });
});
