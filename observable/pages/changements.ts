import {tableau, type Case, type Tableau} from "../components/figure.ts";
import {html, type Child, type Html} from "../components/html.ts";
import {signeAbsence} from "../components/absences.ts";
import type {Comparaison} from "../supplements.ts";
import {CHANGEMENTS} from "./donnees-site.ts";
import {casTexte} from "./figures.ts";
import {ariane} from "./layout.ts";
import {cheminIndicateur, cheminTerritoire, racine, type Contexte, type Page} from "./page.ts";
import {motStatut} from "../../pipelines/lib/words/absences.ts";
import {STATUTS, type Statut} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatDate, formatNombre, formatPart, minuscule} from "../../pipelines/lib/words/format.ts";
import {nomType} from "../../pipelines/lib/words/names.ts";

type Changement = Comparaison["changements"][number];

const LIGNES = 60;
const GENERAUX: ReadonlySet<string> = new Set(["configuration", "code"]);

/** The sentence of the home page, and the way to the rest. */
export function resumeChangements(contexte: Contexte): Html {
  const {comparaison, principal} = contexte.publication;
  if (!comparaison) return html``;
  const here = comparaison.changements.filter((one) => one.territoire_type === principal.type && one.territoire_code === principal.code && one.ventilation === "ensemble" && one.annee === contexte.annee);
  const moved = here.map((one) => ligneCourte(contexte, one)).filter((one) => one !== null);
  return html`<section aria-labelledby="change"><h2 id="change">Ce qui a changé depuis l’édition ${comparaison.edition}</h2>
<p>${comparaison.n === 0 ? "Aucun chiffre n’a changé." : html`${formatCompte(comparaison.n, "chiffre a changé", "chiffres ont changé")}, dont ${here.length === 0 ? "aucun chiffre d’ensemble de cette page" : formatCompte(here.length, "chiffre d’ensemble de l’année", "chiffres d’ensemble de l’année")}. <a href="changements.html">Lesquels, et pourquoi</a>.`}</p>${moved.length > 0 ? html`<ul>${moved.slice(0, 5)}</ul>` : ""}</section>`;
}

/** Two figures with as many decimals as it takes to tell them apart. */
function deuxValeurs(before: number, after: number, unite: string): readonly [string, string] {
  const write = [(value: number) => formatCourt(value, unite), ...[2, 3, 4].map((digits) => (value: number) => (unite === "%" ? formatPart(value, digits) : `${formatNombre(value, digits)}${unite === "€" ? "\u00a0€" : ""}`))];
  const found = write.map((one) => [one(before), one(after)] as const).find(([left, right]) => left !== right);
  return found ?? [formatCourt(before, unite), formatCourt(after, unite)];
}

function signe(statut: string | null | undefined): Child {
  return STATUTS.includes(statut as Statut) && statut !== "publie" ? signeAbsence(statut as Statut) : "absent";
}

/** Both sides of a change; when the figure itself stayed, what moved beside it. */
function cotes({valeur_avant: before, valeur_apres: after, ...one}: Changement, unite: string): {avant: Child; apres: Child; note: string} {
  if (before === null || after === null) {
    return {avant: before === null ? signe(one.statut_avant) : formatCourt(before, unite), apres: after === null ? signe(one.statut_apres) : formatCourt(after, unite), note: before === after && one.statut_avant === one.statut_apres ? "ce qui l’accompagne a changé" : ""};
  }
  const [left, right] = deuxValeurs(before, after, unite);
  const cible = (value: number | null): string => (value === null ? "aucune" : formatCourt(value, unite));
  const note = left !== right ? "" : one.cible_avant !== one.cible_apres ? `cible : ${cible(one.cible_avant)}, puis ${cible(one.cible_apres)}` : "un de ses termes, sa couverture ou son intervalle";
  return {avant: left, apres: right, note};
}

function ligneCourte(contexte: Contexte, one: Changement): Html | null {
  const indicateur = contexte.publication.catalogue.find((known) => known.code === one.indicateur);
  const {avant, apres, note} = cotes(one, indicateur?.unite ?? "");
  if (note !== "") return null;
  return html`<li>${indicateur ? html`<a href="${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>` : one.indicateur} : ${avant}, puis ${apres}</li>`;
}

function lignes(contexte: Contexte, comparaison: Comparaison): Tableau {
  const {publication} = contexte;
  const places = new Map(publication.territoires.map((one) => [`${one.type}:${one.code}`, one]));
  const cas = (value: number | null, statut: string | null | undefined, shown: Child): Case => ({montre: shown, brut: value ?? motStatut(statut as Statut)});
  return {
    legende: "Chiffres qui ont changé",
    colonnes: [{titre: "Indicateur"}, {titre: "Territoire"}, {titre: "Année"}, {titre: "Répartition"}, {titre: "Avant", nombre: true}, {titre: "Après", nombre: true}, {titre: "Pourquoi"}],
    lignes: comparaison.changements.slice(0, LIGNES).map((one) => {
      const indicateur = publication.catalogue.find((known) => known.code === one.indicateur);
      const territoire = places.get(`${one.territoire_type}:${one.territoire_code}`);
      const modalite = indicateur?.ventilations.find((known) => known.code === one.ventilation)?.modalites.find((known) => known.code === one.modalite)?.libelle ?? one.modalite;
      const codes = [...new Set(one.raisons.map((at) => comparaison.raisons[at]?.motif ?? ""))];
      // What may bear on every figure is said once, above, unless nothing else is known.
      const own = codes.filter((code) => !GENERAUX.has(code));
      const motifs = (own.length > 0 ? own : codes).map((code) => comparaison.motifs[code] ?? code);
      const {avant, apres, note} = cotes(one, indicateur?.unite ?? "");
      return [
        {montre: indicateur ? html`<a href="${racine("changements")}${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>` : one.indicateur, brut: one.indicateur},
        {montre: territoire ? html`<a href="${cheminTerritoire(territoire)}.html">${territoire.nom}</a> <small class="discret">${minuscule(nomType(territoire.type, "singulier"))}</small>` : one.territoire_code, brut: territoire?.nom ?? one.territoire_code},
        casTexte(one.annee), casTexte(one.ventilation === "ensemble" ? "" : modalite), cas(one.valeur_avant, one.statut_avant, avant), cas(one.valeur_apres, one.statut_apres, apres),
        {montre: html`${motifs.join(", ") || "sans raison connue"}${note ? html` <small class="discret">(${note})</small>` : ""}`, brut: motifs.join(", ")}
      ];
    })
  };
}

/** Every figure that changed between the last frozen edition and this one, with its reasons. */
export function pageChangements(contexte: Contexte, comparaison: Comparaison): Page {
  const byReason = new Map<number, number>();
  for (const one of comparaison.changements) for (const at of one.raisons) byReason.set(at, (byReason.get(at) ?? 0) + 1);
  const reasons = [...byReason].map(([at, n]) => ({motif: comparaison.raisons[at]?.motif ?? "", phrase: comparaison.raisons[at]?.phrase ?? "Raison inconnue.", n: comparaison.raisons[at]?.chiffres ?? n})).sort((left, right) => Number(GENERAUX.has(left.motif)) - Number(GENERAUX.has(right.motif)) || right.n - left.n);
  const table = lignes(contexte, comparaison);
  const rest = comparaison.n - table.lignes.length;
  return {
    chemin: "changements",
    coquille: "index",
    titre: "Ce qui a changé",
    rubrique: "accueil",
    corps: html`${ariane([{href: "index.html", libelle: "Vue d’ensemble"}, {libelle: "Ce qui a changé"}])}
<h1>Ce qui a changé</h1>
<p class="chapeau">Depuis l’édition <b>${comparaison.edition}</b>, figée le ${formatDate(comparaison.fige_le)} : ${comparaison.n === 0 ? "aucun chiffre n’a changé" : formatCompte(comparaison.n, "chiffre a changé", "chiffres ont changé")}, sur ${formatNombre(comparaison.communs, 0)} que les deux éditions ont en commun, répartitions et territoires compris.${contexte.fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${reasons.length > 0 ? html`<section class="texte" aria-labelledby="raisons"><h2 id="raisons">Pourquoi</h2><p>Un chiffre peut avoir plusieurs raisons ; leur détail est dans l’espace de travail : <code>vigie comparer ${comparaison.edition}</code>.</p><ul>${reasons.slice(0, 20).map(({phrase, n}) => html`<li>${phrase} <span class="discret">${formatCompte(n, "chiffre")}</span></li>`)}</ul></section>` : ""}
${table.lignes.length > 0 ? html`<section aria-labelledby="chiffres"><h2 id="chiffres">Lesquels</h2>${rest > 0 ? html`<p>Les ${formatNombre(table.lignes.length, 0)} premiers, en commençant par les chiffres d’ensemble du département ; ${rest === 1 ? "l’autre est" : html`les ${formatNombre(rest, 0)} autres sont`} dans le fichier, sous le tableau.</p>` : ""}<div class="changements">${tableau(table, contexte.fictif)}</div><p class="actions"><a class="csv" href="donnees/${CHANGEMENTS}" download="${contexte.fictif ? "donnees-fictives-" : ""}${CHANGEMENTS}">Télécharger tous les changements (CSV)</a></p></section>` : ""}`
  };
}
