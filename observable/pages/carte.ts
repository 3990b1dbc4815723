import {signeAbsence} from "../components/absences.ts";
import {figure, type Tableau} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {couleurs, mapChart, motsClasses, seuilsLisibles, type Carte, type PointCarte} from "../components/map-chart.ts";
import type {Territoire} from "../components/model.ts";
import {casNombre, casStatut, casValeur} from "./figures.ts";
import {cheminTerritoire, racine, type Contexte} from "./page.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatNombre, formatValeur} from "../../pipelines/lib/words/format.ts";

interface Lieu {
  territoire: Territoire;
  cellule: Cellule | undefined;
}

/** A map among those of a figure; all count pupils at one scale. */
interface Panneau extends Pick<Carte, "largeur" | "hauteur" | "noms" | "contours" | "rayonMax"> {
  titre: string;
  lieux: readonly Lieu[];
}

/** Several départements are drawn one beside the other, since one map would make dots of them; more than these are not drawn. */
const DEPARTEMENTS_MAX = 24;

function points(lieux: readonly Lieu[]): PointCarte[] {
  return lieux.map(({territoire, cellule}) => ({
    // Within its city, an arrondissement goes by its number.
    nom: /(\d+(?:er|e)) arrondissement$/i.exec(territoire.nom)?.[1] ?? territoire.nom,
    longitude: territoire.longitude as number,
    latitude: territoire.latitude as number,
    taille: territoire.n_eleves ?? cellule?.denominateur ?? 0,
    valeur: estChiffre(cellule) ? cellule.valeur : null,
    statut: cellule?.statut ?? "non_collecte"
  }));
}

/** One département: its communes, then the city that has arrondissements, enlarged. Several: one map each, whole cities. */
function panneauxDe({publication}: Contexte, communes: readonly Lieu[], arrondissements: readonly Lieu[]): Panneau[] {
  const {contours, territoires} = publication;
  const departements = territoires.filter(({type, code}) => type === "departement" && communes.some((one) => one.territoire.parents["departement"] === code));
  if (departements.length > 1) {
    return departements.map(({code, nom}) => ({titre: nom, lieux: communes.filter((one) => one.territoire.parents["departement"] === code), largeur: 224, hauteur: 200, noms: 2, rayonMax: 15, contours: null}));
  }
  const cities = new Set(arrondissements.map((one) => one.territoire.parents["commune"]));
  const names = communes.filter((one) => cities.has(one.territoire.code)).map((one) => one.territoire.nom).join(", ");
  const outside: Panneau = {titre: names === "" ? "Communes" : `Communes, hors ${names}`, lieux: communes.filter((one) => !cities.has(one.territoire.code)), largeur: 400, hauteur: 340, noms: 6, rayonMax: 25, contours: contours?.communes ?? null};
  return arrondissements.length === 0 ? [outside] : [outside, {titre: `${names}, agrandie`, lieux: arrondissements, largeur: 300, hauteur: 340, noms: 16, rayonMax: 25, contours: contours?.arrondissements ?? null}];
}

/**
 * The map of an indicator by commune; its table, or the way to the tables that the page already has. Null when too few places have a
 * value, or when the départements are too many.
 */
export function figureCarte(contexte: Contexte, chemin: string, indicateur: Indicateur, donnees: "tableau" | "renvoi" = "tableau"): Html | null {
  const {publication, pinceau, fictif, annee} = contexte;
  const situated = (type: string): Lieu[] =>
    publication.territoires
      .filter((one) => one.type === type && one.latitude !== null && one.longitude !== null)
      .map((territoire) => ({territoire, cellule: publication.cellule(indicateur.code, territoire, annee)}));
  const panneaux = panneauxDe(contexte, situated("commune"), situated("arrondissement"));
  if (panneaux.length > DEPARTEMENTS_MAX) return null;
  const lieux = panneaux.flatMap((one) => one.lieux);
  const values = lieux.filter((one) => estChiffre(one.cellule)).map((one) => (one.cellule as Cellule).valeur as number);
  if (values.length < 5) return null;
  const seuils = seuilsLisibles(values, indicateur.unite);
  const tailleMax = Math.max(...points(lieux).map((one) => one.taille), 1);
  const missing = lieux.length - values.length;
  const low = Math.min(...values);
  const high = Math.max(...values);
  const types = [...new Set(lieux.map((one) => one.territoire.type))];
  const isByArrondissement = types.includes("arrondissement");
  const phrase = `${indicateur.libelle} en ${annee} : de ${formatValeur(low, indicateur.unite)} à ${formatValeur(high, indicateur.unite)} selon les communes${isByArrondissement ? " et les arrondissements" : ""}${missing > 0 ? ` ; ${formatCompte(missing, "lieu", "lieux")} sans valeur publiée` : ""}.`;
  const svg = panneaux.map(({titre, lieux: here, ...size}, index) => {
    const label = index === 0 ? `${phrase} ${titre}.` : `${indicateur.libelle} en ${annee}, ${titre}.`;
    return html`<div class="panneau"><p>${titre}</p>`.text + pinceau.dessine(mapChart(pinceau.Plot, {...size, points: points(here), seuils, tailleMax}), label) + `</div>`;
  });
  const up = racine(chemin);
  const mots = motsClasses(seuils, indicateur.unite);
  const table: Tableau = {
    legende: `${indicateur.libelle} par commune${isByArrondissement ? " et arrondissement" : ""}, ${annee}`,
    colonnes: [{titre: "Territoire"}, {titre: "Valeur", nombre: true}, {titre: "Élèves", nombre: true}, {titre: "Statut"}],
    lignes: lieux.map(({territoire, cellule}) => [
      {montre: html`<a href="${up}${cheminTerritoire(territoire)}.html">${territoire.nom}</a>`, brut: territoire.nom},
      casValeur(cellule, indicateur.unite), casNombre(territoire.n_eleves, "", territoire.n_eleves === null ? "" : formatNombre(territoire.n_eleves, 0)), casStatut(cellule)
    ])
  };
  const absents = [...new Set(lieux.filter((one) => !estChiffre(one.cellule)).map((one) => one.cellule?.statut ?? ("non_collecte" as const)))];
  const scale = panneaux.length === 1 ? "" : panneaux.length === 2 ? ", à la même échelle des deux côtés" : ", à la même échelle partout";
  return figure({
    id: `carte-${indicateur.code}`, titre: `${indicateur.libelle}, par commune`, phrase, svg: `<div class="panneaux${panneaux.length > 2 ? " plusieurs" : ""}">${svg.join("")}</div>`, tableau: donnees === "tableau" ? table : {renvoi: types}, fictif, niveau: 2, classe: panneaux.length > 2 ? "figure-cartes" : "figure-carte",
    apres: html`<ul class="cles">${couleurs(mots.length).map((colour, index) => html`<li><span class="cle cle-pastille" style="background:${colour}"></span>${mots[index]}</li>`)}${absents.map((statut) => html`<li>${signeAbsence(statut)}</li>`)}<li class="large">La surface d’un cercle est proportionnelle au nombre d’élèves${scale}.</li></ul>`
  });
}
