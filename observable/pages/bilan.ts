import {boutEtincelle, etincelle} from "../components/card.ts";
import {commentaire} from "../components/commentaire.ts";
import {donnee} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {anneesUtiles} from "../components/model.ts";
import {cheminIndicateur, cheminTerritoire, cheminVolet, parVolet, serieDe, type Contexte, type Page} from "./page.ts";
import {absence} from "../../pipelines/lib/words/absences.ts";
import {motRefusEvolution} from "../../pipelines/lib/words/change.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatDate, formatIntervalleCourt, formatNombre, formatOctets, formatPart, uniteALire} from "../../pipelines/lib/words/format.ts";
import {nomType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";
import {lireCible, lireDrapeaux, lireEvolution, type Lecture} from "../../pipelines/lib/words/reading.ts";

/** The indicators of a volet that have a value this year, and those that have none. */
type Groupe = {code: string; libelle: string; indicateurs: Indicateur[]};

/** What a document of the year is, by its kind. */
const DOCUMENTS: Readonly<Record<string, string>> = {pdf: "Le bilan en PDF", docx: "Le bilan en Word", xlsx: "Son annexe, un classeur"};

/** What the value is made of: its two terms, or how many values it sums up. */
function termes({type, unite}: Indicateur, {numerateur, denominateur, n_unites: units}: Cellule): string {
  if (type === "mediane") return units === null ? "" : `n\u00a0=\u00a0${formatNombre(units, 0)}`;
  if (type === "moyenne") return denominateur === null ? "" : `n\u00a0=\u00a0${formatNombre(denominateur, 0)}`;
  // « pour 100 élèves » is counted by hundreds: its second term would read wrong.
  return (type === "part" || (type === "ratio" && !/\bpour\s1/.test(unite))) && numerateur !== null && denominateur !== null ? `${formatNombre(numerateur, 0)} sur\u00a0${formatNombre(denominateur, 0)}` : "";
}

/** Words in the colour of what they mean; the style sheet adds the sign, and its reading, that say it without colour. */
function sens({sentiment}: Lecture, words: string): Html {
  return sentiment === "neutre" ? html`${words}` : html`<b class="${sentiment === "favorable" ? "f" : "d"}">${words}</b>`;
}

function ligne(contexte: Contexte, indicateur: Indicateur, cellule: Cellule & {valeur: number}): Html {
  const {publication, annee} = contexte;
  const {principal, edition} = publication;
  const serie = serieDe(contexte, indicateur, principal);
  const target = lireCible(indicateur, serie, annee, publication.echeance(indicateur.code, principal, annee));
  const trend = lireEvolution(indicateur, serie, annee);
  const {ic_bas: low, ic_haut: high, cible, couverture, drapeaux} = cellule;
  const made = termes(indicateur, cellule);
  // When all have answered, both ends are the value.
  const interval = low !== null && high !== null && low < high ? formatIntervalleCourt(low, high, indicateur.unite) : "";
  const previous = serie.filter((one) => one.annee < annee && estChiffre(one)).at(-1)?.annee;
  const since = previous !== undefined && previous !== avant(edition.annees, annee) ? html` <small>depuis ${previous}</small>` : "";
  const refusal = trend.phrase.startsWith("Série") ? "série rompue" : trend.phrase.startsWith("Trop") ? "trop peu de réponses" : motRefusEvolution(publication.changement(indicateur.code, principal, annee)?.motif ?? null);
  const flags = lireDrapeaux(drapeaux);
  return html`<tr><th><a href="${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>${uniteALire(indicateur) ? html` <small>${uniteALire(indicateur)}</small>` : ""}${flags.length > 0 ? html` <small class="drapeau">${flags.join(", ")}</small>` : ""}</th><td>${donnee(cellule.valeur, formatCourt(cellule.valeur, indicateur.unite))}</td><td>${made}${made && interval ? " " : ""}${interval ? html`<span class="annee">[${interval}]</span>` : ""}</td><td>${
    cible === null ? "" : html`${formatCourt(cible, indicateur.unite)}${target.court && indicateur.sens !== "neutre" ? html` <small>${sens(target, target.court)}</small>` : ""}`
  }</td><td>${trend.court ? html`${sens(trend, trend.court)}${since}` : html`<span class="discret">${refusal}</span>`}</td><td>${trend.court ? etincelle(serie, anneesUtiles(serie, edition.annees), indicateur) : ""}</td><td>${couverture === null ? "" : formatPart(couverture)}</td></tr>
`;
}

/** The school year before another among those of the edition. */
function avant(annees: readonly string[], annee: string): string | undefined {
  return annees.filter((one) => one < annee).sort().at(-1);
}

function volet(contexte: Contexte, {code, libelle, indicateurs}: Groupe, commentaires: ReadonlyMap<string, string>): Html {
  const {publication, annee, fictif} = contexte;
  const cells = indicateurs.map((indicateur) => ({indicateur, cellule: publication.cellule(indicateur.code, publication.principal, annee)}));
  const missing = cells.filter(({cellule}) => !estChiffre(cellule));
  const shown = cells.flatMap(({indicateur, cellule}) => (estChiffre(cellule) ? [ligne(contexte, indicateur, cellule)] : []));
  return html`<section class="bilan-volet" aria-labelledby="b-${code}"><h2 id="b-${code}"><a href="${cheminVolet(code)}.html">${libelle}</a></h2>
${commentaire(commentaires.get(code))}
${shown.length > 0 ? html`<table class="table-bilan n2 n7"><caption class="masque">${libelle}, ${annee}${fictif ? " — données fictives" : ""}</caption>
<thead><tr><th scope="col">Indicateur</th><th scope="col">Valeur</th><th scope="col">Termes [intervalle]</th><th scope="col">Cible</th><th scope="col">Évolution</th><th scope="col"><span class="masque">Tracé</span></th><th scope="col">Couverture</th></tr></thead>
<tbody>${shown}</tbody></table>` : ""}${missing.length > 0 ? html`<p class="sans-valeur">Sans valeur cette année : ${missing.map(({indicateur, cellule}, index) => html`${index > 0 ? " ; " : ""}<a href="${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a> (${absence(cellule?.statut ?? "non_collecte").mot})`)}.</p>` : ""}</section>`;
}

/** Where the year stands against its targets, in a sentence. */
function cibles(contexte: Contexte): string {
  const {publication, annee} = contexte;
  const {principal} = publication;
  const states = publication.catalogue.map((one) => lireCible(one, serieDe(contexte, one, principal), annee, publication.echeance(one.code, principal, annee)).etat).filter((one) => one !== null);
  if (states.length === 0) return "";
  const count = (state: string): number => states.filter((one) => one === state).length;
  const parts = [["en_chemin", "en chemin", "en chemin"], ["en_retard", "en retard", "en retard"], ["non_mesurable", "non mesurable", "non mesurables"]]
    .flatMap(([state = "", one = "", many = ""]) => (count(state) > 0 ? [`${formatNombre(count(state), 0)}\u00a0${count(state) > 1 ? many : one}`] : []));
  return ` ${formatCompte(count("atteinte"), "cible atteinte", "cibles atteintes")} sur\u00a0${states.length}${parts.length > 0 ? ` (${parts.join(", ")})` : ""}.`;
}

/** The year on paper: every volet of the whole perimeter in one line per indicator, the DRANE's texts in their place. */
export function pageBilan(contexte: Contexte): Page {
  const {publication, annee, fictif} = contexte;
  const {principal, edition, territoires} = publication;
  const texts = new Map(publication.commentaires.filter((one) => one.annee === annee && one.territoire_type === principal.type && one.territoire_code === principal.code).map((one) => [one.chapitre, one.html]));
  const volets = parVolet(contexte);
  const published = publication.catalogue.filter((one) => estChiffre(publication.cellule(one.code, principal, annee))).length;
  const before = avant(edition.annees, annee);
  const types = TYPES_TERRITOIRE.flatMap(({type}) => {
    const n = territoires.filter((one) => one.type === type && one !== principal).length;
    return n > 0 ? [html`<li><a href="territoires.html#${type}">${nomType(type, n > 1 ? "pluriel" : "singulier")}</a> <span class="discret">${formatNombre(n, 0)}</span></li>`] : [];
  });
  return {
    chemin: "bilan",
    coquille: "index",
    titre: `Bilan ${annee}`,
    rubrique: "bilan",
    corps: html`<h1>Bilan ${annee} <span class="annee-titre">${principal.nom}</span></h1>
<p class="chapeau">${formatCompte(published, "indicateur publié", "indicateurs publiés")} sur\u00a0${publication.catalogue.length}.${cibles(contexte)}${edition.donnees_du ? html` Données arrêtées au ${formatDate(edition.donnees_du)}.` : ""}${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
<p class="actions" data-imprimer>${contexte.documents.map(({nom, chemin, octets}) => html`<span><a href="${chemin}" download="${nom}">${DOCUMENTS[nom.replace(/^.*\./, "")] ?? nom}</a> <span class="discret">${formatOctets(octets)}</span></span>`)}</p>
${commentaire(texts.get("synthese"))}
<p class="legende-bilan">Entre crochets : l’intervalle de confiance à 95 %.${before ? html` Évolution depuis ${before} sauf mention contraire : <b class="favorable">✓</b>\u00a0dans le sens attendu, <b class="defavorable">!</b>\u00a0à l’inverse ; « incertain » : moins que l’incertitude de l’enquête.` : ""} Couverture : réponses reçues sur réponses attendues.</p>
${boutEtincelle}${volets.map((one) => volet(contexte, one, texts))}
${[...texts].filter(([chapter]) => chapter !== "synthese" && !volets.some((one) => one.code === chapter)).map(([, text]) => commentaire(text))}
<section class="ecran" aria-labelledby="autres"><h2 id="autres">Les autres territoires</h2><p>La page de chacun s’imprime de la même façon ; <a href="${cheminTerritoire(principal)}.html">${principal.nom}</a> y est aussi avec ses repères.</p><ul class="colonnes">${types}</ul></section>
<p class="discret">Définitions, sources et limites dans le <a href="catalogue.html">catalogue des indicateurs</a>.</p>`
  };
}
