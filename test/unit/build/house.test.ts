import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {describe, expect, it} from "vitest";
import {buildWarehouse} from "../../../pipelines/build/index.ts";
import {openDatabase} from "../../../pipelines/lib/duckdb.ts";
import {workspaceConfig} from "../sql/config.ts";
import {createSources, root, type Sources} from "../sql/kit.ts";
import {smallWorld} from "../sql/small-world.ts";
import {sqlFolder} from "./project-folder.ts";

const extra = `/*---
code: pi_seizieme
libelle: Seizième indicateur
volet: pilotage
description: Un indicateur de l'espace.
unite: établissements
type: compte
numerateur: Établissements
sens: neutre
sources: [etablissements]
ventilations: [degre]
periode: stock
secret: aucun
---*/
select
  uai,
  annee,
  'ensemble' as ventilation,
  'ensemble' as modalite,
  1::double as numerateur,
  null::double as denominateur,
  1 as n_unites,
  null::integer as attendu,
  null::integer as repondu
from dim_etablissement
`;

async function inWarehouse<T>(sources: Sources, {threads = 1, ...lots}: {threads?: number; rowsOfALot?: number}, sqlDirs: readonly string[], use: (rows: (sql: string) => Promise<Record<string, unknown>[]>, blocking: readonly string[]) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-warehouse-"));
  try {
    const warehousePath = path.join(dir, "entrepot.duckdb");
    const report = await buildWarehouse({warehousePath, createSources: (db) => createSources(db, sources), sqlDirs, config: workspaceConfig(), threads, ...lots});
    const db = await openDatabase(warehousePath, {readOnly: true});
    try {
      return await use((sql) => db.rows(sql), report.blocking.map(({name}) => name));
    } finally {
      db.close();
    }
  } finally {
    rmSync(dir, {recursive: true});
  }
}

const house = path.join(root, "sql");

describe("the house's own SQL", () => {
  it("builds whole from nothing, without a failed check", async () => {
    await inWarehouse({}, {}, [house], async (rows, blocking) => {
      expect(blocking).toEqual([]);
      expect(await rows("select count(*) as n from mart_indicateur")).toEqual([{n: 0}]);
    });
  });

  it("gives the same tables, in the same order, whatever the number of threads and the indicators rolled up at a time", async () => {
    const print = (options: {threads: number; rowsOfALot?: number}): Promise<unknown> =>
      inWarehouse(smallWorld, options, [house], async (rows, blocking) => {
        expect(blocking).toEqual([]);
        const tables = await rows("select table_name as name from duckdb_tables() order by name");
        const prints: Record<string, unknown> = {};
        for (const {name} of tables as {name: string}[]) {
          const order = /^(mart|ref)_/.test(name) ? "rowid" : "hash(t)";
          prints[name] = (await rows(`select md5(string_agg(hash(t)::varchar, ',' order by ${order})) as empreinte from ${name} as t`))[0]?.["empreinte"];
        }
        return prints;
      });
    expect(await print({threads: 2, rowsOfALot: 60})).toEqual(await print({threads: 1}));
  });

  it("takes a sixteenth indicator from the workspace, rolled up and in the catalogue, by one file", async () => {
    const folder = sqlFolder({"indicateurs/pilotage/pi_seizieme.sql": extra});
    try {
      await inWarehouse(smallWorld, {}, [house, folder.sql], async (rows) => {
        expect(await rows("select libelle from ref_indicateur where code = 'pi_seizieme'")).toEqual([{libelle: "Seizième indicateur"}]);
        expect(await rows("select modalite, valeur from mart_indicateur where indicateur = 'pi_seizieme' and territoire_type = 'departement' and annee = '2024-2025' order by modalite")).toEqual([
          {modalite: "ensemble", valeur: 4},
          {modalite: "premier", valeur: 2},
          {modalite: "second", valeur: 2}
        ]);
      });
    } finally {
      folder.remove();
    }
  });

  it("has a French label for every ventilation and every modality of a closed list", async () => {
    await inWarehouse(smallWorld, {}, [house], async (rows) => {
      expect(await rows("select code from ref_ventilation where ordre >= 100")).toEqual([]);
      expect(await rows("select n from controle_resultat where nom = 'modalite_inconnue'")).toEqual([{n: 0}]);
    });
  });
});
