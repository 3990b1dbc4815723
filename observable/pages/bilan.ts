import {signeAbsence} from "../components/absences.ts";
import {commentaire} from "../components/commentaire.ts";
import {donnee} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {cheminIndicateur, cheminTerritoire, cheminVolet, parVolet, serieDe, type Contexte, type Page} from "./page.ts";
import {estChiffre, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatDate, formatNombre, formatOctets, formatPart, uniteALire} from "../../pipelines/lib/words/format.ts";
import {nomType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";
import {formatEffectif, lireCible, lireEvolution} from "../../pipelines/lib/words/reading.ts";

function ligne(contexte: Contexte, indicateur: Indicateur): Html {
  const {publication, annee} = contexte;
  const {principal} = publication;
  const serie = serieDe(contexte, indicateur, principal);
  const cellule = serie.find((one) => one.annee === annee);
  const target = lireCible(indicateur, serie, annee, publication.echeance(indicateur.code, principal, annee));
  const trend = lireEvolution(indicateur, serie, annee);
  const name = html`<th><a href="${cheminIndicateur(indicateur)}.html">${indicateur.libelle}</a>${uniteALire(indicateur) ? html` <small>${uniteALire(indicateur)}</small>` : ""}</th>`;
  if (!estChiffre(cellule)) return html`<tr>${name}<td colspan="4">${signeAbsence(cellule?.statut ?? "non_collecte")}</td></tr>
`;
  const few = formatEffectif(indicateur, cellule);
  return html`<tr>${name}<td>${donnee(cellule.valeur, formatCourt(cellule.valeur, indicateur.unite))}${few ? html` <small>${few}</small>` : ""}</td><td>${target.phrase}</td><td>${trend.phrase}</td><td>${cellule.couverture === null ? "" : formatPart(cellule.couverture)}</td></tr>
`;
}

function volet(contexte: Contexte, {code, libelle, indicateurs}: {code: string; libelle: string; indicateurs: Indicateur[]}, commentaires: ReadonlyMap<string, string>): Html {
  return html`<section class="bilan-volet" aria-labelledby="b-${code}"><h2 id="b-${code}"><a href="${cheminVolet(code)}.html">${libelle}</a></h2>
${commentaire(commentaires.get(code))}
<table class="table-bilan n2"><caption class="masque">${libelle}, ${contexte.annee}${contexte.fictif ? " — données fictives" : ""}</caption>
<thead><tr><th scope="col">Indicateur</th><th scope="col">Valeur</th><th scope="col">Cible</th><th scope="col">Évolution</th><th scope="col">Couverture</th></tr></thead>
<tbody>${indicateurs.map((one) => ligne(contexte, one))}</tbody></table></section>`;
}

/** The year on paper: every volet of the whole perimeter in one line per indicator, the DRANE's texts in their place. */
export function pageBilan(contexte: Contexte): Page {
  const {publication, annee, fictif} = contexte;
  const {principal, edition, territoires} = publication;
  const texts = new Map(publication.commentaires.filter((one) => one.annee === annee && one.territoire_type === principal.type && one.territoire_code === principal.code).map((one) => [one.chapitre, one.html]));
  const volets = parVolet(contexte);
  const others = ["synthese", "territoires", "methode"];
  const types = TYPES_TERRITOIRE.flatMap(({type}) => {
    const n = territoires.filter((one) => one.type === type && one !== principal).length;
    return n > 0 ? [html`<li><a href="territoires.html#${type}">${nomType(type, n > 1 ? "pluriel" : "singulier")}</a> <span class="discret">${formatNombre(n, 0)}</span></li>`] : [];
  });
  return {
    chemin: "bilan",
    coquille: "index",
    titre: `Bilan ${annee}`,
    rubrique: "bilan",
    corps: html`<h1>Bilan ${annee} <span class="annee-titre">${principal.nom}</span></h1>
<p class="chapeau">Tous les indicateurs de l’année, à imprimer pour un comité de pilotage.${edition.donnees_du ? html` Données arrêtées au ${formatDate(edition.donnees_du)}.` : ""}${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
<p class="actions" data-imprimer>${contexte.documents.map(({nom, chemin, octets}) => html`<a href="${chemin}" download="${nom}">${nom}</a> <span class="discret">${formatOctets(octets)}</span> `)}</p>
${commentaire(texts.get("synthese"))}
${volets.map((one) => volet(contexte, one, texts))}
${[...texts].filter(([chapter]) => !others.includes(chapter) && !volets.some((one) => one.code === chapter)).map(([, text]) => commentaire(text))}
<section class="ecran" aria-labelledby="autres"><h2 id="autres">Les autres territoires</h2><p>La page de chacun s’imprime de la même façon ; <a href="${cheminTerritoire(principal)}.html">${principal.nom}</a> y est aussi avec ses repères.</p><ul class="colonnes">${types}</ul></section>
<p class="discret">${formatCompte(publication.catalogue.length, "indicateur")} ; définitions, sources et limites dans le <a href="catalogue.html">catalogue</a>.</p>`
  };
}
