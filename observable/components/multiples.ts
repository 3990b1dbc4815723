import type {PlotOptions} from "@observablehq/plot";
import {signeCourt} from "./absences.ts";
import {figure, legendeDe, type Case, type Tableau} from "./figure.ts";
import {html, type Html} from "./html.ts";
import {anneesUtiles} from "./model.ts";
import {multiplesChart} from "./multiples-chart.ts";
import type {Plot} from "./plot.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatValeur, minuscule} from "../../pipelines/lib/words/format.ts";
import {nomType} from "../../pipelines/lib/words/names.ts";
import {lireEtendue} from "../../pipelines/lib/words/range.ts";

/** More than this is no longer read side by side. */
export const VIGNETTES_MAX = 50;

export interface Multiples {
  indicateur: Indicateur;
  type: string;
  lignes: readonly {nom: string; lien: string; serie: readonly Cellule[]}[];
  ensemble: {nom: string; serie: readonly Cellule[]};
  /** Years of the edition, and the current one. */
  annees: readonly string[];
  annee: string;
  fictif: boolean;
}

export function idMultiples(indicateur: Pick<Indicateur, "code">, type: string): string {
  return `multiples-${type}-${indicateur.code}`;
}

/** One little series per territory of a type, on one scale. `csv` is the link to the data when the page does not hold them. */
export function multiples(Plot: Plot, dessine: (options: PlotOptions, label: {id: string}) => string, {indicateur, type, lignes, ensemble, annees: all, annee, fictif}: Multiples, csv?: Html): Html {
  const annees = anneesUtiles(lignes.flatMap(({serie}) => serie), all);
  const sorted = [...lignes].sort((left, right) => left.nom.localeCompare(right.nom, "fr", {numeric: true}));
  const noun = minuscule(nomType(type, "pluriel"));
  const unit = indicateur.unite;
  const current = sorted.flatMap(({nom, serie}) => {
    const cell = serie.find((one) => one.annee === annee);
    return estChiffre(cell) ? [{libelle: nom, valeur: cell.valeur}] : [];
  });
  const [low] = current;
  const range = !low ? `aucune valeur publiée en ${annee}` : current.every((one) => one.valeur === low.valeur) ? `${formatValeur(low.valeur, unit)} en ${annee} partout où une valeur est publiée` : `${lireEtendue(current, unit)} en ${annee}`;
  const missing = sorted.length - current.length;
  const isSum = indicateur.type === "compte" || indicateur.type === "montant";
  const id = idMultiples(indicateur, type);
  const tableau: Tableau = {
    legende: `${indicateur.libelle}, ${noun}, par année`,
    colonnes: [{titre: nomType(type)}, ...annees.map((one) => ({titre: one, nombre: true}))],
    lignes: sorted.map(({nom, lien, serie}) => [
      {montre: html`<a href="${lien}">${nom}</a>`, brut: nom},
      ...annees.map((one): Case => {
        const cell = serie.find((known) => known.annee === one);
        return estChiffre(cell) ? {montre: formatCourt(cell.valeur, unit), brut: cell.valeur} : {montre: signeCourt(cell?.statut ?? "non_collecte"), brut: null};
      })
    ])
  };
  return figure({
    id, titre: nomType(type, "pluriel"), tableau, fictif, ...(csv ? {csv} : {}),
    phrase: `${indicateur.libelle}, ${noun} : ${range}${low && missing > 0 ? ` ; ${formatCompte(missing, "territoire")} sans valeur` : ""}.`,
    svg: dessine(multiplesChart(Plot, indicateur, sorted, ensemble.serie, annees), {id: legendeDe(id)}),
    apres: html`<ul class="cles">${isSum ? "" : html`<li><span class="cle cle-ref"></span>${ensemble.nom}</li>`}<li>Même échelle partout, depuis zéro.</li></ul>`
  });
}
