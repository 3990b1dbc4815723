import {existsSync} from "node:fs";
import path from "node:path";
import {readJson} from "../lib/json.ts";

/** What a survey says once its answers are weighted back to the schools that were asked (`pub_enquete`). */
interface Estimation {
  readonly indicateur: string;
  readonly territoire_type: string;
  readonly territoire_code: string;
  readonly annee: string;
  readonly estimation: number;
  readonly ic_bas: number | null;
  readonly ic_haut: number | null;
  /** Schools that answered. */
  readonly etablissements: number;
  readonly taux_reponse: number | null;
  /** Below half of the answers only the respondents' figure may be quoted (statistics.md, 1.6). */
  readonly chiffre_a_citer: "redresse" | "repondants";
}

export type FindEstimation = (indicateur: string, territoire: {readonly type: string; readonly code: string}, annee: string) => Estimation | undefined;

/** The weighted estimates of a publication; none when it was written without. */
export function readEstimations(dir: string): FindEstimation {
  const file = path.join(dir, "pub_enquete.json");
  const rows = existsSync(file) ? readJson<Estimation[]>(file) : [];
  const byKey = new Map(rows.map((one) => [`${one.indicateur} ${one.territoire_type}:${one.territoire_code} ${one.annee}`, one]));
  return (indicateur, {type, code}, annee) => byKey.get(`${indicateur} ${type}:${code} ${annee}`);
}
