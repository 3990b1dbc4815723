import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {describe, expect, it} from "vitest";
import {buildWarehouse, fingerprintInputs, type BuildReport} from "../../../pipelines/build/index.ts";
import {fingerprintOf} from "../../../pipelines/cli/stages.ts";
import {openWorkspace} from "../../../pipelines/lib/workspace.ts";
import {workspaceConfig} from "../sql/config.ts";
import {createTestSource, model, sqlFolder} from "./project-folder.ts";

function inTemporary<T>(use: (dir: string) => T): T {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-empreinte-"));
  try {
    return use(dir);
  } finally {
    rmSync(dir, {recursive: true});
  }
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), {recursive: true});
  writeFileSync(file, content);
}

describe("the fingerprint of a build", () => {
  it("counts the name and the bytes of each file, and not where the folder stands", () => {
    inTemporary((dir) => {
      const of = (folder: string): string => fingerprintInputs({folders: [path.join(dir, folder)], texts: []});
      for (const folder of ["a", "b"]) write(path.join(dir, folder, "x", "un.sql"), "select 1");
      expect(of("a")).toBe(of("b"));
      write(path.join(dir, "b", "x", "un.sql"), "select 2");
      expect(of("a")).not.toBe(of("b"));
      write(path.join(dir, "c", "x", "deux.sql"), "select 1");
      expect(of("a")).not.toBe(of("c"));
    });
  });

  it("does not take two neighbouring texts for another pair", () => {
    expect(fingerprintInputs({folders: [], texts: ["ab", "c"]})).not.toBe(fingerprintInputs({folders: [], texts: ["a", "bc"]}));
  });

  it("changes with a file of the lake, its contract, its bytes, the configuration, a correction and a model of the workspace", () => {
    inTemporary((dir) => {
      write(path.join(dir, "config.yml"), "titre: Un\n");
      const seen = [fingerprintOf(openWorkspace(dir))];
      const entry = path.join(openWorkspace(dir).paths.lac, "etic", "etic", "0123456789abcdef");
      const manifest = {format: 1, sha256: "0123456789abcdef", contrat: "un", statut: "importe", acceptes: 1, source: "etic", objet: "etic"};
      const changes: readonly (() => void)[] = [
        () => { write(path.join(entry, "manifeste.json"), JSON.stringify(manifest)); },
        () => { write(path.join(entry, "manifeste.json"), JSON.stringify({...manifest, contrat: "deux"})); },
        () => { write(path.join(entry, "donnees.parquet"), "PAR1"); },
        () => { rmSync(entry, {recursive: true}); write(path.join(dir, "config.yml"), "titre: Deux\n"); },
        () => { write(path.join(openWorkspace(dir).paths.corrections, "une.yml"), "[]\n"); },
        () => { write(path.join(openWorkspace(dir).paths.sql, "core", "dim_de_l_espace.sql"), "select 1"); }
      ];
      for (const change of changes) {
        change();
        const next = fingerprintOf(openWorkspace(dir));
        expect(seen).not.toContain(next);
        expect(fingerprintOf(openWorkspace(dir))).toBe(next);
        seen.push(next);
      }
    });
  });
});

describe("building again", () => {
  async function inWarehouse(use: (build: (fingerprint: () => string, isForced?: boolean) => Promise<BuildReport>) => Promise<void>): Promise<void> {
    const check = "/*---\ndescription: Une valeur est trop grande.\nniveau: erreur\n---*/\nselect cle, valeur from stg_lignes where valeur > 1\n";
    const folder = sqlFolder({"staging/stg_lignes.sql": model(["cle", "valeur"], "select cle, valeur from src_test__lignes"), "checks/valeur.sql": check});
    try {
      await use((fingerprint, isForced = false) => buildWarehouse({warehousePath: path.join(folder.dir, "entrepot.duckdb"), sqlDirs: [folder.sql], config: workspaceConfig(), createSources: createTestSource, threads: 1, fingerprint, isForced}));
    } finally {
      folder.remove();
    }
  }

  it("keeps a warehouse of the same inputs, with the report of its build and what blocks it", async () => {
    await inWarehouse(async (build) => {
      const {milliseconds: _first, ...first} = await build(() => "a");
      const {milliseconds: _again, ...again} = await build(() => "a");
      expect(first.isCurrent).toBe(false);
      expect(again).toEqual({...first, isCurrent: true});
      expect(again.blocking.map(({name, wrong}) => [name, wrong])).toEqual([["valeur", 1]]);
    });
  });

  it("builds when an input changed, and when asked to", async () => {
    await inWarehouse(async (build) => {
      await build(() => "a");
      expect((await build(() => "b")).isCurrent).toBe(false);
      expect((await build(() => "b", true)).isCurrent).toBe(false);
      expect((await build(() => "b")).isCurrent).toBe(true);
    });
  });

  it("leaves no fingerprint when its inputs moved under it", async () => {
    await inWarehouse(async (build) => {
      const moving = ["a", "b"];
      await build(() => moving.shift() ?? "b");
      expect((await build(() => "a")).isCurrent).toBe(false);
    });
  });
});
