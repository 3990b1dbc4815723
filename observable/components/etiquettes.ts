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

/** For each label, in order, the first candidate that covers nothing, or else the one that covers least. */
export function placer(etiquettes: readonly Etiquette[]): number[] {
  const placed: {x: number; largeur: number; y: number}[] = [];
  return etiquettes.map(({x, largeur, candidats, obstacles}) => {
    const others = placed
      .filter((one) => Math.abs(one.x - x) < (one.largeur + largeur) / 2)
      .map((one) => ({haut: one.y - DEMI_HAUTEUR, bas: one.y + DEMI_HAUTEUR}));
    let best = candidats[0] ?? 0;
    let least = Infinity;
    for (const y of candidats) {
      const covered = [...obstacles, ...others].reduce((sum, one) => sum + recouvre(y, one), 0);
      if (covered < least) [best, least] = [y, covered];
    }
    placed.push({x, largeur, y: best});
    return best;
  });
}
