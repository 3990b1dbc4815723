import {absence} from "./absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "./figure.ts";
import {accorder, formatCourt, formatEcart, formatNombre, formatPart, formatValeur} from "./format.ts";

/** What a figure says in words. No verb of cause, no rank: the words that statistics.md, section 5, allows. */

type Sentiment = "favorable" | "defavorable" | "neutre";

export interface Lecture {
  phrase: string;
  /** Short words for a table cell; empty when nothing can be said. */
  court: string;
  sentiment: Sentiment;
}

const NBSP = "\u00a0";
const rien = (phrase: string): Lecture => ({phrase, court: "", sentiment: "neutre"});

function sentiment(gap: number, indicateur: Indicateur): Sentiment {
  if (indicateur.sens === "neutre" || gap === 0) return "neutre";
  return gap > 0 === (indicateur.sens === "hausse") ? "favorable" : "defavorable";
}

/** An écart without its sign, with the unit when it is a thing that one counts, or one that is counted for another. */
function formatTaille(value: number, indicateur: Indicateur): string {
  const size = formatEcart(Math.abs(value), indicateur).replace(/^\+/, "");
  const isSaid = indicateur.type === "compte" || /^(?:\p{L}+$|[\p{L}€-]+ (?:par|pour) )/u.test(indicateur.unite);
  return isSaid ? `${size}${NBSP}${accorder(value, indicateur.unite)}` : size;
}

function intervalsMeet(left: Cellule, right: Cellule): boolean {
  if (left.ic_bas === null || left.ic_haut === null || right.ic_bas === null || right.ic_haut === null) return false;
  return left.ic_bas <= right.ic_haut && right.ic_bas <= left.ic_haut;
}

const hasFewAnswers = ({drapeaux}: Cellule): boolean => drapeaux.includes("reponse_faible") || drapeaux.includes("reponse_insuffisante");

/** A number of things that only those who answered a survey declared. */
function isCountOfRespondents({type, enquete}: Indicateur, {couverture}: Cellule): boolean {
  return type === "compte" && enquete !== null && enquete !== "absent" && couverture !== null && couverture < 1;
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
  if (hasFewAnswers(current)) return rien("Trop peu de réponses pour parler d’évolution.");
  if (current.drapeaux.includes("evolution_non_comparable")) return rien("Trop peu de réponses l’année précédente pour parler d’évolution.");
  if (current.evolution === null) return rien("Pas d’année comparable avant celle-ci.");
  const previous = serie.filter((one) => one.annee < annee && estChiffre(one)).at(-1);
  const since = previous ? `depuis ${previous.annee}` : "depuis l’année comparable précédente";
  const change = formatEcart(current.evolution, indicateur);
  if (change.replace(/^[+−]/, "") === formatEcart(0, indicateur)) return {phrase: `Stable ${since}.`, court: "stable", sentiment: "neutre"};
  if (previous && intervalsMeet(previous, current)) {
    return {phrase: `${change} ${since} : une variation inférieure à l’incertitude de l’enquête.`, court: `${change} (incertain)`, sentiment: "neutre"};
  }
  // What a survey counts grows with the number of those who answer: no such rise is said to be good.
  if (isCountOfRespondents(indicateur, current)) {
    return {phrase: `En ${current.evolution > 0 ? "hausse" : "baisse"} de ${formatTaille(current.evolution, indicateur)} ${since}, parmi des répondants dont le nombre change aussi.`, court: change, sentiment: "neutre"};
  }
  // A share over 100 % is first of all to be explained.
  const feeling = current.drapeaux.includes("superieur_a_100") ? "neutre" : sentiment(current.evolution, indicateur);
  const direction = feeling === "favorable" ? ", dans le sens attendu" : feeling === "defavorable" ? ", à l’inverse du sens attendu" : "";
  return {phrase: `En ${current.evolution > 0 ? "hausse" : "baisse"} de ${formatTaille(current.evolution, indicateur)} ${since}${direction}.`, court: change, sentiment: feeling};
}

export type Etat = "atteinte" | "en_chemin" | "en_retard" | "non_mesurable";

/** Where a figure stands against its target; `echeance` is the year by which the target should be met. */
export function lireCible(indicateur: Indicateur, serie: readonly Cellule[], annee: string, echeance: string | null): Lecture & {etat: Etat | null} {
  const cellule = serie.find((one) => one.annee === annee);
  if (!cellule || cellule.cible === null) return {...rien(""), etat: null};
  const target = `${formatValeur(cellule.cible, indicateur.unite)}${echeance && echeance !== annee ? ` fixée pour ${echeance}` : ""}`;
  if (!estChiffre(cellule)) return {...rien(`Cible : ${target}.`), etat: "non_mesurable"};
  if (indicateur.sens === "neutre") return {phrase: `Cible : ${target}.`, court: formatCourt(cellule.cible, indicateur.unite), sentiment: "neutre", etat: null};
  if (cellule.drapeaux.includes("reponse_insuffisante") || cellule.drapeaux.includes("non_publie")) {
    return {phrase: `Cible de ${target} : trop peu de réponses pour dire si elle est atteinte.`, court: "non mesurable", sentiment: "neutre", etat: "non_mesurable"};
  }
  const gap = cellule.valeur - cellule.cible;
  if (indicateur.sens === "hausse" ? gap >= 0 : gap <= 0) return {phrase: `La cible de ${target} est atteinte.`, court: "atteinte", sentiment: "favorable", etat: "atteinte"};
  const size = formatTaille(gap, indicateur);
  const isProgressing = lireEvolution(indicateur, serie, annee).sentiment === "favorable" || (echeance !== null && echeance > annee);
  const phrase = indicateur.sens === "hausse" ? `Il manque ${size} pour atteindre la cible de ${target}.` : `${size} de trop par rapport à la cible de ${target}.`;
  return {phrase, court: indicateur.sens === "hausse" ? `manque ${size}` : `${size} de trop`, sentiment: "neutre", etat: isProgressing ? "en_chemin" : "en_retard"};
}

/** The écart between a territory and the département: same date, same definition, no cause. */
export function lireEcart(indicateur: Indicateur, cellule: Cellule | undefined, whole: Cellule | undefined): Lecture {
  if (!estChiffre(cellule) || !estChiffre(whole) || indicateur.type === "compte" || indicateur.type === "montant") return rien("");
  // The coverage, said beside the figure, already tells that the value is that of the respondents only.
  if (cellule.drapeaux.includes("reponse_insuffisante")) return rien("");
  if (cellule.drapeaux.includes("non_publie")) return rien("Trop imprécis pour être comparé.");
  const gap = cellule.valeur - whole.valeur;
  const size = formatEcart(gap, indicateur);
  const within = cellule.ic_bas !== null && cellule.ic_haut !== null && cellule.ic_bas <= whole.valeur && whole.valeur <= cellule.ic_haut;
  const close = indicateur.unite === "%" ? Math.abs(gap) < 0.01 : Math.abs(gap) < 0.02 * Math.abs(whole.valeur);
  // Of a few schools, a gap that one of them would close says nothing.
  const isOneUnit = indicateur.type === "part" && cellule.denominateur !== null && Math.abs(gap) * cellule.denominateur < 1;
  const reference = `département : ${formatCourt(whole.valeur, indicateur.unite)}`;
  if (within || close || isOneUnit) return {phrase: `Comparable au département (${reference}${within ? ", dans l’intervalle de confiance" : close ? "" : ", à moins d’une unité près"}).`, court: "comparable", sentiment: "neutre"};
  return {phrase: `Écart au département : ${size} (${reference}).`, court: size, sentiment: sentiment(gap, indicateur)};
}

/** How many of those who were expected did answer. */
export function lireCouverture(indicateur: Indicateur, cellule: Cellule | undefined): string {
  if (!cellule || cellule.couverture === null) return "";
  // Answers that nobody counted beforehand: all that came is counted, which is no census.
  if (indicateur.enquete === null && cellule.couverture >= 1) return /^répondants/iu.test(indicateur.denominateur ?? "") ? "Parmi ceux qui ont répondu." : "Relevé exhaustif.";
  if (indicateur.enquete === null) return `${formatPart(cellule.couverture)} de ce qui était à relever.`;
  const share = `${formatPart(cellule.couverture)} de réponses`;
  if (cellule.drapeaux.includes("reponse_insuffisante")) return `${share} : la valeur ne vaut que parmi les répondants.`;
  if (cellule.drapeaux.includes("reponse_faible")) return `${share} : à lire avec prudence.`;
  if (isCountOfRespondents(indicateur, cellule)) return `${share} : seuls les répondants sont comptés.`;
  return `${share}.`;
}

const DRAPEAUX: Readonly<Record<string, string>> = {
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
  redressement_sensible: "l’estimation redressée s’écarte de la valeur des répondants",
  revision_differee: "valeur de l’édition précédente, gardée tant que le changement désignerait trop peu de personnes",
  cumul_en_baisse: "un cumul qui baisse, à vérifier",
  effectif_nul: "personne à compter"
};

const QUIET: ReadonlySet<string> = new Set(["fiable", "reponse_forte", "reponse_moyenne", "borne", "evolution_non_comparable"]);

export function motDrapeau(flag: string): string {
  return DRAPEAUX[flag] ?? flag.replaceAll("_", " ");
}

/** Flags worth a reader's attention, in words. */
export function lireDrapeaux(flags: readonly string[]): string[] {
  return flags.filter((flag) => !QUIET.has(flag)).map(motDrapeau);
}

/** A percentage of fewer than thirty never goes without its number (statistics.md, section 5). */
export function formatEffectif(indicateur: Indicateur, {denominateur}: Cellule): string {
  return indicateur.type === "part" && denominateur !== null && denominateur < 30 ? `n = ${formatNombre(denominateur, 0)}`.replaceAll(" ", NBSP) : "";
}

/** The figure of a table cell: its value, with its number when that is small; or the sign of its absence. */
export function casChiffre(indicateur: Indicateur, cellule: Cellule | undefined): string {
  if (!estChiffre(cellule)) return absence(cellule?.statut).signe;
  const number = formatEffectif(indicateur, cellule);
  return `${formatCourt(cellule.valeur, indicateur.unite)}${cellule.drapeaux.includes("reponse_insuffisante") ? "*" : ""}${number ? ` (${number})` : ""}`;
}
