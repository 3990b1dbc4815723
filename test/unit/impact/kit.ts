import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {stringify} from "yaml";
import {analyse} from "../../../pipelines/impact/analyse.ts";
import {readProtocol, type Protocol} from "../../../pipelines/impact/protocol.ts";
import type {LakeFile} from "../../../pipelines/impact/registration.ts";
import type {Report} from "../../../pipelines/impact/report.ts";
import {prepareImpact} from "../../../pipelines/impact/run.ts";
import {openDatabase, type Database} from "../../../pipelines/lib/duckdb.ts";
import {layWarehouse, makeWorld, type SchoolYear, type WorldOptions} from "./worlds.ts";

type Keys = Readonly<Record<string, unknown>>;

/** A complete protocol on worlds of 2019-2020 to 2024-2025; changes replace whole keys. */
export function protocolText(changes: Keys = {}): string {
  return stringify({
    titre: "Essai",
    question: "Les collèges équipés évoluent-ils autrement ?",
    population: {degre: "second"},
    exposition: {libelle: "Matériel en service", conditions: [{mesure: "equipement_classe", minimum: 1}]},
    resultats: {principal: {indicateur: "us_pix_score"}},
    comparaison: "jamais_exposes",
    periode: {debut: "2019-2020", fin: "2024-2025"},
    famille: ["us_pix_score"],
    enregistre_le: "2019-06-30",
    signataires: [{nom: "Laboratoire", qualite: "chercheur"}],
    ...changes
  });
}

/** Reads a protocol from its text, through a file as the command line does. */
export function protocolOf(text: string, name = "essai.yml"): Protocol {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-protocole-"));
  try {
    const file = path.join(dir, name);
    writeFileSync(file, text);
    return readProtocol(file);
  } finally {
    rmSync(dir, {recursive: true});
  }
}

export const lakeFile = (changes: Partial<LakeFile> = {}): LakeFile => ({
  fichier: "certifications.csv", source: "pix", objet: "certification", sha256: "a".repeat(64), importe_le: "2025-09-01T10:00:00.000Z", annees: ["2023-2024", "2024-2025"], acceptes: 10, ...changes
});

export async function impactDatabase(): Promise<Database> {
  const db = await openDatabase(":memory:", {threads: 1});
  await prepareImpact(db);
  return db;
}

/** Analyses given school-years, after `spoil` has had its way with the relations of the warehouse. */
export async function analyseRows(db: Database, rows: readonly SchoolYear[], changes: Keys = {}, spoil?: string): Promise<Report> {
  await layWarehouse(db, rows);
  if (spoil !== undefined) await db.run(spoil);
  return analyse(db, {protocol: protocolOf(protocolText(changes)), warehouse: {table: (name) => name}, files: [lakeFile()], isFictional: false, version: "0"});
}

export function analyseWorld(db: Database, options: WorldOptions, changes: Keys = {}, spoil?: string): Promise<Report> {
  return analyseRows(db, makeWorld(options).rows, changes, spoil);
}

export const codesOf = ({refus}: Pick<Report, "refus">): string[] => refus.map(({code}) => code).sort();
