import {estChiffre, type Cellule, type Indicateur, type Statut} from "./publication.ts";

/** How a figure is written and what may be said of it, in the words that statistics.md, section 5, allows. */

const MINUS = "\u2212";
const NBSP = "\u00a0";
const formatters = new Map<string, Intl.NumberFormat>();

/** A number with as many decimals as its size deserves, or exactly `digits`. */
export function ecrireNombre(value: number, digits?: number): string {
  const size = Math.abs(value);
  const maximum = digits ?? (size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
  const key = `${digits ?? ""}-${maximum}`;
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.NumberFormat("fr-FR", {minimumFractionDigits: digits ?? 0, maximumFractionDigits: maximum})));
  return found.format(value).replace(/^-(?=[0\s,]*$)/, "").replace(/^-/, MINUS);
}

/** The figure and its unit, apart. Parts are stored 0..1 and shown in %. */
export function decomposer(value: number, unite: string): {nombre: string; unite: string} {
  if (unite === "%") return {nombre: ecrireNombre(Math.round(value * 1000) / 10, Number.isInteger(Math.round(value * 1000) / 10) ? 0 : 1), unite: "%"};
  if (unite === "€" && Math.abs(value) >= 1_000_000) return {nombre: ecrireNombre(value / 1_000_000, 2), unite: "M€"};
  if (unite === "€") return {nombre: ecrireNombre(value, Math.abs(value) >= 100 ? 0 : 2), unite: "€"};
  return {nombre: ecrireNombre(value), unite};
}

/** `43,1 %`, `3,36 élèves par ordinateur`. */
export function ecrireValeur(value: number, unite: string): string {
  const shown = decomposer(value, unite);
  return shown.unite ? `${shown.nombre}${NBSP}${shown.unite}` : shown.nombre;
}

/** For a table cell or an axis: short units stay, long ones are said by the header. */
export function ecrireCourt(value: number, unite: string): string {
  const shown = decomposer(value, unite);
  return /^(%|€|M€)$/.test(shown.unite) ? `${shown.nombre}${NBSP}${shown.unite}` : shown.nombre;
}

export function ecrireIntervalle(low: number, high: number, unite: string): string {
  const left = ecrireCourt(low, unite);
  const right = ecrireCourt(high, unite);
  return `entre ${unite === "%" ? left.replace(/\s%$/, "") : left} et ${right}`;
}

export function ecrirePart(ratio: number): string {
  return `${ecrireNombre(ratio * 100, 0)}${NBSP}%`;
}

/** A difference with its sign: `+3,2 points`, `−12`. */
function ecrireEcart(value: number, indicateur: Pick<Indicateur, "unite" | "type">): string {
  const {unite} = indicateur;
  const sign = value > 0 ? "+" : "";
  if (unite === "%") return `${sign}${decomposer(value, "%").nombre}${NBSP}${Math.abs(value * 100) < 2 ? "point" : "points"}`;
  if (unite === "€") return `${sign}${ecrireCourt(value, unite)}`;
  return `${sign}${indicateur.type === "compte" ? ecrireNombre(Math.round(value), 0) : ecrireNombre(value)}`;
}

function ecrireTaille(value: number, indicateur: Indicateur): string {
  const size = ecrireEcart(Math.abs(value), indicateur).replace(/^\+/, "");
  const isSaid = indicateur.type === "compte" || /^\p{L}+$/u.test(indicateur.unite);
  return isSaid ? `${size}${NBSP}${accorder(value, indicateur.unite)}` : size;
}

/** A plural unit with a number below two loses its marks of plural. */
function accorder(value: number, unite: string): string {
  return Math.abs(Math.round(value)) < 2 ? unite.replace(/\b(\p{L}{3,})s\b/gu, "$1") : unite;
}

/** `3 fichiers`, `1 fichier`, `0 fichier`. */
export function ecrireCompte(count: number, singulier: string, pluriel = `${singulier}s`): string {
  return `${ecrireNombre(count, 0)}${NBSP}${Math.abs(count) < 2 ? singulier : pluriel}`;
}

/** A label in the middle of a sentence; an acronym keeps its capitals. */
export function minuscule(text: string): string {
  return /^\p{Lu}(?!\p{Lu}|\d)/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

export function majuscule(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `2024-2025` as the `24-25` of an axis. */
export function anneeCourte(annee: string): string {
  return /^\d{4}-\d{4}$/.test(annee) ? `${annee.slice(2, 4)}-${annee.slice(7, 9)}` : annee;
}

const MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];

/** An ISO date in full: `22 novembre 2026`. */
export function ecrireDate(iso: string | null): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso ?? "");
  if (!match) return iso ?? "date inconnue";
  const day = Number(match[3]);
  return `${day === 1 ? "1er" : day}${NBSP}${MOIS[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
}

export interface Absence {
  statut: Exclude<Statut, "publie">;
  signe: string;
  mot: string;
  sens: string;
}

/** The five absences: the same signs and words as on the site. */
export const ABSENCES: readonly Absence[] = [
  {statut: "zero", signe: "0", mot: "zéro", sens: "La mesure a été faite et le résultat est zéro."},
  {statut: "non_repondu", signe: "nr", mot: "non répondu", sens: "La réponse était attendue et n'est pas venue."},
  {statut: "non_concerne", signe: "///", mot: "non concerné", sens: "La question ne se pose pas pour ce territoire."},
  {statut: "non_collecte", signe: "…", mot: "non collecté", sens: "Aucune source n'a été recueillie pour cette année."},
  {statut: "secret", signe: "s", mot: "secret statistique", sens: "Trop peu d'unités : la valeur est masquée pour protéger les personnes."}
];

export function absence(statut: Statut | undefined): Absence {
  return ABSENCES.find((one) => one.statut === (statut ?? "non_collecte")) ?? (ABSENCES[3] as Absence);
}

type Sentiment = "favorable" | "defavorable" | "neutre";

export interface Lecture {
  phrase: string;
  /** For a table cell; empty when nothing can be said. */
  court: string;
  sentiment: Sentiment;
}

const rien = (phrase: string): Lecture => ({phrase, court: "", sentiment: "neutre"});

function sentiment(gap: number, indicateur: Indicateur): Sentiment {
  if (indicateur.sens === "neutre" || gap === 0) return "neutre";
  return gap > 0 === (indicateur.sens === "hausse") ? "favorable" : "defavorable";
}

/** The change since the previous comparable year, or why there is none. */
export function lireEvolution(indicateur: Indicateur, serie: readonly Cellule[], annee: string): Lecture {
  const current = serie.find((one) => one.annee === annee);
  if (!estChiffre(current)) return rien("");
  const rupture = indicateur.ruptures.find((one) => one.annee === annee);
  if (current.drapeaux.includes("rupture") || rupture) return rien(`Série rompue en ${annee}${rupture ? ` (${rupture.motif})` : ""} : pas de comparaison avec les années précédentes.`);
  if (current.drapeaux.includes("perimetre_modifie")) return rien("Le périmètre du territoire a changé : pas de comparaison avec l'année précédente.");
  const few = (cell: Cellule): boolean => cell.drapeaux.some((flag) => flag === "reponse_faible" || flag === "reponse_insuffisante");
  if (few(current)) return rien("Trop peu de réponses pour parler d'évolution.");
  if (current.drapeaux.includes("evolution_non_comparable")) return rien("Trop peu de réponses l'année précédente pour parler d'évolution.");
  if (current.evolution === null) return rien("Pas d'année comparable avant celle-ci.");
  const previous = serie.filter((one) => one.annee < annee && estChiffre(one)).at(-1);
  const since = previous ? `depuis ${previous.annee}` : "depuis l'année comparable précédente";
  const change = ecrireEcart(current.evolution, indicateur);
  if (change.replace(/^[+−]/, "") === ecrireEcart(0, indicateur)) return {phrase: `Stable ${since}.`, court: "stable", sentiment: "neutre"};
  if (previous && intervalsMeet(previous, current)) return {phrase: `${change} ${since}, moins que l'incertitude de l'enquête.`, court: `${change} (incertain)`, sentiment: "neutre"};
  const feeling = sentiment(current.evolution, indicateur);
  const direction = feeling === "favorable" ? ", dans le sens attendu" : feeling === "defavorable" ? ", à l'inverse du sens attendu" : "";
  return {phrase: `En ${current.evolution > 0 ? "hausse" : "baisse"} de ${ecrireTaille(current.evolution, indicateur)} ${since}${direction}.`, court: change, sentiment: feeling};
}

function intervalsMeet(left: Cellule, right: Cellule): boolean {
  if (left.ic_bas === null || left.ic_haut === null || right.ic_bas === null || right.ic_haut === null) return false;
  return left.ic_bas <= right.ic_haut && right.ic_bas <= left.ic_haut;
}

export type Etat = "atteinte" | "en_chemin" | "en_retard" | "non_mesurable";

/** Where a figure stands against its target; `echeance` is the year by which the target should be met. */
export function lireCible(indicateur: Indicateur, serie: readonly Cellule[], annee: string, echeance: string | null): Lecture & {etat: Etat | null} {
  const cellule = serie.find((one) => one.annee === annee);
  if (!cellule || cellule.cible === null) return {...rien(""), etat: null};
  const target = `${ecrireValeur(cellule.cible, indicateur.unite)}${echeance && echeance !== annee ? ` fixée pour ${echeance}` : ""}`;
  if (!estChiffre(cellule)) return {...rien(`Cible : ${target}.`), etat: "non_mesurable"};
  if (indicateur.sens === "neutre") return {phrase: `Cible : ${target}.`, court: ecrireCourt(cellule.cible, indicateur.unite), sentiment: "neutre", etat: null};
  if (cellule.drapeaux.includes("reponse_insuffisante") || cellule.drapeaux.includes("non_publie")) return {phrase: `Cible de ${target} : trop peu de réponses pour dire si elle est atteinte.`, court: "non mesurable", sentiment: "neutre", etat: "non_mesurable"};
  const gap = cellule.valeur - cellule.cible;
  if (indicateur.sens === "hausse" ? gap >= 0 : gap <= 0) return {phrase: `La cible de ${target} est atteinte.`, court: "atteinte", sentiment: "favorable", etat: "atteinte"};
  const size = ecrireTaille(gap, indicateur);
  const isProgressing = lireEvolution(indicateur, serie, annee).sentiment === "favorable" || (echeance !== null && echeance > annee);
  const phrase = indicateur.sens === "hausse" ? `Il manque ${size} pour atteindre la cible de ${target}.` : `${size} de trop par rapport à la cible de ${target}.`;
  return {phrase, court: indicateur.sens === "hausse" ? `manque ${size}` : `${size} de trop`, sentiment: "neutre", etat: isProgressing ? "en_chemin" : "en_retard"};
}

/** The écart between a territory and the département: same date, same definition, no cause. */
export function lireDifference(indicateur: Indicateur, cellule: Cellule | undefined, whole: Cellule | undefined): Lecture {
  if (!estChiffre(cellule) || !estChiffre(whole) || indicateur.type === "compte" || indicateur.type === "montant") return rien("");
  // The line on coverage already says that the value is that of the respondents only.
  if (cellule.drapeaux.includes("reponse_insuffisante")) return rien("");
  if (cellule.drapeaux.includes("non_publie")) return rien("Trop imprécis pour être comparé.");
  const gap = cellule.valeur - whole.valeur;
  const size = ecrireEcart(gap, indicateur);
  const within = cellule.ic_bas !== null && cellule.ic_haut !== null && cellule.ic_bas <= whole.valeur && whole.valeur <= cellule.ic_haut;
  const close = indicateur.unite === "%" ? Math.abs(gap) < 0.01 : Math.abs(gap) < 0.02 * Math.abs(whole.valeur);
  const reference = `département : ${ecrireCourt(whole.valeur, indicateur.unite)}`;
  if (within || close) return {phrase: `Comparable au département (${reference}${within ? ", dans l'intervalle de confiance" : ""}).`, court: "comparable", sentiment: "neutre"};
  return {phrase: `Écart au département : ${size} (${reference}).`, court: size, sentiment: sentiment(gap, indicateur)};
}

/** How many of those who were expected did answer. */
export function lireCouverture(indicateur: Indicateur, cellule: Cellule | undefined): string {
  if (!cellule || cellule.couverture === null) return "";
  if (indicateur.enquete === null && cellule.couverture >= 1) return "Relevé exhaustif.";
  const share = `${ecrirePart(cellule.couverture)} de réponses`;
  if (cellule.drapeaux.includes("reponse_insuffisante")) return `${share} : la valeur ne vaut que parmi les répondants.`;
  if (cellule.drapeaux.includes("reponse_faible")) return `${share} : à lire avec prudence.`;
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
  strate_unique: "une strate n'a qu'un répondant",
  poids_extremes: "pondération très inégale",
  non_convergence: "redressement non abouti",
  borne: "valeur au bord de l'échelle",
  evolution_non_comparable: "année non comparable à la précédente",
  perimetre_modifie: "le périmètre du territoire a changé",
  couverture_partielle: "relevé incomplet",
  superieur_a_100: "dépasse 100 %, à expliquer",
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
export function ecrireEffectif(indicateur: Indicateur, cellule: Cellule): string {
  const {denominateur} = cellule;
  return indicateur.type === "part" && denominateur !== null && denominateur < 30 ? `n = ${ecrireNombre(denominateur, 0)}`.replaceAll(" ", NBSP) : "";
}

/** The figure of a table cell: its value, with its number when that is small; or the sign of its absence. */
export function casChiffre(indicateur: Indicateur, cellule: Cellule | undefined): string {
  if (!estChiffre(cellule)) return absence(cellule?.statut).signe;
  const number = ecrireEffectif(indicateur, cellule);
  return `${ecrireCourt(cellule.valeur, indicateur.unite)}${cellule.drapeaux.includes("reponse_insuffisante") ? "*" : ""}${number ? ` (${number})` : ""}`;
}

const SOURCES: Readonly<Record<string, string>> = {
  etablissements: "Annuaire, IPS et effectifs", territoires: "Zonages et rattachements", etic: "Enquête ETIC", enseignants: "Enquête auprès des enseignants", pix: "Pix",
  formation: "Formations suivies", equipement: "Livraisons d'équipement", ressources: "Usages des ressources", parentalite: "Ateliers d'e-parentalité", budget: "Budget",
  projets: "Projets et jalons", objectifs: "Repères et cibles"
};

export function nomSource(code: string): string {
  return SOURCES[code] ?? code;
}

const TYPES: Readonly<Record<string, {singulier: string; pluriel: string}>> = {
  programme: {singulier: "Programme", pluriel: "Programme"},
  academie: {singulier: "Académie", pluriel: "Académies"},
  departement: {singulier: "Département", pluriel: "Départements"},
  bassin: {singulier: "Bassin", pluriel: "Bassins"},
  circonscription: {singulier: "Circonscription du premier degré", pluriel: "Circonscriptions du premier degré"},
  epci: {singulier: "Intercommunalité (EPCI)", pluriel: "Intercommunalités (EPCI)"},
  commune: {singulier: "Commune", pluriel: "Communes"},
  arrondissement: {singulier: "Arrondissement municipal", pluriel: "Arrondissements municipaux"},
  reseau: {singulier: "Réseau d'éducation prioritaire", pluriel: "Réseaux d'éducation prioritaire"},
  qpv: {singulier: "Quartier prioritaire (QPV)", pluriel: "Quartiers prioritaires (QPV)"},
  cite_educative: {singulier: "Cité éducative", pluriel: "Cités éducatives"}
};

export function nomType(type: string, nombre: "singulier" | "pluriel" = "singulier"): string {
  return TYPES[type]?.[nombre] ?? type;
}
