import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {openDatabase} from "../../pipelines/lib/duckdb.ts";
import {jsonLines, newWorkspace, type TestWorkspace} from "./vigie.ts";

const HEADER = "annee_scolaire;uai;eleves;classes";

interface State {
  fichiers: {fichier: string; remplacees: number; remplace: number; remplacees_par: {fichier: string; lignes: number}[]}[];
}

describe("later versions, corrections and what is sent back", () => {
  let space: TestWorkspace;
  beforeEach(() => {
    space = newWorkspace();
    mkdirSync(path.join(space.dir, "envois"));
  });
  afterEach(() => space.remove());

  /** A file whose clock says when it was exported. */
  const write = (name: string, day: string, ...rows: string[]): string => {
    const file = path.join(space.dir, "envois", name);
    writeFileSync(file, [HEADER, ...rows, ""].join("\n"));
    utimesSync(file, new Date(day), new Date(day));
    return file;
  };
  const pupils = (): {uai: string; eleves: number}[] => space.query("select uai, eleves from stg_etablissements__effectifs order by uai");
  const state = (): State => jsonLines<State>(space.run("etat", "--json").out)[0] as State;
  const build = (): void => {
    const answer = space.run("construire");
    if (answer.code === 1 || answer.code === 2) throw new Error(answer.err);
  };

  test("a corrected export takes the place of the former rows; taking it out gives them back", () => {
    const first = write("effectifs.csv", "2025-01-10", "2024-2025;0130007M;493;20", "2024-2025;0130022D;500;21");
    const second = write("effectifs-corrige.csv", "2025-02-10", "2024-2025;0130007M;505;20");
    space.import(first);
    build();
    expect(pupils()).toEqual([{uai: "0130007M", eleves: 493}, {uai: "0130022D", eleves: 500}]);

    expect(space.run("importer", second).out).toContain("effectifs-corrige.csv remplace 1 ligne de effectifs.csv");
    expect(state().fichiers.find((file) => file.fichier === "effectifs.csv")).toMatchObject({remplacees: 1, remplace: 0, remplacees_par: [{fichier: "effectifs-corrige.csv", lignes: 1}]});
    expect(space.run("etat").out).toMatch(/effectifs\.csv : 1 ligne par effectifs-corrige\.csv/);
    build();
    expect(pupils()).toEqual([{uai: "0130007M", eleves: 505}, {uai: "0130022D", eleves: 500}]);

    expect(space.run("retirer", "effectifs-corrige.csv")).toMatchObject({code: 0, out: expect.stringContaining("1 ligne de effectifs.csv reprend sa place")});
    expect(state().fichiers.map((file) => file.remplacees)).toEqual([0]);
    build();
    expect(pupils()).toEqual([{uai: "0130007M", eleves: 493}, {uai: "0130022D", eleves: 500}]);
  });

  test("the order of imports changes nothing: an older export that comes late stays behind", () => {
    space.import(write("nouveau.csv", "2025-02-10", "2024-2025;0130007M;505;20"));
    expect(space.run("importer", write("ancien.csv", "2025-01-10", "2024-2025;0130007M;493;20")).out).toContain("1 ligne de ancien.csv reste derrière nouveau.csv");
    build();
    expect(pupils()).toEqual([{uai: "0130007M", eleves: 505}]);
  });

  test("a lake and a warehouse of an earlier version stop no command: they are told, and taken again", async () => {
    const [first, second] = [write("un.csv", "2025-01-10", "2024-2025;0130007M;493;20"), write("deux.csv", "2025-02-10", "2024-2025;0130022D;500;21")];
    space.import(first, second);
    const entry = findEntries(space.dir)[0] as string;
    // As a version would have left it that knew no school year, under a contract of its own.
    const db = await openDatabase();
    const former = path.join(space.dir, "ancien.parquet");
    await db.run(`COPY (SELECT * EXCLUDE (annee_scolaire) FROM read_parquet('${path.join(entry, "donnees.parquet")}')) TO '${former}' (FORMAT parquet)`);
    db.close();
    renameSync(former, path.join(entry, "donnees.parquet"));
    const manifest = path.join(entry, "manifeste.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/"contrat": "[^"]*"/, '"contrat": "ancien"'));
    rmSync(path.join(space.dir, "lac", ".remplacements.json"), {force: true});
    writeFileSync(path.join(space.dir, "entrepot.duckdb"), "rien de tel");
    const answer = space.run("etat");
    expect(answer).toMatchObject({code: 0, err: ""});
    expect(answer.out).toMatch(/1 fichier a été lu par une version précédente de son format : « vigie importer » le reprend/);
    expect(answer.out).toContain("L'entrepôt est d'une version précédente, ou abîmé : « vigie construire » le refait.");
    expect(space.import(first, second).map(({statut}) => statut).sort()).toEqual(["deja", "importe"]);
    expect(space.run("etat").out).not.toContain("version précédente de son format");
  });

  test("a declared correction changes the figure, not the lake; once the file is mended, the build asks to remove it", () => {
    space.import(write("effectifs.csv", "2025-01-10", "2024-2025;0130007M;4930;20"));
    const lake = lakeBytes(space.dir);
    writeFileSync(
      path.join(space.dir, "corrections", "effectifs.yml"),
      "- source: effectifs\n  cle: {uai: 0130007M, annee_scolaire: 2024-2025}\n  colonne: eleves\n  attendu: 4930\n  corrige: 493\n  raison: zéro de trop\n  auteur: DRANE\n  date: 2025-02-01\n"
    );
    build();
    expect(pupils()).toEqual([{uai: "0130007M", eleves: 493}]);
    expect(lakeBytes(space.dir)).toEqual(lake);
    expect(space.query("select fichier, colonne, attendu, corrige, raison, auteur, lignes from correction_appliquee")).toEqual([
      {fichier: "effectifs.yml", colonne: "eleves", attendu: "4930", corrige: "493", raison: "zéro de trop", auteur: "DRANE", lignes: 1}
    ]);

    space.import(write("effectifs-2.csv", "2025-03-01", "2024-2025;0130007M;493;20"));
    const answer = space.run("construire");
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(/corrections\/effectifs\.yml, lignes 1 à 8 \(effectifs, uai 0130007M, annee_scolaire 2024-2025\) : « eleves » est « 493 » et non « 4930 »/);
    expect(answer.err).toContain("Retirez ces lignes");
    expect(pupils()).toEqual([{uai: "0130007M", eleves: 493}]);
  });

  test("rejets speaks as the spreadsheet does, in text, csv and xlsx, and disarms formulas", () => {
    space.import(write("a-corriger.csv", "2025-01-10", "2024-2025;0130007A;10;1", "2024-2025;0130022D;beaucoup;1", "2024-2025;0130028K;peu;1", "2024-2025;0130007M;12;1"));
    const text = space.run("rejets").out;
    expect(text).toContain("a-corriger.csv : 3 lignes refusées sur 4 lignes lues");
    expect(text).toMatch(/Colonne C « eleves » : ce n'est pas un nombre entier[^\n]*\n {2}2 lignes, lignes 3, 4\n {2}→ Écrivez un nombre entier/);
    const csv = space.run("rejets", "a-corriger", "--format", "csv").out;
    expect(csv.startsWith("\ufeffLigne;Colonne;Titre de la colonne;Trouvé;")).toBe(true);
    expect(csv).toContain("2;B;uai;« 0130007A »;la lettre de contrôle de cet UAI est fausse;");
    expect(csv).not.toMatch(/(^|;)"?[=+@-]/m);
    const out = path.join(space.dir, "a-renvoyer");
    expect(space.run("rejets", "--format", "xlsx", "--sortie", out).code).toBe(0);
    expect(readdirSync(out)).toEqual(["rejets-a-corriger.xlsx"]);
    expect(readFileSync(path.join(out, "rejets-a-corriger.xlsx")).subarray(0, 2).toString()).toBe("PK");
    expect(space.run("rejets", "--format", "xlsx").err).toContain("--sortie");
    expect(space.run("rejets", "--format", "pdf").code).toBe(2);
  });
});

/** The folders of the lake's entries. */
function findEntries(dir: string): string[] {
  const lake = path.join(dir, "lac");
  return readdirSync(lake, {recursive: true, encoding: "utf8"}).filter((name) => name.endsWith("manifeste.json")).sort().map((name) => path.dirname(path.join(lake, name)));
}

function lakeBytes(dir: string): string[] {
  const lake = path.join(dir, "lac");
  return readdirSync(lake, {recursive: true, encoding: "utf8"})
    .filter((name) => name.endsWith(".parquet") && existsSync(path.join(lake, name)))
    .sort()
    .map((name) => readFileSync(path.join(lake, name)).toString("base64"));
}
