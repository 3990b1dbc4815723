import {lienCsv, tableau, type Tableau} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {CHANGEMENTS, ENSEMBLE, TOUT} from "./donnees-site.ts";
import {INTERNE} from "./etablissements.ts";
import {casTexte} from "./figures.ts";
import type {Contexte, Page} from "./page.ts";
import {ABSENCES} from "../../pipelines/lib/words/absences.ts";
import {formatDate, formatOctets} from "../../pipelines/lib/words/format.ts";
import {TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";

const FICHIERS: Readonly<Record<string, string>> = {
  [INTERNE]: "les chiffres de chaque établissement, pour ceux qui en ont la charge : à ne pas diffuser",
  [CHANGEMENTS]: "chaque chiffre qui a changé depuis la dernière édition figée, et pourquoi",
  [ENSEMBLE]: "les chiffres sans répartition, pour un tableur (CSV compressé)",
  [TOUT]: "tous les chiffres publiés, répartitions comprises, pour un outil d’analyse (DuckDB, R, Python)",
  "pub_enquete.parquet": "estimations redressées des enquêtes, avec leur intervalle et ce que la non-réponse peut changer",
  "pub_evolution.parquet": "ce qui a changé depuis l’année d’avant, et à périmètre constant, ou pourquoi on ne peut pas le dire",
  "pub_profil.parquet": "chaque territoire face à ce que son profil laisse attendre, ou pourquoi on ne peut pas le dire",
  "pub_quartiles.parquet": "premier et troisième quartiles à côté des médianes",
  "catalogue.json": "définition de chaque indicateur",
  "territoires.json": "liste des territoires et de leurs rattachements",
  "reperes.json": "repères publiés et cibles, avec leur document",
  "qualite.json": "registre des fichiers, rejets, couverture, contrôles",
  "edition.json": "périmètre, années, seuils et empreinte de l’édition"
};

type Ligne = readonly [colonne: string, nature: string, sens: string];

/** What the tables have in common: which figure a row speaks of. */
const CHIFFRE: readonly Ligne[] = [
  ["indicateur", "texte", "code de l’indicateur (voir catalogue.json)"],
  ["volet", "texte", "code du volet"],
  ["territoire_type", "texte", TYPES_TERRITOIRE.map((one) => one.type).join(", ")],
  ["territoire_code", "texte", "code INSEE, SIREN, UAI de la circonscription… : toujours du texte, les zéros comptent"],
  ["annee", "texte", "année scolaire, « 2024-2025 »"]
];
const REPARTITION: readonly Ligne[] = [
  ["ventilation", "texte", "variable de répartition, « ensemble » quand il n’y en a pas"],
  ["modalite", "texte", "modalité de la ventilation"]
];
const MESURE: readonly Ligne[] = [
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

/** The data dictionary: every column of every file offered, with its kind and its meaning. */
export const DICTIONNAIRES: Readonly<Record<string, {titre: string; colonnes: readonly Ligne[]}>> = {
  [TOUT]: {titre: "pub_indicateur : tous les chiffres", colonnes: [...CHIFFRE, ...REPARTITION, ...MESURE]},
  [ENSEMBLE]: {
    titre: "pub_ensemble : les chiffres sans répartition", colonnes: [
      ...CHIFFRE.filter(([name]) => name !== "volet"), ["libelle", "texte", "nom de l’indicateur"], ["unite", "texte", "ce que compte la valeur ; une part en « % » va de 0 à 1"], ["territoire", "texte", "nom du territoire"],
      ...MESURE.filter(([name]) => name !== "reference").map(([name, kind, sense]): Ligne => [name, kind === "nombre" ? "nombre à virgule" : kind, sense])
    ]
  },
  "pub_enquete.parquet": {
    titre: "pub_enquete : estimations redressées", colonnes: [
      ...CHIFFRE, ...REPARTITION,
      ["methode", "texte", "d’où viennent les poids : strates, calage (sur les marges, quand une strate est trop petite), strates_regroupees, non_convergence (pas d’estimation)"], ["poids_extremes", "oui ou non", "quelques réponses pèsent beaucoup plus que les autres"],
      ["estimation", "nombre", "valeur pour tous les établissements attendus, réponses pondérées et redressées"], ["erreur_type", "nombre", "erreur type de l’estimation, plan de sondage compris"],
      ["ic_bas, ic_haut", "nombre", "intervalle de confiance à 95 %"], ["effet_de_plan", "nombre", "variance rapportée à celle d’un tirage simple ; vide pour un rapport"], ["etablissements", "nombre", "établissements répondants"],
      ["taux_reponse, taux_reponse_min", "nombre", "part des attendus qui ont répondu, en tout et dans la strate qui répond le moins, de 0 à 1"], ["indicateur_r", "nombre", "indicateur R : ressemblance des répondants et des attendus, 1 quand elle est entière"],
      ["biais_max", "nombre", "plus grand biais compatible avec l’indicateur R"], ["manski_bas, manski_haut", "nombre", "valeurs si tous les non-répondants avaient répondu non, puis oui ; pour une part seulement"],
      ["qualite", "texte", "reponse_forte, reponse_moyenne, reponse_faible ou reponse_insuffisante"], ["strates_uniques", "nombre", "strates qui n’ont qu’un répondant"], ["chiffre_a_citer", "texte", "redresse, ou repondants quand trop peu ont répondu pour parler des autres"]
    ]
  },
  "pub_evolution.parquet": {
    titre: "pub_evolution : ce qui a changé depuis l’année d’avant", colonnes: [
      ...CHIFFRE, ["annee_precedente", "texte", "année scolaire d’avant"], ["valeur, valeur_precedente", "nombre", "les deux valeurs publiées"], ["evolution", "nombre", "écart entre les deux, quand elles se comparent"],
      ["evolution_perimetre_constant", "nombre", "le même écart sur les seuls établissements présents les deux années"], ["etablissements_communs", "nombre", "établissements présents les deux années"], ["comparable", "oui ou non", "les deux valeurs se comparent"],
      ["motif", "texte", "pourquoi un écart manque : serie_rompue, reponse_insuffisante, territoire_redecoupe, annee_precedente_absente, valeur_absente, secret, revision_differee ; à périmètre constant seulement : mediane, hors_etablissement, etablissements_changes"]
    ]
  },
  "pub_profil.parquet": {
    titre: "pub_profil : chaque territoire face à ce que son profil laisse attendre", colonnes: [
      ...CHIFFRE, ["valeur", "nombre", "valeur publiée du territoire"], ["attendu", "nombre", "valeur si chaque établissement était comme ceux du département de même niveau, de même quartile d’IPS et de même éducation prioritaire"], ["ecart", "nombre", "valeur moins attendu ; se lit contre zéro, et ne se compare pas d’un territoire à l’autre"],
      ["ecart_bas, ecart_haut", "nombre", "intervalle de confiance de l’écart à 95 %"], ["etablissements", "nombre", "établissements du territoire qui contribuent"], ["motif", "texte", "pourquoi il n’y a pas d’attendu : etablissements_insuffisants, profil_rare, reponse_insuffisante, secret"]
    ]
  },
  "pub_quartiles.parquet": {
    titre: "pub_quartiles : quartiles des médianes", colonnes: [
      ...CHIFFRE, ...REPARTITION, ["quartile_1, mediane, quartile_3", "nombre", "un quart des valeurs est sous le premier, la moitié sous la médiane, trois quarts sous le troisième"], ["n_unites", "nombre", "nombre de valeurs ; les quartiles de personnes ne sont donnés que si chaque quart atteint le seuil"]
    ]
  },
  [CHANGEMENTS]: {
    titre: "comparaison : ce qui a changé depuis la dernière édition figée", colonnes: [
      ["Code, Indicateur, Unité", "texte", "l’indicateur ; une « part (0 à 1) » s’affiche multipliée par cent"], ["Type de territoire, Code du territoire, Territoire", "texte", "le territoire"], ["Année, Ventilation, Modalité", "texte", "de quel chiffre il s’agit"],
      ["Valeur avant, Valeur après", "nombre à virgule", "les deux valeurs publiées ; vide si le statut le dit"], ["Statut avant, Statut après", "texte", "publie, ou pourquoi il n’y a pas de valeur ; vide quand le chiffre n’est que dans une des deux éditions"],
      ["Cible avant, Cible après", "nombre à virgule", "cible de l’année"], ["Motifs, Détail", "texte", "ce qui a pu faire changer le chiffre : fichiers, corrections, définition, configuration, code"]
    ]
  },
  [INTERNE]: {
    titre: "interne_etablissement : chiffres par établissement, à ne pas diffuser", colonnes: [
      ["uai, nom, type_etablissement", "texte", "l’établissement"], ["volet, indicateur, annee, ventilation, modalite", "texte", "de quel chiffre il s’agit"], ["numerateur, denominateur", "nombre à virgule", "les deux termes de l’établissement"],
      ["statut", "texte", "publie, non_repondu, ou secret quand le chiffre parlerait de trop peu de personnes"]
    ]
  },
  "catalogue.json": {
    titre: "catalogue : les indicateurs", colonnes: [
      ["code, libelle, volet, description", "texte", "ce qu’est l’indicateur"], ["unite", "texte", "ce que compte la valeur"], ["type", "texte", "part, ratio, moyenne, compte, montant ou mediane"], ["numerateur, denominateur", "texte", "les deux termes, en mots"],
      ["sens", "texte", "hausse, baisse ou neutre : l’évolution attendue"], ["sources, enquete", "liste, texte", "d’où viennent les réponses"], ["ventilations", "liste", "répartitions publiées, chacune avec ses modalités et leurs noms"], ["periode", "texte", "flux, stock ou cumul"],
      ["secret, seuil", "texte, nombre", "ce que le secret compte, et à partir de combien il montre"], ["ruptures", "liste", "années où la série est coupée, et pourquoi"], ["reference, limites", "texte", "document de référence, précautions"], ["fichier, sql", "texte", "la requête exacte"]
    ]
  },
  "territoires.json": {
    titre: "territoires", colonnes: [
      ["type, code, nom", "texte", "le territoire"], ["parents", "objet", "pour chaque type de territoire qui le contient, son code"], ["latitude, longitude", "nombre", "centre, en degrés WGS 84"], ["population", "nombre", "habitants"], ["n_etablissements, n_eleves", "nombre", "établissements et élèves de l’année courante"]
    ]
  },
  "reperes.json": {
    titre: "reperes : repères publiés et cibles", colonnes: [
      ["indicateur, territoire_type, territoire_code, ventilation, modalite, annee", "texte", "le chiffre auquel la ligne se rapporte"], ["nature", "texte", "repere (valeur publiée par un document) ou cible"], ["valeur", "nombre", "valeur du document ; une part va de 0 à 1"],
      ["couverture", "nombre", "part des réponses selon le document, de 0 à 1"], ["document, remarque", "texte", "d’où elle vient, et ce qu’il faut en savoir"]
    ]
  },
  "qualite.json": {
    titre: "qualite : registre et contrôles", colonnes: [
      ["fichiers", "liste", "fichiers reçus : source, objet, sha256, lignes lues, acceptées, rejetées, en double, années, date, lignes remplacées par un fichier plus récent"], ["rejets", "liste", "lignes rejetées, comptées par source, colonne et cause"], ["corrections", "liste", "corrections déclarées appliquées, comptées"],
      ["controles", "liste", "contrôles de cohérence et nombre de lignes en défaut"], ["couverture", "liste", "attendus et répondants de chaque enquête, par année"], ["secret", "liste", "ce que le secret statistique cache, par volet"]
    ]
  },
  "edition.json": {
    titre: "edition", colonnes: [
      ["titre, perimetre, annees, annee_courante, volets", "texte, objet, listes", "ce que couvre l’édition"], ["interne", "oui ou non", "vrai pour les tables par établissement, qui ne se diffusent pas"], ["donnees_du", "date", "date du dernier fichier reçu"], ["seuils", "objet", "seuils du secret statistique"], ["anterieures", "liste", "éditions publiées avant celle-ci, dont le secret tient compte"],
      ["fictif", "oui ou non", "vrai quand tout est inventé"], ["licence", "texte", "licence de réutilisation, quand elle est choisie"], ["version, empreinte", "texte", "version de Vigie, et empreinte des données publiées"]
    ]
  }
};

function dictionnaire(nom: string): Html {
  const known = DICTIONNAIRES[nom];
  if (!known) return html``;
  const table: Tableau = {legende: known.titre, colonnes: [{titre: "Colonne"}, {titre: "Nature"}, {titre: "Sens"}], lignes: known.colonnes.map((row) => row.map(casTexte))};
  const id = `dictionnaire-${nom.replace(/\W/g, "-")}`;
  return html`<details class="type" id="${id}"><summary>${known.titre} <span class="discret">${nom}</span></summary>${tableau(table, false)}<p class="actions">${lienCsv(table, id, false, known.titre)}</p></details>`;
}

export function pageDonnees(contexte: Contexte): Page {
  const {publication, fictif} = contexte;
  const {edition} = publication;
  return {
    chemin: "donnees",
    coquille: "index",
    titre: "Données",
    rubrique: "donnees",
    corps: html`<h1>Données</h1>
<p class="chapeau">Tout ce que montre ce site se télécharge. ${contexte.interne ? html`Les fichiers publiés ont passé le contrôle du secret statistique ; <strong>celui des établissements ne se diffuse pas.</strong>` : "Ces fichiers ont passé le contrôle du secret statistique ; rien d’autre ne sort de l’entrepôt."}${fictif ? html` <span class="etiquette-fictif">données fictives</span>` : ""}</p>
<section aria-labelledby="fichiers"><h2 id="fichiers">Fichiers</h2><p>Pour Excel ou LibreOffice : ${html`<b>${ENSEMBLE.replace(/\.gz$/, "")}</b>`}, que le site décompresse au clic. Pour R, Python ou DuckDB : les tables Parquet.</p><ul class="liens">${contexte.donnees.map(
      ({nom, octets}) => html`<li><a${nom.endsWith(".csv.gz") ? html` class="csv"` : ""} href="donnees/${nom}" download="${nom === INTERNE ? "ne-pas-diffuser-" : ""}${fictif ? "donnees-fictives-" : ""}${nom}">${nom}</a> <span class="discret">${formatOctets(octets)} · ${FICHIERS[nom] ?? "fichier de l’édition"}</span></li>`
    )}</ul></section>
<section aria-labelledby="licence"><h2 id="licence">Licence</h2><p class="texte">${edition.licence
      ? html`Ces données se réutilisent sous la licence <b>${edition.licence}</b>, en citant leur source et la date de l’édition.`
      : html`<b>Licence à préciser.</b> Le service qui publie ce site n’a pas encore choisi la licence de ces données : demandez-lui avant de les réutiliser. Les documents administratifs ouverts paraissent d’ordinaire sous Licence Ouverte (Etalab 2.0) ; elle se déclare par <code>licence</code> dans <code>config.yml</code>.`}</p></section>
<section aria-labelledby="dictionnaire"><h2 id="dictionnaire">Dictionnaire</h2><p>Chaque colonne de chaque fichier : ce qu’elle contient et comment la lire. En Parquet, ce qui est compté et les valeurs sont en double précision ; couvertures, intervalles, références, évolutions et tables de comparaison en simple précision : sept chiffres.</p>
${contexte.donnees.map(({nom}) => dictionnaire(nom))}</section>
<section aria-labelledby="edition"><h2 id="edition">Édition</h2><dl class="fiche"><dt>Périmètre</dt><dd>${edition.perimetre.nom}${edition.perimetre.academie ? html`, académie d’${edition.perimetre.academie}` : ""}</dd><dt>Années</dt><dd>${edition.annees.join(", ")}</dd>${edition.donnees_du ? html`<dt>Données arrêtées au</dt><dd>${formatDate(edition.donnees_du)}</dd>` : ""}<dt>Version de Vigie</dt><dd>${edition.version ?? "non précisée"}</dd><dt>Empreinte</dt><dd><code>${edition.empreinte ?? "non figée"}</code></dd></dl></section>`
  };
}
