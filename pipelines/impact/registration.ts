import {contracts} from "../../sources/index.ts";
import {VigieError} from "../lib/errors.ts";
import {formatCount, formatDate} from "../lib/format.ts";
import {publicName} from "../lib/public-name.ts";
import {type Protocol, schoolYearOf, firstYear} from "./protocol.ts";

/** What the lake knows of a file, as far as a protocol is concerned. */
export interface LakeFile {
  readonly fichier: string;
  readonly source: string | null;
  readonly objet: string | null;
  readonly sha256: string;
  readonly importe_le: string;
  readonly annees: readonly string[];
  readonly acceptes: number;
}

/** Sources that describe schools and places: knowing them beforehand tells nothing of the results. */
const REGISTERS: readonly string[] = ["etablissements", "territoires", "objectifs"];

export interface Registration {
  /** True when results of the studied years were in the lake before the protocol was registered. */
  readonly isLate: boolean;
  readonly fichiers: readonly LakeFile[];
  readonly annees: readonly string[];
}

/** The studied years: those whose results had to be unknown when the protocol was registered. */
export function studiedYears({periode}: Pick<Protocol, "periode">): string[] {
  const first = firstYear(periode.etude_depuis ?? periode.debut);
  return Array.from({length: firstYear(periode.fin) - first + 1}, (_, index) => schoolYearOf(first + index));
}

/** Compares the day of registration with the import of every file that brings results of the studied years. */
export function checkRegistration(protocol: Pick<Protocol, "periode" | "enregistre_le">, sources: readonly string[], files: readonly LakeFile[]): Registration {
  const annees = studiedYears(protocol);
  const measured = sources.filter((source) => !REGISTERS.includes(source));
  const fichiers = files.filter((file) => file.source !== null && measured.includes(file.source) && file.acceptes > 0 && file.annees.some((annee) => annees.includes(annee)));
  // The day itself is too late: nothing says which came first.
  const early = fichiers.filter((file) => file.importe_le.slice(0, 10) <= protocol.enregistre_le);
  // Reports and refusals are published: a file is called by what it holds there, never as its sender called it.
  const named = (early.length > 0 ? early : fichiers).map((file) => ({...file, fichier: publicName(file, contracts.find(({source, objet}) => source === file.source && objet === file.objet)?.titre)}));
  return {isLate: early.length > 0, fichiers: named.sort((left, right) => (left.fichier < right.fichier ? -1 : 1)), annees};
}

/** Stops an analysis whose results could have been looked at before its protocol was written. */
export function refuseLate(protocol: Protocol, registration: Registration): void {
  if (!registration.isLate || protocol.exploratoire) return;
  const shown = registration.fichiers.slice(0, 3).map((file) => `  - ${file.fichier}, importé le ${formatDate(file.importe_le)}`);
  const more = registration.fichiers.length > 3 ? `\n  - et ${formatCount(registration.fichiers.length - 3, "autre")}` : "";
  throw new VigieError(
    `Le protocole ${protocol.fichier}, enregistré le ${formatDate(protocol.enregistre_le)}, étudie des résultats qui étaient déjà dans le lac : ils ont pu être regardés avant d'écrire la question.\n${shown.join("\n")}${more}`,
    {mend: "Déclarez-le « exploratoire: true » (chaque sortie le dira), ou limitez l'étude aux années encore inconnues avec « periode.etude_depuis »."}
  );
}

/** A first year of study later than an exposure would study results that were already known. */
export function refuseKnownExposure(protocol: Protocol, cohorts: readonly number[]): void {
  const since = protocol.periode.etude_depuis;
  if (since === undefined || protocol.exploratoire) return;
  const early = cohorts.filter((cohort) => cohort > firstYear(protocol.periode.debut) && cohort < firstYear(since));
  if (early.length === 0) return;
  throw new VigieError(
    `Le protocole ${protocol.fichier} étudie les résultats depuis ${since}, mais des établissements sont exposés dès ${schoolYearOf(Math.min(...early))} : ce qui a suivi était déjà connu.`,
    {mend: `Faites commencer « periode.etude_depuis » à ${schoolYearOf(Math.min(...early))} ou avant, ou déclarez « exploratoire: true ».`}
  );
}
