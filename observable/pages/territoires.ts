import {html} from "../components/html.ts";
import {cheminTerritoire, type Contexte, type Page} from "./page.ts";
import {formatCompte} from "../../pipelines/lib/words/format.ts";
import {nomType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";

const parNom = new Intl.Collator("fr", {numeric: true});

/** A longer name would break in the narrow columns of the communes. */
const NOM_LONG = 27;

/** Every territory, by type, in alphabetical order. */
export function pageTerritoires(contexte: Contexte): Page {
  const {territoires} = contexte.publication;
  const known = TYPES_TERRITOIRE.map((one) => one.type);
  const types = [...known, ...new Set(territoires.map((one) => one.type).filter((type) => !known.includes(type)))];
  const groups = types.map((type) => ({type, liste: territoires.filter((one) => one.type === type)})).filter((group) => group.liste.length > 0);
  return {
    chemin: "territoires",
    coquille: "index",
    titre: "Territoires",
    rubrique: "territoires",
    corps: html`<h1>Territoires</h1>
<p class="chapeau">${formatCompte(territoires.length, "territoire")}, chacun avec son profil, volet par volet, et ce qui manque. On peut aussi <a href="comparateur.html">en comparer quelques-uns</a> ou <a href="entonnoir.html">lire leurs écarts selon leur taille</a>.</p>
<nav class="sommaire" aria-label="Types de territoires"><ul>${groups.map((group) => html`<li><a href="#${group.type}">${nomType(group.type, "pluriel")}</a></li>`)}</ul></nav>
${groups.map((group) => html`<section aria-labelledby="${group.type}"><h2 id="${group.type}">${nomType(group.type, group.liste.length > 1 ? "pluriel" : "singulier")}</h2>
<ul class="colonnes${group.liste.some((one) => one.nom.length > NOM_LONG) ? " larges" : ""}">${[...group.liste].sort((left, right) => parNom.compare(left.nom, right.nom)).map((one) => html`<li><a href="${cheminTerritoire(one)}.html">${one.nom}</a></li>`)}</ul></section>`)}`
  };
}
