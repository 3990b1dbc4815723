import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {centres} from "./centres.ts";
import type {Departement} from "./departements.ts";
import type {Commune} from "./model.ts";
import {hash, round} from "./random.ts";

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

let inhabited: Map<string, CommuneRow[]> | null = null;

/** Communes and arrondissements municipaux by département; a commune that has arrondissements leaves its place to them. */
function inhabitedPlaces(): Map<string, CommuneRow[]> {
  if (inhabited) return inhabited;
  const path = createRequire(import.meta.url).resolve("@etalab/decoupage-administratif/data/communes.json");
  const rows = (JSON.parse(readFileSync(path, "utf8")) as CommuneRow[]).filter(({type}) => type === "arrondissement-municipal" || type === "commune-actuelle");
  const parents = new Set(rows.map(({type, commune}) => (type === "arrondissement-municipal" ? commune : undefined)));
  inhabited = new Map<string, CommuneRow[]>();
  for (const row of rows) {
    if (row.departement === undefined || parents.has(row.code)) continue;
    const places = inhabited.get(row.departement);
    if (places) places.push(row);
    else inhabited.set(row.departement, [row]);
  }
  return inhabited;
}

/** Where people live in the département: in the Bouches-du-Rhône, 118 communes and the 16 arrondissements of Marseille. */
export function communes({code, latitude, longitude}: Departement): Commune[] {
  const rows = (inhabitedPlaces().get(code) ?? []).sort((left, right) => (left.code < right.code ? -1 : 1));
  const made = aroundPrefecture(rows, {latitude, longitude});
  return rows.map((row) => {
    const centre = centres.get(row.code) ?? made.get(row.code) ?? {latitude, longitude};
    return {
      code: row.code,
      nom: row.nom,
      parent: row.commune ?? null,
      postal: row.codesPostaux?.[0] ?? `${code.slice(0, 2)}000`,
      population: row.population ?? 0,
      latitude: centre.latitude,
      longitude: centre.longitude,
      ips: COMMUNE_IPS[row.code] ?? 106 + ((hash(row.code) % 17) - 8)
    };
  });
}

// A turn of the golden angle, as its cosine and sine: products only, so that every machine gives the same digits.
const TURN = {cosine: -0.7373688780783197, sine: 0.6754902942615238};
const RADIUS = 0.42;

/** Invented centres, where no file gives them: the most populated in the middle, the others in a spiral around it. */
function aroundPrefecture(rows: readonly CommuneRow[], middle: Point): Map<string, Point> {
  const sorted = [...rows].sort((left, right) => (right.population ?? 0) - (left.population ?? 0) || (left.code < right.code ? -1 : 1));
  let north = 1;
  let east = 0;
  return new Map(sorted.map(({code}, rank) => {
    const away = RADIUS * Math.sqrt(rank / sorted.length);
    const point = {latitude: round(middle.latitude + north * away, 4), longitude: round(middle.longitude + (east * away) / 0.727, 4)};
    [north, east] = [north * TURN.cosine - east * TURN.sine, north * TURN.sine + east * TURN.cosine];
    return [code, point];
  }));
}

/** The most populated places first. */
export const byPopulation = (places: readonly Commune[]): Commune[] => [...places].sort((left, right) => right.population - left.population || (left.code < right.code ? -1 : 1));

/** One commune per school: in proportion to population among those large enough, one each first when `everywhere`. */
export function spread(places: readonly Commune[], count: number, minimum: number, everywhere: boolean): Commune[] {
  const above = places.filter((place) => place.population >= minimum);
  // A département without large towns has its collèges and lycées in the largest that it has.
  const large = above.length > 0 ? above : byPopulation(places).slice(0, 3);
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

/** Inhabitants, by which départements are sized beside each other. */
export const populationOf = (departement: Departement): number => (inhabitedPlaces().get(departement.code) ?? []).reduce((sum, {population = 0}) => sum + population, 0);
