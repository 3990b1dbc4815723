import {barreCible, grandNombre, lecture, termes} from "../components/card.ts";
import {commentaire} from "../components/commentaire.ts";
import {html, type Html} from "../components/html.ts";
import {figureMultiples, figureSerie, figuresVentilations} from "./figures.ts";
import {ariane} from "./layout.ts";
import {cheminIndicateur, cheminVolet, commentaireDe, estimationDe, type Contexte, type Page, serieDe} from "./page.ts";
import {provenance} from "./provenance.ts";
import {estChiffre, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte} from "../../pipelines/lib/words/format.ts";
import {lireCible} from "../../pipelines/lib/words/reading.ts";

function carte(contexte: Contexte, chemin: string, indicateur: Indicateur): Html {
  const {principal} = contexte.publication;
  const serie = serieDe(contexte, indicateur, principal);
  const cellule = serie.find((one) => one.annee === contexte.annee);
  const distributions = figuresVentilations(contexte, indicateur, principal);
  const multiples = figureMultiples(contexte, chemin, indicateur);
  return html`<article class="carte" id="${indicateur.code}" aria-labelledby="titre-${indicateur.code}">
<div class="carte-texte">
<h2 id="titre-${indicateur.code}"><a href="../${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a></h2>
<p class="date">${principal.nom}, ${contexte.annee}${contexte.fictif ? html` · <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${grandNombre(indicateur, cellule)}
${termes(indicateur, cellule)}
${barreCible(indicateur, cellule)}
${lecture(indicateur, serie, contexte.annee, contexte.publication.echeance(indicateur.code, principal, contexte.annee), {estimation: estimationDe(contexte, indicateur, principal), changement: contexte.publication.changement(indicateur.code, principal, contexte.annee), quartiles: contexte.publication.quartiles(indicateur.code, principal, contexte.annee)})}
</div>
<div class="carte-figure">${figureSerie(contexte, indicateur, principal)}</div>
<div class="plus">${distributions.length > 0 ? html`<details class="ventilations"><summary>Répartition<span class="masque"> : ${indicateur.libelle}</span></summary><div class="grille-figures">${distributions}</div></details>` : ""}
${multiples ? html`<details class="ventilations"><summary>Par territoire<span class="masque"> : ${indicateur.libelle}</span></summary>${multiples}</details>` : ""}
${provenance(contexte, chemin, indicateur, principal, cellule)}</div>
</article>`;
}

/** Every indicator of a volet for the whole perimeter, one card each. */
export function pageVolet(contexte: Contexte, code: string, libelle: string, indicateurs: readonly Indicateur[]): Page {
  const chemin = cheminVolet(code);
  const {publication, annee} = contexte;
  const cells = indicateurs.map((one) => ({indicateur: one, cellule: publication.cellule(one.code, publication.principal, annee)}));
  const published = cells.filter((one) => estChiffre(one.cellule));
  const withTarget = published.filter((one) => one.cellule?.cible !== null && one.indicateur.sens !== "neutre");
  const reached = withTarget.filter((one) => lireCible(one.indicateur, one.cellule ? [one.cellule] : [], annee, null).etat === "atteinte");
  return {
    chemin,
    coquille: "volet/modele",
    titre: libelle,
    rubrique: `volet:${code}`,
    corps: html`${ariane([{href: "../index.html", libelle: "Vue d’ensemble"}, {libelle}])}
<h1>${libelle}</h1>
<p class="chapeau">${publication.principal.nom}, année scolaire ${annee} : ${formatCompte(published.length, "indicateur publié", "indicateurs publiés")} sur\u00a0${indicateurs.length}${withTarget.length > 0 ? html`, ${reached.length === 0 ? "aucune cible atteinte" : formatCompte(reached.length, "cible atteinte", "cibles atteintes")} sur\u00a0${withTarget.length}` : ""}.</p>
${commentaire(commentaireDe(contexte, publication.principal, code))}
<nav class="sommaire" aria-label="Indicateurs de la page"><ul>${indicateurs.map((one) => html`<li><a href="#${one.code}">${one.libelle}</a></li>`)}</ul></nav>
${indicateurs.map((one) => carte(contexte, chemin, one))}`
  };
}
