import type {Cellule} from "../components/model.ts";
import type {Publication} from "../publication.ts";
import {cheminIndicateur, cheminTerritoire, cheminVolet} from "./page.ts";

/** What the interactive pages need to know of the publication: names only, a few kilobytes. */
export interface Sommaire {
  fictif: boolean;
  annees: string[];
  annee: string;
  principal: string;
  volets: {code: string; libelle: string; chemin: string}[];
  territoires: {cle: string; type: string; nom: string; chemin: string; parents: string[]}[];
  indicateurs: {
    code: string;
    libelle: string;
    volet: string;
    unite: string;
    type: string;
    sens: string;
    enquete: string | null;
    description: string;
    chemin: string;
    ruptures: {annee: string; motif: string}[];
    ventilations: {code: string; libelle: string; modalites: {code: string; libelle: string}[]}[];
  }[];
}

export function sommaire({edition, territoires, catalogue, principal}: Publication): Sommaire {
  return {
    fictif: edition.fictif,
    annees: edition.annees,
    annee: edition.annee_courante,
    principal: `${principal.type}:${principal.code}`,
    volets: edition.volets.filter((one) => catalogue.some((known) => known.volet === one.code)).map((one) => ({...one, chemin: cheminVolet(one.code)})),
    territoires: territoires.map((one) => ({
      cle: `${one.type}:${one.code}`, type: one.type, nom: one.nom, chemin: cheminTerritoire(one), parents: Object.entries(one.parents).map(([type, code]) => `${type}:${code}`)
    })),
    indicateurs: catalogue.map((one) => ({
      code: one.code, libelle: one.libelle, volet: one.volet, unite: one.unite, type: one.type, sens: one.sens, enquete: one.enquete, description: one.description,
      chemin: cheminIndicateur(one), ruptures: one.ruptures, ventilations: one.ventilations
    }))
  };
}

/** The cells of one indicator, column by column, repeated texts as numbers of a list. */
export interface Colonnes {
  textes: string[];
  territoire: number[];
  annee: number[];
  ventilation: number[];
  modalite: number[];
  statut: number[];
  drapeaux: number[];
  nombres: Record<(typeof NOMBRES)[number], (number | null)[]>;
}

export const NOMBRES = ["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution"] as const;

export function encolonne(rows: readonly Cellule[]): Colonnes {
  const textes: string[] = [];
  const known = new Map<string, number>();
  const index = (text: string): number => {
    let found = known.get(text);
    if (found === undefined) {
      found = textes.push(text) - 1;
      known.set(text, found);
    }
    return found;
  };
  return {
    textes,
    territoire: rows.map((row) => index(`${row.territoire_type}:${row.territoire_code}`)),
    annee: rows.map((row) => index(row.annee)),
    ventilation: rows.map((row) => index(row.ventilation)),
    modalite: rows.map((row) => index(row.modalite)),
    statut: rows.map((row) => index(row.statut)),
    drapeaux: rows.map((row) => index(row.drapeaux.join("|"))),
    nombres: Object.fromEntries(NOMBRES.map((name) => [name, rows.map((row) => round(row[name]))])) as Colonnes["nombres"]
  };
}

/** Twelve significant digits: beyond any publication, and a third of the weight less. */
function round(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(12));
}
