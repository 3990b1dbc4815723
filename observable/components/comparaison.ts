import {estChiffre, type Cellule} from "../../pipelines/lib/words/figure.ts";
import {formatCompte} from "../../pipelines/lib/words/format.ts";

/** What may be compared, and the stated reason when it may not. */

export interface Membre {
  cle: string;
  nom: string;
  parents: readonly string[];
}

export interface IndicateurCompare {
  libelle: string;
  type: string;
  ruptures: readonly {annee: string; motif: string}[];
}

export interface Verdict {
  /** The chart is not drawn; the table stays. */
  refus: string | null;
  /** The chart is drawn, with these reservations. */
  reserves: string[];
}

export const MAX_TERRITOIRES = 6;

/** A value that speaks of its respondents only, or too imprecise to stand beside another. */
export function horsComparaison(cellule: Cellule): boolean {
  return cellule.drapeaux.some((flag) => flag === "reponse_insuffisante" || flag === "non_publie");
}

export function juger(indicateur: IndicateurCompare, membres: readonly Membre[], annees: readonly string[], cellules: readonly (Cellule | undefined)[]): Verdict {
  const reserves: string[] = [];
  const no = (refus: string): Verdict => ({refus, reserves});
  if (membres.length < 2) return no("Choisissez au moins deux territoires.");
  if (membres.length > MAX_TERRITOIRES) return no(`Au plus ${MAX_TERRITOIRES} territoires : au-delà, le graphique ne se lit plus.`);
  if (indicateur.type === "compte" || indicateur.type === "montant") {
    return no("Un compte grandit avec la taille du territoire : le comparer ne dirait que la taille. Les valeurs restent dans le tableau.");
  }
  const sorted = [...annees].sort();
  const broken = indicateur.ruptures.find((one) => sorted.length > 1 && one.annee > (sorted[0] as string) && one.annee <= (sorted.at(-1) as string));
  if (broken) return no(`Série rompue en ${broken.annee} (${broken.motif}) : les années choisies ne se comparent pas. Choisissez des années d’un même côté de la rupture.`);
  const published = cellules.filter(estChiffre);
  if (published.length < 2) return no("Moins de deux valeurs publiées pour cette sélection : rien à comparer.");
  const unfit = published.filter(horsComparaison).length;
  if (unfit > 0) {
    if (published.length - unfit < 2) return no("Trop peu de réponses : ces valeurs sont très imprécises ou ne valent que parmi les répondants, elles ne se comparent pas.");
    reserves.push(`${formatCompte(unfit, "valeur n’est pas dessinée", "valeurs ne sont pas dessinées")} : trop peu de réponses pour comparer.`);
  }
  for (const whole of membres) {
    const inside = membres.filter((one) => one.parents.includes(whole.cle)).map((one) => one.nom);
    if (inside.length === 1) reserves.push(`${inside[0]} fait partie de ${whole.nom} : l’écart entre les deux est atténué.`);
    else if (inside.length > 1) reserves.push(`${new Intl.ListFormat("fr").format(inside)} font partie de ${whole.nom} : leur écart avec cet ensemble est atténué.`);
  }
  const drawn = published.filter((one) => !horsComparaison(one));
  const withInterval = drawn.filter((one) => one.ic_bas !== null && one.ic_haut !== null);
  if (withInterval.length === drawn.length && drawn.length > 1) {
    const low = Math.max(...withInterval.map((one) => one.ic_bas as number));
    const high = Math.min(...withInterval.map((one) => one.ic_haut as number));
    if (low <= high) reserves.push("Tous les intervalles de confiance se recouvrent : aucun écart n’est établi entre ces valeurs.");
  }
  const missing = cellules.length - published.length;
  if (missing > 0) reserves.push(`${formatCompte(missing, "valeur manque", "valeurs manquent")} : le signe dit pourquoi.`);
  return {refus: null, reserves};
}
