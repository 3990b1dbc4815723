import {signeAbsence} from "../components/absences.ts";
import {etincelle} from "../components/card.ts";
import {lienCsv, type Tableau} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {anneesUtiles, type Territoire} from "../components/model.ts";
import {casNombre, casStatut, casTexte, casValeur} from "./figures.ts";
import {ariane} from "./layout.ts";
import {cheminIndicateur, cheminTerritoire, type Contexte, type Page, parVolet} from "./page.ts";
import {ABSENCES} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur, type Statut} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatIntervalleCourt, formatNombre, formatPart} from "../../pipelines/lib/words/format.ts";
import {nomSource, nomType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";
import {lireCible, lireDrapeaux, lireEcart, lireEvolution, type Lecture} from "../../pipelines/lib/words/reading.ts";

/** A line from zero: the territory as a dot with its interval, the département as a hollow mark, the target as a tick. */
function reglette(indicateur: Indicateur, cellule: Cellule & {valeur: number}, whole: Cellule | undefined): Html {
  const isSum = indicateur.type === "compte" || indicateur.type === "montant";
  const marks = [cellule.valeur, cellule.ic_haut ?? 0, cellule.cible ?? 0, !isSum && estChiffre(whole) ? whole.valeur : 0];
  // Without anything to stand against, a dot on a line says nothing.
  if (cellule.cible === null && (isSum || (indicateur.unite !== "%" && !estChiffre(whole)))) return html``;
  // A rate is read from 0 to 100 %; anything else against twice the département, which then stands in the middle.
  const top = indicateur.unite === "%" ? 1 : Math.max(!isSum && estChiffre(whole) ? whole.valeur * 2 : 0, Math.max(...marks) * 1.05) || 1;
  const at = (value: number) => `${Math.max(0, Math.min(100, (value / top) * 100)).toFixed(1)}%`;
  const interval = cellule.ic_bas !== null && cellule.ic_haut !== null;
  return html`<div class="reglette" aria-hidden="true">${interval ? html`<i class="r-ic" style="left:${at(cellule.ic_bas as number)};right:${at(top - (cellule.ic_haut as number))}"></i>` : ""}${!isSum && estChiffre(whole) ? html`<i class="r-ref" style="left:${at(whole.valeur)}"></i>` : ""}${cellule.cible === null ? "" : html`<i class="r-cible" style="left:${at(cellule.cible)}"></i>`}<i class="r-point" style="left:${at(cellule.valeur)}"></i></div>`;
}

/** Which way is good is told by a sign and a word beside the colour. */
function marque({sentiment}: Lecture): Html {
  if (sentiment === "neutre") return html``;
  const isGood = sentiment === "favorable";
  return html`<span aria-hidden="true">\u00a0${isGood ? "✓" : "!"}</span><span class="masque">, ${isGood ? "dans le sens attendu" : "à l’inverse du sens attendu"}</span>`;
}

interface Colonnes {
  departement: boolean;
  cible: boolean;
}

function ligne(contexte: Contexte, indicateur: Indicateur, territoire: Territoire, colonnes: Colonnes): Html {
  const isWhole = !colonnes.departement;
  const {publication, annee} = contexte;
  const serie = publication.serie(indicateur.code, territoire);
  const cellule = serie.find((one) => one.annee === annee);
  const whole = isWhole ? undefined : publication.cellule(indicateur.code, publication.principal, annee);
  const name = html`<a href="../${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>`;
  const unit = html`<span class="unite-ligne">${indicateur.unite.length <= 2 ? "" : indicateur.unite}</span>`;
  if (!estChiffre(cellule)) {
    return html`<tr class="absente"><th scope="row">${name} ${unit}</th><td class="c-valeur" colspan="${4 + (colonnes.departement ? 1 : 0) + (colonnes.cible ? 1 : 0)}">${signeAbsence(cellule?.statut ?? "non_collecte")}</td></tr>`;
  }
  const gap = lireEcart(indicateur, cellule, whole);
  const trend = lireEvolution(indicateur, serie, annee);
  const target = lireCible(indicateur, serie, annee, publication.echeance(indicateur.code, territoire, annee));
  const flags = lireDrapeaux(cellule.drapeaux);
  return html`<tr><th scope="row">${name} ${unit}</th>
<td class="c-valeur nombre"><data value="${cellule.valeur}">${formatCourt(cellule.valeur, indicateur.unite)}</data>${cellule.statut === "zero" ? html` <span class="discret">zéro</span>` : ""}${indicateur.type === "part" && cellule.numerateur !== null && cellule.denominateur !== null ? html`<span class="ic">${formatNombre(cellule.numerateur, 0)} sur ${formatNombre(cellule.denominateur, 0)}</span>` : ""}${cellule.ic_bas !== null && cellule.ic_haut !== null ? html`<span class="ic">${formatIntervalleCourt(cellule.ic_bas, cellule.ic_haut, indicateur.unite)}</span>` : ""}</td>
<td class="c-reglette">${reglette(indicateur, cellule, whole)}</td>
${isWhole ? "" : html`<td class="c-ecart"><span class="titre-mobile">Département </span>${whole && estChiffre(whole) && gap.court ? html`${formatCourt(whole.valeur, indicateur.unite)} <span class="${gap.sentiment}">(${gap.court}${marque(gap)})</span>` : html`<span class="discret">sans objet</span>`}</td>`}
${colonnes.cible ? html`<td class="c-cible"><span class="titre-mobile">Cible </span>${target.phrase ? html`<span class="${target.sentiment}">${target.court || "fixée"}</span>` : html`<span class="discret">aucune</span>`}</td>` : ""}
<td class="c-evolution"><span class="titre-mobile">Évolution </span>${trend.court ? html`<span class="${trend.sentiment}">${trend.court}${marque(trend)}</span> ${etincelle(serie, anneesUtiles(serie, publication.edition.annees), indicateur)}` : html`<span class="discret">${trend.phrase.startsWith("Série") ? "série rompue" : trend.phrase.startsWith("Trop") ? "trop peu de réponses" : "sans année comparable"}</span>`}</td>
<td class="c-couverture"><span class="titre-mobile">Couverture </span>${cellule.couverture === null ? "" : formatPart(cellule.couverture)}${flags.length > 0 ? html`<span class="drapeau">${flags.join(", ")}</span>` : ""}</td></tr>`;
}

/** « D'où viennent ces chiffres » : for each figure of the table its sources, how many units it rests on, and its code. */
function origine(contexte: Contexte, volet: {libelle: string; indicateurs: Indicateur[]}, territoire: Territoire): Html {
  const {publication, annee} = contexte;
  const rows = volet.indicateurs.map((one) => ({indicateur: one, cellule: publication.cellule(one.code, territoire, annee)})).filter(({cellule}) => estChiffre(cellule));
  if (rows.length === 0) return html``;
  return html`<details class="provenance"><summary>D’où viennent ces chiffres<span class="masque"> : ${volet.libelle}</span></summary>
<div class="defile" role="region" aria-label="Origine des chiffres, ${volet.libelle}" tabindex="0"><table><thead><tr><th scope="col">Indicateur</th><th scope="col">Sources</th><th scope="col" class="nombre">Unités</th><th scope="col">Code</th></tr></thead><tbody>${rows.map(
    ({indicateur, cellule}) => html`<tr><th scope="row">${indicateur.libelle}</th><td>${indicateur.sources.map(nomSource).join(", ")}</td><td class="nombre">${cellule?.n_unites === null || cellule === undefined ? "" : formatNombre(cellule.n_unites, 0)}</td><td><code>${indicateur.code}</code></td></tr>`
  )}</tbody></table></div>
<p>Le nom de chaque indicateur mène à sa définition et à son calcul. Cette commande remonte jusqu’aux lignes des fichiers reçus, avec le code de la dernière colonne :</p><p><code>vigie expliquer CODE --territoire ${territoire.type}:${territoire.code} --annee ${annee}</code></p></details>`;
}

interface Bilan {
  mieux: number;
  moins: number;
  comparable: number;
  autres: number;
  absents: Map<Statut, Indicateur[]>;
}

function bilan(contexte: Contexte, territoire: Territoire): Bilan {
  const {publication, annee} = contexte;
  const result: Bilan = {mieux: 0, moins: 0, comparable: 0, autres: 0, absents: new Map()};
  for (const indicateur of publication.catalogue) {
    const cellule = publication.cellule(indicateur.code, territoire, annee);
    if (!estChiffre(cellule)) {
      const statut = cellule?.statut ?? "non_collecte";
      result.absents.set(statut, [...(result.absents.get(statut) ?? []), indicateur]);
      continue;
    }
    const gap = lireEcart(indicateur, cellule, publication.cellule(indicateur.code, publication.principal, annee));
    if (gap.sentiment === "favorable") result.mieux += 1;
    else if (gap.sentiment === "defavorable") result.moins += 1;
    else if (gap.court === "comparable") result.comparable += 1;
    else result.autres += 1;
  }
  return result;
}

function manque(contexte: Contexte, absents: Map<Statut, Indicateur[]>): Html {
  if (absents.size === 0) return html`<section aria-labelledby="manque"><h2 id="manque">Ce qui manque</h2><p>Tous les indicateurs ont une valeur pour ${contexte.annee}.</p></section>`;
  return html`<section aria-labelledby="manque"><h2 id="manque">Ce qui manque</h2><dl class="manque">${ABSENCES.filter((one) => absents.has(one.statut)).map(
    (one) => html`<dt>${signeAbsence(one.statut)}</dt><dd>${one.sens} <span class="liste">${(absents.get(one.statut) ?? []).map((indicateur, index) => html`${index > 0 ? " ; " : ""}${indicateur.libelle}`)}.</span></dd>`
  )}</dl></section>`;
}

function tableauComplet(contexte: Contexte, territoire: Territoire): Tableau {
  const {publication} = contexte;
  return {
    legende: `Toutes les valeurs de ${territoire.nom}`,
    colonnes: ["Indicateur", "Année", "Valeur", "Unité", "Numérateur", "Dénominateur", "Intervalle, bas", "Intervalle, haut", "Couverture", "Cible", "Département", "Évolution", "Statut", "Précautions"].map((titre) => ({titre})),
    lignes: publication.catalogue.flatMap((indicateur) =>
      publication.serie(indicateur.code, territoire).map((cell) => {
        return [
          casTexte(indicateur.libelle), casTexte(cell.annee), casValeur(cell, indicateur.unite), casTexte(indicateur.unite), casNombre(cell.numerateur), casNombre(cell.denominateur),
          casNombre(cell.ic_bas), casNombre(cell.ic_haut), casNombre(cell.couverture), casNombre(cell.cible), casNombre(cell.reference), casNombre(cell.evolution),
          casStatut(cell), casTexte(lireDrapeaux(cell.drapeaux).join(", "))
        ];
      })
    )
  };
}

/** The page of a territory: its profile against the département, the volets together, and what is missing. */
export function pageTerritoire(contexte: Contexte, territoire: Territoire): Page {
  const {publication, annee} = contexte;
  const chemin = cheminTerritoire(territoire);
  const isWhole = territoire.type === publication.principal.type && territoire.code === publication.principal.code;
  const summary = bilan(contexte, territoire);
  const missing = [...summary.absents.values()].reduce((sum, list) => sum + list.length, 0);
  const total = publication.catalogue.length;
  const parents = Object.entries(territoire.parents)
    .map(([type, code]) => publication.territoires.find((one) => one.type === type && one.code === code))
    .filter((one) => one !== undefined);
  const children = publication.territoires.filter((one) => one.type !== "commune" && one.parents[territoire.type] === territoire.code && territoire.type !== "departement" && territoire.type !== "academie");
  const facts = [
    territoire.n_etablissements === null ? "" : formatCompte(territoire.n_etablissements, "établissement"),
    territoire.n_eleves === null ? "" : formatCompte(territoire.n_eleves, "élève"),
    territoire.population === null ? "" : `${formatNombre(territoire.population, 0)} habitants`
  ].filter(Boolean);
  const article = TYPES_TERRITOIRE.find((one) => one.type === territoire.type)?.article ?? "du territoire";
  const sentence = isWhole
    ? html`${formatCompte(total - missing, "indicateur a une valeur", "indicateurs ont une valeur")} sur ${total}.`
    : html`Sur ${formatCompte(total, "indicateur")} : <b class="favorable">${summary.mieux}</b> dans un sens favorable par rapport au département, <b class="defavorable">${summary.moins}</b> dans un sens défavorable, <b>${summary.comparable}</b> comparables, <b>${missing}</b> sans valeur${summary.autres > 0 ? html`, <b>${summary.autres}</b> sans comparaison possible` : ""}.`;
  const colonnes: Colonnes = {departement: !isWhole, cible: publication.catalogue.some((one) => (publication.cellule(one.code, territoire, annee)?.cible ?? null) !== null)};
  const full = tableauComplet(contexte, territoire);
  return {
    chemin,
    coquille: "territoire/modele",
    titre: territoire.nom,
    rubrique: "territoires",
    corps: html`${ariane([{href: "../territoires.html", libelle: "Territoires"}, {href: `../territoires.html#${territoire.type}`, libelle: nomType(territoire.type, "pluriel")}, {libelle: territoire.nom}])}
<h1>${territoire.nom}</h1>
<p class="faits">${nomType(territoire.type)}${facts.length > 0 ? html` · ${facts.join(" · ")}` : ""}${parents.length > 0 ? html` · ${parents.map((one, index) => html`${index > 0 ? ", " : ""}<a href="../${cheminTerritoire(one)}.html">${one.nom}</a>`)}` : ""}</p>
<p class="chapeau">${sentence} <span class="discret annee">Année ${annee}.</span>${contexte.fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
<ul class="cles"><li><span class="cle cle-point"></span>${isWhole ? "valeur" : "ce territoire"}, avec son intervalle</li>${isWhole ? "" : html`<li><span class="cle cle-ref-rond"></span>département</li>`}${colonnes.cible ? html`<li><span class="cle cle-cible-v"></span>cible</li>` : ""}<li><span class="favorable">✓</span> dans le sens attendu</li><li><span class="defavorable">!</span> à l’inverse</li></ul>
${parVolet(contexte).map((volet, index) => html`<section class="profil" aria-labelledby="v-${volet.code}"><h2 id="v-${volet.code}"><a href="../volet/${volet.code}.html">${volet.libelle}</a></h2>
<table class="table-profil"><caption class="masque">${volet.libelle}, ${territoire.nom}, ${annee}${contexte.fictif ? " — données fictives" : ""}</caption>
<colgroup><col class="k-nom"><col class="k-valeur"><col class="k-reglette">${isWhole ? "" : html`<col class="k-ecart">`}${colonnes.cible ? html`<col class="k-cible">` : ""}<col class="k-evolution"><col></colgroup>
<thead${index > 0 ? html` class="repete"` : ""}><tr><th scope="col">Indicateur</th><th scope="col" class="nombre">Valeur</th><th scope="col"><span class="masque">Position</span></th>${isWhole ? "" : html`<th scope="col">Département (écart)</th>`}${colonnes.cible ? html`<th scope="col">Cible</th>` : ""}<th scope="col">Évolution</th><th scope="col">Couverture</th></tr></thead>
<tbody>${volet.indicateurs.map((one) => ligne(contexte, one, territoire, colonnes))}</tbody></table>${origine(contexte, volet, territoire)}</section>`)}
${manque(contexte, summary.absents)}
<section aria-labelledby="suite"><h2 id="suite">Pour aller plus loin</h2>
<ul class="liens"><li><a href="../comparateur.html#t=${territoire.type}:${territoire.code}">Comparer ${territoire.nom} à d’autres territoires</a></li>
${children.length > 0 ? html`<li>À l’intérieur ${article} : ${children.slice(0, 40).map((one, index) => html`${index > 0 ? ", " : ""}<a href="../${cheminTerritoire(one)}.html">${one.nom}</a>`)}</li>` : ""}
<li>${lienCsv(full, `territoire-${territoire.type}-${territoire.code}`, contexte.fictif)}</li></ul>
</section>`
  };
}

