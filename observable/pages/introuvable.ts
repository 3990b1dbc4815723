import {html} from "../components/html.ts";
import type {Contexte, Page} from "./page.ts";

/** What a server shows in place of a page that does not exist: the search, already filled from the address, and the ways back. */
export function pageIntrouvable({publication}: Contexte): Page {
  return {
    chemin: "404",
    coquille: "recherche",
    titre: "Page introuvable",
    rubrique: "pied",
    corps: html`<h1>Cette page n’existe pas</h1>
<p class="chapeau">L’adresse est peut-être incomplète, ou celle d’un territoire ou d’un indicateur qui n’est pas dans cette édition.</p>
<form role="search" class="champs avec-script"><div><label for="q">Chercher un territoire, un indicateur, un code</label><input type="search" id="q" name="q" autocomplete="off" size="34" data-adresse></div></form>
<div id="resultat" aria-live="polite"></div>
<ul class="liens"><li><a href="index.html">Vue d’ensemble : ${publication.principal.nom}</a></li><li><a href="territoires.html">Tous les territoires</a></li><li><a href="catalogue.html">Tous les indicateurs</a></li></ul>`
  };
}
