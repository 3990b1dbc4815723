/** What the pages and the browser know of a territory and of its series. */
import type {Cellule} from "../../pipelines/lib/words/figure.ts";
import {minuscule} from "../../pipelines/lib/words/format.ts";
import {nomType} from "../../pipelines/lib/words/names.ts";

export interface Territoire {
  type: string;
  code: string;
  nom: string;
  parents: Record<string, string>;
  latitude: number | null;
  longitude: number | null;
  population: number | null;
  n_etablissements: number | null;
  n_eleves: number | null;
}

/**
 * The years that a series is drawn over: from the first one where something was asked to the last of the edition, so
 * that years before an indicator existed do not look like missing answers.
 */
export function anneesUtiles(serie: readonly Cellule[], annees: readonly string[]): string[] {
  const first = annees.findIndex((annee) => {
    const statut = serie.find((one) => one.annee === annee)?.statut;
    return statut !== undefined && statut !== "non_collecte" && statut !== "non_concerne";
  });
  return first === -1 ? annees.slice(-3) : annees.slice(Math.min(first, Math.max(0, annees.length - 3)));
}

/** A name that tells a commune from the bassin of the same name; one that begins with its type says it already. */
export function nomComplet({nom, type}: Pick<Territoire, "nom" | "type">): string {
  const kind = minuscule(nomType(type));
  const acronym = /\((\p{Lu}+)\)/u.exec(kind)?.[1];
  return nom.toLowerCase().startsWith(`${kind.split(" ")[0] ?? ""} `) ? nom : `${nom} (${acronym ?? kind})`;
}

/** The file of a territory's page, without folder. */
export function fichierTerritoire(type: string, code: string): string {
  return `${type}-${code}`.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^a-z0-9_-]+/g, "-");
}
