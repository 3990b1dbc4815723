import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {findFiles} from "../../../pipelines/import/find-files.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-dossier-"));
});
afterAll(() => rmSync(dir, {recursive: true, force: true}));

// Links need a right that Windows does not give to everybody.
test.skipIf(process.platform === "win32")("a link counts as what it leads to, and one that turns in a circle, or leads nowhere, as nothing", () => {
  const [inputs, elsewhere] = [path.join(dir, "entree"), path.join(dir, "partage")];
  mkdirSync(inputs);
  mkdirSync(elsewhere);
  for (const file of [path.join(inputs, "a.csv"), path.join(elsewhere, "b.csv"), path.join(inputs, "~$c.xlsx"), path.join(inputs, "Thumbs.db")]) writeFileSync(file, "");
  symlinkSync(path.join(elsewhere, "b.csv"), path.join(inputs, "lien.csv"));
  symlinkSync(elsewhere, path.join(inputs, "partage"));
  symlinkSync(dir, path.join(elsewhere, "retour"));
  symlinkSync(path.join(dir, "nulle part"), path.join(inputs, "perdu.csv"));
  expect(findFiles([inputs]).map((file) => path.relative(inputs, file))).toEqual(["a.csv", "lien.csv", path.join("partage", "b.csv")]);
});
