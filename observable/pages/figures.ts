import {signeAbsence} from "../components/absences.ts";
import {distributionChart} from "../components/distribution-chart.ts";
import {donnee, figure, legendeDe, lienCsvLong, type Case, type Tableau} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {anneesUtiles, nomComplet, type Territoire} from "../components/model.ts";
import {idMultiples, multiples, VIGNETTES_MAX} from "../components/multiples.ts";
import {seriesChart} from "../components/series-chart.ts";
import {ENSEMBLE} from "./donnees-site.ts";
import {cheminTerritoire, racine, type Contexte} from "./page.ts";
import {motStatut} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatColonne, formatCompte, formatNombre, formatPart, formatValeur, majuscule, minuscule} from "../../pipelines/lib/words/format.ts";
import {lireEtendue} from "../../pipelines/lib/words/range.ts";
import {nomType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";

export function casValeur(cellule: Cellule | undefined, unite: string): Case {
  return estChiffre(cellule)
    ? {montre: donnee(cellule.valeur, formatColonne(cellule.valeur, unite)), brut: cellule.valeur}
    : {montre: signeAbsence(cellule?.statut ?? "non_collecte"), brut: null};
}

export function casNombre(value: number | null | undefined, unite = "", shown?: string): Case {
  if (value === null || value === undefined) return {montre: "", brut: null};
  return {montre: shown ?? (unite ? formatColonne(value, unite) : formatNombre(value)), brut: value};
}

export function casPart(value: number | null | undefined): Case {
  return value === null || value === undefined ? {montre: "", brut: null} : {montre: formatPart(value), brut: value};
}

export function casTexte(text: string): Case {
  return {montre: text, brut: text};
}

export function casStatut(cellule: Cellule | undefined): Case {
  return casTexte(motStatut(cellule?.statut));
}

/** The larger territories whose series says something where that of the whole is empty. */
const PLUS_GRANDS: ReadonlySet<string> = new Set(["programme", "academie"]);

/**
 * The series of an indicator in a territory, with its breaks, targets and published references. No empty axis: without any value, that of
 * the académie when it is the one that publishes, else a sentence.
 */
export function figureSerie(contexte: Contexte, indicateur: Indicateur, territoire: Territoire, niveau: 2 | 3 = 3): Html {
  const {publication, pinceau, fictif} = contexte;
  const serie = publication.serie(indicateur.code, territoire);
  const annees = anneesUtiles(serie, publication.edition.annees);
  // Where the series itself is what documents published, their values are its points already.
  const isOfDocuments = indicateur.sources.length > 0 && indicateur.sources.every((one) => one === "objectifs");
  const reperes = publication.reperes.filter(
    (one) => !(isOfDocuments && one.nature === "repere") && one.indicateur === indicateur.code && one.territoire_type === territoire.type && one.territoire_code === territoire.code && one.ventilation === "ensemble"
  );
  const main = territoire.type === publication.principal.type && territoire.code === publication.principal.code;
  const avecReference = !main && !PLUS_GRANDS.has(territoire.type) && indicateur.type !== "compte" && indicateur.type !== "montant";
  const shown = serie.filter(estChiffre);
  if (shown.length === 0 && reperes.length === 0) {
    const larger = main ? publication.territoires.find((one) => PLUS_GRANDS.has(one.type) && publication.serie(indicateur.code, one).some(estChiffre)) : undefined;
    if (larger) return figureSerie(contexte, indicateur, larger, niveau);
    if (main) return html`<p class="sans-valeur">Aucune valeur publiée pour ${territoire.nom} de ${annees[0]} à ${annees.at(-1)}.</p>`;
  }
  const first = shown[0];
  const last = shown.at(-1);
  const unit = indicateur.unite;
  const past = reperes.filter((one) => one.nature === "repere" && one.valeur !== null && !estChiffre(serie.find((cell) => cell.annee === one.annee)));
  const phrase =
    first && last && first !== last
      ? `${indicateur.libelle}, ${territoire.nom} : ${formatValeur(first.valeur, unit)} en ${first.annee}, ${formatValeur(last.valeur, unit)} en ${last.annee}.`
      : last
        ? `${indicateur.libelle}, ${territoire.nom} : ${formatValeur(last.valeur, unit)} en ${last.annee}, seule année publiée.`
        : `${indicateur.libelle}, ${territoire.nom} : aucune valeur publiée de ${annees[0]} à ${annees.at(-1)}.`;
  const svg = pinceau.dessine(seriesChart(pinceau.Plot, {indicateur, serie, reperes, avecReference, annees}), {id: legendeDe(`serie-${indicateur.code}`)});
  const table: Tableau = {
    legende: `${indicateur.libelle}, ${territoire.nom}, par année`,
    colonnes: [
      {titre: "Année"}, {titre: unit === "%" ? "Valeur" : `Valeur (${unit})`, nombre: true}, {titre: "Intervalle, bas", nombre: true}, {titre: "Intervalle, haut", nombre: true},
      {titre: "Couverture", nombre: true}, {titre: "Cible", nombre: true}, ...(avecReference ? [{titre: "Département", nombre: true}] : []), {titre: "Statut"}
    ],
    lignes: [
      ...past.map((one) => [
        casTexte(one.annee), casNombre(one.valeur, unit), casNombre(null), casNombre(null), casPart(one.couverture), casNombre(null),
        ...(avecReference ? [casNombre(null)] : []), casTexte(`repère : ${one.document ?? "document publié"}`)
      ]),
      ...annees.filter((annee) => !past.some((one) => one.annee === annee)).map((annee) => {
        const cell = serie.find((one) => one.annee === annee);
        return [
          casTexte(annee), casValeur(cell, unit), casNombre(cell?.ic_bas, unit), casNombre(cell?.ic_haut, unit), casPart(cell?.couverture),
          casNombre(cell?.cible, unit), ...(avecReference ? [casNombre(cell?.reference, unit)] : []), casStatut(cell)
        ];
      })
    ]
  };
  const keys: Html[] = [];
  if (serie.some((one) => one.ic_bas !== null)) keys.push(html`<li><span class="cle cle-ic"></span>intervalle de confiance à 95 %</li>`);
  if (serie.some((one) => one.cible !== null) || reperes.some((one) => one.nature === "cible")) keys.push(html`<li><span class="cle cle-cible"></span>cible</li>`);
  if (avecReference) keys.push(html`<li><span class="cle cle-ref"></span>département</li>`);
  if (past.length > 0) keys.push(html`<li><span class="cle cle-repere"></span>repère publié : ${[...new Set(past.map((one) => one.document ?? "document"))].join(", ")}</li>`);
  for (const rupture of indicateur.ruptures.filter((one) => annees.indexOf(one.annee) > 0)) keys.push(html`<li><span class="cle cle-rupture"></span>rupture en ${rupture.annee} : ${rupture.motif}</li>`);
  return figure({
    id: `serie-${indicateur.code}`, titre: PLUS_GRANDS.has(territoire.type) ? `Au fil des années, ${nomComplet(territoire)}` : "Au fil des années", phrase, svg, tableau: table, fictif, niveau,
    apres: keys.length > 0 ? html`<ul class="cles">${keys}</ul>` : html``
  });
}

const parNom = new Intl.Collator("fr", {numeric: true});

/** Modalities in the order of the catalogue, or of a French dictionary where it only sorts characters (« Économie » after « Technologie »). */
function ordonner<M extends {libelle: string}>(modalites: readonly M[]): readonly M[] {
  const isSortedByCharacter = modalites.every((one, index) => index === 0 || (modalites[index - 1] as M).libelle < one.libelle);
  return isSortedByCharacter ? [...modalites].sort((left, right) => parNom.compare(left.libelle, right.libelle)) : modalites;
}

/** More lines than this make a figure as high as two others. */
const LIGNES_HAUTES = 9;

/** Every breakdown of an indicator: a high one third, where two others fit beside it; those without any value together, last. */
export function figuresVentilations(contexte: Contexte, indicateur: Indicateur, territoire: Territoire): Html[] {
  const {publication, annee} = contexte;
  const drawn = indicateur.ventilations.flatMap((one) => {
    const found = figureVentilation(contexte, indicateur, territoire, one);
    return found ? [{found, estHaute: one.modalites.length > LIGNES_HAUTES}] : [];
  });
  const ranged = (estHaute: boolean): Html[] => drawn.filter((one) => one.estHaute === estHaute).map((one) => one.found);
  const low = ranged(false);
  const empty = indicateur.ventilations.flatMap((one) => {
    const cells = one.modalites.length < 2 ? [] : one.modalites.map((modalite) => publication.cellule(indicateur.code, territoire, annee, one.code, modalite.code));
    if (cells.every((cell) => cell === undefined) || cells.some(estChiffre)) return [];
    const signs = [...new Set(cells.map((cell) => cell?.statut ?? ("non_collecte" as const)))].map(signeAbsence);
    return [html`<p class="sans-valeur">Par ${minuscule(one.libelle)} : ${signs.map((sign, index) => html`${index > 0 ? ", " : ""}${sign}`)}</p>`];
  });
  return [...low.slice(0, 2), ...ranged(true), ...low.slice(2), ...(empty.length > 0 ? [html`<div class="figure"><h3 class="figure-titre">Sans valeur publiée</h3>${empty}</div>`] : [])];
}

/** An indicator broken down by one variable, when one of its modalities has a value: every modality of the catalogue, absent ones with their sign. */
function figureVentilation(contexte: Contexte, indicateur: Indicateur, territoire: Territoire, ventilation: Indicateur["ventilations"][number]): Html | null {
  const {publication, fictif, annee} = contexte;
  // A single modality says no more than the whole.
  if (ventilation.modalites.length < 2) return null;
  const lignes = ordonner(ventilation.modalites).map((modalite) => ({
    libelle: majuscule(modalite.libelle).replaceAll("'", "’"),
    cellule: publication.cellule(indicateur.code, territoire, annee, ventilation.code, modalite.code)
  }));
  const unit = indicateur.unite;
  const shown = lignes.filter((one) => estChiffre(one.cellule)).map((one) => ({libelle: one.libelle, valeur: (one.cellule as Cellule).valeur as number}));
  if (shown.length === 0) return null;
  const hidden = lignes.length - shown.length;
  const phrase = `${indicateur.libelle}, par ${minuscule(ventilation.libelle)}, en ${annee} : ${lireEtendue(shown, unit)}${hidden > 0 ? ` ; ${formatCompte(hidden, "modalité")} sans valeur publiée` : ""}.`;
  const whole = publication.cellule(indicateur.code, territoire, annee);
  // Parts of one population (the answers to a question, the opérateurs) are not compared with one of them.
  const isOfParts = indicateur.type === "part" && lignes.every(({cellule}) => !estChiffre(cellule) || cellule.denominateur === whole?.denominateur);
  const reference = isOfParts || indicateur.type === "compte" || indicateur.type === "montant" || !estChiffre(whole) ? undefined : whole;
  const svg = distributionChart(indicateur, lignes, reference, {id: legendeDe(`par-${ventilation.code}-${indicateur.code}`)}, fictif).text;
  const table: Tableau = {
    legende: `${indicateur.libelle}, par ${minuscule(ventilation.libelle)}, ${territoire.nom}, ${annee}`,
    colonnes: [
      {titre: ventilation.libelle}, {titre: unit === "%" ? "Valeur" : `Valeur (${unit})`, nombre: true}, {titre: "Intervalle, bas", nombre: true}, {titre: "Intervalle, haut", nombre: true},
      {titre: "Numérateur", nombre: true}, {titre: "Dénominateur", nombre: true}, {titre: "Statut"}
    ],
    lignes: lignes.map(({libelle, cellule}) => [
      casTexte(libelle), casValeur(cellule, unit), casNombre(cellule?.ic_bas, unit), casNombre(cellule?.ic_haut, unit),
      casNombre(cellule?.numerateur), casNombre(cellule?.denominateur), casStatut(cellule)
    ])
  };
  const apres = lignes.some(({cellule}) => estChiffre(cellule) && cellule.ic_bas !== null) ? html`<ul class="cles"><li><span class="cle cle-ic"></span>intervalle de confiance à 95 %</li></ul>` : html``;
  return figure({id: `par-${ventilation.code}-${indicateur.code}`, titre: `Par ${minuscule(ventilation.libelle)}`, phrase, svg, tableau: table, fictif, apres, ...(lignes.length > LIGNES_HAUTES ? {classe: "haute"} : {})});
}

/** The types that the page draws itself: few enough to be read side by side, the largest first. */
const TYPES_MULTIPLES = ["departement", "bassin", "epci", "arrondissement"] as const;
const VIGNETTES_ECRITES = 24;

/**
 * One little series per territory of a type; null when no type has two territories with a value. The other types are named, for the
 * browser's script to draw when they are asked for; without it, their values are on the page of the indicator.
 */
export function figureMultiples(contexte: Contexte, chemin: string, indicateur: Indicateur): Html | null {
  const {publication, pinceau, fictif, annee} = contexte;
  const {principal, edition, territoires} = publication;
  const lignesDe = (type: string) => territoires.filter((one) => one.type === type).map((territoire) => ({nom: territoire.nom, lien: `${racine(chemin)}${cheminTerritoire(territoire)}.html`, serie: publication.serie(indicateur.code, territoire)}));
  const hasSeveral = (lignes: ReturnType<typeof lignesDe>, most: number): boolean => lignes.length <= most && lignes.filter(({serie}) => serie.some(estChiffre)).length >= 2;
  const type = TYPES_MULTIPLES.find((one) => hasSeveral(lignesDe(one), VIGNETTES_ECRITES));
  if (!type) return null;
  const others = TYPES_TERRITOIRE.map((one) => one.type).filter((one) => one !== type && hasSeveral(lignesDe(one), VIGNETTES_MAX));
  const id = idMultiples(indicateur, type);
  const drawn = multiples(
    pinceau.Plot, (options, label) => pinceau.dessine(options, label), {indicateur, type, lignes: lignesDe(type), ensemble: {nom: principal.nom, serie: publication.serie(indicateur.code, principal)}, annees: edition.annees, annee, fictif},
    lienCsvLong(`${racine(chemin)}donnees/${ENSEMBLE}`, id, fictif, `${indicateur.libelle}, ${minuscule(nomType(type, "pluriel"))}`, {indicateur: indicateur.code, territoire_type: type})
  );
  return html`<div class="grille-figures"${others.length > 0 ? html` data-multiples="${indicateur.code}" data-types="${others.join(" ")}"` : ""}>${drawn}</div>`;
}
