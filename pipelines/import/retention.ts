import {appendFileSync, existsSync, readFileSync} from "node:fs";
import path from "node:path";
import type {Contract} from "../lib/contract/contract.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {lastSeenYear} from "../lib/text.ts";
import {REJECTS, type LakeEntry, type Manifest} from "./lake.ts";

/** Months that rows are kept, by source or source/objet (the more precise wins), and months that refused rows are kept. */
export interface Retention {
  readonly sources: Readonly<Record<string, number>>;
  readonly rejets: number;
}

/** Something of the lake whose time has passed. */
export interface Expired {
  readonly entry: LakeEntry;
  readonly part: "entree" | "rejets";
  /** Below the lake. */
  readonly chemin: string;
  readonly mois: number;
  readonly echeance: string;
}

/** A duration given to a source that does not exist protects nobody: it is refused, never ignored. */
export function checkDurations(sources: Retention["sources"], contracts: readonly Contract[]): void {
  const known = new Set(contracts.flatMap(({source, objet}) => [source, `${source}/${objet}`]));
  const wrong = Object.keys(sources).filter((name) => !known.has(name));
  if (wrong.length === 0) return;
  throw new VigieError(`La configuration donne une durée de conservation à ${wrong.map((name) => `« ${name} »`).join(", ")}, qui n'est pas une source.`, {exitCode: EXIT.usage, mend: `Corrigez conservation.sources dans config.yml. Sources : ${[...new Set(contracts.map(({source}) => source))].join(", ")} ; ou source/objet, comme formation/satisfaction.`});
}

/** How long the rows of a contract are kept: what the workspace says, or else the contract. */
export function monthsKept(contract: Pick<Contract, "source" | "objet" | "retention">, sources: Retention["sources"]): number {
  return sources[`${contract.source}/${contract.objet}`] ?? sources[contract.source] ?? contract.retention.months;
}

/**
 * What has passed its time on a day. The time of an entry runs from the end of the last school year that it speaks of, or from its import when it
 * speaks of none; that of refused rows, and of files that no contract took, from their import.
 */
export function expiredEntries(lake: string, entries: readonly LakeEntry[], contracts: readonly Contract[], retention: Retention, today: string): Expired[] {
  return entries.flatMap((entry): Expired[] => {
    const {manifest, dir} = entry;
    const contract = contracts.find(({source, objet}) => source === manifest.source && objet === manifest.objet);
    const mois = contract && manifest.acceptes > 0 ? monthsKept(contract, retention.sources) : retention.rejets;
    const echeance = addMonths(contract && manifest.acceptes > 0 ? startOf(manifest, contract) : manifest.importe_le.slice(0, 10), mois);
    const chemin = path.relative(lake, dir).replaceAll(path.sep, "/");
    if (echeance <= today) return [{entry, part: "entree", chemin, mois, echeance}];
    const limit = addMonths(manifest.importe_le.slice(0, 10), retention.rejets);
    if (limit <= today && existsSync(path.join(dir, REJECTS))) return [{entry, part: "rejets", chemin: `${chemin}/${REJECTS}`, mois: retention.rejets, echeance: limit}];
    return [];
  });
}

/** A mistyped date of the future keeps nobody's rows longer. */
function startOf({annees, importe_le}: Manifest, {isPlan}: Contract): string {
  const seen = lastSeenYear(importe_le);
  const last = annees.findLast((annee) => isPlan || annee <= seen);
  return last === undefined ? importe_le.slice(0, 10) : `${last.slice(5)}-08-31`;
}

/** The same day so many months later, or the last day of that month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

const FORGOTTEN = "oublies.txt";

/** Remembers the fingerprints of what is forgotten, and nothing else: a copy left in a folder must not bring it back. */
export function forget(lake: string, hashes: readonly string[]): void {
  const known = forgotten(lake);
  const fresh = hashes.filter((hash) => !known.has(hash));
  if (fresh.length > 0) appendFileSync(path.join(lake, FORGOTTEN), fresh.map((hash) => `${hash}\n`).join(""));
}

export function forgotten(lake: string): ReadonlySet<string> {
  const file = path.join(lake, FORGOTTEN);
  return new Set(existsSync(file) ? readFileSync(file, "utf8").split("\n").filter((line) => line !== "") : []);
}
