import {signeAbsence} from "../components/absences.ts";
import {barreCible, grandNombre, lecture, termes} from "../components/card.ts";
import {refusNature} from "../components/entonnoir.ts";
import {lienCsvLong, tableau, type Tableau} from "../components/figure.ts";
import {html, type Child, type Html} from "../components/html.ts";
import {figureCarte} from "./carte.ts";
import {motPeriode, motSecret, motSens, motType} from "./catalogue.ts";
import {casNombre, casPart, casTexte, figureSerie, figuresVentilations} from "./figures.ts";
import {ENSEMBLE} from "./donnees-site.ts";
import {ariane} from "./layout.ts";
import {cheminIndicateur, cheminTerritoire, cheminVolet, estimationDe, libelleVolet, type Contexte, type Page} from "./page.ts";
import {provenance} from "./provenance.ts";
import {ABSENCES} from "../../pipelines/lib/words/absences.ts";
import type {Territoire} from "../components/model.ts";
import {estChiffre, type Cellule, type Indicateur, type Statut} from "../../pipelines/lib/words/figure.ts";
import {formatIntervalleCourt, formatNombre, minuscule} from "../../pipelines/lib/words/format.ts";
import {nomSource, nomType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";
import {lireDrapeaux} from "../../pipelines/lib/words/reading.ts";

const parNom = new Intl.Collator("fr", {numeric: true});

function fiche(contexte: Contexte, indicateur: Indicateur): Html {
  const rows: [string, Child][] = [
    ["Définition", indicateur.description],
    ["Numérateur", indicateur.numerateur || "sans objet"],
    ["Dénominateur", indicateur.denominateur || "sans objet"],
    ["Unité", `${indicateur.unite} (${motType(indicateur)})`],
    ["Sens", motSens(indicateur)],
    ["Période", motPeriode(indicateur)],
    ["Sources", indicateur.sources.map(nomSource).join(", ") || "non précisées"],
    ["Enquête", indicateur.enquete && indicateur.enquete !== "absent" ? `${nomSource(indicateur.enquete)} : la valeur est celle des répondants, l’estimation redressée est à côté` : `sans objet : ${indicateur.sources.every((one) => one === "objectifs") ? "valeur publiée par un document" : "relevé de gestion"}`],
    ["Ventilations", indicateur.ventilations.map((one) => one.libelle).join(", ") || "aucune"],
    ["Secret statistique", `${motSecret(indicateur)}${indicateur.seuil === null ? "" : `, seuil de ${formatNombre(indicateur.seuil, 0)}`}`],
    ["Ruptures de série", indicateur.ruptures.length > 0 ? html`<ul>${indicateur.ruptures.map((one) => html`<li>${one.annee} : ${one.motif}</li>`)}</ul>` : "aucune connue"],
    ["Document de référence", indicateur.reference ?? "aucun"],
    ["Limites", indicateur.limites ?? "non précisées"]
  ];
  return html`<section aria-labelledby="fiche"><h2 id="fiche">Fiche méthodologique</h2><dl class="fiche">${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl></section>`;
}

interface Ligne {
  territoire: Territoire;
  cellule: Cellule;
}

/** The territories of a type, in the order of their names. */
function lignesDe({publication, annee}: Contexte, indicateur: Indicateur, type: string): Ligne[] {
  const byCode = new Map(publication.territoires.filter((one) => one.type === type).map((one) => [one.code, one]));
  return publication
    .parType(indicateur.code, type, annee)
    .flatMap((cellule) => {
      const territoire = byCode.get(cellule.territoire_code);
      return territoire ? [{territoire, cellule}] : [];
    })
    .sort((left, right) => parNom.compare(left.territoire.nom, right.territoire.nom));
}

/** Territories without a value, under the sign that says why. */
function sansValeur(lignes: readonly Ligne[]): Html {
  const missing = lignes.filter(({cellule}) => !estChiffre(cellule));
  return html`${ABSENCES.flatMap(({statut}) => {
    const these = missing.filter(({cellule}) => cellule.statut === statut);
    return these.length === 0 ? [] : [html`<p class="sans-valeur">${signeAbsence(statut)} : ${these.map(({territoire}) => territoire.nom).join(", ")}.</p>`];
  })}`;
}

function parType(contexte: Contexte, indicateur: Indicateur): Html {
  const unit = indicateur.unite;
  const vides = new Map<Statut, string[]>();
  const sections = TYPES_TERRITOIRE.flatMap(({type}) => {
    const lines = lignesDe(contexte, indicateur, type);
    if (lines.length === 0) return [];
    const published = lines.filter(({cellule}) => estChiffre(cellule));
    const [first] = lines;
    // A type without any figure, for one reason, is said in a line below: a fold would open on a list of names.
    if (published.length === 0 && first && lines.every(({cellule}) => cellule.statut === first.cellule.statut)) {
      vides.set(first.cellule.statut, [...(vides.get(first.cellule.statut) ?? []), minuscule(nomType(type, "pluriel"))]);
      return [];
    }
    const table: Tableau = {
      legende: `${indicateur.libelle}, ${minuscule(nomType(type, "pluriel"))}, ${contexte.annee}`,
      colonnes: [
        {titre: "Territoire"}, {titre: unit === "%" ? "Valeur" : `Valeur (${unit})`, nombre: true}, {titre: "Numérateur", nombre: true}, {titre: "Dénominateur", nombre: true},
        {titre: "Intervalle à 95 %", nombre: true}, {titre: "Couverture", nombre: true}, {titre: "Précautions"}
      ],
      lignes: published.map(({cellule, territoire}) => [
        {montre: html`<a href="../${cheminTerritoire(territoire)}.html">${territoire.nom}</a>`, brut: territoire.nom},
        casNombre(cellule.valeur, unit), casNombre(cellule.numerateur), casNombre(cellule.denominateur),
        casTexte(cellule.ic_bas === null || cellule.ic_haut === null || cellule.ic_bas === cellule.ic_haut ? "" : formatIntervalleCourt(cellule.ic_bas, cellule.ic_haut, unit)),
        casPart(cellule.couverture), casTexte(lireDrapeaux(cellule.drapeaux).join(", "))
      ])
    };
    return [
      html`<details class="type" id="type-${type}"><summary>${nomType(type, "pluriel")} <span class="discret">${published.length} sur ${lines.length} avec une valeur</span></summary>
${published.length > 0 ? tableau(table, contexte.fictif) : ""}${sansValeur(lines)}</details>`
    ];
  });
  return html`<section aria-labelledby="territoires"><h2 id="territoires">Par territoire</h2><p class="actions"><a href="../comparateur.html#i=${indicateur.code}">Comparer des territoires</a>${refusNature(indicateur) === null ? html` <a href="../entonnoir.html#i=${indicateur.code}">Écarts et taille des territoires</a>` : ""} ${lienCsvLong(`../donnees/${ENSEMBLE}`, indicateur.code, contexte.fictif, `${indicateur.libelle}, tous les territoires`, {indicateur: indicateur.code})}</p>${sections}${[...vides].map(([statut, types]) => html`<p class="sans-valeur">${signeAbsence(statut)} partout : ${types.join(", ")}.</p>`)}</section>`;
}

/** The methodological card of an indicator: definition, figures, values by territory, SQL. */
export function pageIndicateur(contexte: Contexte, indicateur: Indicateur): Page {
  const chemin = cheminIndicateur(indicateur);
  const {publication, annee} = contexte;
  const {principal} = publication;
  const serie = publication.serie(indicateur.code, principal);
  const cellule = serie.find((one) => one.annee === annee);
  const libelle = libelleVolet(contexte, indicateur.volet);
  const distributions = figuresVentilations(contexte, indicateur, principal);
  return {
    chemin,
    coquille: "indicateur/modele",
    titre: indicateur.libelle,
    rubrique: "catalogue",
    corps: html`${ariane([{href: "../catalogue.html", libelle: "Indicateurs"}, {href: `../${cheminVolet(indicateur.volet)}.html`, libelle}, {libelle: indicateur.libelle}])}
<h1>${indicateur.libelle}</h1>
<p class="chapeau">${indicateur.description}${contexte.fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
<div class="carte sans-filet"><div class="carte-texte"><p class="date">${principal.nom}, ${annee}</p>${grandNombre(indicateur, cellule)}${termes(indicateur, cellule)}${barreCible(indicateur, cellule)}${lecture(indicateur, serie, annee, publication.echeance(indicateur.code, principal, annee), {estimation: estimationDe(contexte, indicateur, principal), changement: publication.changement(indicateur.code, principal, annee), quartiles: publication.quartiles(indicateur.code, principal, annee)})}${provenance(contexte, chemin, indicateur, principal, cellule)}</div>
<div class="carte-figure">${figureSerie(contexte, indicateur, principal, 2)}</div></div>
${distributions.length > 0 ? html`<section aria-labelledby="repartition"><h2 id="repartition">Répartition</h2><div class="grille-figures">${distributions}</div></section>` : ""}
${figureCarte(contexte, chemin, indicateur, "renvoi") ?? ""}
${parType(contexte, indicateur)}
${fiche(contexte, indicateur)}
${indicateur.sql ? html`<section aria-labelledby="calcul"><h2 id="calcul">Calcul</h2><p>Requête exécutée au grain de l’établissement${indicateur.fichier ? html`, <code>${indicateur.fichier}</code>` : ""} ; les taux, intervalles et regroupements sont calculés ensuite, de la même façon pour tous les indicateurs.</p><pre data-copy="none" tabindex="0" role="region" aria-label="Requête SQL de l’indicateur"><code>${indicateur.sql}</code></pre></section>` : ""}`
  };
}
