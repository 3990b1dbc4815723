import type {Cellule, Indicateur} from "./figure.ts";
import {formatCompte, formatIntervalle, formatPart, formatValeur} from "./format.ts";

/** A survey's weighted estimate beside the figure « parmi les répondants » (`pub_enquete`). */
export interface Estimation {
  indicateur: string;
  territoire_type: string;
  territoire_code: string;
  annee: string;
  estimation: number | null;
  ic_bas: number | null;
  ic_haut: number | null;
  etablissements: number | null;
  taux_reponse: number | null;
  /** Where the figure would lie if all those who did not answer had answered the same way, one or the other. */
  manski_bas: number | null;
  manski_haut: number | null;
  chiffre_a_citer: "redresse" | "repondants";
}

/** What the survey allows to say beyond its respondents, one sentence each. */
export function lireEstimation(indicateur: Pick<Indicateur, "unite">, one: Estimation): string[] {
  const {unite} = indicateur;
  const phrases: string[] = [];
  const answers = [one.etablissements === null ? "" : formatCompte(one.etablissements, "établissement répondant", "établissements répondants"), one.taux_reponse === null ? "" : `${formatPart(one.taux_reponse)} de ceux qui étaient interrogés`].filter(Boolean).join(", ");
  // Below half of the answers, the coverage already says that the value is that of the respondents: no other may be quoted.
  if (one.chiffre_a_citer === "redresse" && one.estimation !== null) {
    const interval = one.ic_bas !== null && one.ic_haut !== null ? `, ${formatIntervalle(one.ic_bas, one.ic_haut, unite)} à 95 %` : "";
    phrases.push(`Estimation pour tous les établissements, réponses redressées : ${formatValeur(one.estimation, unite)}${interval}${answers ? ` (${answers})` : ""}.`);
  }
  return [...phrases, ...lireBornes(unite, one.manski_bas, one.manski_haut)];
}

/**
 * What the silence of some could change to a share whose estimate is not published, from the figure itself: its interval never goes alone. Nothing
 * bounds a share of what each declares (computers, rooms): the silent may have any number of them.
 */
export function lireSansEstimation(indicateur: Pick<Indicateur, "unite" | "type" | "enquete">, cellule: Pick<Cellule, "valeur" | "couverture" | "denominateur" | "n_unites"> | undefined): string[] {
  if (indicateur.enquete === null || indicateur.type !== "part" || !cellule || cellule.valeur === null || cellule.couverture === null || cellule.denominateur !== cellule.n_unites) return [];
  const low = cellule.couverture * cellule.valeur;
  return lireBornes(indicateur.unite, low, low + 1 - cellule.couverture);
}

/** Bounds without any hypothesis (Horowitz and Manski 1998); none where everybody answered, or nearly. */
function lireBornes(unite: string, low: number | null, high: number | null): string[] {
  if (low === null || high === null || high - low <= 0.005) return [];
  return [`Selon ce qu’auraient répondu ceux qui ne l’ont pas fait, la valeur peut aller de ${formatIntervalle(low, high, unite).replace(/^entre /, "").replace(" et ", " à ")}.`];
}
