import {describe, expect, it} from "vitest";
import {buildFiles, messageOf, model} from "./project-folder.ts";

const nothing = (): Promise<void> => Promise.resolve();
const staging = model(["cle", "valeur"], "select cle, valeur from src_test__lignes");

describe("building models", () => {
  it("builds a model after what it reads, whatever the names", async () => {
    const rows = await buildFiles(
      {"core/dim_a.sql": model(["n"], "select count(*) as n from fct_z"), "core/fct_z.sql": model(["cle"], "select cle from stg_lignes"), "staging/stg_lignes.sql": staging},
      (db) => db.rows("select n from dim_a")
    );
    expect(rows).toEqual([{n: 2}]);
  });

  it("does not take the name of a CTE for a relation, even when a model has that name", async () => {
    const rows = await buildFiles(
      {
        "staging/stg_lignes.sql": staging,
        "core/dim_lignes.sql": model(["n"], "with fct_lignes as (select 7 as n) select n from fct_lignes"),
        "core/fct_lignes.sql": model(["n"], "select n from dim_lignes")
      },
      (db) => db.rows("select n from fct_lignes")
    );
    expect(rows).toEqual([{n: 7}]);
  });

  it("sees the relation that a CTE of the same name reads", async () => {
    const rows = await buildFiles(
      {"staging/stg_lignes.sql": staging, "core/dim_a.sql": model(["n"], "with stg_lignes as (select count(*) as n from stg_lignes) select n from stg_lignes")},
      (db) => db.rows("select n from dim_a")
    );
    expect(rows).toEqual([{n: 2}]);
  });

  it("sees the relation that a table macro reads by name", async () => {
    const rows = await buildFiles(
      {
        "macros/compte.sql": "create or replace macro compte(relation) as table select count(*) as n from query_table(relation);",
        "core/dim_a.sql": model(["n"], "select n from compte('stg_lignes')"),
        "staging/stg_lignes.sql": staging
      },
      (db) => db.rows("select n from dim_a"),
      ["dim_a"]
    );
    expect(rows).toEqual([{n: 2}]);
  });

  it("builds only the targets and their ancestors", async () => {
    const tables = await buildFiles(
      {"staging/stg_lignes.sql": staging, "core/dim_a.sql": model(["cle"], "select cle from stg_lignes"), "core/dim_b.sql": model(["cle"], "select cle from stg_lignes")},
      (db) => db.rows<{table_name: string}>("select table_name from duckdb_tables() where table_name like 'dim_%'"),
      ["dim_a"]
    );
    expect(tables.map((row) => row.table_name)).toEqual(["dim_a"]);
  });

  it("writes the descriptions of the header in the database", async () => {
    const [row] = await buildFiles({"staging/stg_lignes.sql": staging}, (db) => db.rows<{comment: string}>("select comment from duckdb_columns() where table_name = 'stg_lignes' and column_name = 'cle'"));
    expect(row?.comment).toBe("Une colonne");
  });

  it("keeps what each model reads", async () => {
    const rows = await buildFiles({"staging/stg_lignes.sql": staging, "core/dim_a.sql": model(["cle"], "select cle from stg_lignes")}, (db) => db.rows("select modele, dependance from ref_dependance order by all"));
    expect(rows).toEqual([{modele: "dim_a", dependance: "stg_lignes"}, {modele: "stg_lignes", dependance: "src_test__lignes"}]);
  });

  it("refuses a circle, with its path", async () => {
    const message = await messageOf(buildFiles({"core/dim_a.sql": model(["n"], "select n from dim_b"), "core/dim_b.sql": model(["n"], "select n from dim_a")}, nothing));
    expect(message).toContain("dim_a → dim_b → dim_a");
    expect(message).toContain("sql/core/dim_a.sql");
  });

  it("refuses a relation that nothing defines, and names the file", async () => {
    expect(await messageOf(buildFiles({"core/dim_a.sql": model(["n"], "select n from stg_ligne")}, nothing))).toBe("sql/core/dim_a.sql : la relation « stg_ligne » n'existe pas.");
  });

  it("refuses to read up the layers", async () => {
    const message = await messageOf(buildFiles({"staging/stg_lignes.sql": model(["n"], "select n from dim_a"), "core/dim_a.sql": model(["n"], "select 1 as n")}, nothing));
    expect(message).toContain("un modèle de la couche « staging » ne lit pas la couche « core » (dim_a)");
  });

  it("refuses a header that does not document the columns of the table", async () => {
    const message = await messageOf(buildFiles({"staging/stg_lignes.sql": model(["cle", "montant"], "select cle, valeur from src_test__lignes")}, nothing));
    expect(message).toContain("dans la table mais pas dans l'en-tête : valeur");
    expect(message).toContain("dans l'en-tête mais pas dans la table : montant");
  });

  it("says the file and DuckDB's cause when a model cannot be computed", async () => {
    const message = await messageOf(buildFiles({"staging/stg_lignes.sql": model(["n"], "select montant as n from src_test__lignes")}, nothing));
    expect(message).toContain("sql/staging/stg_lignes.sql : le modèle « stg_lignes » n'a pas pu être calculé.");
    expect(message).toContain("montant");
  });

  it("says where the SQL cannot be read", async () => {
    expect(await messageOf(buildFiles({"staging/stg_lignes.sql": model(["n"], "select 1 as n frm src_test__lignes")}, nothing))).toContain("sql/staging/stg_lignes.sql : ce n'est pas un SELECT que DuckDB sait lire");
  });

  it.each(["select random() as n", "select now() as n", "select current_date as n", "select uuid() as n"])("refuses %s, whose answer changes", async (select) => {
    expect(await messageOf(buildFiles({"staging/stg_lignes.sql": model(["n"], select)}, nothing))).toContain("ne donne pas deux fois la même réponse");
  });
});

describe("reading headers", () => {
  it("asks for a header", async () => {
    expect(await messageOf(buildFiles({"staging/stg_lignes.sql": "select 1"}, nothing))).toBe("sql/staging/stg_lignes.sql : l'en-tête manque.");
  });

  it("names every missing or unknown key", async () => {
    const message = await messageOf(buildFiles({"staging/stg_lignes.sql": "/*---\ndescription: Un modèle\nauteur: personne\ncolonnes: {n: Un nombre}\n---*/\nselect 1 as n"}, nothing));
    expect(message).toContain("grain : cette clé manque (un texte est attendu)");
    expect(message).toContain("clé inconnue : auteur");
  });

  it("gives the line of a YAML mistake", async () => {
    expect(await messageOf(buildFiles({"staging/stg_lignes.sql": "/*---\ndescription: Un : modèle\n---*/\nselect 1 as n"}, nothing))).toContain("sql/staging/stg_lignes.sql (ligne 2)");
  });

  it("asks for the prefix of the layer", async () => {
    expect(await messageOf(buildFiles({"core/lignes.sql": staging}, nothing))).toContain("commence par dim_");
  });
});

const indicatorFile = (code: string): string =>
  `/*---\ncode: ${code}\nlibelle: Lignes\nvolet: pilotage\ndescription: Un essai.\nunite: lignes\ntype: compte\nnumerateur: Lignes\nsens: neutre\nsources: [test]\nperiode: flux\nsecret: aucun\n---*/
select cle as uai, '2024-2025' as annee, 'ensemble' as ventilation, 'ensemble' as modalite, valeur::double as numerateur, null::double as denominateur, 1 as n_unites, null::integer as attendu, null::integer as repondu from stg_lignes\n`;

describe("indicators", () => {
  it("come into ind_toutes and ref_indicateur by being a file", async () => {
    const rows = await buildFiles({"staging/stg_lignes.sql": staging, "indicateurs/pilotage/pi_essai.sql": indicatorFile("pi_essai")}, async (db) => ({
      toutes: await db.rows("select indicateur, uai, numerateur, territoire_type from ind_toutes order by uai"),
      catalogue: await db.rows("select code, libelle, fichier from ref_indicateur")
    }));
    expect(rows.toutes).toEqual([
      {indicateur: "pi_essai", uai: "a", numerateur: 1, territoire_type: null},
      {indicateur: "pi_essai", uai: "b", numerateur: 2, territoire_type: null}
    ]);
    expect(rows.catalogue).toEqual([{code: "pi_essai", libelle: "Lignes", fichier: "sql/indicateurs/pilotage/pi_essai.sql"}]);
  });

  it("must be named like their file", async () => {
    expect(await messageOf(buildFiles({"staging/stg_lignes.sql": staging, "indicateurs/pilotage/pi_autre.sql": indicatorFile("pi_essai")}, nothing))).toContain("le fichier s'appelle « pi_autre » et l'indicateur « pi_essai »");
  });

  it("must give the columns of an indicator", async () => {
    const file = indicatorFile("pi_essai").replace(", null::integer as repondu", "");
    expect(await messageOf(buildFiles({"staging/stg_lignes.sql": staging, "indicateurs/pilotage/pi_essai.sql": file}, nothing))).toContain("dans l'en-tête mais pas dans la table : repondu");
  });

  it("must say the denominator of a part", async () => {
    const file = indicatorFile("pi_essai").replace("type: compte", "type: part");
    expect(await messageOf(buildFiles({"staging/stg_lignes.sql": staging, "indicateurs/pilotage/pi_essai.sql": file}, nothing))).toContain("denominateur : un dénominateur est attendu pour ce type");
  });
});
