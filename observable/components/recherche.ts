import {fold} from "../../pipelines/lib/text.ts";

export interface Trouvable {
  titre: string;
  genre: string;
  chemin: string;
  /** Other words that lead here: code, description. */
  autres: string;
}

export interface Trouves {
  total: number;
  /** The closest. */
  premiers: Trouvable[];
}

const MONTRES = 40;
const parNom = new Intl.Collator("fr", {numeric: true});

/** Folds every word once; the answer then finds words in any order, accents and case ignored, titles that begin with the request first. */
export function preparer(items: readonly Trouvable[]): (request: string) => Trouves {
  const known = items.map((item) => {
    const title = fold(item.titre);
    return {item, title, parts: title.split(/[\s'-]+/), all: `${title} ${fold(item.genre)} ${fold(item.autres)}`};
  });
  return (request) => {
    const words = fold(request).split(/[\s,;']+/).filter(Boolean);
    const first = words[0];
    if (first === undefined) return {total: 0, premiers: []};
    const scored = known.filter(({all}) => words.every((word) => all.includes(word))).map(({item, title, parts}) => {
      const inTitle = words.filter((word) => title.includes(word)).length;
      const begins = title.startsWith(first) ? 2 : parts.some((part) => part.startsWith(first)) ? 1 : 0;
      return {item, score: inTitle * 4 + begins * 2 - Math.floor(title.length / 10) / 20};
    });
    scored.sort((left, right) => right.score - left.score || parNom.compare(left.item.titre, right.item.titre));
    return {total: scored.length, premiers: scored.slice(0, MONTRES).map((one) => one.item)};
  };
}
