/**
 * How long an import takes beside what a user would otherwise do, on the same file in the same run, each in its own process:
 * a bare DuckDB COPY that checks nothing, and csv-parse → zod → appender row by row.
 * The fourth way is the price of secrecy alone: the two HMAC-SHA-256 of each row by the engine's own sha256, read and thrown away.
 * Processor time is printed beside the clock's: on a machine that others use, only its ratio means something.
 *   npx tsx bench/import.ts [millions of rows…]   (default: 1)
 */
import {spawnSync} from "node:child_process";
import {createReadStream, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync} from "node:fs";
import {once} from "node:events";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {parse} from "csv-parse";
import {openDatabase, quoteText} from "../pipelines/lib/duckdb.ts";
import {fold} from "../pipelines/lib/text.ts";
import {headerIndex} from "../pipelines/lib/contract/contract.ts";
import {importFile} from "../pipelines/import/import-file.ts";
import {pseudonym, pseudonymSql} from "../pipelines/import/compile.ts";
import {contracts} from "../sources/index.ts";

const COMPETENCES = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3"];
const HEADER = ["Numéro de certification", "Prénom", "Nom", "Date de naissance", "Statut", "Score en Pix", "1.1", "5.2", ...COMPETENCES.slice(1), "Session", "Date de passage de la certification"];
const KEY = new Uint8Array(32).fill(7);

/** Pix certifications, 23 columns: deterministic, no two rows alike. */
async function writeRows(file: string, rows: number): Promise<void> {
  const output = createWriteStream(file);
  output.write(`\ufeff${HEADER.map((name) => `"${name}"`).join(";")}\n`);
  let block: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    const levels = COMPETENCES.slice(1).map((_, index) => (row * 7 + index) % 8).join(";");
    block.push(`${row};"Prénom${row % 977}";"Nom${row % 7919}";"0${1 + (row % 9)}/0${1 + (row % 8)}/2009";"Validée";${row % 700};${row % 8};"-";${levels};${1000 + (row % 5000)};"1${row % 9}/05/2025"`);
    if (block.length === 5000) {
      if (!output.write(`${block.join("\n")}\n`)) await once(output, "drain");
      block = [];
    }
  }
  output.end(block.length > 0 ? `${block.join("\n")}\n` : "");
  await once(output, "close");
}

interface Measure {
  readonly seconds: number;
  readonly cpu: number;
  readonly peak: number;
}

const ways: Record<string, (file: string, dir: string) => Promise<void>> = {
  async copie(file, dir) {
    const db = await openDatabase();
    await db.run(`COPY (SELECT * FROM read_csv(${quoteText(file)}, all_varchar = true, delim = ';', header = true)) TO ${quoteText(path.join(dir, "copie.parquet"))} (FORMAT parquet)`);
    db.close();
  },
  async vigie(file, dir) {
    const temporary = path.join(dir, "tmp");
    mkdirSync(temporary);
    const db = await openDatabase(":memory:", {memoryLimit: "380MB", tempDirectory: ""});
    await db.run("SET disabled_optimizers = 'in_clause'");
    const result = await importFile(file, {db, lake: path.join(dir, "lac"), temporary, key: KEY, contracts, mappings: []});
    const [first] = Array.isArray(result) ? result : [result];
    if (first?.rejetes !== 0) throw new Error(JSON.stringify(first));
    db.close();
  },
  async pseudonymes(file) {
    const db = await openDatabase();
    const person = pseudonymSql(KEY, "pix.personne", ['"Nom"', '"Prénom"', '"Date de naissance"']);
    await db.run(`SELECT count(${pseudonymSql(KEY, "pix.certification", ['"Numéro de certification"'])}), count(${person}) FROM read_csv(${quoteText(file)}, all_varchar = true, delim = ';', header = true)`);
    db.close();
  },
  async ligne_a_ligne(file, dir) {
    const contract = contracts.find((item) => item.objet === "certification");
    if (!contract) throw new Error("no certification contract");
    const index = headerIndex(contract);
    const db = await openDatabase();
    await db.run("CREATE TABLE t (certification VARCHAR, personne VARCHAR, statut VARCHAR, score INTEGER, niveaux VARCHAR, session VARCHAR, date_passage VARCHAR)");
    const appender = await db.connection.createAppender("t");
    const parser = createReadStream(file).pipe(parse({delimiter: ";", bom: true, columns: (header: string[]) => header.map((name) => index.get(fold(name)) ?? name)}));
    for await (const record of parser as AsyncIterable<Record<string, string>>) {
      const value = (name: string): unknown => contract.columns[name]?.kind.zod.parse(record[name] ?? "");
      appender.appendVarchar(pseudonym(KEY, "certification", [record["certification"] ?? ""]));
      appender.appendVarchar(pseudonym(KEY, "personne", [record["nom"] ?? "", record["prenom"] ?? "", record["date_naissance"] ?? ""]));
      appender.appendVarchar(value("statut") as string);
      appender.appendInteger(value("score") as number);
      const niveau = contract.families?.["niveaux"];
      appender.appendVarchar(COMPETENCES.map((code) => String(niveau?.kind.zod.parse(record[code] ?? "0"))).join(","));
      appender.appendVarchar(value("session") as string);
      appender.appendVarchar(value("date_passage") as string);
      appender.endRow();
    }
    appender.closeSync();
    await db.run(`COPY t TO ${quoteText(path.join(dir, "ligne.parquet"))} (FORMAT parquet)`);
    db.close();
  }
};

const [role, ...rest] = process.argv.slice(2);
const way = role === "--voie" ? ways[rest[0] ?? ""] : undefined;
if (way) {
  const start = performance.now();
  const before = process.cpuUsage();
  await way(rest[1] ?? "", rest[2] ?? "");
  const {user, system} = process.cpuUsage(before);
  process.stdout.write(JSON.stringify({seconds: (performance.now() - start) / 1000, cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS * 1024}));
} else {
  const self = fileURLToPath(import.meta.url);
  const tsx = import.meta.resolve("tsx");
  for (const millions of (process.argv.length > 2 ? process.argv.slice(2) : ["1"]).map(Number)) {
    const root = mkdtempSync(path.join(tmpdir(), "vigie-bench-"));
    const file = path.join(root, "certifications.csv");
    await writeRows(file, millions * 1_000_000);
    const measured: Record<string, Measure> = {};
    for (const name of Object.keys(ways)) {
      if (name === "ligne_a_ligne" && millions > 1) continue;
      const runs = [0, 1, 2].slice(0, name === "ligne_a_ligne" ? 1 : 3).map((run) => {
        const dir = path.join(root, `${name}-${run}`);
        mkdirSync(dir);
        const {stdout, stderr, status} = spawnSync(process.execPath, ["--import", tsx, self, "--voie", name, file, dir], {encoding: "utf8"});
        if (status !== 0) throw new Error(stderr);
        return JSON.parse(stdout) as Measure;
      });
      measured[name] = runs.sort((left, right) => left.cpu - right.cpu)[Math.floor(runs.length / 2)] as Measure;
    }
    const base = measured["copie"] ?? {seconds: Number.NaN, cpu: Number.NaN};
    process.stdout.write(`${millions} M lignes × ${HEADER.length} colonnes, ${(statSync(file).size / 1e6).toFixed(0)} Mo (médiane de 3)\n`);
    for (const [name, {seconds, cpu, peak}] of Object.entries(measured)) {
      process.stdout.write(`  ${name.padEnd(14)} ${seconds.toFixed(2).padStart(7)} s   ${(seconds / base.seconds).toFixed(2).padStart(6)} × copie   processeur ${cpu.toFixed(2).padStart(7)} s ${(cpu / base.cpu).toFixed(2).padStart(6)} × copie   ${(peak / 1e6).toFixed(0).padStart(5)} Mo\n`);
    }
    rmSync(root, {recursive: true, force: true});
  }
}
