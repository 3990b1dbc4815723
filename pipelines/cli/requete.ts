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
        throw refusal(error as Error);
      }
      context.answer(rows);
      for (const line of renderRows(rows)) context.say(line);
      return EXIT.done;
    } finally {
      db.close();
    }
  }
};

/** What the engine says of a query, in French where it is what people meet; else its own words, said to be its own. */
const CAUSES: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/read-only mode|Cannot execute statement of type|is disabled through configuration/, () => "« vigie requete » lit, et n'écrit rien."],
  [/Table with name (\S+) does not exist/, (name) => `la table « ${name} » n'existe pas.`],
  [/Referenced column "([^"]+)" not found/, (name) => `la colonne « ${name} » n'existe pas dans ces tables.`],
  [/Scalar Function with name (\S+) does not exist/, (name) => `la fonction « ${name} » n'existe pas.`],
  [/Table Function with name (\S+) does not exist/, (name) => `la fonction « ${name} » n'existe pas.`],
  [/syntax error at or near "([^"]*)"/, (name) => `faute de syntaxe près de « ${name} ».`],
  [/syntax error at end of input/, () => "elle n'est pas finie."],
  [/column "([^"]+)" must appear in the GROUP BY/, (name) => `la colonne « ${name} » n'est ni dans GROUP BY, ni dans une fonction d'agrégation.`],
  [/Could not convert string '([^']*)'|Could not convert string "([^"]*)"/, (text) => `« ${text} » n'a pas le type de ce à quoi il est comparé.`],
  [/Out of Memory/i, () => "elle demande plus de mémoire que cette machine n'en a."]
];

function refusal({message}: Error): VigieError {
  const meant = /Did you mean "(?:\w+\.)?([^".]+)"/.exec(message)?.[1];
  const columns = /Candidate bindings: (.+)/.exec(message)?.[1];
  const mend = meant === undefined ? columns === undefined ? "« SHOW TABLES » liste les tables ; DESCRIBE <table> leurs colonnes." : `Colonnes proches : ${columns.replace(/["]/g, "")}` : `Vouliez-vous dire « ${meant} » ? « SHOW TABLES » liste les tables.`;
  for (const [words, say] of CAUSES) {
    const found = words.exec(message);
    if (found) return new VigieError(`La requête n'a pas pu être exécutée : ${say(found.slice(1).find((part) => part !== undefined) ?? "")}`, {exitCode: EXIT.usage, mend});
  }
  return new VigieError(`La requête n'a pas pu être exécutée. Le moteur (DuckDB) dit, en anglais : ${message.split("\n")[0]}`, {exitCode: EXIT.usage, mend});
}

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
