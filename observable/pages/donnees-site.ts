import {insecable} from "../typographie.ts";
import type {Publication} from "../publication.ts";
import {cheminIndicateur, cheminTerritoire, cheminVolet} from "./page.ts";

/** Every figure without breakdown, for a spreadsheet, and every figure, for a tool: written from the publication. */
export const ENSEMBLE = "pub_ensemble.csv.gz";
export const TOUT = "pub_indicateur.parquet";
/** What changed since the last edition, when there is one. */
export const CHANGEMENTS = "comparaison.csv.gz";

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
    profil: boolean;
    ruptures: {annee: string; motif: string}[];
    ventilations: {code: string; libelle: string; modalites: {code: string; libelle: string}[]}[];
  }[];
}

export function sommaire(publication: Publication): Sommaire {
  const {edition, territoires, catalogue, principal} = publication;
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
      code: one.code, libelle: insecable(one.libelle), volet: one.volet, unite: one.unite, type: one.type, sens: one.sens, enquete: one.enquete, description: one.description,
      chemin: cheminIndicateur(one), profil: publication.profils(one.code) !== null, ruptures: one.ruptures, ventilations: one.ventilations
    }))
  };
}
