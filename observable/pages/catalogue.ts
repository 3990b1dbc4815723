import {html} from "../components/html.ts";
import {cheminIndicateur, type Contexte, type Page, parVolet} from "./page.ts";
import type {Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte} from "../../pipelines/lib/words/format.ts";
import {nomSource} from "../../pipelines/lib/words/names.ts";

const TYPES: Record<string, string> = {part: "part", ratio: "rapport", moyenne: "moyenne", compte: "compte", montant: "montant", mediane: "médiane"};
const SENS: Record<string, string> = {hausse: "une hausse est attendue", baisse: "une baisse est attendue", neutre: "sans sens attendu"};
const PERIODES: Record<string, string> = {flux: "mesuré sur l’année", stock: "état à une date", cumul: "cumulé depuis l’origine"};
const SECRETS: Record<string, string> = {personnes: "compte des personnes", etablissements: "compte des établissements", aucun: "sans objet"};

export const motType = (indicateur: Indicateur) => TYPES[indicateur.type] ?? indicateur.type;
export const motSens = (indicateur: Indicateur) => SENS[indicateur.sens] ?? indicateur.sens;
export const motPeriode = (indicateur: Indicateur) => PERIODES[indicateur.periode] ?? indicateur.periode;
export const motSecret = (indicateur: Indicateur) => SECRETS[indicateur.secret] ?? indicateur.secret;

/** Every indicator with its definition in one line; each leads to its methodological card. */
export function pageCatalogue(contexte: Contexte): Page {
  const {catalogue} = contexte.publication;
  return {
    chemin: "catalogue",
    coquille: "index",
    titre: "Catalogue des indicateurs",
    rubrique: "catalogue",
    corps: html`<h1>Catalogue des indicateurs</h1>
<p class="chapeau">${formatCompte(catalogue.length, "indicateur")}, chacun défini une seule fois : numérateur, dénominateur, unité, sources, limites et calcul.</p>
${parVolet(contexte).map((volet) => html`<section aria-labelledby="c-${volet.code}"><h2 id="c-${volet.code}">${volet.libelle}</h2>
<dl class="catalogue">${volet.indicateurs.map(
      (one) => html`<dt><a href="${cheminIndicateur(one)}.html">${one.libelle}</a></dt><dd>${one.description} <span class="discret">${one.unite} · ${motType(one)} · ${motSens(one)} · ${one.sources.map(nomSource).join(", ")}</span></dd>`
    )}</dl></section>`)}`
  };
}
