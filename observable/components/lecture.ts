import {formatCourt, formatEvolution, formatPart, formatValeur} from "./format.ts";
import {estChiffre, type Cellule, type Indicateur} from "./model.ts";

/** What a figure says in words. No verb of cause, no rank: the words allowed to a constat, an écart and an évolution. */

type Sentiment = "favorable" | "defavorable" | "neutre";

export interface Lecture {
  phrase: string;
  /** Short words for a table cell; empty when nothing can be said. */
  court: string;
  sentiment: Sentiment;
}

const rien = (phrase: string): Lecture => ({phrase, court: "", sentiment: "neutre"});

function sentiment(gap: number, indicateur: Indicateur): Sentiment {
  if (indicateur.sens === "neutre" || gap === 0) return "neutre";
  return gap > 0 === (indicateur.sens === "hausse") ? "favorable" : "defavorable";
}

/** A change or an écart of this indicator, with its sign; a count has no decimals. */
function ecrireEcart(value: number, indicateur: Indicateur): string {
  return formatEvolution(value, indicateur.unite, indicateur.type === "compte" || indicateur.type === "montant");
}

/** The same without sign, with the unit when it is a thing that one counts. */
function ecrireTaille(value: number, indicateur: Indicateur): string {
  const size = ecrireEcart(Math.abs(value), indicateur).replace(/^\+/, "");
  return indicateur.type === "compte" ? `${size}\u00a0${indicateur.unite}` : size;
}

function intervalsMeet(left: Cellule, right: Cellule): boolean {
  if (left.ic_bas === null || left.ic_haut === null || right.ic_bas === null || right.ic_haut === null) return false;
  return left.ic_bas <= right.ic_haut && right.ic_bas <= left.ic_haut;
}

/** The change since the previous comparable year, or why there is none. */
export function lireEvolution(indicateur: Indicateur, serie: readonly Cellule[], annee: string): Lecture {
  const current = serie.find((one) => one.annee === annee);
  if (!estChiffre(current)) return rien("");
  const rupture = indicateur.ruptures.find((one) => one.annee === annee);
  if (current.drapeaux.includes("rupture") || rupture) {
    return rien(`Série rompue en ${annee}${rupture ? ` (${rupture.motif})` : ""} : pas de comparaison avec les années précédentes.`);
  }
  if (current.drapeaux.includes("perimetre_modifie")) return rien("Le périmètre du territoire a changé : pas de comparaison avec l’année précédente.");
  if (current.drapeaux.some((flag) => flag === "reponse_faible" || flag === "reponse_insuffisante" || flag === "evolution_non_comparable")) {
    const isNow = current.drapeaux.some((flag) => flag === "reponse_faible" || flag === "reponse_insuffisante");
    return rien(`Trop peu de réponses ${isNow ? "" : "l’année précédente "}pour parler d’évolution.`);
  }
  if (current.evolution === null) return rien("Pas d’année comparable avant celle-ci.");
  const previous = serie.filter((one) => one.annee < annee && estChiffre(one)).at(-1);
  const since = previous ? `depuis ${previous.annee}` : "depuis l’année comparable précédente";
  const change = ecrireEcart(current.evolution, indicateur);
  const zero = ecrireEcart(0, indicateur);
  if (change.replace(/^[+−]/, "") === zero) return {phrase: `Stable ${since}.`, court: "stable", sentiment: "neutre"};
  if (previous && intervalsMeet(previous, current)) {
    return {phrase: `${change} ${since} : une variation inférieure à l’incertitude de l’enquête.`, court: change, sentiment: "neutre"};
  }
  const size = ecrireTaille(current.evolution, indicateur);
  const feeling = sentiment(current.evolution, indicateur);
  const direction = feeling === "favorable" ? ", dans le sens attendu" : feeling === "defavorable" ? ", à l’inverse du sens attendu" : "";
  return {phrase: `En ${current.evolution > 0 ? "hausse" : "baisse"} de ${size} ${since}${direction}.`, court: change, sentiment: feeling};
}

/** Where the figure stands against its target; `echeance` is the year by which the target should be met. */
export function lireCible(indicateur: Indicateur, cellule: Cellule | undefined, echeance?: string | null): Lecture {
  if (!cellule || cellule.cible === null) return rien("");
  const target = `${formatValeur(cellule.cible, indicateur.unite)}${echeance && echeance !== cellule.annee ? ` fixée pour ${echeance}` : ""}`;
  if (!estChiffre(cellule)) return rien(`Cible : ${target}.`);
  const gap = cellule.valeur - cellule.cible;
  if (indicateur.sens === "neutre") return {phrase: `Cible : ${target}.`, court: formatCourt(cellule.cible, indicateur.unite), sentiment: "neutre"};
  const reached = indicateur.sens === "hausse" ? gap >= 0 : gap <= 0;
  if (reached) return {phrase: `La cible de ${target} est atteinte.`, court: "atteinte", sentiment: "favorable"};
  const size = ecrireTaille(gap, indicateur);
  const phrase = indicateur.sens === "hausse" ? `Il manque ${size} pour atteindre la cible de ${target}.` : `${size} de trop par rapport à la cible de ${target}.`;
  return {phrase, court: `à\u00a0${size}`, sentiment: "neutre"};
}

/** The écart between a territory and the whole, at the same date and with the same definition. */
export function lireEcart(indicateur: Indicateur, cellule: Cellule | undefined, whole: Cellule | undefined): Lecture {
  if (!estChiffre(cellule) || !estChiffre(whole) || indicateur.type === "compte" || indicateur.type === "montant") return rien("");
  const gap = cellule.valeur - whole.valeur;
  const size = ecrireEcart(gap, indicateur);
  if (cellule.drapeaux.includes("reponse_insuffisante")) return rien("Parmi les répondants seulement : pas de comparaison.");
  if (cellule.drapeaux.includes("non_publie")) return rien("Trop imprécis pour être comparé.");
  const within = cellule.ic_bas !== null && cellule.ic_haut !== null && cellule.ic_bas <= whole.valeur && whole.valeur <= cellule.ic_haut;
  const close = indicateur.unite === "%" ? Math.abs(gap) < 0.01 : Math.abs(gap) < 0.02 * Math.abs(whole.valeur);
  if (within || close) return {phrase: `Comparable au département (${size}${within ? ", dans l’intervalle de confiance" : ""}).`, court: "comparable", sentiment: "neutre"};
  return {phrase: `Écart au département : ${size}.`, court: size, sentiment: sentiment(gap, indicateur)};
}

/** How many of those who were expected did answer. */
export function lireCouverture(cellule: Cellule | undefined, indicateur: Indicateur): string {
  if (!cellule || cellule.couverture === null) return "";
  if (indicateur.enquete === null && cellule.couverture >= 1) return "Relevé exhaustif.";
  const share = formatPart(cellule.couverture);
  if (cellule.drapeaux.includes("reponse_insuffisante")) return `${share} de réponses : la valeur ne vaut que parmi les répondants.`;
  if (cellule.drapeaux.includes("reponse_faible")) return `${share} de réponses : à lire avec prudence.`;
  return `${share} de réponses.`;
}

const DRAPEAUX: Record<string, string> = {
  reponse_forte: "réponses nombreuses",
  reponse_moyenne: "réponses moyennes",
  reponse_faible: "réponses peu nombreuses",
  reponse_insuffisante: "parmi les répondants seulement",
  a_lire_avec_prudence: "à lire avec prudence",
  non_publie: "très imprécis",
  rupture: "série rompue cette année",
  fiable: "précis",
  strate_unique: "une strate n’a qu’un répondant",
  poids_extremes: "pondération très inégale",
  non_convergence: "redressement non abouti",
  borne: "valeur au bord de l’échelle",
  evolution_non_comparable: "année non comparable à la précédente",
  perimetre_modifie: "le périmètre du territoire a changé",
  couverture_partielle: "relevé incomplet",
  superieur_a_100: "dépasse 100 %, à expliquer",
  cumul_en_baisse: "un cumul qui baisse, à vérifier",
  effectif_nul: "personne à compter"
};

/** A flag in words. */
function motDrapeau(flag: string): string {
  return DRAPEAUX[flag] ?? flag.replaceAll("_", " ");
}

/** Flags worth a reader's attention, in words. */
export function lireDrapeaux(flags: readonly string[]): string[] {
  return flags.filter((flag) => !["fiable", "reponse_forte", "reponse_moyenne", "borne", "evolution_non_comparable"].includes(flag)).map(motDrapeau);
}
