import {existsSync} from "node:fs";
import {EXIT, VigieError} from "../lib/errors.ts";
import {openDatabase, type Database, type Row} from "../lib/duckdb.ts";
import {openPublications} from "../publish/union.ts";
import type {Command} from "./command.ts";

export const command: Command = {
  name: "requete",
  summary: "Interroge l'entrepôt en lecture seule, ou plusieurs publications côte à côte.",
  usage: '"SELECT …"',
  options: {
    publication: {type: "string", multiple: true, value: "DIR", help: "une publication à lire à la place de l'entrepôt ; répétée, elles se lisent ensemble (tables pub_indicateur et reunion)"}
  },
  async run(context) {
    const sql = context.args.join(" ");
    if (!sql) throw new VigieError("Il manque la requête.", {exitCode: EXIT.usage, mend: 'Par exemple : vigie requete "SELECT * FROM ref_indicateur LIMIT 5"'});
    const publications = context.options["publication"];
    const db = Array.isArray(publications) ? await openPublications(publications) : await openWarehouse(context.workspace().paths.entrepot);
    try {
      let rows: Row[];
      try {
        rows = await db.rows(sql);
      } catch (error) {
        throw new VigieError(`La requête n'a pas pu être exécutée : ${(error as Error).message.split("\n")[0]}`, {exitCode: EXIT.usage, mend: "« SHOW TABLES » liste les tables ; DESCRIBE <table> leurs colonnes."});
      }
      context.answer(rows);
      for (const line of renderRows(rows)) context.say(line);
      return EXIT.done;
    } finally {
      db.close();
    }
  }
};

function openWarehouse(entrepot: string): Promise<Database> {
  if (!existsSync(entrepot)) throw new VigieError("L'entrepôt n'existe pas encore.", {mend: "Lancez « vigie construire » d'abord."});
  return openDatabase(entrepot, {readOnly: true});
}

/** Rows as aligned columns, numbers to the right. */
export function renderRows(rows: readonly Row[]): string[] {
  const [first] = rows;
  if (!first) return ["(aucune ligne)"];
  const names = Object.keys(first);
  const text = (value: unknown): string => (value === null || value === undefined ? "∅" : typeof value === "string" ? value : JSON.stringify(value));
  const widths = names.map((name) => Math.min(60, Math.max(name.length, ...rows.map((row) => text(row[name]).length))));
  const line = (cells: readonly string[], isRight: (index: number) => boolean): string =>
    cells.map((cell, index) => (isRight(index) ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join("  ").trimEnd();
  const numeric = (index: number): boolean => typeof first[names[index] ?? ""] === "number";
  return [
    line(names, () => false),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...rows.map((row) => line(names.map((name) => text(row[name])), numeric)),
    `(${rows.length} ligne${rows.length > 1 ? "s" : ""})`
  ];
}
