import type {Territoire} from "./model.ts";

const TERRE_KM = 6371;
const NOMBRE = 6;

/** Great-circle distance between two centres, in kilometres. */
export function distance(left: {latitude: number; longitude: number}, right: {latitude: number; longitude: number}): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const dy = radians(right.latitude - left.latitude);
  const dx = radians(right.longitude - left.longitude);
  const chord = Math.sin(dy / 2) ** 2 + Math.cos(radians(left.latitude)) * Math.cos(radians(right.latitude)) * Math.sin(dx / 2) ** 2;
  return 2 * TERRE_KM * Math.asin(Math.sqrt(chord));
}

type Place = Territoire & {latitude: number; longitude: number};

const hasCentre = (one: Territoire): one is Place => one.latitude !== null && one.longitude !== null;

/** The territories of the same type whose centres are nearest, nearest first; those without any school have nothing to compare. */
export function voisins(territoire: Territoire, territoires: readonly Territoire[]): Territoire[] {
  if (!hasCentre(territoire)) return [];
  return territoires
    .filter((one) => one.type === territoire.type && one.code !== territoire.code && (one.n_etablissements ?? 0) > 0)
    .filter(hasCentre)
    .map((one) => ({one, at: distance(territoire, one)}))
    .sort((left, right) => left.at - right.at)
    .slice(0, NOMBRE)
    .map(({one}) => one);
}
