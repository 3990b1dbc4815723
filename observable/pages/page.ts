import type {Html} from "../components/html.ts";
import type {Territoire} from "../components/model.ts";
import {fichierTerritoire} from "../components/model.ts";
import type {Interne} from "../interne.ts";
import type {Publication} from "../publication.ts";
import type {Pinceau} from "../render/svg.ts";
import type {Cellule, Indicateur} from "../../pipelines/lib/words/figure.ts";
import type {Estimation} from "../../pipelines/lib/words/survey.ts";

/** The parts of the site that the navigation knows. */
export type Rubrique = "accueil" | "territoires" | "comparateur" | "explorer" | "entonnoir" | "catalogue" | "bilan" | "impact" | "qualite" | "donnees" | "methode" | "recherche" | "pied" | `volet:${string}`;

/** One page to write: `chemin` has no extension and no leading slash; `coquille` is the shell that Framework built for its kind. */
export interface Page {
  chemin: string;
  coquille: string;
  titre: string;
  rubrique: Rubrique;
  corps: Html;
}

export interface Contexte {
  publication: Publication;
  pinceau: Pinceau;
  /** True when every figure must say that it is fictional. */
  fictif: boolean;
  /** Only in the internal edition of the site. */
  interne?: Interne;
  annee: string;
  /** The files offered for download, with their size. */
  donnees: readonly {nom: string; octets: number}[];
  /** The documents of the year, as the site gives them. */
  documents: readonly {nom: string; chemin: string; octets: number}[];
}

/** How to go back to the root of the site from a page. */
export function racine(chemin: string): string {
  return "../".repeat(chemin.split("/").length - 1);
}

export function cheminTerritoire(territoire: Pick<Territoire, "type" | "code">): string {
  return `territoire/${fichierTerritoire(territoire.type, territoire.code)}`;
}

export function cheminIndicateur(indicateur: Pick<Indicateur, "code">): string {
  return `indicateur/${indicateur.code}`;
}

export function cheminVolet(code: string): string {
  return `volet/${code}`;
}

export function libelleVolet(contexte: Contexte, code: string): string {
  return contexte.publication.edition.volets.find((volet) => volet.code === code)?.libelle ?? code;
}

/** Volets in the order of the edition, each with its indicators; volets that the edition forgets come last. */
export function parVolet(contexte: Contexte): {code: string; libelle: string; indicateurs: Indicateur[]}[] {
  const {edition, catalogue} = contexte.publication;
  const codes = [...new Set([...edition.volets.map((volet) => volet.code), ...catalogue.map((one) => one.volet)])];
  return codes
    .map((code) => ({code, libelle: libelleVolet(contexte, code), indicateurs: catalogue.filter((one) => one.volet === code)}))
    .filter((volet) => volet.indicateurs.length > 0);
}

export function serieDe(contexte: Contexte, indicateur: Indicateur, territoire: Territoire): Cellule[] {
  return contexte.publication.serie(indicateur.code, territoire);
}

/** The DRANE's text of the year for a chapter of a territory. */
export function commentaireDe({publication, annee}: Contexte, territoire: Pick<Territoire, "type" | "code">, chapitre: string): string | undefined {
  return publication.commentaires.find((one) => one.annee === annee && one.territoire_type === territoire.type && one.territoire_code === territoire.code && one.chapitre === chapitre)?.html;
}

/** The survey's weighted estimate of the year, when there is one. */
export function estimationDe({publication, annee}: Contexte, indicateur: Indicateur, territoire: Pick<Territoire, "type" | "code">): Estimation | undefined {
  return publication.estimations.find((one) => one.indicateur === indicateur.code && one.annee === annee && one.territoire_type === territoire.type && one.territoire_code === territoire.code);
}
