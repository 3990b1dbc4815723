import {figure} from "../components/figure.ts";
import {html, raw, type Html} from "../components/html.ts";
import {figureEntonnoir} from "../components/entonnoir-figure.ts";
import {refusNature} from "../components/entonnoir.ts";
import {MAX_TERRITOIRES} from "../components/comparaison.ts";
import {nomComplet, type Territoire} from "../components/model.ts";
import {cheminTerritoire, parVolet, type Contexte, type Page} from "./page.ts";
import type {Indicateur} from "../../pipelines/lib/words/figure.ts";
import {duType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";

/** The pages whose content depends on what the reader asks: the form is here, the browser modules answer. */

const sansScript = html`<noscript><p class="refus">Cette page a besoin de JavaScript. Sans lui, les mêmes chiffres sont sur la page de chaque territoire et de chaque indicateur, et dans les <a href="donnees.html">fichiers de données</a>.</p></noscript>`;

/** A page opened from a folder reads no file: browsers forbid it, without a word. */
const horsServeur = html`<p id="hors-serveur" hidden>Cette page a été ouverte depuis un dossier, où le navigateur ne la laisse lire aucun fichier. Placez le site sur un serveur, ou ouvrez-le avec <code>vigie servir</code>.</p>${raw(`<script>if(location.protocol==="file:")document.getElementById("hors-serveur").hidden=false</script>`)}`;

function champ(id: string, libelle: string, options: readonly (readonly [valeur: string, libelle: string])[] = [], choisie?: string): Html {
  return html`<div><label for="${id}">${libelle}</label><select id="${id}">${options.map(([valeur, texte]) => html`<option value="${valeur}"${valeur === choisie ? html` selected` : ""}>${texte}</option>`)}</select></div>`;
}

function caseACocher(valeur: string, libelle: string, estCochee: boolean): Html {
  return html`<label><input type="checkbox" value="${valeur}"${estCochee ? html` checked` : ""}> ${libelle}</label>`;
}

/** A link that asks for another view never shows this one first. */
const vide = raw(`<script>if(location.hash.length>1)document.getElementById("resultat").replaceChildren()</script>`);
/** The same for what is offered to who has chosen nothing, here or at the last visit. */
const dejaChoisi = raw(`<script>try{if(location.hash.length>1||localStorage.getItem("vigie-choix"))document.getElementById("departs").hidden=true}catch{}</script>`);

const parNom = new Intl.Collator("fr", {numeric: true});

/** Without a choice, the first two shares: what compares best. */
const PROPOSES = 2;

/** Comparisons ready to be opened, for who does not know where to begin: of each type, all its territories or those with the most pupils. */
function departs(territoires: readonly Territoire[]): Html {
  const links = TYPES_TERRITOIRE.flatMap(({type, pluriel}) => {
    const known = territoires.filter((one) => one.type === type && (one.n_eleves ?? 0) > 0);
    if (known.length < 2) return [];
    const largest = [...known].sort((left, right) => (right.n_eleves ?? 0) - (left.n_eleves ?? 0)).slice(0, MAX_TERRITOIRES);
    const label = `${pluriel} : les ${largest.length}${known.length > MAX_TERRITOIRES ? " avec le plus d’élèves" : ""}`;
    return [html`<li><a href="#t=${largest.map((one) => `${one.type}:${one.code}`).join(",")}">${label}</a></li>`];
  });
  return links.length === 0 ? html`` : html`<section id="departs" aria-labelledby="titre-departs"><h2 id="titre-departs">Pour commencer</h2><p>Ajoutez de deux à six territoires, ou ouvrez une comparaison toute prête :</p><ul class="liens">${links}</ul></section>`;
}

export function pageComparateur(contexte: Contexte): Page {
  const {fictif, annee, publication: {edition, territoires, catalogue}} = contexte;
  const proposes = catalogue.filter((one) => one.type === "part").slice(0, PROPOSES);
  return {
    chemin: "comparateur",
    coquille: "comparateur",
    titre: "Comparer des territoires",
    rubrique: "comparateur",
    corps: html`<h1>Comparer des territoires</h1>
<p class="chapeau">De deux à six territoires, côte à côte, avec leurs intervalles. Quand une comparaison n’a pas de sens, la page le dit au lieu de la dessiner.${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${sansScript}${horsServeur}
<div class="avec-script"><form id="form-ajout" class="champs"><div><label for="ajout">Ajouter un territoire</label><input type="text" id="ajout" list="suggestions" autocomplete="off" size="34"><datalist id="suggestions">${territoires.map(nomComplet).sort(parNom.compare).map((nom) => html`<option value="${nom}">`)}</datalist></div><div><button class="action" type="submit">Ajouter</button></div></form>
<p id="message" role="status"></p>
<ul id="choisis" class="choisis" aria-label="Territoires choisis"></ul>
<p class="cases"><label><input type="checkbox" id="profil"> À profil comparable</label> <span class="discret">chaque valeur à côté de celle que laissent attendre le niveau, l’IPS et l’éducation prioritaire de ses établissements</span></p>
<fieldset><legend>Années</legend><div id="choix-annees" class="cases">${edition.annees.map((one) => caseACocher(one, one, one === annee))}</div></fieldset>
<details class="choix"><summary>Choisir les indicateurs</summary><div id="choix-indicateurs" class="cases-groupes">${parVolet(contexte).map((volet) => html`<fieldset><legend>${volet.libelle}</legend>${volet.indicateurs.map((one) => caseACocher(one.code, one.libelle, proposes.includes(one)))}</fieldset>`)}</div></details>
<p id="annonce" class="masque" role="status"></p>
<div id="resultat" class="resultats attente"></div>${departs(territoires)}</div>${dejaChoisi}`
  };
}

export function pageExplorer({fictif}: Contexte): Page {
  return {
    chemin: "explorer",
    coquille: "explorer",
    titre: "Explorer",
    rubrique: "explorer",
    corps: html`<h1>Explorer</h1>
<p class="chapeau">Un tableau croisé de tous les chiffres publiés. Il place les valeurs, il n’en additionne aucune : un chiffre masqué le reste.${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${sansScript}${horsServeur}
<form id="x-formulaire" class="avec-script" aria-label="Ce que montre le tableau"><div class="champs">
${champ("x-lignes", "En lignes")}${champ("x-colonnes", "En colonnes")}${champ("x-mesure", "Mesure")}${champ("x-volet", "Volet")}${champ("x-indicateur", "Indicateur")}${champ("x-type", "Type de territoire")}${champ("x-territoire", "Territoire")}${champ("x-annee", "Année")}${champ("x-ventilation", "Répartition selon")}
<div><label for="x-filtre">Filtrer les lignes</label><input type="search" id="x-filtre" autocomplete="off"></div></div></form>
<div id="resultat" class="attente"></div>`
  };
}

/** As wide as the page lets a figure be. */
const LARGEUR = 720;

export function pageEntonnoir({publication, fictif, annee}: Contexte): Page {
  const {catalogue, territoires, principal, edition} = publication;
  const types = TYPES_TERRITOIRE.filter((one) => territoires.filter((known) => known.type === one.type).length > 1);
  const type = types.find((one) => one.type === "commune")?.type ?? types.at(-1)?.type ?? "";
  const dessin = (indicateur: Indicateur): ReturnType<typeof figureEntonnoir> =>
    figureEntonnoir({
      indicateur, type, annee, fictif, largeur: LARGEUR,
      lignes: territoires.filter((one) => one.type === type).map((one) => ({nom: one.nom, lien: `${cheminTerritoire(one)}.html`, cellule: publication.cellule(indicateur.code, one, annee)})),
      ensemble: {type: principal.type, valeur: publication.cellule(indicateur.code, principal, annee)?.valeur ?? null}
    });
  // The first that can be drawn; else the first of a nature that could, with what is missing.
  const possibles = catalogue.filter((one) => refusNature(one) === null);
  const [premier] = possibles;
  const choisi = possibles.find((one) => "figure" in dessin(one)) ?? premier;
  const groupes = [{libelle: "Se lisent en entonnoir", liste: possibles}, {libelle: "Ne s’y lisent pas : la page dit pourquoi", liste: catalogue.filter((one) => !possibles.includes(one))}].filter(({liste}) => liste.length > 0);
  const made = choisi ? dessin(choisi) : {refus: "Aucun indicateur publié ne se lit en entonnoir."};
  return {
    chemin: "entonnoir",
    coquille: "entonnoir",
    titre: "Écarts et taille des territoires",
    rubrique: "entonnoir",
    corps: html`<h1>Écarts et taille des territoires</h1>
<p class="chapeau">Un petit territoire s’écarte souvent de la moyenne par hasard. L’entonnoir montre, pour chaque taille, jusqu’où le hasard suffit : seuls les territoires qui en sortent appellent une question.${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
<form aria-label="Ce que montre le graphique" autocomplete="off"><div class="champs"><div><label for="e-indicateur">Indicateur</label><select id="e-indicateur">${groupes.map(({libelle, liste}) => html`<optgroup label="${libelle}">${liste.map((one) => html`<option value="${one.code}"${one === choisi ? html` selected` : ""}>${one.libelle}</option>`)}</optgroup>`)}</select></div>${champ("e-type", "Type de territoire", types.map((one) => [one.type, one.pluriel]), type)}${champ("e-annee", "Année", edition.annees.map((one) => [one, one]), annee)}</div></form>
${horsServeur}<noscript><p class="discret">Sans JavaScript, la page montre ce premier choix seulement ; les autres chiffres sont sur la page de chaque indicateur.</p></noscript>
<div id="resultat" class="attente" aria-live="polite">${"figure" in made ? figure({...made.figure, tableau: made.tableau()}) : html`<p class="refus">${made.refus}</p>`}</div>${vide}
<p class="discret">Limites à 95 % et 99,8 % autour de la valeur ${duType(principal.type)} (Spiegelhalter, 2005), élargies de la surdispersion à partir de huit territoires. Sortir de l’entonnoir n’explique rien : c’est un écart à regarder, pas une cause.</p>`
  };
}

export function pageRecherche(): Page {
  return {
    chemin: "recherche",
    coquille: "recherche",
    titre: "Rechercher",
    rubrique: "recherche",
    corps: html`<h1>Rechercher</h1>
${sansScript}${horsServeur}
<form role="search" class="champs avec-script"><div><label for="q">Un territoire, un indicateur, un code</label><input type="search" id="q" name="q" autocomplete="off" size="34"></div></form>
<div id="resultat" aria-live="polite"></div>
<p class="discret">Sans accents ni majuscules, dans n’importe quel ordre. Les listes complètes : <a href="territoires.html">territoires</a>, <a href="catalogue.html">indicateurs</a>.</p>`
  };
}
