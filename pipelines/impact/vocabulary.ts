/** The words of the house for what an analysis may say: statistics sheet §5. */
export const WORDS = ["constat", "écart", "écart à profil comparable", "évolution", "association", "effet estimé", "impact"] as const;
export type Word = (typeof WORDS)[number];

/** The sentence that goes with a word wherever it is printed. */
export const MEANING: Readonly<Record<Word, string>> = {
  constat: "un niveau observé, sans comparaison",
  "écart": "une différence entre deux groupes ; rien ne dit d'où elle vient",
  "écart à profil comparable": "une différence entre deux groupes, à composition sociale égale ; rien ne dit d'où elle vient",
  "évolution": "une différence entre deux dates, avec le même instrument et la même population",
  association: "deux grandeurs qui varient ensemble ; l'une n'explique pas forcément l'autre",
  "effet estimé": "une différence d'évolution, sous l'hypothèse que sans exposition les deux groupes auraient évolué de la même façon",
  impact: "un effet estimé dont le protocole a été écrit et validé par des chercheurs avant tout calcul"
};

interface Forbidden {
  readonly pattern: RegExp;
  readonly instead: string;
}

const FORBIDDEN: readonly Forbidden[] = [
  {pattern: /(?<!\p{L})prouv(?:e|é|és|ée|ées|ent|er|ant|era|eront|ait|aient)(?!\p{L})/giu, instead: "dites ce qui est observé, avec son intervalle"},
  {pattern: /(?<!\p{L})gr[âa]ce\s+(?:à|au|aux)(?!\p{L})/giu, instead: "« avec », « dans les établissements équipés »"},
  {pattern: /(?<!\p{L})(?:non\s+)?(?:statistiquement\s+)?significati(?:f|fs|ve|ves|vement)(?!\p{L})/giu, instead: "donnez l'intervalle et le plus petit effet décelable"}
];

/** Causal verbs, refused beside the word « écart » or « association ». */
const CAUSAL: readonly Forbidden[] = [
  {pattern: /(?<!\p{L})(?:améliore|augmente|provoque|entraîne|fait progresser|a permis|permet de progresser|est dû à|à cause de|en raison de)(?!\p{L})/giu, instead: "« est plus élevé », « va de pair avec »"}
];

export interface Breach {
  readonly mot: string;
  readonly instead: string;
}

/** Words that no text of the house may hold, whatever the analysis. */
export function forbiddenWords(text: string): Breach[] {
  return find(text, FORBIDDEN);
}

/** What a sentence may not hold beside a given word. */
export function breaches(text: string, word: Word | null): Breach[] {
  const causal = word === "effet estimé" || word === "impact" ? [] : find(text, CAUSAL);
  const impact = word === "impact" ? [] : find(text, [{pattern: /(?<!\p{L})impact(?:s|er|é|e|ent)?(?!\p{L})/giu, instead: `« ${word ?? "constat"} »`}]);
  return [...forbiddenWords(text), ...causal, ...impact];
}

function find(text: string, rules: readonly Forbidden[]): Breach[] {
  return rules.flatMap(({pattern, instead}) => [...text.matchAll(pattern)].map((match) => ({mot: match[0], instead})));
}

/** What decides the word; everything else about an estimate leaves it alone. */
export interface Evidence {
  /** What the design can say at best, from the estimator. */
  readonly best: Word | null;
  readonly codes: readonly string[];
  readonly isExploratory: boolean;
  /** Written and signed by at least one researcher before any result of the period was known. */
  readonly isValidated: boolean;
  readonly isWholeProgramme: boolean;
}

/** Codes that take the words « effet estimé » and « impact » away, not the figure. */
export const WITHDRAWING: readonly string[] = [
  "grappes_insuffisantes", "pertes_differentes", "tendances_non_paralleles", "tendances_non_verifiables", "volet_sans_exposition", "programme_entier", "exploratoire", "permutation_impuissante"
];

/** The strongest word that the evidence allows; null when there is no figure. */
export function allowedWord({best, codes, isExploratory, isValidated, isWholeProgramme}: Evidence): Word | null {
  if (best === null) return null;
  if (best !== "effet estimé" && best !== "impact") return best;
  if (isWholeProgramme || isExploratory || codes.some((code) => WITHDRAWING.includes(code))) return "écart";
  return isValidated ? "impact" : "effet estimé";
}
