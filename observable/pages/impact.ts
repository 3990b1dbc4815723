import {html, raw, type Html} from "../components/html.ts";
import type {Analyse} from "../supplements.ts";
import {ariane} from "./layout.ts";
import type {Contexte, Page} from "./page.ts";
import {formatCompte} from "../../pipelines/lib/words/format.ts";

function chemin(analyse: Analyse): string {
  return `impact/${analyse.code}`;
}

/** What must be known before any figure: exploratory, invented, or with a warning. */
function reserves(contexte: Contexte, analyse: Analyse): Html {
  // Every page of fictional data says so already.
  const avertissements = analyse.avertissements.filter((one) => !(contexte.fictif && one.startsWith("Données fictives")));
  return html`<p class="reserves">${analyse.exploratoire ? html`<span class="etiquette-fictif">analyse exploratoire</span> ` : ""}${contexte.fictif ? html`<span class="etiquette-fictif">données fictives</span>` : ""}</p>
${avertissements.length > 0 ? html`<ul class="refus">${avertissements.map((one) => html`<li>${one}</li>`)}</ul>` : ""}`;
}

function entree(contexte: Contexte, analyse: Analyse): Html {
  const titre = analyse.fichier === null ? html`${/\.ya?ml$/.test(analyse.titre) || analyse.titre === "" ? `Protocole « ${analyse.code} »` : analyse.titre}` : html`<a href="${chemin(analyse)}.html">${analyse.titre}</a>`;
  // What is wrong in a protocol comes one point a line.
  const [phrase = "", ...points] = analyse.phrase.split(/\s*\n\s*-\s+|\s+-\s+(?=[\w.]+ : )/);
  return html`<article class="analyse"><h2>${titre}</h2>
${analyse.question ? html`<p class="question">${analyse.question}</p>` : ""}${reserves(contexte, {...analyse, avertissements: []})}
<p>${analyse.fichier === null ? html`<strong>Analyse non calculée.</strong> ` : analyse.mot === null ? html`<strong>Sans résultat chiffré.</strong> ` : ""}${phrase}</p>${points.length > 0 ? html`<ul>${points.map((one) => html`<li>${one}</li>`)}</ul>` : ""}
${analyse.fichier === null ? "" : html`<p><a href="${chemin(analyse)}.html">Protocole, résultats et limites<span class="masque"> : ${analyse.titre}</span></a></p>`}</article>`;
}

/** A question that an analysis may answer begins as a written protocol: how, when there is none yet. */
const ecrireUnProtocole = html`<section class="texte"><h2 id="protocole">Écrire un protocole</h2>
<p>Une analyse d’impact se décide avant d’en voir les résultats. Le protocole dit la question, qui est exposé et depuis quand, à qui on le compare, ce qu’on mesure, et qui le signe.</p>
<ol><li><code>vigie impact --modele</code> écrit un protocole commenté dans <code>protocoles/</code>.</li><li>L’observatoire et la DRANE le remplissent, le datent et le signent.</li><li><code>vigie impact CODE</code> le calcule, ou dit ce qui manque pour pouvoir le calculer.</li><li><code>vigie publier</code> puis <code>vigie site</code> le font paraître ici.</li></ol>
<p>Un protocole écrit après l’arrivée des résultats est dit exploratoire, et le reste. Une analyse qui ne tient pas est refusée, avec la raison : elle n’est jamais adoucie.</p></section>`;

/** How many protocols, and how many gave a figure. */
function compte(written: number, done: number): string {
  if (written === 1) return done === 1 ? "Un protocole écrit, qui a donné un résultat chiffré." : "Un protocole écrit, sans résultat chiffré.";
  const results = done === 0 ? "aucun n’a encore donné" : done === written ? "tous ont donné" : formatCompte(done, "a donné", "ont donné");
  return `${formatCompte(written, "protocole écrit", "protocoles écrits")} : ${results} un résultat chiffré.`;
}

export function pageImpact(contexte: Contexte): Page {
  const {analyses} = contexte.publication;
  const done = analyses.filter((one) => one.fichier !== null && one.mot !== null);
  return {
    chemin: "impact",
    coquille: "index",
    titre: "Analyses d’impact",
    rubrique: "impact",
    corps: html`<h1>Analyses d’impact</h1>
<p class="chapeau">${analyses.length === 0
      ? "Aucun protocole n’accompagne cette édition : le site montre des constats, des écarts et des évolutions, et n’attribue aucun effet au programme."
      : html`${compte(analyses.length, done.length)} Chaque analyse dit ce qu’elle compare et ce qu’elle ne permet pas de conclure.`}</p>
${analyses.map((one) => entree(contexte, one))}
${ecrireUnProtocole}`
  };
}

/** A protocol: its question, its design, its results with their drawings, what was refused and why. */
export function pageAnalyse(contexte: Contexte, analyse: Analyse): Page {
  return {
    chemin: chemin(analyse),
    coquille: "impact/modele",
    titre: analyse.titre,
    rubrique: "impact",
    corps: html`${ariane([{href: "../impact.html", libelle: "Analyses d’impact"}, {libelle: analyse.titre}])}
<h1>${analyse.titre}</h1>
${reserves(contexte, analyse)}
${analyse.sections.map(
      (section, index) => html`<section class="section-analyse" aria-labelledby="s-${index}"><h2 id="s-${index}">${section.titre}</h2>
${section.textes.map((one) => html`<p>${one}</p>`)}${section.liste && section.liste.length > 0 ? html`<ul>${section.liste.map((one) => html`<li>${one}</li>`)}</ul>` : ""}
${(section.figures ?? []).map((one, at) => html`<figure class="figure analyse-figure" id="figure-${index}-${at}"><h3 class="figure-titre masque">${section.titre}</h3><div class="dessin" role="region" aria-label="Figure : ${section.titre}" tabindex="0">${raw(nomme(one.svg, one.alt))}</div><figcaption>${one.legende}</figcaption><p class="actions"></p></figure>`)}
${(section.tableaux ?? []).map(tableauAnalyse)}</section>`
    )}`
  };
}

/** A table longer than a screen is folded: the files of an analysis are for who does it again. */
const LONGUE = 15;

function tableauAnalyse({legende, lignes}: {legende: string; lignes: readonly (readonly string[])[]}): Html {
  const [header = [], ...body] = lignes;
  const numbers = header.flatMap((_, at) => (at > 0 && body.every((line) => /^(?:—|[<>+−-]?\s?[+−-]?\d[\d\s,]*(?:\s(?:%|points?|Pix|à\s.*))?)$/.test(line[at] ?? "")) ? [`n${at + 1}`] : [])).join(" ");
  const table = html`<div class="defile" role="region" aria-label="${legende}" tabindex="0"><table${numbers ? html` class="${numbers}"` : ""}><caption>${legende}</caption><thead><tr>${header.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead><tbody>${body.map((line) => html`<tr>${line.map((cell, at) => (at === 0 ? html`<th>${cell}</th>` : html`<td>${cell}</td>`))}</tr>
`)}</tbody></table></div>`;
  return body.length > LONGUE ? html`<details><summary>${legende} (${formatCompte(body.length, "ligne")})</summary>${table}</details>` : table;
}

/** A drawing named for who does not see it. */
function nomme(svg: string, alt: string): string {
  const bare = svg.replace(/^<svg\b([^>]*)>/, (_, attributes: string) => `<svg${attributes.replace(/\s(?:role|aria-label|xmlns)="[^"]*"/g, "")}>`);
  return bare.replace("<svg", html`<svg role="img" aria-label="${alt}"`.text);
}
