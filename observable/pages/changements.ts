import {tableau, type Case, type Tableau} from "../components/figure.ts";
import {html, type Child, type Html} from "../components/html.ts";
import {signeAbsence} from "../components/absences.ts";
import type {Comparaison} from "../supplements.ts";
import {casTexte} from "./figures.ts";
import {cheminIndicateur, cheminTerritoire, racine, type Contexte, type Page} from "./page.ts";
import {motStatut} from "../../pipelines/lib/words/absences.ts";
import {STATUTS, type Statut} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatDate, formatNombre} from "../../pipelines/lib/words/format.ts";

type Changement = Comparaison["changements"][number];

const LIGNES = 200;

/** The sentence of the home page, and the way to the rest. */
export function resumeChangements(contexte: Contexte): Html {
  const {comparaison, principal} = contexte.publication;
  if (!comparaison) return html``;
  const here = comparaison.changements.filter((one) => one.territoire_type === principal.type && one.territoire_code === principal.code && one.ventilation === "ensemble" && one.annee === contexte.annee);
  return html`<section aria-labelledby="change"><h2 id="change">Ce qui a changé depuis l’édition ${comparaison.edition}</h2>
<p>${comparaison.n === 0 ? "Aucun chiffre n’a changé." : html`${formatCompte(comparaison.n, "chiffre a changé", "chiffres ont changé")}, dont ${here.length === 0 ? "aucun" : formatNombre(here.length, 0)} de l’année pour ${principal.nom}. <a href="changements.html">Lesquels, et pourquoi</a>.`}</p>${here.length > 0 ? html`<ul>${here.slice(0, 5).map((one) => ligneCourte(contexte, one))}</ul>` : ""}</section>`;
}

function valeur(value: number | null, statut: string | null | undefined, unite: string): Child {
  if (value !== null) return formatCourt(value, unite);
  return STATUTS.includes(statut as Statut) && statut !== "publie" ? signeAbsence(statut as Statut) : "absent";
}

function ligneCourte(contexte: Contexte, one: Changement): Html {
  const indicateur = contexte.publication.catalogue.find((known) => known.code === one.indicateur);
  const unite = indicateur?.unite ?? "";
  return html`<li>${indicateur ? html`<a href="${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>` : one.indicateur} : ${valeur(one.valeur_avant, one.statut_avant, unite)} devient ${valeur(one.valeur_apres, one.statut_apres, unite)}</li>`;
}

function lignes(contexte: Contexte, comparaison: Comparaison): Tableau {
  const {publication} = contexte;
  const places = new Map(publication.territoires.map((one) => [`${one.type}:${one.code}`, one]));
  const cas = (value: number | null, statut: string | null | undefined, unite: string): Case => ({montre: valeur(value, statut, unite), brut: value ?? motStatut(statut as Statut)});
  return {
    legende: "Chiffres qui ont changé",
    colonnes: [{titre: "Indicateur"}, {titre: "Territoire"}, {titre: "Année"}, {titre: "Répartition"}, {titre: "Avant", nombre: true}, {titre: "Après", nombre: true}, {titre: "Pourquoi"}],
    lignes: comparaison.changements.slice(0, LIGNES).map((one) => {
      const indicateur = publication.catalogue.find((known) => known.code === one.indicateur);
      const territoire = places.get(`${one.territoire_type}:${one.territoire_code}`);
      const modalite = indicateur?.ventilations.find((known) => known.code === one.ventilation)?.modalites.find((known) => known.code === one.modalite)?.libelle ?? one.modalite;
      const motifs = [...new Set(one.raisons.map((at) => comparaison.raisons[at]?.motif ?? ""))].map((code) => comparaison.motifs[code] ?? code);
      return [
        {montre: indicateur ? html`<a href="${racine("changements")}${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>` : one.indicateur, brut: one.indicateur},
        {montre: territoire ? html`<a href="${cheminTerritoire(territoire)}.html">${territoire.nom}</a>` : one.territoire_code, brut: territoire?.nom ?? one.territoire_code},
        casTexte(one.annee), casTexte(one.ventilation === "ensemble" ? "ensemble" : modalite), cas(one.valeur_avant, one.statut_avant, indicateur?.unite ?? ""),
        cas(one.valeur_apres, one.statut_apres, indicateur?.unite ?? ""), casTexte(motifs.join(", ") || "sans raison connue")
      ];
    })
  };
}

/** Every figure that changed between the last frozen edition and this one, with its reasons. */
export function pageChangements(contexte: Contexte, comparaison: Comparaison): Page {
  const byReason = new Map<number, number>();
  for (const one of comparaison.changements) for (const at of one.raisons) byReason.set(at, (byReason.get(at) ?? 0) + 1);
  const reasons = [...byReason].sort((left, right) => right[1] - left[1]);
  const table = lignes(contexte, comparaison);
  const rest = comparaison.n - table.lignes.length;
  return {
    chemin: "changements",
    coquille: "index",
    titre: "Ce qui a changé",
    rubrique: "accueil",
    corps: html`<h1>Ce qui a changé</h1>
<p class="chapeau">Depuis l’édition <b>${comparaison.edition}</b>, figée le ${formatDate(comparaison.fige_le)} : ${comparaison.n === 0 ? "aucun chiffre n’a changé" : formatCompte(comparaison.n, "chiffre a changé", "chiffres ont changé")}, sur ${formatNombre(comparaison.communs, 0)} que les deux éditions ont en commun.${contexte.fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${reasons.length > 0 ? html`<section class="texte" aria-labelledby="raisons"><h2 id="raisons">Pourquoi</h2><ul>${reasons.slice(0, 20).map(([at, n]) => html`<li>${comparaison.raisons[at]?.phrase ?? "raison inconnue"} <span class="discret">${formatCompte(n, "chiffre")}</span></li>`)}</ul></section>` : ""}
${table.lignes.length > 0 ? html`<section aria-labelledby="chiffres"><h2 id="chiffres">Lesquels</h2>${tableau(table, contexte.fictif)}<p class="actions"><a class="csv" href="donnees/comparaison.csv.gz" download="${contexte.fictif ? "donnees-fictives-" : ""}comparaison.csv.gz">Télécharger tous les changements (CSV)</a>${rest > 0 ? html`<span class="discret">et ${formatCompte(rest, "autre", "autres")}</span>` : ""}</p></section>` : ""}`
  };
}
