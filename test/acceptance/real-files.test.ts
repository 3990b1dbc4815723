import {writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {readPublication} from "../../observable/publication.ts";
import {DATA, hasData, NO_DATA, newWorkspace, type ImportLine, type TestWorkspace} from "./vigie.ts";

/** The mapping that a chargée de mission writes for the merge file of the collèges. */
const MAPPING = `source: education_prioritaire
signature: [uai, appartep, qpv, codetypecommunedepp]
colonnes:
  uai: uai
  statut: appartep
  qpv: qpv
  latitude: latitude
  longitude: longitude
valeurs:
  statut: {HEP: hors_ep, REP: rep, REPPLUS: rep_plus, "": hors_ep}
  qpv: {dans un QPV: dans, "à moins de 300 m d'un QPV": moins_300m, hors QPV: hors}
`;

describe.skipIf(!hasData)(`real open data of the département 013${hasData ? "" : ` (${NO_DATA})`}`, () => {
  let space: TestWorkspace;
  let lines: ImportLine[];
  const line = (name: string): ImportLine => lines.find((item) => item.fichier === name) as ImportLine;

  beforeAll(() => {
    space = newWorkspace();
    writeFileSync(path.join(space.dir, "correspondances", "colleges-ep.yml"), MAPPING);
    lines = [
      ...space.import(),
      ...space.import(
        ...["ips-ecoles-2022-2023-dept013.csv", "ips-colleges-2022-2023-dept013.csv", "ips-lycees-2022-2023-dept013.csv", "colleges-ep-qpv-dept013.csv", "annuaire-education-echantillon-dept094-2026.csv", "communes-dept13-2026.csv", "tne-12-departements-chiffres-publies.csv"].map((name) => path.join(DATA, name))
      ),
      ...space.import(...["pix-orga-evaluation-v2022-exemple.csv", "pix-orga-evaluation-v2024-exemple.csv", "pix-orga-collecte-profils-v2024-exemple.csv", "pix-certification-division-v2025-exemple.csv"].map((name) => path.join(DATA, name)), "--uai", "0130007M")
    ];
    expect(space.run("construire").code).toBe(0);
  });
  afterAll(() => space.remove());

  test("every record of every file is accepted, rejected or a duplicate", () => {
    for (const item of lines) expect(`${item.fichier} ${item.lus}`).toBe(`${item.fichier} ${item.acceptes + item.rejetes + item.doublons}`);
  });

  test("991 schools of the three IPS files come in whole, every UAI with its check letter", () => {
    expect([line("ips-ecoles-2022-2023-dept013.csv"), line("ips-colleges-2022-2023-dept013.csv"), line("ips-lycees-2022-2023-dept013.csv")].map((item) => [item.source, item.acceptes, item.rejetes])).toEqual([
      ["etablissements/ips_ecoles", 679, 0],
      ["etablissements/ips_colleges", 190, 0],
      ["etablissements/ips_lycees", 122, 0]
    ]);
    expect(space.query("SELECT count(DISTINCT uai) AS n FROM stg_etablissements__ips")).toEqual([{n: 991}]);
  });

  test("the IPS of 0130007M is the one printed in the file", () => {
    expect(space.query("SELECT ips, eleves FROM stg_etablissements__ips WHERE uai = '0130007M'")).toEqual([{ips: 79.4, eleves: 493}]);
  });

  test("the schools of the arrondissements of Marseille roll up to 13055", () => {
    const [marseille] = space.query<{direct: number; agrege: number}>(`
      SELECT
        (SELECT count(DISTINCT uai) FROM stg_etablissements__ips WHERE code_commune BETWEEN '13201' AND '13216') AS direct,
        (SELECT count(DISTINCT uai) FROM lien_etablissement_territoire WHERE territoire_type = 'commune' AND territoire_code = '13055') AS agrege`);
    expect(marseille?.direct).toBeGreaterThan(200);
    expect(marseille?.agrege).toBe(marseille?.direct);
  });

  test("the collèges file comes in through a mapping", () => {
    expect(line("colleges-ep-qpv-dept013.csv")).toMatchObject({source: "etablissements/education_prioritaire", lus: 181, acceptes: 181, rejetes: 0});
    expect(space.query("SELECT qpv, count(*) AS n FROM stg_etablissements__education_prioritaire WHERE qpv IS NOT NULL GROUP BY qpv ORDER BY qpv")).toEqual([
      {qpv: "dans", n: 14}, {qpv: "hors", n: 88}, {qpv: "moins_300m", n: 26}
    ]);
  });

  test("the four Pix layouts come in, and no name of theirs is in the lake", () => {
    expect(lines.filter((item) => item.source?.startsWith("pix/")).map((item) => [item.source, item.lus, item.rejetes])).toEqual([
      ["pix/campagne_evaluation", 1, 0], ["pix/campagne_evaluation", 2, 0], ["pix/collecte_profils", 2, 0], ["pix/certification", 3, 0]
    ]);
    const [row] = space.query<Record<string, unknown>>("SELECT * FROM stg_pix__campagne_evaluation ORDER BY date_debut LIMIT 1");
    expect(JSON.stringify(row)).not.toMatch(/Bono|Jean|mail pro/);
  });

  test("what they give is published, and the site can read it, with the file that nobody recognises", async () => {
    expect(line("tne-12-departements-chiffres-publies.csv")).toMatchObject({source: null, statut: "refuse"});
    expect(space.run("publier")).toMatchObject({code: 0, err: ""});
    const publication = await readPublication(path.join(space.dir, "publication"));
    publication.close();
    expect(publication.qualite.fichiers.filter((file) => file.source === null).map((file) => file.rejetes)).toEqual([12]);
  });

  test("importing the same bytes again changes nothing", () => {
    const [again] = space.import(path.join(DATA, "ips-ecoles-2022-2023-dept013.csv"));
    expect(again).toMatchObject({statut: "deja", acceptes: 679});
  });
});
