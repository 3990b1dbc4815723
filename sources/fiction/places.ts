import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {centres} from "./centres.ts";
import type {Commune} from "./model.ts";
import {hash} from "./random.ts";

// Social level of the places as the published IPS of 2022 draw it, very roughly; elsewhere 106 and a whim of the commune.
const COMMUNE_IPS: Readonly<Record<string, number>> = {
  13201: 85, 13202: 79, 13203: 71, 13204: 97, 13205: 104, 13206: 117, 13207: 121, 13208: 125, 13209: 113, 13210: 100, 13211: 104, 13212: 117, 13213: 92, 13214: 78, 13215: 75, 13216: 87,
  13001: 117, 13004: 95, 13005: 101, 13014: 86, 13027: 93, 13028: 105, 13041: 97, 13047: 99, 13054: 93, 13056: 96, 13063: 89, 13077: 79, 13078: 84, 13103: 101, 13108: 83, 13117: 87
};

interface CommuneRow {
  code: string;
  nom: string;
  type: string;
  departement?: string;
  commune?: string;
  codesPostaux?: string[];
  population?: number;
}

/** The 118 communes of the Bouches-du-Rhône outside Marseille and its 16 arrondissements, where people live. */
export function communes(): Commune[] {
  const path = createRequire(import.meta.url).resolve("@etalab/decoupage-administratif/data/communes.json");
  const rows = JSON.parse(readFileSync(path, "utf8")) as CommuneRow[];
  return rows
    .filter((row) => row.departement === "13" && (row.type === "arrondissement-municipal" || (row.type === "commune-actuelle" && row.code !== "13055")))
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map((row) => ({
      code: row.code,
      nom: row.nom,
      parent: row.commune ?? null,
      postal: row.codesPostaux?.[0] ?? "13000",
      population: row.population ?? 0,
      latitude: centres.get(row.code)?.latitude ?? 43.5,
      longitude: centres.get(row.code)?.longitude ?? 5.2,
      ips: COMMUNE_IPS[row.code] ?? 106 + ((hash(row.code) % 17) - 8)
    }));
}

/** One commune per school: in proportion to population among those large enough, one each first when `everywhere`. */
export function spread(places: readonly Commune[], count: number, minimum: number, everywhere: boolean): Commune[] {
  const large = places.filter((place) => place.population >= minimum);
  const total = large.reduce((sum, place) => sum + place.population, 0);
  const base = everywhere && count >= large.length * 2 ? 1 : 0;
  const shares = large.map((place) => {
    const exact = ((count - base * large.length) * place.population) / total;
    return {place, whole: base + Math.floor(exact), rest: exact - Math.floor(exact)};
  });
  let missing = count - shares.reduce((sum, share) => sum + share.whole, 0);
  for (const share of [...shares].sort((left, right) => right.rest - left.rest || (left.place.code < right.place.code ? -1 : 1))) {
    if (missing <= 0) break;
    share.whole += 1;
    missing -= 1;
  }
  return shares.flatMap((share) => Array.from({length: share.whole}, () => share.place));
}

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Distance in degrees of latitude, good enough within a département. */
export function distance(left: Point, right: Point): number {
  const north = left.latitude - right.latitude;
  const east = (left.longitude - right.longitude) * 0.727; // cosine of 43.4°
  return Math.sqrt(north * north + east * east);
}

export function nearest<T extends Point>(from: Point, among: readonly T[]): T | null {
  let best: T | null = null;
  for (const candidate of among) if (best === null || distance(from, candidate) < distance(from, best)) best = candidate;
  return best;
}
