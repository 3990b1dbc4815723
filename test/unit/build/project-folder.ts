import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {loadProject, materialise} from "../../../pipelines/build/index.ts";
import {workspaceConfig} from "../sql/config.ts";

/** A temporary `sql` folder made of these files; the caller removes it with `remove`. */
export function sqlFolder(files: Readonly<Record<string, string>>): {dir: string; sql: string; remove: () => void} {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-sql-"));
  const sql = path.join(dir, "sql");
  mkdirSync(sql);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(sql, name)), {recursive: true});
    writeFileSync(path.join(sql, name), content);
  }
  return {dir, sql, remove: () => { rmSync(dir, {recursive: true}); }};
}

/** A model file with a short header that documents `columns`. */
export function model(columns: readonly string[], select: string, extra = ""): string {
  return `/*---\ndescription: Un modèle\ngrain: ligne\n${extra}colonnes:\n${columns.map((name) => `  ${name}: Une colonne\n`).join("")}---*/\n${select}\n`;
}

/** Loads and builds these files over a `src_test__lignes(cle, valeur)` of two rows; `use` looks at the result. */
export async function buildFiles<T>(files: Readonly<Record<string, string>>, use: (db: Database) => Promise<T>, targets?: readonly string[]): Promise<T> {
  const folder = sqlFolder(files);
  const db = await openDatabase(":memory:", {threads: 1});
  try {
    await createTestSource(db);
    await materialise(db, {project: loadProject([folder.sql]), config: workspaceConfig(), ...(targets ? {targets} : {})});
    return await use(db);
  } finally {
    db.close();
    folder.remove();
  }
}

export async function createTestSource(db: Database): Promise<void> {
  await db.run("create table src_test__lignes as select * from (values ('a', 1), ('b', 2)) as lignes (cle, valeur)");
}

/** The message of the error that `action` must raise. */
export async function messageOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("no error was raised");
}
