import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {newWorkspace, type TestWorkspace} from "./vigie.ts";

/** What CONTRIBUTING shows. */
const INDICATOR = `/*---
code: eq_classes_mobiles
libelle: Classes mobiles
volet: equipement
description: Nombre de classes mobiles que les établissements répondants déclarent.
unite: classes mobiles
type: compte
numerateur: Classes mobiles déclarées à l'enquête
sens: hausse
sources: [etic]
periode: stock
secret: aucun
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  classes_mobiles::double as numerateur,
  null::double as denominateur,
  1 as n_unites,
  1 as attendu,
  1 as repondu
from stg_etic__etic
where classes_mobiles is not null
`;

describe("adding an indicator is adding one SQL file", () => {
  let space: TestWorkspace;
  beforeAll(() => {
    space = newWorkspace();
    const folder = path.join(space.dir, "sql", "indicateurs", "equipement");
    mkdirSync(folder, {recursive: true});
    writeFileSync(path.join(folder, "eq_classes_mobiles.sql"), INDICATOR);
    const etic = path.join(space.dir, "entree", "etic.csv");
    writeFileSync(etic, "annee_scolaire;uai;ordinateurs_eleves;classes_mobiles\n2024-2025;0130007M;100;3\n2024-2025;0130022D;80;2\n");
    const annuaire = path.join(space.dir, "entree", "annuaire.csv");
    writeFileSync(annuaire, "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Code_commune;Nom_commune\n0130007M;Collège Un;Collège;Public;13001;Aix\n0130022D;Collège Deux;Collège;Public;13028;La Ciotat\n");
    space.import();
    for (const command of ["construire", "publier"]) expect(space.run(command)).toMatchObject({code: 0});
  });
  afterAll(() => space.remove());

  test("it is rolled up to the département", () => {
    const published = path.join(space.dir, "publication", "pub_indicateur.parquet");
    expect(space.query(`SELECT valeur, statut FROM read_parquet('${published}') WHERE indicateur = 'eq_classes_mobiles' AND territoire_type = 'departement' AND annee = '2024-2025' AND ventilation = 'ensemble'`)).toEqual([{valeur: 5, statut: "publie"}]);
  });

  test("it is in the catalogue and explains itself", () => {
    expect(readFileSync(path.join(space.dir, "publication", "catalogue.json"), "utf8")).toContain('"eq_classes_mobiles"');
    const answer = space.run("expliquer", "eq_classes_mobiles");
    expect(answer.code).toBe(0);
    expect(answer.out).toContain("Classes mobiles déclarées à l'enquête → 5");
    expect(answer.out).toContain("etic.csv");
  });
});
