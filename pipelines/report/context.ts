import type {Block} from "./document.ts";
import type {Figures, Publication, Territoire} from "./publication.ts";
import type {Cellule, Indicateur} from "../lib/words/figure.ts";

/** Everything that a chapter is written from. */
export interface Context {
  readonly publication: Publication;
  readonly territoire: Territoire;
  readonly annee: string;
  readonly figures: Figures;
  /** Figures of the département; those of the territory itself when it is the département. */
  readonly whole: Figures;
  readonly isWhole: boolean;
  readonly comments: ReadonlyMap<string, readonly Block[]>;
}

/** The budget has its own chapter: its indicators leave the one of the pilotage. */
export const isBudget = (indicateur: Indicateur): boolean => indicateur.code.startsWith("bu_");

export function ofVolet({publication}: Pick<Context, "publication">, volet: string): Indicateur[] {
  return publication.catalogue.filter((one) => one.volet === volet && !isBudget(one));
}

/** The year by which the target of a figure should be met: the first target at or after the year. */
export function echeance({publication, territoire, annee}: Context, indicateur: Indicateur): string | null {
  return (
    publication.reperes
      .filter((one) => one.nature === "cible" && one.ventilation === "ensemble" && one.indicateur === indicateur.code && one.territoire_type === territoire.type && one.territoire_code === territoire.code && one.annee >= annee)
      .map((one) => one.annee)
      .sort()[0] ?? null
  );
}

export function current(context: Context, indicateur: Indicateur): Cellule | undefined {
  return cellOf(context, indicateur, "ensemble", "ensemble");
}

/**
 * A figure of the year. When the publication has no row at all, the question did not concern the territory if the département
 * was asked it, or if the indicator never has this modality; otherwise nothing was collected.
 */
export function cellOf({figures, whole, isWhole, annee, territoire}: Context, indicateur: Indicateur, ventilation: string, modalite: string): Cellule | undefined {
  const found = figures.cellule(indicateur.code, annee, ventilation, modalite);
  if (found) return found;
  const isAsked = !isWhole && whole.cellule(indicateur.code, annee, ventilation, modalite) !== undefined;
  const isDefined = ventilation === "ensemble" || indicateur.ventilations.some((one) => one.code === ventilation && one.modalites.some(({code}) => code === modalite));
  if (!isAsked && isDefined) return undefined;
  return {
    indicateur: indicateur.code, territoire_type: territoire.type, territoire_code: territoire.code, annee, ventilation, modalite, valeur: null, numerateur: null, denominateur: null, n_unites: null, couverture: null, ic_bas: null, ic_haut: null,
    cible: null, reference: null, evolution: null, statut: "non_concerne", drapeaux: []
  };
}

/** The text of the DRANE for a chapter, when there is one. */
export function commentary({comments}: Context, chapter: string): Block[] {
  const content = comments.get(chapter);
  return content ? [{kind: "commentary", content}] : [];
}

/** The command that goes back from a figure to the rows of the files. */
export function explainCommand(indicateur: string, territoire: Territoire, annee: string): string {
  return `vigie expliquer ${indicateur} --territoire ${territoire.type}:${territoire.code} --annee ${annee}`;
}
