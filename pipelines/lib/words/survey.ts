import type {Indicateur} from "./figure.ts";
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
  if (one.manski_bas !== null && one.manski_haut !== null && one.manski_haut - one.manski_bas > 0.005) {
    phrases.push(`Selon ce qu’auraient répondu ceux qui ne l’ont pas fait, la valeur peut aller de ${formatIntervalle(one.manski_bas, one.manski_haut, unite).replace(/^entre /, "").replace(" et ", " à ")}.`);
  }
  return phrases;
}
