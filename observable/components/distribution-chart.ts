import {encadrer, tronque, type Nom} from "./cadre.ts";
import {html, type Html} from "./html.ts";
import {absence} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCourt} from "../../pipelines/lib/words/format.ts";
import type {Position} from "../../pipelines/lib/words/profile.ts";

export interface LigneDistribution {
  libelle: string;
  cellule: Cellule | undefined;
  /** What the profile of the line lets expect. */
  attendu?: Position | null;
  /** Why a published value is not drawn, in place of the sign of an absence. */
  ecarte?: string;
}

const LARGEUR = 320;
const MARGES = {gauche: 6, droite: 64, haut: 14};
const TAILLE = 12;
/** From the middle of a line: its name above, its value, what is expected below. */
const [NOM, VALEUR, ATTENDU] = [-11, 4, 11];

/** A tenth of a pixel is enough. */
const px = (value: number): number => Math.round(value * 10) / 10;

/** One line per category: its name above, the value as a dot with its interval, the whole as a thin line. Written as text, without Plot: the comparateur draws it before a reader notices, and needs no drawing library. */
export function distributionChart(indicateur: Pick<Indicateur, "unite" | "type">, lignes: readonly LigneDistribution[], ensemble: Cellule | undefined, nom: Nom, fictif: boolean): Html {
  const unit = indicateur.unite;
  // A sum is no reference for its parts; a rate is.
  const whole = estChiffre(ensemble) && indicateur.type !== "compte" && indicateur.type !== "montant" ? ensemble.valeur : null;
  const drawn = lignes.map(({libelle, cellule, attendu, ecarte}) => {
    if (!estChiffre(cellule)) return {libelle, absence: ecarte ?? absenceTexte(cellule)};
    const expected = attendu ? {...attendu, bas: attendu.bas === null ? null : Math.max(0, attendu.bas), haut: attendu.haut === null ? null : unit === "%" ? Math.min(1, attendu.haut) : attendu.haut} : null;
    return {libelle, cellule, expected};
  });
  const highest = Math.max(0, whole ?? 0, ...drawn.flatMap(({cellule, expected}) => (cellule ? [cellule.ic_haut ?? cellule.valeur, expected ? (expected.haut ?? expected.attendu) : 0] : [])));
  const top = unit === "%" ? Math.min(1, Math.max(0.1, highest * 1.1)) : highest * 1.1 || 1;
  const right = LARGEUR - MARGES.droite;
  const x = (value: number): number => px(MARGES.gauche + (value / top) * (right - MARGES.gauche));
  const row = drawn.some(({expected}) => expected) ? 44 : 38;
  const hauteur = lignes.length * row + MARGES.haut;
  const segment = (from: number, to: number, y: number, color: string, width: number): Html => html`<path stroke="var(--${color})" stroke-width="${width}" d="M${x(from)},${y}H${x(to)}"/>`;
  const marks = drawn.map(({libelle, absence: missing, cellule, expected}, index) => html`<g transform="translate(0,${MARGES.haut + (index + 0.5) * row})">${segment(0, top, VALEUR, "trait", 1)}${
    cellule ? (cellule.ic_bas !== null && cellule.ic_haut !== null ? segment(cellule.ic_bas, cellule.ic_haut, VALEUR, "accent-doux", 9) : segment(0, cellule.valeur, VALEUR, "accent", 2)) : ""
  }${expected && expected.bas !== null && expected.haut !== null ? segment(expected.bas, expected.haut, ATTENDU, "ref", 3) : ""}${
    expected ? html`<circle cx="${x(expected.attendu)}" cy="${ATTENDU}" r="4" fill="var(--fond)" stroke="var(--ref)" stroke-width="2"/>` : ""
  }${cellule ? html`<circle cx="${x(cellule.valeur)}" cy="${VALEUR}" r="4.5" fill="var(--accent)"/>` : ""}<text x="${MARGES.gauche}" y="${NOM}" dy=".3em" text-anchor="start" font-size="${TAILLE}" fill="var(--encre)">${tronque(libelle, LARGEUR - MARGES.gauche, TAILLE)}</text>${
    cellule
      ? html`<text x="${right + 8}" y="${VALEUR}" dy=".3em" text-anchor="start" font-size="${TAILLE}" font-weight="600" fill="var(--encre)">${formatCourt(cellule.valeur, unit)}</text>`
      : html`<text x="${MARGES.gauche + 2}" y="${VALEUR}" dy=".3em" text-anchor="start" fill="var(--encre-2)" stroke="var(--fond)" stroke-width="4" paint-order="stroke">${missing}</text>`
  }</g>`);
  const reference = whole === null ? "" : html`<path stroke="var(--ref)" stroke-width="1.5" stroke-dasharray="2,3" d="M${x(whole)},${MARGES.haut}V${hauteur}"/>`;
  // The line of the whole lies under the marks, as a ruler does.
  return encadrer(LARGEUR, hauteur, nom, fictif, html`${reference}${marks}`);
}

function absenceTexte(cellule: Cellule | undefined): string {
  const found = absence(cellule?.statut ?? "non_collecte");
  return found ? `${found.signe}  ${found.mot}` : "";
}
