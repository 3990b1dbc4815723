import {formatSpreadsheetCsv, type SheetValue} from "../lib/spreadsheet-csv.ts";
import {fold} from "../lib/text.ts";
import {writeWorkbook, type WorkbookColumn, type WorkbookSheet} from "../lib/workbook.ts";
import {explainCommand, type Context} from "./context.ts";
import {type Territoire} from "./publication.ts";
import type {ByType} from "./annexes.ts";
import {absence, ABSENCES} from "../lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "../lib/words/figure.ts";
import {formatDate, majuscule} from "../lib/words/format.ts";
import {nomSource, nomType} from "../lib/words/names.ts";
import {lireDrapeaux} from "../lib/words/reading.ts";

// As the documents write them: decimals below a hundred only, and none after a whole count (`#,##0.##` would leave Excel's comma behind it).
const VALUE = "[>=100]#,##0;[<=-100]-#,##0;#,##0.00";
const COUNT = "[>=1000]#,##0;[<=-1000]-#,##0;General";

const COLUMNS: readonly WorkbookColumn[] = [
  {header: "Code", width: 31}, {header: "Indicateur", width: 58}, {header: "Année", width: 11}, {header: "Ventilation", width: 22}, {header: "Modalité", width: 36},
  {header: "Valeur", width: 12, format: VALUE, isStrong: true}, {header: "Unité", width: 30}, {header: "Statut", width: 16},
  {header: "Numérateur", width: 14, format: COUNT}, {header: "Dénominateur", width: 14, format: COUNT}, {header: "Unités contributrices", width: 13, format: "#,##0"},
  {header: "Intervalle à 95 %, bas", width: 13, format: VALUE}, {header: "Intervalle à 95 %, haut", width: 13, format: VALUE}, {header: "Couverture", width: 12, format: "0 %"},
  {header: "Cible", width: 12, format: VALUE}, {header: "Département", width: 13, format: VALUE}, {header: "Évolution", width: 12, format: VALUE}, {header: "Précautions", width: 40}
];

/** One row per published figure: value in its unit (a part in %), terms, interval, coverage, status. */
function rowOf(indicateur: Indicateur, cellule: Cellule, ventilation: string, modalite: string): SheetValue[] {
  const scale = (value: number | null): number | null => (value === null ? null : Math.round((indicateur.unite === "%" ? value * 100 : value) * 1e6) / 1e6);
  const unit = indicateur.unite;
  return [
    indicateur.code, indicateur.libelle, cellule.annee, ventilation, modalite, scale(cellule.valeur), unit, cellule.statut === "publie" ? "publié" : absence(cellule.statut).mot,
    cellule.numerateur, cellule.denominateur, cellule.n_unites, scale(cellule.ic_bas), scale(cellule.ic_haut), cellule.couverture,
    scale(cellule.cible), scale(cellule.reference), scale(cellule.evolution), lireDrapeaux(cellule.drapeaux).join(", ")
  ];
}

function figuresOf(context: Context, indicateur: Indicateur): SheetValue[][] {
  const ventilations = [{code: "ensemble", libelle: "Ensemble", modalites: [{code: "ensemble", libelle: "Ensemble"}]}, ...indicateur.ventilations.filter(({code}) => code !== "ensemble")];
  return ventilations.flatMap((ventilation) => ventilation.modalites.flatMap((modalite) => context.figures.serie(indicateur.code, ventilation.code, modalite.code).map((cell) => rowOf(indicateur, cell, ventilation.libelle, modalite.libelle))));
}

/** The sheets of the annex: a readme, one per volet, for the département one line per territory, the definitions, the files. */
function sheetsOf(context: Context, byType: ByType): WorkbookSheet[] {
  const {publication} = context;
  const volets = publication.edition.volets.map((volet): WorkbookSheet => ({
    name: volet.libelle,
    lead: [stampTitle(context, volet.libelle)],
    columns: COLUMNS, hasFilter: true, isLandscape: true,
    rows: publication.catalogue.filter((one) => one.volet === volet.code).flatMap((one) => figuresOf(context, one))
  }));
  return [readme(context), ...volets.filter((one) => one.rows.length > 0), ...(context.isWhole ? [territories(context, byType)] : []), definitions(context), files(context)];
}

/** The annex workbook. */
export function writeAnnex(context: Context, byType: ByType): Promise<Buffer> {
  return writeWorkbook(sheetsOf(context, byType));
}

/** The same sheets as csv files, by name, for LibreOffice and others: `;`, decimal comma; the readme and the definitions are their dictionary. */
export function writeAnnexCsv(context: Context, byType: ByType): Map<string, string> {
  return new Map(sheetsOf(context, byType).map(({name, columns, rows}) => [`${fold(name).replace(/[^a-z0-9]+/g, "-")}.csv`, formatSpreadsheetCsv([columns.map((one) => one.header), ...rows])]));
}

function stampTitle({publication, territoire}: Context, text: string): string {
  return `${text} : ${territoire.nom}${publication.edition.fictif ? " (données fictives)" : ""}`;
}

function readme(context: Context): WorkbookSheet {
  const {publication, territoire, annee} = context;
  const {edition} = publication;
  const code = publication.catalogue.find((one) => estChiffre(context.figures.cellule(one.code, annee)))?.code ?? "INDICATEUR";
  const rows: SheetValue[][] = [
    ["Territoire", `${territoire.nom} (${nomType(territoire.type)}, ${territoire.type}:${territoire.code})`],
    ["Année du bilan", annee],
    ["Années du classeur", edition.annees.join(", ")],
    ["Nature des données", edition.fictif ? "Fictives : les établissements, les personnes et les chiffres sont inventés." : "Réelles"],
    ["Données arrêtées le", formatDate(edition.donnees_du).replaceAll("\u00a0", " ")],
    ["Empreinte", edition.empreinte],
    ["Version de Vigie", edition.version],
    ["Feuilles", "Une feuille par volet, une ligne par chiffre : toutes les années, toutes les ventilations publiées."],
    ["Valeur", "Dans l'unité de la ligne ; une part est donnée en % (43,1 pour 43,1 %). Valeur = numérateur / dénominateur, sauf médianes et enquêtes redressées."],
    ["Couverture", "Réponses reçues sur réponses attendues."],
    ...ABSENCES.map((one) => [majuscule(one.mot), one.sens]),
    ["Origine d'un chiffre", explainCommand(code, territoire, annee)]
  ];
  return {name: "Lisez-moi", lead: [stampTitle(context, `Bilan ${annee}, classeur annexe`)], columns: [{header: "Élément", width: 26}, {header: "Ce qu'il faut savoir", width: 110, wrap: true}], rows};
}

/** Every territory of the publication for the year, with its intervals. */
function territories({publication, annee}: Context, byType: ByType): WorkbookSheet {
  const rows = publication.territoires.flatMap((territoire: Territoire) => {
    const figures = byType.get(territoire.type)?.get(territoire.code);
    return publication.catalogue.flatMap((one) => {
      const cell = figures?.cellule(one.code, annee);
      return cell ? [[nomType(territoire.type), territoire.code, territoire.nom, ...rowOf(one, cell, "", "").filter((_, index) => index !== 3 && index !== 4)]] : [];
    });
  });
  return {
    name: "Territoires", lead: [`Tous les territoires, ${annee}${publication.edition.fictif ? " (données fictives)" : ""}`], hasFilter: true, isLandscape: true,
    columns: [{header: "Type", width: 32}, {header: "Code du territoire", width: 14, format: "@"}, {header: "Territoire", width: 50}, ...COLUMNS.filter((_, index) => index !== 3 && index !== 4)], rows
  };
}

function definitions({publication}: Context): WorkbookSheet {
  return {
    name: "Définitions", lead: ["Définition des indicateurs"], hasFilter: true,
    columns: [{header: "Code", width: 26}, {header: "Indicateur", width: 40, wrap: true}, {header: "Description", width: 60, wrap: true}, {header: "Numérateur", width: 40, wrap: true}, {header: "Dénominateur", width: 40, wrap: true}, {header: "Unité", width: 16}, {header: "Limites", width: 50, wrap: true}, {header: "Demandé par", width: 40, wrap: true}],
    rows: publication.catalogue.map((one) => [one.code, one.libelle, one.description, one.numerateur, one.denominateur, one.unite, one.limites, one.reference])
  };
}

function files({publication}: Context): WorkbookSheet {
  return {
    name: "Fichiers", lead: ["Fichiers du lac"], hasFilter: true,
    columns: [{header: "Source", width: 28}, {header: "Fichier", width: 50}, {header: "SHA-256", width: 66}, ...["Lues", "Acceptées", "Refusées", "Doublons"].map((header) => ({header, width: 11, format: "#,##0"})), {header: "Importé le", width: 14}],
    rows: publication.qualite.fichiers.map((one) => [nomSource(one.source ?? "inconnu"), one.fichier, one.sha256, one.lus, one.acceptes, one.rejetes, one.doublons, one.importe_le.slice(0, 10).split("-").reverse().join("/")])
  };
}
