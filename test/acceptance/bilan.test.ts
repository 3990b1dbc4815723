import {chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {writeSmallFiles} from "./bilan-files.ts";
import {jsonLines, newWorkspace, type TestWorkspace} from "./vigie.ts";

describe("the bilan, from the command line", () => {
  let space: TestWorkspace;
  const file = (extension: string): string => path.join(space.dir, "bilans", "2024-2025", `bilan-2024-2025-departement-13${extension}`);
  const comment = (text: string): void => {
    const dir = path.join(space.dir, "commentaires", "2024-2025", "departement-13");
    mkdirSync(dir, {recursive: true});
    writeFileSync(path.join(dir, "synthese.md"), text);
  };
  beforeAll(() => {
    space = newWorkspace();
    writeSmallFiles(path.join(space.dir, "entree"));
    space.import();
    for (const command of ["construire", "publier"]) expect(space.run(command)).toMatchObject({code: 0});
  });
  afterAll(() => space.remove());

  test("a publication with nothing new is kept as it is, and says so", () => {
    expect(space.run("publier")).toMatchObject({code: 0, out: expect.stringContaining("Rien de nouveau") as string});
  });

  test("writes the PDF, the workbook, its sheets as csv and the Word file of the département", () => {
    const answer = space.run("bilan", "--annee", "2024-2025", "--format", "pdf,xlsx,csv,docx");
    expect(answer).toMatchObject({code: 0, err: ""});
    for (const extension of [".pdf", ".xlsx", ".docx", "-csv"]) expect(existsSync(file(extension))).toBe(true);
    expect(readFileSync(file(".pdf")).subarray(0, 5).toString()).toBe("%PDF-");
    expect(readFileSync(file("-csv/equipement.csv"), "utf8")).toContain("eq_eleves_par_ordinateur");
  });

  test("writes the same bytes again", () => {
    const before = readFileSync(file(".pdf"));
    expect(space.run("bilan", "--annee", "2024-25").code).toBe(0);
    expect(readFileSync(file(".pdf")).equals(before)).toBe(true);
  });

  test("the command that the document gives traces a figure", () => {
    const [answer] = jsonLines<{files: string[]}>(space.run("bilan", "--json").out);
    expect(answer?.files).toHaveLength(1);
    expect(space.run("expliquer", "eq_eleves_par_ordinateur", "--territoire", "departement:13", "--annee", "2024-2025").out).toContain("etic.csv");
  });

  test("cites the figures of a commentary, and refuses the unknown ones with their line", () => {
    comment("Il y a {{eq_eleves_par_ordinateur}}.\n");
    expect(space.run("bilan").code).toBe(0);
    comment("Un.\n\nIl y a {{eq_fantome}}.\n");
    const answer = space.run("bilan");
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(/synthese\.md, ligne 3 : \{\{eq_fantome\}\}/);
    rmSync(path.join(space.dir, "commentaires", "2024-2025"), {recursive: true});
  });

  test.each([
    [["--annee", "2010-2011"], /aucune donnée pour 2010-2011/],
    [["--annee", "l'an dernier"], /n'est pas une année scolaire/],
    [["--territoire", "Atlantide"], /n'est pas dans la publication/],
    [["--type", "planete"], /Aucun territoire de type/],
    [["--format", "papyrus"], /Le format « papyrus » n'existe pas/],
    [["--tous", "--territoire", "13"], /ne vont pas ensemble/]
  ])("refuses %j in French, as wrong usage", (args, message) => {
    const answer = space.run("bilan", ...args);
    expect(answer.code).toBe(2);
    expect(answer.err).toMatch(message);
  });

  test.skipIf(process.getuid?.() === 0)("a folder that cannot be written is named", () => {
    chmodSync(path.join(space.dir, "bilans"), 0o500);
    try {
      expect(space.run("bilan", "--annee", "2023-2024").err).toContain("Accès refusé");
    } finally {
      chmodSync(path.join(space.dir, "bilans"), 0o700);
    }
  });

  test("a place that is taken is named, for root too, whom no right stops", () => {
    const bilans = path.join(space.dir, "bilans");
    renameSync(bilans, `${bilans}-ailleurs`);
    writeFileSync(bilans, "");
    try {
      const answer = space.run("bilan");
      expect(answer).toMatchObject({code: 1, err: expect.stringContaining("Un fichier occupe la place d'un dossier") as string});
      expect(answer.err).toContain(bilans);
    } finally {
      rmSync(bilans);
      renameSync(`${bilans}-ailleurs`, bilans);
    }
  });

  test("without a publication, says what to run first", () => {
    const empty = newWorkspace();
    const answer = empty.run("bilan");
    expect(answer.code).toBe(1);
    expect(answer.err).toContain("Lancez « vigie publier » d'abord");
    empty.remove();
  });
});
