import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {describe, expect, it} from "vitest";
import {openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {buildWarehouse, describeCheck, type BuildReport} from "../../../pipelines/build/index.ts";
import {workspaceConfig} from "../sql/config.ts";
import {createTestSource, messageOf, model, sqlFolder} from "./project-folder.ts";

const staging = model(["cle", "valeur"], "select cle, valeur from src_test__lignes order by cle", "cle: [cle]\n");
const check = (level: string, where: string): string => `/*---\ndescription: Une valeur est trop grande.\nniveau: ${level}\n---*/\nselect cle, valeur from stg_lignes where ${where}\n`;

async function inFolder<T>(files: Readonly<Record<string, string>>, use: (build: (extra?: readonly string[]) => Promise<BuildReport>, warehouse: string) => Promise<T>): Promise<T> {
  const folder = sqlFolder(files);
  const warehousePath = path.join(folder.dir, "entrepot.duckdb");
  try {
    return await use((extra = []) => buildWarehouse({warehousePath, sqlDirs: [folder.sql, ...extra], config: workspaceConfig(), createSources: createTestSource, threads: 1}), warehousePath);
  } finally {
    folder.remove();
  }
}

async function query(warehouse: string, sql: string): Promise<unknown[]> {
  const db = await openDatabase(warehouse, {readOnly: true});
  try {
    return await db.rows(sql);
  } finally {
    db.close();
  }
}

describe("building a warehouse", () => {
  it("leaves one finished file and no temporary one", async () => {
    await inFolder({"staging/stg_lignes.sql": staging}, async (build, warehouse) => {
      const report = await build();
      expect(report).toMatchObject({indicators: 0, blocking: []});
      expect(await query(warehouse, "select * from stg_lignes")).toEqual([{cle: "a", valeur: 1}, {cle: "b", valeur: 2}]);
      expect(readdirSync(path.dirname(warehouse)).sort()).toEqual(["entrepot.duckdb", "sql"]);
    });
  });

  it("keeps the old warehouse when a model fails, and clears its own traces", async () => {
    await inFolder({"staging/stg_lignes.sql": staging}, async (build, warehouse) => {
      await build();
      const before = createHash("sha256").update(readFileSync(warehouse)).digest("hex");
      const broken = sqlFolder({"core/dim_casse.sql": model(["n"], "select absente as n from stg_lignes")});
      expect(await messageOf(build([broken.sql]))).toContain("dim_casse");
      broken.remove();
      expect(createHash("sha256").update(readFileSync(warehouse)).digest("hex")).toBe(before);
      expect(readdirSync(path.dirname(warehouse)).sort()).toEqual(["entrepot.duckdb", "sql"]);
    });
  });

  it("clears what a build that died left behind", async () => {
    await inFolder({"staging/stg_lignes.sql": staging, "../entrepot.duckdb.tmp-999999999": "x"}, async (build, warehouse) => {
      await build();
      expect(existsSync(`${warehouse}.tmp-999999999`)).toBe(false);
    });
  });

  it("takes the models of a second folder, and refuses a name already taken", async () => {
    await inFolder({"staging/stg_lignes.sql": staging}, async (build, warehouse) => {
      const extra = sqlFolder({"core/dim_de_l_espace.sql": model(["n"], "select count(*) as n from stg_lignes")});
      await build([extra.sql]);
      expect(await query(warehouse, "select n from dim_de_l_espace")).toEqual([{n: 2}]);
      const twice = sqlFolder({"staging/stg_lignes.sql": staging});
      expect(await messageOf(build([twice.sql]))).toContain("« stg_lignes » est déjà définie");
      extra.remove();
      twice.remove();
    });
  });
});

describe("checks", () => {
  it("of level « erreur » block, with the number, a sample and the file", async () => {
    await inFolder({"staging/stg_lignes.sql": staging, "checks/valeur.sql": check("erreur", "valeur > 0")}, async (build, warehouse) => {
      const {blocking} = await build();
      expect(blocking.map(({name, wrong, sample}) => ({name, wrong, sample}))).toEqual([{name: "valeur", wrong: 2, sample: [{cle: "a", valeur: 1}, {cle: "b", valeur: 2}]}]);
      expect(describeCheck(blocking[0]!)).toBe("Erreur : Une valeur est trop grande. 2 lignes en défaut (règle : sql/checks/valeur.sql).\n    cle = a ; valeur = 1\n    cle = b ; valeur = 2");
      expect(await query(warehouse, "select nom, niveau, n from controle_resultat where n > 0")).toEqual([{nom: "valeur", niveau: "erreur", n: 2}]);
    });
  });

  it("of level « alerte » are kept and do not block", async () => {
    await inFolder({"staging/stg_lignes.sql": staging, "checks/valeur.sql": check("alerte", "valeur > 1")}, async (build) => {
      const {blocking, checks} = await build();
      expect(blocking).toEqual([]);
      expect(checks.find(({name}) => name === "valeur")?.wrong).toBe(1);
    });
  });

  it("find a key that is not unique", async () => {
    await inFolder({"staging/stg_lignes.sql": model(["cle"], "select 'a' as cle from src_test__lignes", "cle: [cle]\n")}, async (build) => {
      const {blocking} = await build();
      expect(blocking[0]).toMatchObject({name: "stg_lignes.cle", wrong: 1, sample: [{cle: "a", lignes: 2}]});
    });
  });

  it("find the rows that break a rule of the header, null included", async () => {
    const extra = "verifications:\n  - description: La valeur est petite.\n    condition: valeur < 2\n";
    await inFolder({"staging/stg_lignes.sql": model(["cle", "valeur"], "select cle, nullif(valeur, 1) as valeur from src_test__lignes", extra)}, async (build) => {
      expect((await build()).blocking[0]).toMatchObject({description: "La valeur est petite.", wrong: 2});
    });
  });
});
