import {signeCourt} from "../components/absences.ts";
import {tableau, lienCsv, type Case, type Tableau} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {casNombre, casTexte} from "./figures.ts";
import {cheminTerritoire, type Contexte, type Page} from "./page.ts";
import {estChiffre, type Cellule} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatDate, formatNombre, formatPart} from "../../pipelines/lib/words/format.ts";
import {nomSource} from "../../pipelines/lib/words/names.ts";

const entier = (value: number | null): Case => casNombre(value, "", value === null ? "" : formatNombre(value, 0));

/** School years that follow one another, by the first and the last. */
export function etendue(annees: string): string {
  const list = annees.split(/,\s*/).filter(Boolean).sort();
  const [first, last] = [list[0], list.at(-1)];
  const isRun = list.every((annee, index) => index === 0 || Number(annee.slice(0, 4)) === Number(list[index - 1]?.slice(0, 4)) + 1);
  return first && last && list.length > 2 && isRun ? `${first} à\u00a0${last}` : annees;
}

function exemples(value: unknown): string {
  if (value === null || value === undefined) return "";
  const list = Array.isArray(value) ? value : [value];
  return list.slice(0, 3).map((one) => (typeof one === "string" ? one : Object.entries(one as object).map(([name, cell]) => `${name} = ${String(cell)}`).join(", "))).join(" ; ");
}

function bloc(id: string, titre: string, phrase: string, table: Tableau, contexte: Contexte): Html {
  return html`<section class="bloc" aria-labelledby="${id}"><h2 id="${id}">${titre}</h2><p>${phrase}</p>${table.lignes.length > 0 ? html`${tableau(table, contexte.fictif)}<p class="actions">${lienCsv(table, `qualite-${id}`, contexte.fictif)}</p>` : ""}</section>`;
}

/** The share of schools that answered each survey, in each of the territories that one reads in one look: the pilots know whom to remind. */
function couvertureParTerritoire({publication, annee}: Contexte): Tableau {
  const indicateur = publication.catalogue.find((one) => one.ventilations.some(({code}) => code === "enquete"));
  const enquetes = indicateur?.ventilations.find(({code}) => code === "enquete")?.modalites ?? [];
  const types = (["bassin", "circonscription", "departement"] as const).map((type) => publication.territoires.filter((one) => one.type === type && one !== publication.principal));
  const places = types.find((list) => list.length > 1) ?? [];
  const cas = (cellule: Cellule | undefined): Case => (estChiffre(cellule) ? {montre: formatPart(cellule.valeur), brut: cellule.valeur} : {montre: signeCourt(cellule?.statut ?? "non_collecte"), brut: cellule?.statut ?? "non_collecte"});
  const lines = places.map((territoire) => ({territoire, cellules: enquetes.map(({code}) => indicateur && publication.cellule(indicateur.code, territoire, annee, "enquete", code))}));
  return {
    legende: `Établissements qui ont répondu, ${annee}`,
    colonnes: [{titre: "Territoire"}, ...enquetes.map(({libelle}) => ({titre: libelle, nombre: true}))],
    lignes: lines.some(({cellules}) => cellules.some(estChiffre))
      ? lines.sort((left, right) => (left.cellules[0]?.valeur ?? 2) - (right.cellules[0]?.valeur ?? 2)).map(({territoire, cellules}) => [{montre: html`<a href="${cheminTerritoire(territoire)}.html">${territoire.nom}</a>`, brut: territoire.nom}, ...cellules.map(cas)])
      : []
  };
}

/** What came in, what was refused and why, who answered, and what the checks found. */
export function pageQualite(contexte: Contexte): Page {
  const {fichiers, rejets, controles, couverture, corrections} = contexte.publication.qualite;
  const lus = fichiers.reduce((sum, file) => sum + (file.lus ?? 0), 0);
  const rejetes = fichiers.reduce((sum, file) => sum + (file.rejetes ?? 0), 0);
  const failed = controles.filter((one) => one.n > 0);
  const tableFichiers: Tableau = {
    legende: "Fichiers reçus",
    colonnes: [{titre: "Fichier"}, {titre: "Source"}, {titre: "Reçu le"}, {titre: "Années"}, {titre: "Lignes lues", nombre: true}, {titre: "Acceptées", nombre: true}, {titre: "Rejetées", nombre: true}, {titre: "Doublons", nombre: true}],
    lignes: [...fichiers].sort((left, right) => left.fichier.localeCompare(right.fichier, "fr", {numeric: true})).map((file) => [
      casTexte(file.fichier), casTexte(file.source === null ? "non reconnue" : nomSource(file.source)), {montre: file.importe_le ? formatDate(file.importe_le).replaceAll(" ", "\u00a0") : "", brut: file.importe_le}, {montre: etendue(file.annees), brut: file.annees},
      entier(file.lus), entier(file.acceptes), entier(file.rejetes), entier(file.doublons)
    ])
  };
  const nom = (sha256: string): string => fichiers.find((file) => file.sha256 === sha256)?.fichier ?? sha256.slice(0, 12);
  const tableRemplacees: Tableau = {
    legende: "Lignes remplacées par un fichier plus récent",
    colonnes: [{titre: "Fichier"}, {titre: "Lignes remplacées", nombre: true}, {titre: "Remplacées par"}],
    lignes: fichiers.flatMap((file) => file.remplacees.map(({par, lignes}) => [casTexte(file.fichier), entier(lignes), casTexte(nom(par))]))
  };
  const tableRejets: Tableau = {
    legende: "Lignes rejetées, par cause",
    colonnes: [{titre: "Cause"}, {titre: "Source"}, {titre: "Colonne"}, {titre: "Lignes", nombre: true}, {titre: "Code"}],
    lignes: [...rejets].sort((left, right) => right.n - left.n).map((one) => [casTexte(one.message ?? one.code), casTexte(nomSource(one.source)), casTexte(one.colonne ?? ""), entier(one.n), {montre: html`<code>${one.code.split("_").map((part, index) => (index > 0 ? html`_<wbr>${part}` : part))}</code>`, brut: one.code}])
  };
  const tableCouverture: Tableau = {
    legende: "Réponses aux enquêtes",
    colonnes: [{titre: "Enquête"}, {titre: "Année"}, {titre: "Attendus", nombre: true}, {titre: "Répondants", nombre: true}, {titre: "Couverture", nombre: true}],
    lignes: couverture.map((one) => [
      casTexte(nomSource(one.enquete)), casTexte(one.annee), entier(one.attendus), entier(one.repondants),
      one.attendus > 0 ? {montre: formatPart(one.repondants / one.attendus), brut: one.repondants / one.attendus} : casNombre(null)
    ])
  };
  const tableTerritoires = couvertureParTerritoire(contexte);
  const tableCorrections: Tableau = {
    legende: "Corrections appliquées",
    colonnes: [{titre: "Source"}, {titre: "Colonne"}, {titre: "Date"}, {titre: "Lignes", nombre: true}],
    lignes: corrections.map((one) => [casTexte(nomSource(one.source)), casTexte(one.colonne), {montre: formatDate(one.date), brut: one.date}, entier(one.lignes)])
  };
  const tableauControles = (legende: string, these: typeof controles): Tableau => ({
    legende,
    colonnes: [{titre: "Contrôle"}, {titre: "Lignes en défaut", nombre: true}, {titre: "Niveau"}, {titre: "Exemples"}],
    lignes: [...these].sort((left, right) => right.n - left.n).map((one) => [
      {montre: html`${one.description ?? one.nom} <code class="discret">${one.nom}</code>`, brut: one.nom}, entier(one.n), casTexte(one.n === 0 ? "conforme" : (one.niveau ?? "")), casTexte(exemples(one.exemples))
    ])
  });
  const passed = controles.filter((one) => one.n === 0);
  return {
    chemin: "qualite",
    coquille: "index",
    titre: "Qualité des données",
    rubrique: "qualite",
    corps: html`<h1>Qualité des données</h1>
<p class="chapeau">${formatCompte(fichiers.length, "fichier reçu", "fichiers reçus")}, ${formatCompte(lus, "ligne lue", "lignes lues")}, ${formatCompte(rejetes, "ligne rejetée", "lignes rejetées")}${lus > 0 ? html` (${rejetes > 0 && rejetes / lus < 0.001 ? "moins de 0,1\u00a0%" : formatPart(rejetes / lus, 1)})` : ""}. ${failed.length === 0 ? "Tous les contrôles sont conformes." : html`${formatCompte(failed.length, "contrôle signale", "contrôles signalent")} des lignes à revoir.`}</p>
<nav class="sommaire" aria-label="Parties de la page"><ul><li><a href="#couverture">Couverture des enquêtes</a></li><li><a href="#controles">Contrôles</a></li><li><a href="#rejets">Rejets par cause</a></li>${corrections.length > 0 ? html`<li><a href="#corrections">Corrections déclarées</a></li>` : ""}${tableRemplacees.lignes.length > 0 ? html`<li><a href="#remplacees">Lignes remplacées</a></li>` : ""}<li><a href="#fichiers">Registre des fichiers</a></li></ul></nav>
${bloc("couverture", "Couverture des enquêtes", couverture.length > 0 ? "Les attendus viennent du référentiel des établissements, pas des répondants." : "Aucune enquête dans cette édition.", tableCouverture, contexte)}
${tableTerritoires.lignes.length > 0 ? html`<div class="bloc">${tableau(tableTerritoires, contexte.fictif)}<p class="actions">${lienCsv(tableTerritoires, "qualite-couverture-territoires", contexte.fictif)}</p></div>` : ""}
${bloc("controles", "Contrôles", controles.length > 0 ? `Chaque contrôle est une requête qui ne doit rendre aucune ligne.${failed.length === 0 ? " Aucune n’en rend." : " Celles-ci sont des questions à poser à qui a fourni les données ; les lignes sont gardées."}` : "Aucun contrôle n’a été publié.", tableauControles("Contrôles qui signalent des lignes", failed), contexte)}
${passed.length > 0 ? html`<details><summary>${formatCompte(passed.length, "contrôle conforme", "contrôles conformes")}</summary>${tableau(tableauControles("Contrôles conformes", passed), contexte.fictif)}<p class="actions">${lienCsv(tableauControles("Tous les contrôles", controles), "qualite-tous-les-controles", contexte.fictif)}</p></details>` : ""}
${bloc("rejets", "Rejets par cause", rejets.length > 0 ? "Une ligne rejetée n’entre dans aucun indicateur ; « vigie rejets » en écrit la liste à renvoyer à qui a fourni le fichier." : "Aucune ligne n’a été rejetée.", tableRejets, contexte)}
${corrections.length > 0 ? bloc("corrections", "Corrections déclarées", "Une valeur fausse à la source a été corrigée par une règle écrite, datée, motivée et signée ; le fichier reçu n’est pas touché. Les raisons restent dans l’espace de travail : « vigie expliquer » les donne.", tableCorrections, contexte) : ""}
${tableRemplacees.lignes.length > 0 ? bloc("remplacees", "Lignes remplacées", "Quand deux fichiers parlent de la même chose, le plus récent l’emporte ; la ligne ancienne est gardée, et reprendrait sa place si le nouveau fichier était retiré.", tableRemplacees, contexte) : ""}
${bloc("fichiers", "Registre des fichiers", "Pour chaque fichier, les lignes lues sont égales à la somme des lignes acceptées, rejetées et en double exact : rien ne disparaît en silence. Un fichier est nommé par ce qu’il contient et le début de son empreinte, jamais par le nom que quelqu’un lui a donné.", tableFichiers, contexte)}`
  };
}
