import type {Indicateur} from "./figure.ts";
import {formatCompte, formatEcart} from "./format.ts";

/** A change since the year before, with the same one on the schools of both years alone (`pub_evolution`). */
export interface Evolution {
  annee_precedente: string;
  evolution: number | null;
  evolution_perimetre_constant: number | null;
  etablissements_communs: number | null;
  motif: string | null;
}

/** Why two years of a territory are not compared: in a sentence, then in the little room of a table. */
const MOTIFS: Readonly<Record<string, readonly [phrase: string, court: string]>> = {
  serie_rompue: ["l’instrument ou la définition a changé", "série rompue"],
  reponse_insuffisante: ["trop peu de réponses l’une des deux années", "trop peu de réponses"],
  territoire_redecoupe: ["le territoire a été redécoupé", "territoire redécoupé"],
  annee_precedente_absente: ["l’année précédente n’a pas de valeur", "pas de valeur l’année d’avant"],
  valeur_absente: ["l’année n’a pas de valeur", "pas de valeur"],
  etablissements_communs_insuffisants: ["trop peu d’établissements sont là les deux années", "trop peu d’établissements communs"],
  secret: ["une des deux valeurs est protégée par le secret statistique", "secret l’une des deux années"],
  revision_differee: ["une des deux valeurs garde celle de l’édition précédente", "révision différée"],
  mediane: ["une médiane ne se décompose pas par établissement", "médiane"],
  hors_etablissement: ["cet indicateur ne se compte pas par établissement", "hors établissement"],
  etablissements_changes: ["elle dirait ce que comptent les établissements arrivés ou partis, protégés par le secret statistique", "établissements arrivés ou partis"]
};

/** Why a change is not said, to go after a colon. */
export const phraseRefusEvolution = (motif: string): string => MOTIFS[motif]?.[0] ?? motif.replaceAll("_", " ");

/** Why there is no change to read, in a table. */
export function motRefusEvolution(motif: string | null): string {
  return (motif && MOTIFS[motif]?.[1]) || "sans année comparable";
}

type Compte = Pick<Indicateur, "unite" | "type">;

/** The change on the schools of both years, when it is not the one already said: in a sentence, and short. */
export function lirePerimetreConstant(indicateur: Compte, change: Evolution | undefined): {phrase: string; court: string} {
  const rien = (phrase = "") => ({phrase, court: ""});
  if (!change) return rien();
  const {evolution, evolution_perimetre_constant: constant, etablissements_communs: communs, annee_precedente: since, motif} = change;
  if (constant !== null) {
    const shown = formatEcart(constant, indicateur);
    const schools = communs === null ? "" : ` (${formatCompte(communs, "établissement présent", "établissements présents")} les deux années)`;
    if (evolution !== null && formatEcart(evolution, indicateur) === shown) return rien(`À périmètre constant${schools} : la même évolution.`);
    return {phrase: `À périmètre constant${schools} : ${shown === formatEcart(0, indicateur) ? "stable" : shown} depuis ${since}.`, court: shown};
  }
  return rien(motif ? `Pas d’évolution à périmètre constant : ${phraseRefusEvolution(motif)}.` : "");
}
