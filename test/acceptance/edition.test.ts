import {spawnSync} from "node:child_process";
import {appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {openDatabase} from "../../pipelines/lib/duckdb.ts";
import {writeAnswers, writeSmallFiles} from "./bilan-files.ts";
import {jsonLines, newWorkspace, ROOT, type TestWorkspace} from "./vigie.ts";

describe("an edition, from the command line", () => {
  let space: TestWorkspace;
  const edition = (...parts: string[]): string => path.join(space.dir, "editions", "un", ...parts);
  const publish = (): void => {
    for (const command of ["construire", "publier"]) expect(space.run(command)).toMatchObject({code: 0});
  };
  const published = <T>(...parts: string[]): T => JSON.parse(readFileSync(path.join(space.dir, "publication", ...parts), "utf8")) as T;
  const comment = (name: string, text: string): void => {
    const dir = path.join(space.dir, "commentaires", "2024-2025", "departement-13");
    mkdirSync(dir, {recursive: true});
    writeFileSync(path.join(dir, name), text);
  };
  beforeAll(() => {
    space = newWorkspace();
    writeSmallFiles(path.join(space.dir, "entree"));
    writeAnswers(path.join(space.dir, "entree"));
    space.import();
    // Somebody signed it before these files came.
    expect(space.run("impact", "--modele")).toMatchObject({code: 0});
    const protocol = path.join(space.dir, "protocoles", "equipement-usage-pix.yml");
    writeFileSync(protocol, readFileSync(protocol, "utf8").replace(/^enregistre_le:.*$/m, "enregistre_le: 2022-06-30").replaceAll("  # - {nom", "  - {nom"));
    comment("synthese.md", "Il y a {{eq_eleves_par_ordinateur}}, et un <b>signe</b>.\n");
    publish();
    expect(space.run("figer", "--annee", "2024-2025", "--nom", "un")).toMatchObject({code: 0, err: ""});
  });
  afterAll(() => space.remove());

  test("holds the tables, the configuration, the bilans and the hash of every file", () => {
    expect(readdirSync(edition("bilans", "2024-2025")).some((name) => name.endsWith(".pdf"))).toBe(true);
    const manifest = JSON.parse(readFileSync(edition("manifeste.json"), "utf8")) as {fichiers: Record<string, string>; lac: {fichier: string}[]};
    expect(Object.keys(manifest.fichiers)).toEqual(expect.arrayContaining(["config.yml", "publication/pub_indicateur.parquet", "publication/catalogue.json"]));
    expect(manifest.lac.map((one) => one.fichier)).toEqual(expect.arrayContaining(["annuaire.csv", "effectifs.csv", "etic.csv"]));
  });

  test("keeps the report of the protocol and the comment with its figure, and has no comparison yet", () => {
    expect(published<{code: string; fichier: string | null}[]>("impact", "index.json")).toMatchObject([{code: "equipement-usage-pix", fichier: "equipement-usage-pix.json", mot: null}]);
    expect(published<{chapitre: string; html: string}[]>("commentaires.json")).toMatchObject([{annee: "2024-2025", territoire_type: "departement", territoire_code: "13", chapitre: "synthese"}]);
    const [{html = ""} = {}] = published<{html?: string}[]>("commentaires.json");
    expect(html).toMatch(/élèves par ordinateur/);
    expect(html).toContain("&lt;b&gt;signe");
    expect(existsSync(path.join(space.dir, "publication", "comparaison.json"))).toBe(false);
    expect(readdirSync(edition("protocoles"))).toEqual(["equipement-usage-pix.yml"]);
  });

  test("is rebuilt byte for byte from the same lake", () => {
    const answer = space.run("verifier", "--edition", "un");
    expect(answer.out).toContain("Reconstruite à partir du lac : mêmes tables publiées et mêmes bilans, à l'octet près.");
    expect(answer.code).toBe(0);
  });

  test("equals itself", () => expect(space.run("comparer", "un", "un").out).toContain("Aucun chiffre ne diffère"));

  test("a file that takes the place of another is named beside every figure that it moved", () => {
    writeSmallFiles(path.join(space.dir, "entree"), 80);
    // One teacher more answers, and what two editions say of it is told below.
    writeAnswers(path.join(space.dir, "entree"), 1);
    space.import();
    publish();
    const answer = space.run("comparer", "un");
    expect(answer.code).toBe(0);
    expect(answer.out).toMatch(/Des lignes sont remplacées par celles de etic\.csv/);
    expect(answer.out).toMatch(/Élèves par ordinateur, .*2024-2025 : 4\s+élèves par ordinateur → 5\s+élèves par ordinateur/u);
    expect(readFileSync(path.join(space.dir, "editions", "comparaison-un-courante.csv"), "utf8")).toContain("lignes remplacées");
  });

  test("one teacher who answers between two editions is seen in no figure: each stays as it was, or moves by as many persons as the threshold", async () => {
    const db = await openDatabase(path.join(space.dir, "entrepot.duckdb"), {readOnly: true});
    try {
      const key = "indicateur, annee, territoire_type, territoire_code, ventilation, modalite";
      const moved = await db.rows<{indicateur: string; ecart: number; differee: boolean}>(
        `SELECT indicateur, max(abs(un.n_unites - deux.n_unites))::DOUBLE AS ecart, bool_or(list_contains(deux.drapeaux, 'revision_differee')) AS differee
        FROM read_parquet($1) AS un JOIN read_parquet($2) AS deux USING (${key}) JOIN ref_indicateur AS i ON i.code = indicateur
        WHERE i.enquete = 'enseignants' AND un.statut IN ('publie', 'zero') AND deux.statut IN ('publie', 'zero') GROUP BY indicateur`,
        [edition("publication", "pub_indicateur.parquet"), path.join(space.dir, "publication", "pub_indicateur.parquet")]
      );
      expect(moved.length).toBeGreaterThan(0);
      for (const one of moved) expect(one).toMatchObject({ecart: 0, differee: true});
      // The warehouse knows of the new answer: it is the publication that waits.
      expect(await db.one("SELECT n_unites::INTEGER AS n FROM mart_indicateur WHERE indicateur = 'us_frequence' AND territoire_type = 'departement' AND ventilation = 'ensemble' AND annee = '2024-2025'")).toEqual({n: 481});
    } finally {
      db.close();
    }
  });

  test("an attacker who holds both editions finds nothing", () => {
    const {status, stdout} = spawnSync(process.execPath, ["--import", "tsx", "test/attaque/run.ts", path.join(space.dir, "publication"), "--anterieure", edition("publication")], {encoding: "utf8", cwd: ROOT});
    expect(stdout).toContain("; 0 give themselves away, 0 figures beside tell more.");
    expect(status).toBe(0);
  });

  test("what changed since is published with its reasons, and belongs to no edition", () => {
    const {edition: since, n, raisons, changements} = published<{edition: string; n: number; raisons: {motif: string; phrase: string}[]; changements: {indicateur: string; valeur_apres: number; raisons: number[]}[]}>("comparaison.json");
    expect(since).toBe("un");
    expect(n).toBeGreaterThanOrEqual(changements.length);
    const change = changements.find((one) => one.indicateur === "eq_eleves_par_ordinateur");
    expect(change?.raisons.map((at) => raisons[at]?.motif)).toContain("remplacement");
    expect(readFileSync(path.join(space.dir, "publication", "comparaison.csv"), "utf8")).toContain("lignes remplacées");
    expect(existsSync(edition("publication", "comparaison.json"))).toBe(false);
  });

  test("a comment that cites an unknown figure, or has no place, is named and left out; the rest is published", () => {
    comment("formation.md", "Un.\n\nIl y a {{fo_fantome}}.\n");
    comment("brouillon.md", "Rien.\n");
    const answer = space.run("publier");
    expect(answer.code).toBe(3);
    expect(answer.out).toMatch(/formation\.md, ligne 3 : \{\{fo_fantome\}\}/);
    expect(answer.out).toMatch(/brouillon\.md : aucun chapitre ne porte ce nom/);
    expect(published<{chapitre: string}[]>("commentaires.json").map(({chapitre}) => chapitre)).toEqual(["synthese"]);
    for (const name of ["formation.md", "brouillon.md"]) rmSync(path.join(space.dir, "commentaires", "2024-2025", "departement-13", name));
    publish();
  });

  test("is still rebuilt byte for byte after other files came", () => {
    expect(space.run("verifier", "--edition", "un")).toMatchObject({code: 0, out: expect.stringContaining("à l'octet près") as string});
  });

  test("a séance says what changed since", () => {
    const [answer] = jsonLines<{fichiers: string[]; edition: string; changements: number}>(space.run("seance", "--date", "15/01/2026", "--json").out);
    expect(answer?.edition).toBe("un");
    expect(answer?.changements).toBeGreaterThan(0);
    expect(answer?.fichiers.map((file) => path.basename(file))).toEqual(["seance-2026-01-15.pdf", "seance-2026-01-15.docx"]);
  });

  test("a séance without a date, or on a day that does not exist, is wrong usage", () => {
    expect(space.run("seance").code).toBe(2);
    expect(space.run("seance", "--date", "31/02/2026")).toMatchObject({code: 2, err: expect.stringContaining("n'est pas une date")});
  });

  test("an entry that left the lake is named, and the rebuild refused", () => {
    space.run("retirer", "effectifs.csv");
    const answer = space.run("verifier", "--edition", "un");
    expect(answer.code).toBe(1);
    expect(answer.out).toContain("effectifs.csv");
  });

  test("a touched file is named", () => {
    const file = edition("publication", "catalogue.json");
    const before = readFileSync(file);
    appendFileSync(file, " ");
    const answer = space.run("verifier", "--edition", "un");
    expect(answer.code).toBe(1);
    expect(answer.out).toContain("publication/catalogue.json : modifié");
    writeFileSync(file, before);
  });

  test("is never overwritten", () => expect(space.run("figer", "--nom", "un")).toMatchObject({code: 2, err: expect.stringContaining("une édition ne change jamais")}));
});
