import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";

/** The funnel of Spiegelhalter (2005): which territories stand further from the whole than their size allows. */

export const Z_95 = 1.959963984540054;
export const Z_998 = 3.090232306167813;

interface PointEntonnoir {
  code: string;
  nom: string;
  valeur: number;
  effectif: number;
  z: number;
  /** Where it stands once overdispersion is taken out. */
  position: "dedans" | "hors_95" | "hors_998";
}

export interface Entonnoir {
  reference: number;
  /** Overdispersion, 1 when there is none or when there are too few territories to tell. */
  phi: number;
  points: PointEntonnoir[];
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const left = sorted[low] as number;
  const right = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return left + (right - left) * (at - low);
}

/** Mean of the squared z once the lowest and highest tenths are brought to their limits; never below 1; 1 under 8 territories. */
export function surdispersion(scores: readonly number[]): number {
  if (scores.length < 8) return 1;
  const sorted = [...scores].sort((left, right) => left - right);
  const low = quantile(sorted, 0.1);
  const high = quantile(sorted, 0.9);
  const mean = sorted.reduce((sum, z) => sum + Math.min(high, Math.max(low, z)) ** 2, 0) / sorted.length;
  return Math.max(1, mean);
}

/** The limit at `z` for a size, in the unit of the value. */
export function limite(reference: number, effectif: number, z: number, phi: number): number {
  return reference + z * Math.sqrt((phi * reference * (1 - reference)) / effectif);
}

/** Why no funnel is ever drawn of an indicator, in words; null when its nature allows it. */
export function refusNature(indicateur: Pick<Indicateur, "type" | "enquete">): string | null {
  if (indicateur.type !== "part") return "L’entonnoir compare des parts (un numérateur compris dans son dénominateur) : cet indicateur n’en est pas une.";
  if (indicateur.enquete !== null && indicateur.enquete !== "absent") return "Cet indicateur vient d’une enquête pondérée : ses limites ne sont pas celles d’un comptage. Lire plutôt les intervalles de confiance.";
  return null;
}

/** Why a funnel cannot be drawn, in words; null when it can. */
export function refusEntonnoir(indicateur: Pick<Indicateur, "type" | "enquete">, cellules: readonly Cellule[], reference: number | null): string | null {
  const nature = refusNature(indicateur);
  if (nature !== null) return nature;
  if (reference === null || reference <= 0 || reference >= 1) return "L’ensemble n’a pas de valeur utilisable comme référence pour cette année.";
  const usable = cellules.filter((one) => estChiffre(one) && one.denominateur !== null && one.denominateur > 0);
  if (usable.length < 5) return `${usable.length === 0 ? "Aucun territoire de ce type n’a de" : usable.length === 1 ? "Un seul territoire de ce type a une" : `Seulement ${usable.length} territoires de ce type ont une`} valeur publiée cette année-là : il en faut au moins cinq. Choisissez un autre type ou une autre année.`;
  return null;
}

export function entonnoir(cellules: readonly (Cellule & {nom: string})[], reference: number): Entonnoir {
  const raw = cellules.flatMap((one) => {
    if (!estChiffre(one) || one.denominateur === null || one.denominateur <= 0) return [];
    const z = (one.valeur - reference) / Math.sqrt((reference * (1 - reference)) / one.denominateur);
    return [{code: one.territoire_code, nom: one.nom, valeur: one.valeur, effectif: one.denominateur, z}];
  });
  const phi = surdispersion(raw.map((one) => one.z));
  return {
    reference,
    phi,
    points: raw.map((one) => {
      const size = Math.abs(one.z) / Math.sqrt(phi);
      return {...one, position: size > Z_998 ? "hors_998" : size > Z_95 ? "hors_95" : "dedans"};
    })
  };
}
