import {fold} from "../../pipelines/lib/text.ts";

export interface Trouvable {
  titre: string;
  genre: string;
  chemin: string;
  /** Other words that lead here: code, description. */
  autres: string;
}

/** Words in any order, accents and case ignored; titles that begin with the request come first. */
export function chercher(items: readonly Trouvable[], request: string, limit = 40): Trouvable[] {
  const words = fold(request).split(/[\s,;']+/).filter(Boolean);
  if (words.length === 0) return [];
  const scored = items.flatMap((item) => {
    const title = fold(item.titre);
    const all = `${title} ${fold(item.genre)} ${fold(item.autres)}`;
    if (!words.every((word) => all.includes(word))) return [];
    const inTitle = words.filter((word) => title.includes(word)).length;
    const begins = title.startsWith(words[0] as string) ? 2 : title.split(/[\s'-]+/).some((part) => part.startsWith(words[0] as string)) ? 1 : 0;
    return [{item, score: inTitle * 4 + begins * 2 - title.length / 200}];
  });
  return scored.sort((left, right) => right.score - left.score || left.item.titre.localeCompare(right.item.titre, "fr")).slice(0, limit).map((one) => one.item);
}
