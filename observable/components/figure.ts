import {minuscule} from "../../pipelines/lib/words/format.ts";
import {nomType} from "../../pipelines/lib/words/names.ts";
import {html, raw, type Child, type Html} from "./html.ts";
import {formatSpreadsheetCsv} from "../../pipelines/lib/spreadsheet-csv.ts";

/** A table cell: what is shown, and what the CSV carries (the exact value, not the rounded one). */
export interface Case {
  montre: Child;
  brut: string | number | null;
}

export interface Tableau {
  legende: string;
  colonnes: readonly {titre: string; nombre?: boolean}[];
  lignes: readonly (readonly Case[])[];
}

export interface Figure {
  id: string;
  titre: string;
  /** What the chart shows, in a sentence: caption on screen and name of the image for a screen reader. */
  phrase: string;
  /** One drawing named by its caption (`legendeDe`), or several that name themselves. */
  svg: string;
  /** The table of what is drawn, or the types of territory whose tables the page gives below; null when `donneesDe` comes after. */
  tableau: Tableau | {renvoi: readonly string[]} | null;
  fictif: boolean;
  /** The link to the CSV, when the page does not hold it. */
  csv?: Html;
  /** Legend, notes. */
  apres?: Html;
  niveau?: 2 | 3;
  classe?: string;
}

/** A CSV as an address that downloads without any script; only what an address cannot hold is written otherwise. */
function csvAddress(text: string): string {
  return `data:text/csv;charset=utf-8,${text.replace(/[^\w;,.()/:+*!~=|-]+/g, encodeURIComponent)}`;
}

/** Nine significant digits: far beyond what was measured, and half the weight of what a computer keeps. */
export function arrondi<T extends string | number | null>(value: T): T {
  return typeof value === "number" ? (Number(value.toPrecision(9)) as T) : value;
}

/** A number as it is shown, with its exact value for machines. */
export function donnee(value: number, shown: string): Html {
  return html`<data value="${arrondi(value)}">${shown}</data>`;
}

/** The same table without the columns that hold nothing (no interval for a census, no target…), on screen as in the CSV. */
function alleger(table: Tableau): Tableau {
  const kept = table.colonnes.map((_, index) => index === 0 || table.lignes.some((line) => line[index]?.brut !== null && line[index]?.brut !== "") || table.lignes.some((line) => typeof line[index]?.montre === "object"));
  const only = <T>(list: readonly T[]): T[] => list.filter((_, index) => kept[index]);
  return {...table, colonnes: only(table.colonnes), lignes: table.lignes.map(only)};
}

export function csvDuTableau(full: Tableau): string {
  const table = alleger(full);
  return formatSpreadsheetCsv([table.colonnes.map((one) => one.titre), ...table.lignes.map((line) => line.map((one) => arrondi(one.brut)))]);
}

/** The link under a figure or a table; `quoi` tells links apart to those who hear them out of context. */
export function lienCsv(table: Tableau, id: string, fictif: boolean, quoi = table.legende): Html {
  const name = `${fictif ? "donnees-fictives-" : ""}${id}.csv`;
  return html`<a class="csv" download="${name}" href="${raw(csvAddress(csvDuTableau(table)))}">Télécharger ces données (CSV)<span class="masque"> : ${quoi}</span></a>`;
}

/**
 * The link to a table too long to be held by its page: it gives the compressed file of all figures, of which the browser's script
 * keeps the lines asked for, as a plain CSV. `lignes` is what those lines have in some of their columns.
 */
export function lienCsvLong(href: string, id: string, fictif: boolean, quoi: string, lignes: Readonly<Record<string, string>>): Html {
  const filtre = new URLSearchParams(lignes).toString();
  return html`<a class="csv" download="${fictif ? "donnees-fictives-" : ""}${id}.csv.gz" href="${href}" data-lignes="${filtre}">Télécharger ces données (CSV)<span class="masque"> : ${quoi}</span></a>`;
}

const ANNEE = /^\d{4}-\d{4}$/;

/** The first column names the row. A table that may be wide scrolls in its own box, reachable by keyboard. */
export function tableau(full: Tableau, fictif: boolean): Html {
  const table = alleger(full);
  // Columns of numbers, and of school years, are named once, on the table, rather than on each cell.
  const isYear = (index: number): boolean => table.lignes.every((line) => ANNEE.test(String(line[index]?.brut)));
  const classes = table.colonnes.flatMap((column, index) => (column.nombre ? [`n${index + 1}`] : table.lignes.length > 0 && isYear(index) ? [`u${index + 1}`] : [])).join(" ");
  return html`<div class="defile" role="region" aria-label="${table.legende}" tabindex="0"><table${classes ? html` class="${classes}"` : ""}>
<caption>${table.legende}${fictif ? " — données fictives" : ""}</caption>
<thead><tr>${table.colonnes.map((column) => html`<th scope="col">${column.titre}</th>`)}</tr></thead>
<tbody>${table.lignes.map(
    (line) => html`<tr>${line.map((cell, index) =>
      index === 0
        ? html`<th>${cell.montre}</th>`
        : html`<td>${cell.montre}</td>`
    )}</tr>
`
  )}</tbody></table></div>`;
}

/** The caption of a figure, by which its drawing may be named. */
export function legendeDe(id: string): string {
  return `l-${id}`;
}

/** What stands behind a drawing: the table, folded, and its CSV. */
export function donneesDe({id, titre, fictif, csv}: Pick<Figure, "id" | "titre" | "fictif" | "csv">, table: Tableau): Html {
  return html`<details class="derriere"><summary>Données de la figure<span class="masque"> : ${titre}</span></summary>
${tableau(table, fictif)}</details>
<p class="actions">${csv ?? lienCsv(table, id, fictif, titre)}</p>`;
}

/** A chart with its sentence, the table behind it and the CSV of exactly what is drawn. */
export function figure(figure: Figure): Html {
  const {id, titre, phrase, svg, tableau: table, apres, niveau = 3, classe} = figure;
  const heading = raw(`h${niveau}`);
  return html`<figure class="figure${classe ? ` ${classe}` : ""}" id="${id}">
<${heading} class="figure-titre">${titre}</${heading}>
<div class="dessin">${raw(svg)}</div>
<figcaption id="${legendeDe(id)}">${phrase}</figcaption>
${apres}
${table === null ? "" : "renvoi" in table ? html`<p class="actions">${table.renvoi.map((type) => html`<a href="#type-${type}">Valeurs : ${minuscule(nomType(type, "pluriel"))}</a> `)}</p>` : donneesDe(figure, table)}
</figure>`;
}
