import {legendeAbsences, signeCourt} from "../components/absences.ts";
import {donnee, lienCsv, tableau, type Case, type Tableau} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import type {Territoire} from "../components/model.ts";
import type {Ecole, Interne} from "../interne.ts";
import {parVolet, type Contexte} from "./page.ts";
import type {Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, uniteALire} from "../../pipelines/lib/words/format.ts";

/** More schools than this are read territory by territory, or in the table to download. */
const ECOLES_MAX = 150;

/** The table of every school, offered with the pages of the internal edition only. */
export const INTERNE = "interne_etablissement.csv.gz";

/** The schools of a territory, volet by volet: only in the internal edition. */
export function etablissements(contexte: Contexte, interne: Interne, territoire: Territoire): Html {
  const ecoles = interne.ecoles(territoire);
  if (ecoles.length === 0) return html``;
  const heading = html`<h2 id="etablissements">Établissements</h2><p class="interne"><strong>Usage interne : ces chiffres par établissement ne se diffusent pas.</strong> Sous ${interne.seuil} personnes, un chiffre reste caché. Une case vide : l’indicateur ne se pose pas à cet établissement.</p>${legendeAbsences(["non_repondu", "secret"])}`;
  if (ecoles.length > ECOLES_MAX) {
    return html`<section aria-labelledby="etablissements">${heading}<p>${formatCompte(ecoles.length, "établissement")} : ouvrez la page d’une commune ou d’une circonscription, ou <a class="csv" href="../donnees/${INTERNE}" download="ne-pas-diffuser-${INTERNE}">toute la table (CSV)</a>.</p></section>`;
  }
  return html`<section aria-labelledby="etablissements">${heading}
${parVolet(contexte).map((volet) => {
    const shown = volet.indicateurs.filter((one) => ecoles.some((ecole) => ecole.chiffres.has(one.code)));
    if (shown.length === 0) return "";
    const table = lignes(ecoles, shown, `${volet.libelle}, établissements : ${territoire.nom}, ${contexte.annee} (usage interne)`);
    return html`<details class="ecoles"><summary>${volet.libelle} <span class="discret">${formatCompte(shown.length, "indicateur")}, ${formatCompte(ecoles.length, "établissement")}</span></summary>${tableau(table, contexte.fictif)}<p class="actions">${lienCsv(table, `ne-pas-diffuser-interne-${volet.code}-${territoire.type}-${territoire.code}`, contexte.fictif)}</p></details>`;
  })}</section>`;
}

function lignes(ecoles: readonly Ecole[], indicateurs: readonly Indicateur[], legende: string): Tableau {
  return {
    legende,
    colonnes: [{titre: "Établissement"}, {titre: "UAI"}, ...indicateurs.map((one) => ({titre: uniteALire(one) ? `${one.libelle} (${uniteALire(one)})` : one.libelle, nombre: true}))],
    lignes: ecoles.map((ecole) => [{montre: ecole.nom, brut: ecole.nom}, {montre: ecole.uai, brut: ecole.uai}, ...indicateurs.map((one) => caseDe(ecole, one))])
  };
}

function caseDe(ecole: Ecole, indicateur: Indicateur): Case {
  const chiffre = ecole.chiffres.get(indicateur.code);
  if (chiffre === undefined) return {montre: "", brut: ""};
  if (chiffre.valeur === null) return {montre: signeCourt(chiffre.statut), brut: chiffre.statut};
  if (chiffre.estOuiNon) return {montre: chiffre.valeur === 1 ? "oui" : "non", brut: chiffre.valeur === 1 ? "oui" : "non"};
  return {montre: donnee(chiffre.valeur, formatCourt(chiffre.valeur, indicateur.unite)), brut: chiffre.valeur};
}
