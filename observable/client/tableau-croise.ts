import {html, type Html} from "../components/html.ts";
import {ensuite} from "./ensuite.ts";

/** What a crossed table says; each cell is read when its row is written. */
export interface Contenu {
  titre: string;
  /** What the rows are. */
  entete: string;
  colonnes: readonly string[];
  tri: {colonne: number; descending: boolean} | null;
  /** How many rows. */
  n: number;
  titreDe: (ligne: number) => string;
  /** Plain words, or the sign of an absence. */
  caseDe: (ligne: number, colonne: number) => string | Html;
  /** What the signs of the whole table mean. */
  legende: () => Html;
}

export interface TableauCroise {
  montrer(contenu: Contenu): void;
}

/** Rows written when nothing is asked, at a time. */
const LIGNES_ENSUITE = 24;
const HAUTEUR_DE_LIGNE = 30;
const ANNEE = /^\d{4}-\d{4}$/;

/** The rows that the screen can show below the top of a place. */
function lignesVisibles(place: Element): number {
  return Math.min(80, Math.max(6, Math.ceil((innerHeight - Math.max(0, place.getBoundingClientRect().top)) / HAUTEUR_DE_LIGNE)));
}

/**
 * A table that answers at once: the rows of a screen are written before the paint and the others when nothing is asked (or when the
 * page is printed). A new content goes into the rows that are there, so that only what differs is drawn again and the page keeps its height.
 */
export function tableauCroise(place: HTMLElement, trier: (colonne: number) => void, exporter: () => void): TableauCroise {
  let shape = "";
  let lignes: {row: HTMLTableRowElement; cells: HTMLElement[]; written: string[]}[] = [];
  /** Writes what the screen does not show yet. */
  let finir: (() => void) | null = null;
  const find = <T extends Element>(selector: string): T => place.querySelector(selector) as T;

  const batir = ({entete, colonnes}: Contenu): void => {
    place.innerHTML = html`<p class="discret" role="status"></p><div class="defile" role="region" tabindex="0"><table class="croise"><caption></caption><thead><tr><th scope="col">${entete}</th>${colonnes.map(
      (one, index) => html`<th scope="col"><button type="button" class="lien${ANNEE.test(one) ? " annee" : ""}" data-colonne="${index}">${one}</button></th>`
    )}</tr></thead><tbody></tbody></table></div><div class="legende"></div><p class="actions"><button type="button" class="lien" id="exporter">Télécharger ce tableau (CSV)</button></p>`.text;
    lignes = [];
    for (const button of place.querySelectorAll<HTMLButtonElement>("[data-colonne]")) button.addEventListener("click", () => trier(Number(button.dataset["colonne"])));
    find("#exporter").addEventListener("click", exporter);
  };

  const ecrire = (body: HTMLElement, {colonnes, titreDe, caseDe}: Contenu, index: number): void => {
    let line = lignes[index];
    if (!line) {
      const row = document.createElement("tr");
      const cells = [document.createElement("th"), ...colonnes.map(() => document.createElement("td"))];
      (cells[0] as HTMLTableCellElement).scope = "row";
      row.append(...cells);
      lignes[index] = line = {row, cells, written: []};
    }
    for (const [at, cell] of line.cells.entries()) {
      const said = at === 0 ? titreDe(index) : caseDe(index, at - 1);
      const text = typeof said === "string" ? said : said.text;
      if (line.written[at] === text) continue;
      line.written[at] = text;
      if (typeof said === "string") cell.textContent = said;
      else cell.innerHTML = text;
    }
    if (!line.row.isConnected) body.append(line.row);
  };

  addEventListener("beforeprint", () => finir?.());
  return {
    montrer(contenu) {
      const first = lignesVisibles(place.querySelector("tbody") ?? place);
      const next = JSON.stringify([contenu.entete, contenu.colonnes]);
      if (shape !== next || !place.querySelector(".croise")) batir(contenu);
      shape = next;
      const said = contenu.n === 0 ? "Aucune ligne ne répond au filtre." : `${contenu.n} ligne${contenu.n > 1 ? "s" : ""}`;
      const status = find(".discret");
      if (status.textContent !== said) status.textContent = said;
      find("caption").textContent = contenu.titre;
      find(".defile").setAttribute("aria-label", contenu.titre);
      for (const [index, header] of [...place.querySelectorAll("thead th")].slice(1).entries()) {
        if (contenu.tri?.colonne === index) header.setAttribute("aria-sort", contenu.tri.descending ? "descending" : "ascending");
        else header.removeAttribute("aria-sort");
      }
      const body = find<HTMLElement>("tbody");
      for (const {row} of lignes.splice(contenu.n)) row.remove();
      let done = 0;
      const jusqua = (end: number): void => {
        for (; done < Math.min(end, contenu.n); done += 1) ecrire(body, contenu, done);
      };
      jusqua(first);
      const reste = (): void => {
        jusqua(Infinity);
        find(".legende").innerHTML = contenu.legende().text;
        finir = null;
      };
      const suite = (): void => {
        if (finir !== reste) return;
        if (contenu.n - done <= LIGNES_ENSUITE) reste();
        else {
          jusqua(done + LIGNES_ENSUITE);
          ensuite(suite);
        }
      };
      finir = reste;
      ensuite(suite);
    }
  };
}
