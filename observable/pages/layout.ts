import {html, type Html} from "../components/html.ts";
import {MENTION} from "../components/cadre.ts";
import {cheminVolet, parVolet, racine, type Contexte, type Rubrique} from "./page.ts";
import {formatDate} from "../../pipelines/lib/words/format.ts";

const OUTILS: readonly {rubrique: Rubrique; chemin: string; libelle: string}[] = [
  {rubrique: "territoires", chemin: "territoires", libelle: "Territoires"},
  {rubrique: "comparateur", chemin: "comparateur", libelle: "Comparer"},
  {rubrique: "explorer", chemin: "explorer", libelle: "Explorer"},
  {rubrique: "bilan", chemin: "bilan", libelle: "Bilan"},
  {rubrique: "impact", chemin: "impact", libelle: "Impact"},
  {rubrique: "catalogue", chemin: "catalogue", libelle: "Indicateurs"},
  {rubrique: "qualite", chemin: "qualite", libelle: "Qualité"},
  {rubrique: "donnees", chemin: "donnees", libelle: "Données"},
  {rubrique: "methode", chemin: "methode", libelle: "Méthode"},
  {rubrique: "recherche", chemin: "recherche", libelle: "Rechercher"}
];

function lien(href: string, libelle: string, active: boolean): Html {
  return html`<li><a href="${href}"${active ? html` aria-current="page"` : ""}>${libelle}</a></li>`;
}

/** Short volet names for the navigation: what comes before « et ». */
function court(libelle: string): string {
  return libelle.split(" et ")[0] ?? libelle;
}

export function entete(contexte: Contexte, chemin: string, rubrique: Rubrique): Html {
  const up = racine(chemin);
  const {perimetre} = contexte.publication.edition;
  // On a page that stands for any address, a bare anchor would lead elsewhere.
  return html`${chemin === "404" ? "" : html`<a class="evitement" href="#observablehq-main">Aller au contenu</a>`}
<div class="bandeau">
<a class="marque" href="${up}index.html"><svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><path d="M16 3 24 29H8Z" fill="var(--accent)"/><path d="M12.6 14h6.8M11 20h10" stroke="var(--fond)" stroke-width="2"/><path d="M2 9l8-2M30 9l-8-2" stroke="var(--cible)" stroke-width="2.4" stroke-linecap="round"/></svg><span><strong>Vigie</strong><span class="sous">Territoires numériques éducatifs · ${perimetre.nom}</span></span></a>
<nav aria-label="Outils"><ul class="outils">${OUTILS.map((one) => lien(`${up}${one.chemin}.html`, one.libelle, one.rubrique === rubrique))}</ul></nav>
</div>
<nav aria-label="Volets" class="volets"><ul>${lien(`${up}index.html`, "Vue d’ensemble", rubrique === "accueil")}${parVolet(contexte).map((volet) =>
    lien(`${up}${cheminVolet(volet.code)}.html`, court(volet.libelle), rubrique === `volet:${volet.code}`)
  )}</ul></nav>
${contexte.interne ? html`<p class="interne-bandeau" role="note"><strong>Édition interne, à ne pas diffuser.</strong> Ses pages portent des chiffres par établissement, réservés à ceux qui en ont la charge.</p>` : ""}${contexte.fictif ? html`<p class="fictif-bandeau" role="note"><strong id="${MENTION}">Données fictives.</strong> Aucune valeur de ce site ne décrit un établissement, une personne ou un territoire réel.</p>` : ""}`;
}

export function pied(contexte: Contexte, chemin: string): Html {
  const up = racine(chemin);
  const {edition} = contexte.publication;
  return html`<div class="pied">
<p>Vigie, observatoire du programme <i>Territoires numériques éducatifs</i>, ${edition.perimetre.nom}.${edition.donnees_du ? html` Données arrêtées au ${formatDate(edition.donnees_du)}.` : ""}${edition.empreinte ? html` Édition <code>${edition.empreinte.slice(0, 12)}</code>.` : ""}${contexte.fictif ? " Données fictives." : ""}${contexte.interne ? " Édition interne." : ""}</p>
<ul>${[
    ["methode", "Méthode"],
    ["confidentialite", "Confidentialité"],
    ["accessibilite", "Accessibilité"],
    ["donnees", "Données"]
  ].map(([target, libelle]) => html`<li><a href="${up}${target ?? ""}.html">${libelle}</a></li>`)}</ul></div>`;
}

/** What the foot of each printed sheet says. */
export function papier({publication: {edition}, fictif, interne}: Contexte): string {
  return [
    interne ? "ÉDITION INTERNE, NE PAS DIFFUSER" : "", fictif ? "Données fictives" : "", `Vigie, ${edition.perimetre.nom}`, edition.donnees_du ? `données arrêtées au ${formatDate(edition.donnees_du)}` : "",
    edition.empreinte ? `édition ${edition.empreinte.slice(0, 12)}` : ""
  ].filter(Boolean).join(" · ");
}

/** The way back up: each step a link, the page itself as text. */
export function ariane(steps: readonly {href?: string; libelle: string}[]): Html {
  return html`<nav aria-label="Fil d’Ariane" class="ariane"><ol>${steps.map((step) =>
    step.href ? html`<li><a href="${step.href}">${step.libelle}</a></li>` : html`<li aria-current="page">${step.libelle}</li>`
  )}</ol></nav>`;
}
