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
  svg: string;
  tableau: Tableau;
  fictif: boolean;
  /** Legend, notes. */
  apres?: Html;
  niveau?: 2 | 3;
  classe?: string;
}

/** A CSV as an address that downloads without any script. */
function csvAddress(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:text/csv;charset=utf-8;base64,${btoa(binary)}`;
}

/** The same table without the columns that hold nothing (no interval for a census, no target…), on screen as in the CSV. */
function alleger(table: Tableau): Tableau {
  const kept = table.colonnes.map((_, index) => index === 0 || table.lignes.some((line) => line[index]?.brut !== null && line[index]?.brut !== "") || table.lignes.some((line) => typeof line[index]?.montre === "object"));
  const only = <T>(list: readonly T[]): T[] => list.filter((_, index) => kept[index]);
  return {...table, colonnes: only(table.colonnes), lignes: table.lignes.map(only)};
}

export function csvDuTableau(full: Tableau): string {
  const table = alleger(full);
  return formatSpreadsheetCsv([table.colonnes.map((one) => one.titre), ...table.lignes.map((line) => line.map((one) => one.brut))]);
}

export function lienCsv(table: Tableau, id: string, fictif: boolean): Html {
  const name = `${fictif ? "donnees-fictives-" : ""}${id}.csv`;
  return html`<a class="csv" download="${name}" href="${raw(csvAddress(csvDuTableau(table)))}">Télécharger ces données (CSV)</a>`;
}

/** The first column names the row. A table that may be wide scrolls in its own box, reachable by keyboard. */
export function tableau(full: Tableau, fictif: boolean): Html {
  const table = alleger(full);
  return html`<div class="defile" role="region" aria-label="${table.legende}" tabindex="0"><table>
<caption>${table.legende}${fictif ? " — données fictives" : ""}</caption>
<thead><tr>${table.colonnes.map((column) => html`<th scope="col"${column.nombre ? html` class="nombre"` : ""}>${column.titre}</th>`)}</tr></thead>
<tbody>${table.lignes.map(
    (line) => html`<tr>${line.map((cell, index) =>
      index === 0
        ? html`<th scope="row">${cell.montre}</th>`
        : html`<td${table.colonnes[index]?.nombre ? html` class="nombre"` : ""}>${cell.montre}</td>`
    )}</tr>
`
  )}</tbody></table></div>`;
}

/** A chart with its sentence, the table behind it and the CSV of exactly what is drawn. */
export function figure({id, titre, phrase, svg, tableau: table, fictif, apres, niveau = 3, classe}: Figure): Html {
  const heading = raw(`h${niveau}`);
  return html`<figure class="figure${classe ? ` ${classe}` : ""}" id="${id}">
<${heading} class="figure-titre">${titre}</${heading}>
<div class="dessin">${raw(svg)}</div>
<figcaption>${phrase}</figcaption>
${apres}
<details class="derriere"><summary>Données de la figure<span class="masque"> : ${titre}</span></summary>
${tableau(table, fictif)}
<p class="actions">${lienCsv(table, id, fictif)}</p></details>
</figure>`;
}
