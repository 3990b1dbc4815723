import {readdir, readFile} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import type {Database} from "../duckdb.ts";
import {registerFunctions} from "./functions.ts";

const macroFolder = fileURLToPath(new URL("../../../sql/macros/", import.meta.url));

/**
 * Gives a connection everything that the models' SQL may call: distribution and matrix functions, then the macros of sql/macros.
 * Scalar macros are bound when they are created, so the files are read in alphabetical order and a file only calls scalar macros of earlier ones.
 */
export async function prepareStatistics(database: Database): Promise<void> {
  registerFunctions(database.connection);
  const files = (await readdir(macroFolder)).filter((name) => name.endsWith(".sql")).sort();
  for (const file of files) await database.run(await readFile(path.join(macroFolder, file), "utf8"));
}
