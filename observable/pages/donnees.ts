import {tableau} from "../components/figure.ts";
import {html} from "../components/html.ts";
import {ENSEMBLE, TOUT} from "./donnees-site.ts";
import {casTexte} from "./figures.ts";
import type {Contexte, Page} from "./page.ts";
import {ABSENCES} from "../../pipelines/lib/words/absences.ts";
import {formatDate, formatOctets} from "../../pipelines/lib/words/format.ts";
import {TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";

const FICHIERS: Readonly<Record<string, string>> = {
  [ENSEMBLE]: "les chiffres sans répartition, pour un tableur (CSV compressé)",
  [TOUT]: "tous les chiffres publiés, répartitions comprises, pour un outil d’analyse (DuckDB, R, Python)",
  "pub_enquete.parquet": "estimations redressées des enquêtes, avec leur intervalle et ce que la non-réponse peut changer",
  "catalogue.json": "définition de chaque indicateur",
  "territoires.json": "liste des territoires et de leurs rattachements",
  "reperes.json": "repères publiés et cibles, avec leur document",
  "qualite.json": "registre des fichiers, rejets, couverture, contrôles",
  "edition.json": "périmètre, années, seuils et empreinte de l’édition"
};

/** The data dictionary of `pub_indicateur`: column, kind, meaning. */
const DICTIONNAIRE: readonly [string, string, string][] = [
  ["indicateur", "texte", "code de l’indicateur (voir catalogue.json)"],
  ["volet", "texte", "code du volet"],
  ["territoire_type", "texte", TYPES_TERRITOIRE.map((one) => one.type).join(", ")],
  ["territoire_code", "texte", "code INSEE, SIREN, UAI de la circonscription… : toujours du texte, les zéros comptent"],
  ["annee", "texte", "année scolaire, « 2024-2025 »"],
  ["ventilation", "texte", "variable de répartition, « ensemble » quand il n’y en a pas"],
  ["modalite", "texte", "modalité de la ventilation"],
  ["valeur", "nombre", "le chiffre : numérateur rapporté au dénominateur ; une part va de 0 à 1 ; vide si le statut le dit"],
  ["numerateur", "nombre", "ce qui est compté"],
  ["denominateur", "nombre", "ce à quoi on rapporte"],
  ["n_unites", "nombre", "nombre d’unités statistiques qui contribuent"],
  ["couverture", "nombre", "réponses reçues rapportées aux réponses attendues, de 0 à 1 ; 1 pour un relevé exhaustif"],
  ["ic_bas, ic_haut", "nombre", "intervalle de confiance à 95 % ; vide pour un relevé exhaustif"],
  ["cible", "nombre", "cible de l’année"],
  ["reference", "nombre", "valeur du département, même année, même ventilation"],
  ["evolution", "nombre", "écart à l’année comparable précédente, dans l’unité de la valeur"],
  ["statut", "texte", `publie, ${ABSENCES.map((one) => `${one.statut} (${one.mot})`).join(", ")}`],
  ["drapeaux", "liste", "précautions de lecture, séparées par « | » en CSV"]
];

export function pageDonnees(contexte: Contexte): Page {
  const {publication, fictif} = contexte;
  const {edition} = publication;
  return {
    chemin: "donnees",
    coquille: "index",
    titre: "Données",
    rubrique: "donnees",
    corps: html`<h1>Données</h1>
<p class="chapeau">Tout ce que montre ce site se télécharge. Ces fichiers ont passé le contrôle du secret statistique ; rien d’autre ne sort de l’entrepôt.${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
<section aria-labelledby="fichiers"><h2 id="fichiers">Fichiers</h2><ul class="liens">${contexte.donnees.map(
      ({nom, octets}) => html`<li><a${nom.endsWith(".csv.gz") ? html` class="csv"` : ""} href="donnees/${nom}" download="${fictif ? "donnees-fictives-" : ""}${nom}">${nom}</a> <span class="discret">${formatOctets(octets)} · ${FICHIERS[nom] ?? "fichier de l’édition"}</span></li>`
    )}</ul></section>
<section aria-labelledby="dictionnaire"><h2 id="dictionnaire">Dictionnaire de <code>pub_indicateur</code></h2>
${tableau({legende: "Colonnes de pub_indicateur", colonnes: [{titre: "Colonne"}, {titre: "Nature"}, {titre: "Sens"}], lignes: DICTIONNAIRE.map((row) => row.map(casTexte))}, false)}</section>
<section aria-labelledby="edition"><h2 id="edition">Édition</h2><dl class="fiche"><dt>Périmètre</dt><dd>${edition.perimetre.nom}${edition.perimetre.academie ? html`, académie d’${edition.perimetre.academie}` : ""}</dd><dt>Années</dt><dd>${edition.annees.join(", ")}</dd>${edition.donnees_du ? html`<dt>Données arrêtées au</dt><dd>${formatDate(edition.donnees_du)}</dd>` : ""}<dt>Version de Vigie</dt><dd>${edition.version ?? "non précisée"}</dd><dt>Empreinte</dt><dd><code>${edition.empreinte ?? "non figée"}</code></dd></dl></section>`
  };
}
