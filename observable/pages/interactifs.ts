import {html, type Html} from "../components/html.ts";
import type {Contexte, Page} from "./page.ts";

/** The pages whose content depends on what the reader asks: the form is here, the browser modules answer. */

const sansScript = html`<noscript><p class="refus">Cette page a besoin de JavaScript. Sans lui, les mêmes chiffres sont sur la page de chaque territoire et de chaque indicateur, et dans les <a href="donnees.html">fichiers de données</a>.</p></noscript>`;

function champ(id: string, libelle: string): Html {
  return html`<div><label for="${id}">${libelle}</label><select id="${id}"></select></div>`;
}

export function pageComparateur({fictif}: Contexte): Page {
  return {
    chemin: "comparateur",
    coquille: "comparateur",
    titre: "Comparer des territoires",
    rubrique: "comparateur",
    corps: html`<h1>Comparer des territoires</h1>
<p class="chapeau">De deux à six territoires, côte à côte, avec leurs intervalles. Quand une comparaison n’a pas de sens, la page le dit au lieu de la dessiner.${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${sansScript}
<form id="form-ajout" class="champs"><div><label for="ajout">Ajouter un territoire</label><input type="text" id="ajout" list="suggestions" autocomplete="off" size="34"><datalist id="suggestions"></datalist></div><div><button class="action" type="submit">Ajouter</button></div></form>
<p id="message" role="status"></p>
<ul id="choisis" class="choisis" aria-label="Territoires choisis"></ul>
<p class="cases"><label><input type="checkbox" id="profil"> À profil comparable</label> <span class="discret">chaque valeur à côté de celle que laissent attendre le niveau, l’IPS et l’éducation prioritaire de ses établissements</span></p>
<fieldset><legend>Années</legend><div id="choix-annees" class="cases"></div></fieldset>
<details class="choix"><summary>Choisir les indicateurs</summary><div id="choix-indicateurs" class="cases-groupes"></div></details>
<div id="resultat" class="resultats" aria-live="polite"></div>`
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
${sansScript}
<form id="x-formulaire" aria-label="Ce que montre le tableau"><div class="champs">
${champ("x-lignes", "En lignes")}${champ("x-colonnes", "En colonnes")}${champ("x-mesure", "Mesure")}${champ("x-volet", "Volet")}${champ("x-indicateur", "Indicateur")}${champ("x-type", "Type de territoire")}${champ("x-territoire", "Territoire")}${champ("x-annee", "Année")}${champ("x-ventilation", "Répartition selon")}
<div><label for="x-filtre">Filtrer les lignes</label><input type="search" id="x-filtre" autocomplete="off"></div></div></form>
<div id="resultat"></div>`
  };
}

export function pageEntonnoir({fictif}: Contexte): Page {
  return {
    chemin: "entonnoir",
    coquille: "entonnoir",
    titre: "Écarts et taille des territoires",
    rubrique: "entonnoir",
    corps: html`<h1>Écarts et taille des territoires</h1>
<p class="chapeau">Un petit territoire s’écarte souvent de la moyenne par hasard. L’entonnoir montre, pour chaque taille, jusqu’où le hasard suffit : seuls les territoires qui en sortent appellent une question.${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${sansScript}
<form aria-label="Ce que montre le graphique"><div class="champs">${champ("e-indicateur", "Indicateur")}${champ("e-type", "Type de territoire")}${champ("e-annee", "Année")}</div></form>
<div id="resultat" aria-live="polite"></div>
<p class="discret">Limites à 95 % et 99,8 % autour de la valeur du département (Spiegelhalter, 2005), élargies de la surdispersion à partir de huit territoires. Sortir de l’entonnoir n’explique rien : c’est un écart à regarder, pas une cause.</p>`
  };
}

export function pageRecherche(): Page {
  return {
    chemin: "recherche",
    coquille: "recherche",
    titre: "Rechercher",
    rubrique: "recherche",
    corps: html`<h1>Rechercher</h1>
${sansScript}
<form role="search" class="champs"><div><label for="q">Un territoire, un indicateur, un code</label><input type="search" id="q" name="q" autocomplete="off" size="34"></div></form>
<div id="resultat" aria-live="polite"></div>
<p class="discret">Sans accents ni majuscules, dans n’importe quel ordre. Les listes complètes : <a href="territoires.html">territoires</a>, <a href="catalogue.html">indicateurs</a>.</p>`
  };
}
