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
  /** True when no name has these words, but some have words a letter or two away. */
  estApproche: boolean;
}

const MONTRES = 40;
const parNom = new Intl.Collator("fr", {numeric: true});

/** How many letters to add, take away, change or swap with the next one; stops counting beyond `most`. */
function ecart(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let [older, old]: number[][] = [[], Array.from({length: right.length + 1}, (_, at) => at)];
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let at = 1; at <= right.length; at += 1) {
      const isSame = left[row - 1] === right[at - 1];
      const swapped = row > 1 && at > 1 && left[row - 1] === right[at - 2] && left[row - 2] === right[at - 1] ? (older?.[at - 2] ?? 0) + 1 : Infinity;
      line.push(Math.min((old?.[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1, (old?.[at - 1] ?? 0) + (isSame ? 0 : 1), swapped));
    }
    [older, old] = [old ?? [], line];
  }
  return old?.at(-1) ?? 0;
}

/** A short word must be exact; a slip is forgiven from four letters, two from eight. */
const fautes = (word: string): number => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

/** Folds every word once; the answer then finds words in any order, accents and case ignored, titles that begin with the request first; when no name has them, the names whose words are a slip away. */
export function preparer(items: readonly Trouvable[]): (request: string) => Trouves {
  const known = items.map((item) => {
    const title = fold(item.titre);
    return {item, title, parts: title.split(/[\s'-]+/), all: `${title} ${fold(item.genre)} ${fold(item.autres)}`};
  });
  return (request) => {
    const words = fold(request).split(/[\s,;']+/).filter(Boolean);
    const first = words[0];
    if (first === undefined) return {total: 0, premiers: [], estApproche: false};
    const answer = (scored: {item: Trouvable; score: number}[], estApproche: boolean): Trouves => {
      scored.sort((left, right) => right.score - left.score || parNom.compare(left.item.titre, right.item.titre));
      return {total: scored.length, premiers: scored.slice(0, MONTRES).map((one) => one.item), estApproche};
    };
    const scored = known.filter(({all}) => words.every((word) => all.includes(word))).map(({item, title, parts}) => {
      const inTitle = words.filter((word) => title.includes(word)).length;
      const begins = title.startsWith(first) ? 2 : parts.some((part) => part.startsWith(first)) ? 1 : 0;
      return {item, score: inTitle * 4 + begins * 2 - Math.floor(title.length / 10) / 20};
    });
    if (scored.length > 0) return answer(scored, false);
    return answer(
      known.flatMap(({item, title, parts}) => {
        const slips = words.map((word) => Math.min(...parts.map((part) => (part.startsWith(word) ? 0 : ecart(word, part, fautes(word)))), title.includes(word) ? 0 : Infinity));
        return slips.every((slip, index) => slip <= fautes(words[index] ?? "")) ? [{item, score: -slips.reduce((sum, slip) => sum + slip, 0) - title.length / 100}] : [];
      }),
      true
    );
  };
}
