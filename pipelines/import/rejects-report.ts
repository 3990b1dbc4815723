import {formatCount} from "../lib/format.ts";
import {formatSpreadsheetCsv} from "../lib/spreadsheet-csv.ts";
import {writeWorkbook} from "../lib/workbook.ts";
import type {Rejection} from "./explain.ts";
import type {Manifest} from "./lake.ts";

/** One cause of refusal, with every row that it touches. */
export interface Cause {
  readonly colonne: string;
  readonly entete: string;
  readonly motif: string;
  readonly remede: string;
  readonly lignes: readonly number[];
  /** What was found, at most three different ones, only when they say nothing of a person. */
  readonly trouves: readonly string[];
}

const HEADERS = ["Ligne", "Colonne", "Titre de la colonne", "Trouvé", "Pourquoi c'est refusé", "Comment corriger"];

/** Causes in the order of how many rows they cost. */
export function groupCauses(rejections: readonly Rejection[]): Cause[] {
  const causes = new Map<string, Rejection[]>();
  for (const rejection of rejections) {
    const key = [rejection.colonne, rejection.entete, rejection.motif, rejection.remede].join("\u001f");
    const known = causes.get(key);
    if (known) known.push(rejection);
    else causes.set(key, [rejection]);
  }
  return [...causes.values()]
    .map((group) => {
      const [{colonne, entete, motif, remede}] = group as [Rejection];
      return {
        colonne, entete, motif, remede,
        lignes: [...new Set(group.map((item) => item.ligne))].sort((left, right) => left - right),
        trouves: [...new Set(group.map((item) => item.trouve).filter((item) => item !== null))].slice(0, 3)
      };
    })
    .sort((left, right) => right.lignes.length - left.lignes.length || (left.lignes[0] ?? 0) - (right.lignes[0] ?? 0));
}

/** `3, 7, 12 à 15`: rows as one would dictate them. */
export function listRows(rows: readonly number[]): string {
  const parts: string[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = start;
    while (end + 1 < rows.length && (rows[end + 1] as number) === (rows[end] as number) + 1) end += 1;
    if (end - start >= 2) parts.push(`${rows[start]} à ${rows[end]}`);
    else for (let index = start; index <= end; index += 1) parts.push(String(rows[index]));
    start = end + 1;
  }
  return parts.join(", ");
}

/** The report as a letter that can be pasted in a message. */
export function textReport(manifest: Manifest, rejections: readonly Rejection[]): string[] {
  const lines = [...headline(manifest)];
  for (const {colonne, entete, motif, remede, lignes, trouves} of groupCauses(rejections)) {
    const where = colonne ? `Colonne${colonne.includes(",") ? "s" : ""} ${colonne} « ${entete} »` : "La ligne entière";
    lines.push(
      "",
      `${where} : ${motif}${trouves.length > 0 ? ` (trouvé ${trouves.join(", ")}${trouves.length === 3 ? "…" : ""})` : ""}.`,
      ...wrap(`${lignes.length > 1 ? `${formatCount(lignes.length, "ligne")}, ` : ""}${lignes.length > 1 ? "lignes" : "ligne"} ${listRows(lignes)}`),
      `  → ${remede}`
    );
  }
  if (manifest.statut === "refuse") lines.push(...asides(manifest).map((message) => `  ${message}`));
  else for (const message of asides(manifest)) lines.push("", message);
  return lines;
}

/** What is to be said of the file and of no row. */
function asides({statut, messages, remarques = []}: Manifest): readonly string[] {
  return statut === "refuse" ? messages : remarques;
}

function headline(manifest: Manifest): string[] {
  if (manifest.statut === "refuse") return [`${manifest.fichier} : ce fichier n'a pas pu être ${manifest.lus > 0 ? `pris en compte (${formatCount(manifest.lus, "ligne")})` : "lu"}.`];
  if (manifest.rejetes === 0) return [`${manifest.fichier} : aucune ligne refusée sur ${formatCount(manifest.lus, "ligne lue", "lignes lues")}, mais quelque chose à corriger.`];
  return [`${manifest.fichier} : ${formatCount(manifest.rejetes, "ligne refusée", "lignes refusées")} sur ${formatCount(manifest.lus, "ligne lue", "lignes lues")}. ${manifest.acceptes > 0 ? "Les autres sont prises en compte." : "Rien de ce fichier n'est pris en compte."}`];
}

/** Long lists of rows, cut at commas so that they can be read in a message. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "  ";
  for (const part of text.split(/(?<=, )/)) {
    if (line.length + part.length > 110 && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = "    ";
    }
    line += part;
  }
  return [...lines, line.trimEnd()];
}

/** One row per error, with the row and the column as the spreadsheet shows them, then what is to be said of the whole file. */
export function csvReport(manifest: Manifest, rejections: readonly Rejection[]): string {
  return formatSpreadsheetCsv([HEADERS, ...reportRows(manifest, rejections)]);
}

function reportRows(manifest: Manifest, rejections: readonly Rejection[]): (string | number | null)[][] {
  return [
    ...rejections.map(({ligne, colonne, entete, trouve, motif, remede}) => [ligne, colonne, entete, trouve ?? "", motif, remede]),
    ...asides(manifest).map((message) => [null, "", "", "", message, ""])
  ];
}

/** Excel's own limit, header included. */
const SHEET_ROWS = 1_000_000;

/** The errors one by one, and their summary by cause. */
export function workbookReport(manifest: Manifest, rejections: readonly Rejection[]): Promise<Buffer> {
  const causes = groupCauses(rejections);
  return writeWorkbook([
    {
      name: "à corriger",
      lead: headline(manifest),
      columns: [
        {header: "Ligne", width: 9}, {header: "Colonne", width: 10}, {header: "Titre de la colonne", width: 28, wrap: true}, {header: "Trouvé", width: 28, wrap: true},
        {header: "Pourquoi c'est refusé", width: 52, wrap: true}, {header: "Comment corriger", width: 60, wrap: true}
      ],
      rows: reportRows(manifest, rejections.slice(0, SHEET_ROWS)),
      hasFilter: true,
      isLandscape: true
    },
    {
      name: "causes",
      columns: [
        {header: "Lignes touchées", width: 16}, {header: "Colonne", width: 10}, {header: "Titre de la colonne", width: 28, wrap: true}, {header: "Pourquoi c'est refusé", width: 52, wrap: true},
        {header: "Comment corriger", width: 60, wrap: true}, {header: "Lignes", width: 60, wrap: true}
      ],
      rows: causes.map(({colonne, entete, motif, remede, lignes}) => [lignes.length, colonne, entete, motif, remede, shorten(listRows(lignes))]),
      isLandscape: true
    }
  ]);
}

/** A cell holds 32 767 characters at most; nobody reads that many. */
function shorten(text: string): string {
  return text.length <= 2000 ? text : `${text.slice(0, text.lastIndexOf(",", 2000))}…`;
}
