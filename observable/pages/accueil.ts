import {barreCible, grandNombre} from "../components/card.ts";
import {html, type Html} from "../components/html.ts";
import {figureCarte} from "./carte.ts";
import {cheminTerritoire, cheminVolet, commentaireDe, type Contexte, type Page, parVolet, serieDe} from "./page.ts";
import {estChiffre, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatDate, formatNombre} from "../../pipelines/lib/words/format.ts";
import {nomSource} from "../../pipelines/lib/words/names.ts";
import {lireCible, lireCouverture, lireEvolution} from "../../pipelines/lib/words/reading.ts";
import {commentaire} from "../components/commentaire.ts";
import {resumeChangements} from "./changements.ts";

/** The figure that speaks for a volet: one with a target first, a rate before a count, one that should go somewhere before one that just tells. */
function indicateurPhare(contexte: Contexte, indicateurs: readonly Indicateur[]): Indicateur | undefined {
  const score = (one: Indicateur): number => {
    const cell = contexte.publication.cellule(one.code, contexte.publication.principal, contexte.annee);
    if (!estChiffre(cell)) return -1;
    return (cell.cible === null ? 0 : 4) + (one.type === "part" ? 2 : 0) + (cell.evolution === null ? 0 : 2.5) + (one.sens === "neutre" ? 0 : 1);
  };
  return [...indicateurs].sort((left, right) => score(right) - score(left))[0];
}

function ligneVolet(contexte: Contexte, volet: {code: string; libelle: string; indicateurs: Indicateur[]}): Html {
  const indicateur = indicateurPhare(contexte, volet.indicateurs);
  if (!indicateur) return html``;
  const serie = serieDe(contexte, indicateur, contexte.publication.principal);
  const cellule = serie.find((one) => one.annee === contexte.annee);
  const target = lireCible(indicateur, serie, contexte.annee, contexte.publication.echeance(indicateur.code, contexte.publication.principal, contexte.annee));
  const trend = lireEvolution(indicateur, serie, contexte.annee);
  const others = volet.indicateurs.length - 1;
  return html`<li class="ligne-volet">
<div class="lv-nom"><h3><a href="${cheminVolet(volet.code)}.html">${volet.libelle}</a></h3><p>${others > 0 ? html`et ${formatCompte(others, "autre indicateur", "autres indicateurs")}` : ""}</p></div>
<div class="lv-valeur">${grandNombre(indicateur, cellule)}<p class="lv-libelle">${indicateur.libelle}</p></div>
<div class="lv-cible">${barreCible(indicateur, cellule)}<p class="cible ${target.sentiment}">${target.phrase || "Pas de cible fixée."}</p></div>
<div class="lv-tendance"><p class="tendance ${trend.sentiment}">${trend.phrase || "Pas d’évolution à lire."}</p><p class="couverture">${lireCouverture(indicateur, cellule)}</p></div>
</li>`;
}

function fraicheur(contexte: Contexte): Html {
  const bySource = new Map<string, {date: string; annees: Set<string>; n: number}>();
  for (const file of contexte.publication.qualite.fichiers) {
    if (file.source === null || file.acceptes === 0) continue;
    const known = bySource.get(file.source) ?? {date: "", annees: new Set<string>(), n: 0};
    known.n += 1;
    if (file.importe_le && file.importe_le > known.date) known.date = file.importe_le;
    for (const annee of file.annees.split(/,\s*/).filter(Boolean)) known.annees.add(annee);
    bySource.set(file.source, known);
  }
  return html`<section aria-labelledby="fraicheur"><h2 id="fraicheur">Fraîcheur des sources</h2>
<p class="discret">Pour chacune : la réception du dernier fichier, le nombre de fichiers et la dernière année qu’ils couvrent.</p>
<ul class="fraicheur">${[...bySource].map(([source, known]) => html`<li><strong>${nomSource(source)}</strong><span class="discret">${known.date ? formatDate(known.date) : "date inconnue"} · ${formatCompte(known.n, "fichier")}${known.annees.size > 0 ? html` · ${[...known.annees].sort().at(-1)}` : ""}</span></li>`)}</ul>
<p class="ecran"><a href="qualite.html">Fichiers, rejets, couverture et contrôles</a></p></section>`;
}

export function pageAccueil(contexte: Contexte): Page {
  const {publication, annee} = contexte;
  const {principal, catalogue, edition, territoires} = publication;
  // A rate read everywhere makes a better map than a survey, where a small commune has one school or none.
  const rates = [...parVolet(contexte).map((volet) => indicateurPhare(contexte, volet.indicateurs)), ...catalogue].filter((one) => one?.type === "part") as Indicateur[];
  const mapped = [...rates.filter((one) => one.enquete === null), ...rates];
  // The first that most places have; else the one that most places have.
  const places = territoires.filter((one) => one.type === "commune").length;
  const known = (one: Indicateur): number => publication.parType(one.code, "commune", annee).filter(estChiffre).length;
  const best = mapped.find((one) => known(one) >= places * 0.7) ?? [...mapped].sort((left, right) => known(right) - known(left))[0];
  const carte = best ? figureCarte(contexte, "index", best) : null;
  return {
    chemin: "index",
    coquille: "index",
    titre: "Vue d’ensemble",
    rubrique: "accueil",
    corps: html`<h1>${principal.nom} <span class="annee-titre">${annee}</span></h1>
<p class="chapeau">Où en est le programme, volet par volet : la valeur de l’année, la cible, la tendance et ce que vaut la mesure.${principal.n_etablissements ? html` <span class="discret">${formatNombre(principal.n_etablissements, 0)} établissements${principal.n_eleves ? html`, ${formatNombre(principal.n_eleves, 0)} élèves` : ""}.</span>` : ""}${contexte.fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
${commentaire(commentaireDe(contexte, principal, "synthese"))}
<section aria-labelledby="volets"><h2 id="volets" class="masque">Les volets</h2><ul class="lignes-volets">${parVolet(contexte).map((volet) => ligneVolet(contexte, volet))}</ul></section>
${resumeChangements(contexte)}
${carte ?? ""}
${fraicheur(contexte)}
<section class="ecran" aria-labelledby="entrees"><h2 id="entrees">Aller à un territoire</h2><p><a href="${cheminTerritoire(principal)}.html">${principal.nom}</a>, <a href="territoires.html">tous les territoires</a>, ou <a href="comparateur.html">comparer deux à six territoires</a>. Les définitions sont dans le <a href="catalogue.html">catalogue des ${catalogue.length} indicateurs</a>. Années publiées : ${edition.annees.join(", ")}.</p></section>`
  };
}
