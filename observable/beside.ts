import {existsSync} from "node:fs";
import {join} from "node:path";
import {quoteText, type Database} from "../pipelines/lib/duckdb.ts";
import type {Evolution} from "../pipelines/lib/words/change.ts";
import type {Profil} from "../pipelines/lib/words/profile.ts";
import type {Territoire} from "./components/model.ts";

/** What the publication says beside a figure, in tables of their own: its change on the same schools, its value expected at like profile, its quartiles. */
export interface Beside {
  /** The change since the year before; undefined when the publication has none for this figure. */
  changement(indicateur: string, territoire: Pick<Territoire, "type" | "code">, annee: string): Evolution | undefined;
  profil(indicateur: string, territoire: Pick<Territoire, "type" | "code">, annee: string): Profil | undefined;
  /** The first and third quartiles beside a median. */
  quartiles(indicateur: string, territoire: Pick<Territoire, "type" | "code">, annee: string): Quartiles | undefined;
  /** Every profile of an indicator, for the browser, by `type:code|annee`; null when there is none. */
  profils(indicateur: string): Readonly<Record<string, ProfilCompact>> | null;
}

interface Quartiles {
  quartile_1: number;
  quartile_3: number;
}

/** `[attendu, ecart_bas, ecart_haut]`, or the reason why not. */
type ProfilCompact = readonly [number, number | null, number | null] | string;

const key = (...parts: readonly string[]): string => parts.join("\u0000");

interface Place {
  indicateur: string;
  territoire_type: string;
  territoire_code: string;
  annee: string;
}

async function readTable<T extends object>(database: Database, dir: string, name: string, columns: string, where = "true"): Promise<(Place & T)[]> {
  const file = join(dir, name);
  if (!existsSync(file)) return [];
  return database.rows<Place & T>(`select indicateur, territoire_type, territoire_code, annee, ${columns} from read_parquet(${quoteText(file)}) where ${where}`);
}

function byPlace<T>(rows: readonly (Place & T)[]): Map<string, Place & T> {
  return new Map(rows.map((row) => [key(row.indicateur, row.territoire_type, row.territoire_code, row.annee), row]));
}

/** Six significant digits: beyond what an estimate says, and half the weight. */
const short = (value: number): number => Number(value.toPrecision(6));

export async function readBeside(database: Database, dir: string): Promise<Beside> {
  const changes = byPlace(
    await readTable<Evolution>(
      database, dir, "pub_evolution.parquet", "annee_precedente, evolution::double as evolution, evolution_perimetre_constant::double as evolution_perimetre_constant, etablissements_communs::double as etablissements_communs, motif"
    )
  );
  const rows = await readTable<Profil>(database, dir, "pub_profil.parquet", "attendu::double as attendu, ecart_bas::double as ecart_bas, ecart_haut::double as ecart_haut, motif");
  const profiles = byPlace(rows);
  const quartiles = byPlace(await readTable<Quartiles>(database, dir, "pub_quartiles.parquet", "quartile_1::double as quartile_1, quartile_3::double as quartile_3", "ventilation = 'ensemble'"));
  const compact = new Map<string, Record<string, ProfilCompact>>();
  for (const row of rows) {
    const list = compact.get(row.indicateur) ?? {};
    compact.set(row.indicateur, list);
    list[`${row.territoire_type}:${row.territoire_code}|${row.annee}`] =
      row.attendu === null ? (row.motif ?? "") : [short(row.attendu), row.ecart_bas === null ? null : short(row.ecart_bas), row.ecart_haut === null ? null : short(row.ecart_haut)];
  }
  return {
    changement: (indicateur, {type, code}, annee) => changes.get(key(indicateur, type, code, annee)),
    profil: (indicateur, {type, code}, annee) => profiles.get(key(indicateur, type, code, annee)),
    quartiles: (indicateur, {type, code}, annee) => quartiles.get(key(indicateur, type, code, annee)),
    profils: (indicateur) => compact.get(indicateur) ?? null
  };
}
