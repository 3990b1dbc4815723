import {signeAbsence} from "../components/absences.ts";
import {boutEtincelle, etincelle} from "../components/card.ts";
import {lienCsvLong} from "../components/figure.ts";
import {commentaire} from "../components/commentaire.ts";
import {html, type Html} from "../components/html.ts";
import {anneesUtiles, type Territoire} from "../components/model.ts";
import {voisins} from "../components/voisins.ts";
import {ENSEMBLE} from "./donnees-site.ts";
import {etablissements} from "./etablissements.ts";
import {ariane} from "./layout.ts";
import {cheminIndicateur, cheminTerritoire, type Contexte, type Page, parVolet} from "./page.ts";
import {ABSENCES} from "../../pipelines/lib/words/absences.ts";
import {lirePerimetreConstant, motRefusEvolution} from "../../pipelines/lib/words/change.ts";
import {estChiffre, type Cellule, type Indicateur, type Statut} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatEcart, formatIntervalleCourt, formatNombre, formatPart, uniteALire} from "../../pipelines/lib/words/format.ts";
import {duType, nomSource, nomType} from "../../pipelines/lib/words/names.ts";
import {formatEffectif, lireCible, lireDrapeaux, lireEcart, lireEvolution, type Lecture} from "../../pipelines/lib/words/reading.ts";

/**
 * A line from zero: the territory as a dot with its interval, the département as a hollow mark, the target as a tick. The
 * style sheet draws it from these places; the words are in the cells beside.
 */
function reglette(indicateur: Indicateur, cellule: Cellule & {valeur: number}, whole: Cellule | undefined): string {
  const isSum = indicateur.type === "compte" || indicateur.type === "montant";
  const marks = [cellule.valeur, cellule.ic_haut ?? 0, cellule.cible ?? 0, !isSum && estChiffre(whole) ? whole.valeur : 0];
  // Without anything to stand against, a dot on a line says nothing.
  if (cellule.cible === null && (isSum || (indicateur.unite !== "%" && !estChiffre(whole)))) return "";
  // A rate is read from 0 to 100 %; anything else against twice the département, which then stands in the middle.
  const top = indicateur.unite === "%" ? 1 : Math.max(!isSum && estChiffre(whole) ? whole.valeur * 2 : 0, Math.max(...marks) * 1.05) || 1;
  const at = (name: string, value: number | null) => (value === null ? [] : [`--${name}:${Math.round(Math.max(0, Math.min(100, (value / top) * 100)))}`]);
  const low = cellule.ic_haut === null ? null : cellule.ic_bas;
  return [...at("v", cellule.valeur), ...at("a", low), ...at("b", low === null ? null : cellule.ic_haut), ...at("r", !isSum && estChiffre(whole) ? whole.valeur : null), ...at("c", cellule.cible)].join(";");
}

/** Words in the colour of what they mean; the style sheet adds the sign, and its reading, that say it without colour. */
function sens({sentiment}: Lecture, words: string): Html {
  return sentiment === "neutre" ? html`${words}` : html`<b class="${sentiment === "favorable" ? "f" : "d"}">${words}</b>`;
}

/** What the territory's own profile lets expect, in the little room of a cell, with the interval of the gap; marked when the gap is established. */
function attendu({publication, annee}: Contexte, indicateur: Indicateur, territoire: Territoire): Html {
  const profil = publication.profil(indicateur.code, territoire, annee);
  if (!profil || profil.attendu === null) return html``;
  const {ecart_bas: low, ecart_haut: high} = profil;
  const isAbove = low !== null && low > 0;
  const isBelow = high !== null && high < 0;
  const word = isAbove ? "au-dessus" : "au-dessous";
  const mark = isAbove || isBelow ? (indicateur.sens === "neutre" ? html`, ${word}` : html`, <b class="${isAbove === (indicateur.sens === "hausse") ? "f" : "d"}">${word}</b>`) : "";
  const interval = low === null || high === null ? "" : ` (écart\u00a0${formatEcart(low, indicateur).replace(/\spoints?$/, "")}\u00a0à\u00a0${formatEcart(high, indicateur).replace(/\spoints?$/, "")})`;
  return html`<small>attendu ${formatCourt(profil.attendu, indicateur.unite)}${interval}${mark}</small>`;
}

interface Colonnes {
  departement: boolean;
  cible: boolean;
  /** Flags that all figures share: said once above the table, not on each row. */
  communs: ReadonlySet<string>;
}

/** What is true of the territory rather than of one of its figures. */
const PERIMETRE = "perimetre_modifie";

function ligne(contexte: Contexte, indicateur: Indicateur, territoire: Territoire, colonnes: Colonnes): Html {
  const isWhole = !colonnes.departement;
  const {publication, annee} = contexte;
  const serie = publication.serie(indicateur.code, territoire);
  const cellule = serie.find((one) => one.annee === annee);
  const whole = isWhole ? undefined : publication.cellule(indicateur.code, publication.principal, annee);
  const unit = uniteALire(indicateur) ? html` <small>${uniteALire(indicateur)}</small>` : "";
  const name = html`<tr><th><a href="../${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>${unit}</th>`;
  if (!estChiffre(cellule)) return html``;
  const gap = lireEcart(indicateur, cellule, whole);
  const trend = lireEvolution(indicateur, serie, annee);
  const target = lireCible(indicateur, serie, annee, publication.echeance(indicateur.code, territoire, annee));
  const flags = lireDrapeaux(cellule.drapeaux.filter((one) => !colonnes.communs.has(one)));
  const few = formatEffectif(indicateur, cellule);
  const terms = indicateur.type === "part" && cellule.numerateur !== null && cellule.denominateur !== null ? `${formatNombre(cellule.numerateur, 0)} sur ${formatNombre(cellule.denominateur, 0)}` : few;
  // When all have answered, both ends are the value.
  const interval = cellule.ic_bas !== null && cellule.ic_haut !== null && cellule.ic_bas < cellule.ic_haut ? formatIntervalleCourt(cellule.ic_bas, cellule.ic_haut, indicateur.unite) : "";
  const place = reglette(indicateur, cellule, whole);
  const change = publication.changement(indicateur.code, territoire, annee);
  const note = trend.phrase.startsWith("Série") ? "série rompue" : trend.phrase.startsWith("Trop") ? "trop peu de réponses" : motRefusEvolution(change?.motif ?? null);
  const constant = lirePerimetreConstant(indicateur, change).court;
  const silence = colonnes.communs.has(PERIMETRE) && !constant ? "sans objet" : note;
  return html`${name}<td>${formatCourt(cellule.valeur, indicateur.unite)}${terms ? html`<small>${terms}</small>` : ""}${interval ? html`<small>${interval}</small>` : ""}</td><td${place ? html` style="${place}"` : ""}></td>${
    isWhole ? "" : whole && estChiffre(whole) && gap.court ? html`<td>${formatCourt(whole.valeur, indicateur.unite)} ${sens(gap, `(${gap.court})`)}${attendu(contexte, indicateur, territoire)}</td>` : html`<td class="discret">sans objet</td>`
  }${
    colonnes.cible ? (target.phrase ? html`<td>${sens(target, target.court || "fixée")}</td>` : html`<td class="discret">aucune</td>`) : ""
  }${trend.court ? html`<td>${sens(trend, trend.court)} ${etincelle(serie, anneesUtiles(serie, publication.edition.annees), indicateur)}${constant ? html`<small>constant : ${constant}</small>` : ""}</td>` : html`<td class="discret">${silence}${constant ? html`<small>constant : ${constant}</small>` : ""}</td>`}<td>${cellule.couverture === null ? "" : formatPart(cellule.couverture)}${flags.length > 0 ? html`<small class="drapeau">${flags.join(", ")}</small>` : ""}</td></tr>
`;
}

type Volet = {code: string; libelle: string; indicateurs: Indicateur[]};

/** The figures of a volet. What has no value is named at the end of the page, with its reason; a volet without any value takes one line. */
function groupe(contexte: Contexte, territoire: Territoire, volet: Volet, colonnes: Colonnes): Html {
  const shown = volet.indicateurs.filter((one) => estChiffre(contexte.publication.cellule(one.code, territoire, contexte.annee)));
  const missing = volet.indicateurs.length - shown.length;
  const without = missing === 0 ? "" : html`<a href="#manque">${formatCompte(missing, shown.length > 0 ? "autre indicateur sans valeur" : "indicateur sans valeur", shown.length > 0 ? "autres indicateurs sans valeur" : "indicateurs sans valeur")}</a>`;
  return html`<tbody><tr class="volet"><th colspan="${largeur(colonnes)}" scope="rowgroup"><h2 id="v-${volet.code}"><a href="../volet/${volet.code}.html">${volet.libelle}</a></h2>${shown.length === 0 ? without : ""}</th></tr>
${shown.map((one) => ligne(contexte, one, territoire, colonnes))}${missing > 0 && shown.length > 0 ? html`<tr class="sans-valeur"><td colspan="${largeur(colonnes)}">${without}</td></tr>` : ""}</tbody>`;
}

/** Which rows are shown: the style sheet alone answers, so that the choice needs no script and is printed as it stands. */
function filtre(summary: Bilan, total: number): Html {
  if (summary.mieux + summary.moins === 0) return html``;
  const choice = (id: string, words: string, isFirst = false): Html => html`<label><input type="radio" name="filtre" id="${id}"${isFirst ? html` checked` : ""}> ${words}</label>`;
  return html`<fieldset class="cases filtre"><legend>Montrer</legend>${choice("f-tout", total === 1 ? "la seule valeur" : `les ${total} valeurs`, true)}${summary.moins > 0 ? choice("f-moins", formatCompte(summary.moins, "défavorable")) : ""}${summary.mieux > 0 ? choice("f-mieux", formatCompte(summary.mieux, "favorable")) : ""}</fieldset>`;
}

function largeur(colonnes: Colonnes): number {
  return 5 + (colonnes.departement ? 1 : 0) + (colonnes.cible ? 1 : 0);
}

function profil(contexte: Contexte, territoire: Territoire, colonnes: Colonnes): Html {
  return html`<table class="table-profil${colonnes.departement ? " d" : ""}${colonnes.cible ? " c" : ""}"><caption class="masque">${territoire.nom}, ${contexte.annee}${contexte.fictif ? " — données fictives" : ""}</caption>
<thead><tr><th scope="col">Indicateur</th><th scope="col">Valeur</th><th scope="col"><span class="masque">Position</span></th>${colonnes.departement ? html`<th scope="col">Département (écart)</th>` : ""}${colonnes.cible ? html`<th scope="col">Cible</th>` : ""}<th scope="col">Évolution</th><th scope="col">Couverture</th></tr></thead>
${parVolet(contexte).map((volet) => groupe(contexte, territoire, volet, colonnes))}</table>`;
}

/** « D'où viennent ces chiffres » : the sources of the page, with how many figures each gives, and the way down to the lines. */
function origine(contexte: Contexte, territoire: Territoire): Html {
  const {publication, annee} = contexte;
  const bySource = new Map<string, number>();
  for (const indicateur of publication.catalogue) {
    if (!estChiffre(publication.cellule(indicateur.code, territoire, annee))) continue;
    for (const source of indicateur.sources) bySource.set(source, (bySource.get(source) ?? 0) + 1);
  }
  const sources = [...bySource].sort((left, right) => right[1] - left[1]);
  return html`<details class="provenance"><summary>D’où viennent ces chiffres</summary>
<p>${sources.map(([source, n], index) => html`${index > 0 ? " ; " : ""}${nomSource(source)} (${formatCompte(n, "indicateur")})`)}.</p>
<p>Le nom de chaque indicateur mène à sa définition, aux fichiers lus et à son calcul. Cette commande remonte jusqu’aux lignes des fichiers, avec le code donné par sa page :</p><p><code>vigie expliquer CODE --territoire ${territoire.type}:${territoire.code} --annee ${annee}</code></p></details>`;
}

/** The two words of the table that its legend must explain, when it uses them. */
function notes({publication, annee}: Contexte, territoire: Territoire): Html {
  const any = (has: (indicateur: Indicateur) => boolean): boolean => publication.catalogue.some((one) => estChiffre(publication.cellule(one.code, territoire, annee)) && has(one));
  return html`${any((one) => lirePerimetreConstant(one, publication.changement(one.code, territoire, annee)).court !== "") ? html`<li class="large">« Constant » : l’évolution des seuls établissements présents les deux années, quand elle diffère.</li>` : ""}${
    any((one) => (publication.profil(one.code, territoire, annee)?.attendu ?? null) !== null) ? html`<li class="large">« Attendu » : la valeur qu’aurait le territoire si chacun de ses établissements était comme ceux du département de même niveau, de même quartile d’IPS et de même éducation prioritaire ; entre parenthèses, l’intervalle à 95 % de l’écart à cette valeur ; « au-dessus » ou « au-dessous » quand il exclut zéro.</li>` : ""
  }`;
}

const parNom = new Intl.Collator("fr", {numeric: true});

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
  const children = ["departement", "academie"].includes(territoire.type) ? [] : publication.territoires
    .filter((one) => one.parents[territoire.type] === territoire.code && (one.type === "commune") === (territoire.type === "epci"))
    .sort((left, right) => parNom.compare(left.nom, right.nom));
  const facts = [
    !territoire.n_etablissements ? "" : formatCompte(territoire.n_etablissements, "établissement"),
    territoire.n_eleves === null ? "" : formatCompte(territoire.n_eleves, "élève"),
    territoire.population === null ? "" : `${formatNombre(territoire.population, 0)} habitants`
  ].filter(Boolean);
  const present = publication.catalogue.map((one) => publication.cellule(one.code, territoire, annee)).filter(estChiffre);
  const communs = new Set(present.length > 0 && present.every((one) => one.drapeaux.includes(PERIMETRE)) ? [PERIMETRE] : []);
  const clause = (n: number, one: string, many = one, kind = ""): Html[] => (n === 0 ? [] : [html`<b${kind ? html` class="${kind}"` : ""}>${n}</b> ${n === 1 ? one : many}`]);
  const clauses = [
    ...clause(summary.mieux, "dans un sens favorable", undefined, "favorable"), ...clause(summary.moins, "dans un sens défavorable", undefined, "defavorable"),
    ...clause(summary.comparable, "comparable", "comparables"), ...clause(summary.autres, "sans comparaison possible"), ...clause(missing, "sans valeur")
  ];
  const sentence = isWhole || summary.mieux + summary.moins + summary.comparable === 0
    ? html`${formatCompte(total - missing, "indicateur a une valeur", "indicateurs ont une valeur")} sur ${total}.`
    : html`Sur ${formatCompte(total, "indicateur")}, par rapport au département : ${clauses.map((one, index) => html`${index > 0 ? ", " : ""}${one}`)}.`;
  const schools = contexte.interne ? etablissements(contexte, contexte.interne, territoire) : html``;
  const near = voisins(territoire, publication.territoires);
  const colonnes: Colonnes = {departement: !isWhole, cible: publication.catalogue.some((one) => (publication.cellule(one.code, territoire, annee)?.cible ?? null) !== null), communs};
  return {
    chemin,
    coquille: "territoire/modele",
    titre: territoire.nom,
    rubrique: "territoires",
    corps: html`${ariane([{href: "../territoires.html", libelle: "Territoires"}, {href: `../territoires.html#${territoire.type}`, libelle: nomType(territoire.type, "pluriel")}, {libelle: territoire.nom}])}
<h1>${territoire.nom}</h1>
<p class="faits" data-territoire="${territoire.type}:${territoire.code}">${nomType(territoire.type)}${facts.length > 0 ? html` · ${facts.join(" · ")}` : ""}${parents.length > 0 ? html` · ${parents.map((one, index) => html`${index > 0 ? ", " : ""}<a href="../${cheminTerritoire(one)}.html">${one.nom}</a>`)}` : ""}</p>
<p class="chapeau">${sentence} <span class="discret annee">Année ${annee}.</span>${contexte.fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${communs.size > 0 ? html`<p class="drapeau">Le périmètre de ce territoire a changé : ses chiffres ne se comparent pas à ceux de l’année précédente.</p>` : ""}
<nav class="sauts" aria-label="Dans cette page"><ul>${parVolet(contexte).map((volet) => html`<li><a href="#v-${volet.code}">${volet.libelle.split(" et ")[0]}</a></li>`)}${schools.text ? html`<li><a href="#etablissements">Établissements</a></li>` : ""}<li><a href="#manque">Ce qui manque</a></li></ul></nav>
${filtre(summary, total - missing)}<ul class="cles"><li><span class="cle cle-point"></span>${isWhole ? "valeur" : "ce territoire"}, avec son intervalle</li>${isWhole ? "" : html`<li><span class="cle cle-ref-rond"></span>département</li>`}${colonnes.cible ? html`<li><span class="cle cle-cible-v"></span>cible</li>` : ""}<li><span class="favorable">✓</span> dans le sens attendu</li><li><span class="defavorable">!</span> à l’inverse</li>${notes(contexte, territoire)}</ul>
${publication.commentaires.filter((one) => one.annee === annee && one.territoire_type === territoire.type && one.territoire_code === territoire.code).map((one) => commentaire(one.html))}
${boutEtincelle}${profil(contexte, territoire, colonnes)}
${schools}${origine(contexte, territoire)}
${manque(contexte, summary.absents)}
<section class="ecran" aria-labelledby="suite"><h2 id="suite">Pour aller plus loin</h2>
<ul class="liens"><li><a href="../comparateur.html#t=${territoire.type}:${territoire.code}">Comparer ${territoire.nom} à d’autres territoires</a></li>
${near.length > 0 ? html`<li>Voisins : ${near.map((one, index) => html`${index > 0 ? ", " : ""}<a href="../${cheminTerritoire(one)}.html">${one.nom}</a>`)} (<a href="../comparateur.html#t=${[territoire, ...near.slice(0, 5)].map((one) => `${one.type}:${one.code}`).join(",")}">les comparer</a>)</li>` : ""}
${children.length > 0 ? html`<li>À l’intérieur ${duType(territoire.type)} : ${children.map((one, index) => html`${index > 0 ? ", " : ""}<a href="../${cheminTerritoire(one)}.html">${one.nom}</a>`)}</li>` : ""}
<li>${lienCsvLong(`../donnees/${ENSEMBLE}`, `territoire-${territoire.type}-${territoire.code}`, contexte.fictif, territoire.nom, {territoire_type: territoire.type, territoire_code: territoire.code})}</li></ul>
</section>`
  };
}

