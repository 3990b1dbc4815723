import {pageAccueil} from "./accueil.ts";
import {pageBilan} from "./bilan.ts";
import {pageCatalogue} from "./catalogue.ts";
import {pageChangements} from "./changements.ts";
import {pageDonnees} from "./donnees.ts";
import {pageAnalyse, pageImpact} from "./impact.ts";
import {pageIndicateur} from "./indicateur.ts";
import {pageIntrouvable} from "./introuvable.ts";
import {pageComparateur, pageEntonnoir, pageExplorer, pageRecherche} from "./interactifs.ts";
import {cheminIndicateur, cheminTerritoire, cheminVolet, parVolet, type Contexte, type Page} from "./page.ts";
import {pageQualite} from "./qualite.ts";
import {pageTerritoire} from "./territoire.ts";
import {pageTerritoires} from "./territoires.ts";
import {pageAccessibilite, pageConfidentialite, pageMethode} from "./textes.ts";
import {pageVolet} from "./volet.ts";

/** A page to compose, known by its path before it is composed, so that a failure can name it. */
export interface Plan {
  chemin: string;
  compose(): Page;
}

/** Every page of the site, in reading order. */
export function toutesLesPages(contexte: Contexte): Plan[] {
  const {territoires, catalogue, analyses, comparaison} = contexte.publication;
  return [
    {chemin: "index", compose: () => pageAccueil(contexte)},
    ...parVolet(contexte).map(({code, libelle, indicateurs}) => ({chemin: cheminVolet(code), compose: () => pageVolet(contexte, code, libelle, indicateurs)})),
    {chemin: "territoires", compose: () => pageTerritoires(contexte)},
    ...territoires.map((territoire) => ({chemin: cheminTerritoire(territoire), compose: () => pageTerritoire(contexte, territoire)})),
    {chemin: "catalogue", compose: () => pageCatalogue(contexte)},
    ...catalogue.map((indicateur) => ({chemin: cheminIndicateur(indicateur), compose: () => pageIndicateur(contexte, indicateur)})),
    {chemin: "bilan", compose: () => pageBilan(contexte)},
    {chemin: "impact", compose: () => pageImpact(contexte)},
    ...analyses.filter((one) => one.fichier !== null).map((one) => ({chemin: `impact/${one.code}`, compose: () => pageAnalyse(contexte, one)})),
    ...(comparaison ? [{chemin: "changements", compose: () => pageChangements(contexte, comparaison)}] : []),
    {chemin: "qualite", compose: () => pageQualite(contexte)},
    {chemin: "donnees", compose: () => pageDonnees(contexte)},
    {chemin: "methode", compose: () => pageMethode(contexte)},
    {chemin: "confidentialite", compose: () => pageConfidentialite(contexte)},
    {chemin: "accessibilite", compose: () => pageAccessibilite(contexte)},
    {chemin: "comparateur", compose: () => pageComparateur(contexte)},
    {chemin: "explorer", compose: () => pageExplorer(contexte)},
    {chemin: "entonnoir", compose: () => pageEntonnoir(contexte)},
    {chemin: "recherche", compose: () => pageRecherche()},
    {chemin: "404", compose: () => pageIntrouvable(contexte)}
  ];
}
