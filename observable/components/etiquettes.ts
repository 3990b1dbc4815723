/** Where to write the values of a chart so that no label covers a mark or another label. Pixels, y downwards. */

/** Something that a label should not cover: what lies between two heights. */
export interface Obstacle {
  haut: number;
  bas: number;
}

export interface Etiquette {
  x: number;
  largeur: number;
  /** Heights of the middle of the text, the best first. */
  candidats: readonly number[];
  obstacles: readonly Obstacle[];
}

const DEMI_HAUTEUR = 7;

/** How many pixels of the label lie on the obstacle. */
function recouvre(y: number, {haut, bas}: Obstacle): number {
  return Math.max(0, Math.min(y + DEMI_HAUTEUR, bas) - Math.max(y - DEMI_HAUTEUR, haut));
}

interface Place {
  y: number;
  /** Pixels of something else under the label. */
  couvre: number;
}

/** For each label, in order, the first candidate that covers nothing, or else the one that covers least; a label that `estTue` would silence is in nobody's way. */
function poser(etiquettes: readonly Etiquette[], estTue: (place: Place) => boolean): Place[] {
  const placed: {x: number; largeur: number; y: number}[] = [];
  return etiquettes.map(({x, largeur, candidats, obstacles}) => {
    const others = placed
      .filter((one) => Math.abs(one.x - x) < (one.largeur + largeur) / 2)
      .map((one) => ({haut: one.y - DEMI_HAUTEUR, bas: one.y + DEMI_HAUTEUR}));
    let best: Place = {y: candidats[0] ?? 0, couvre: Infinity};
    for (const y of candidats) {
      const couvre = [...obstacles, ...others].reduce((sum, one) => sum + recouvre(y, one), 0);
      if (couvre < best.couvre) best = {y, couvre};
    }
    if (!estTue(best)) placed.push({x, largeur, y: best.y});
    return best;
  });
}

/** The height of each label: values must be written, even over something. */
export function placer(etiquettes: readonly Etiquette[]): number[] {
  return poser(etiquettes, () => false).map((one) => one.y);
}

/** The same for names that the table behind also gives: one that would hide more than a line of another is left out (null). */
export function placerSiPossible(etiquettes: readonly Etiquette[]): (number | null)[] {
  const estTue = ({couvre}: Place): boolean => couvre > 4;
  return poser(etiquettes, estTue).map((one) => (estTue(one) ? null : one.y));
}

/** About how wide a text is, at a size. */
export function largeurTexte(text: string, fontSize: number): number {
  return text.length * fontSize * 0.55;
}
