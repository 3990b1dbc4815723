import {encadrer, px, tronque, type Nom} from "./cadre.ts";
import {largeurTexte} from "./etiquettes.ts";
import {html, type Html} from "./html.ts";
import {absence} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatColonne, formatCourt, formatGraduation} from "../../pipelines/lib/words/format.ts";
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
const MARGES = {gauche: 6, droite: 64, haut: 14, bas: 17};
const TAILLE = 12;
/** From the middle of a line: its name above, its value, what is expected below. */
const [NOM, VALEUR, ATTENDU] = [-11, 4, 11];
/** A second line of a name. */
const INTERLIGNE = 14;

/** The end of the axis: the first round value that nothing exceeds, so that the scale can be written. */
function fin(highest: number, unite: string): number {
  if (unite === "%") return Math.max(1, Math.ceil(Number((highest * 10).toPrecision(6)))) / 10;
  if (highest <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(highest)) / 5;
  return Number((Math.ceil(Number((highest / step).toPrecision(6))) * step).toPrecision(6));
}

/** A name on one line, or on two when it needs them. */
function surDeuxLignes(nom: string, largeur: number): [string, string?] {
  const width = (text: string): number => largeurTexte(text, TAILLE);
  if (width(nom) <= largeur) return [nom];
  const cuts = [...nom.matchAll(/[ -]/g)].map(({index}) => index + 1).filter((at) => width(nom.slice(0, at).trimEnd()) <= largeur);
  const cut = cuts.at(-1);
  return cut === undefined ? [nom] : [nom.slice(0, cut).trimEnd(), nom.slice(cut)];
}

/** One line per category: its name above, the value as a dot with its interval, the whole as a thin line. Written as text, without Plot: the comparateur draws it before a reader notices, and needs no drawing library. */
export function distributionChart(indicateur: Pick<Indicateur, "unite" | "type">, lignes: readonly LigneDistribution[], ensemble: Cellule | undefined, nom: Nom, fictif: boolean, largeur = LARGEUR): Html {
  const unit = indicateur.unite;
  // A sum is no reference for its parts; a rate is.
  const whole = estChiffre(ensemble) && indicateur.type !== "compte" && indicateur.type !== "montant" ? ensemble.valeur : null;
  const drawn = lignes.map(({libelle, cellule, attendu, ecarte}) => {
    const noms = surDeuxLignes(libelle, largeur - MARGES.gauche);
    if (!estChiffre(cellule)) return {noms, absence: ecarte ?? absenceTexte(cellule)};
    const expected = attendu ? {...attendu, bas: attendu.bas === null ? null : Math.max(0, attendu.bas), haut: attendu.haut === null ? null : unit === "%" ? Math.min(1, attendu.haut) : attendu.haut} : null;
    return {noms, cellule, expected, ecrit: formatColonne(cellule.valeur, unit)};
  });
  const figures = drawn.flatMap(({cellule, expected}) => (cellule ? [cellule.valeur, cellule.ic_haut ?? 0, expected ? (expected.haut ?? expected.attendu) : 0] : []));
  const top = fin(Math.max(0, whole ?? 0, ...figures), unit);
  const right = largeur - Math.max(MARGES.droite, ...drawn.map(({ecrit}) => (ecrit ? largeurTexte(ecrit, TAILLE) + 10 : 0)));
  const x = (value: number): number => px(MARGES.gauche + (value / top) * (right - MARGES.gauche));
  const row = drawn.some(({expected}) => expected) ? 44 : 38;
  const segment = (from: number, to: number, y: number, color: string, width: number): Html => html`<path stroke="var(--${color})" stroke-width="${width}" d="M${x(from)},${y}H${x(to)}"/>`;
  let below = MARGES.haut;
  /** The line of the whole, in pieces: it steps aside from the names that it would cross. */
  let path = "";
  const marks = drawn.map(({noms: [first, second], absence: missing, cellule, expected, ecrit}) => {
    const extra = second === undefined ? 0 : INTERLIGNE;
    const middle = below + extra + row / 2;
    if (whole !== null) {
      const isCrossed = MARGES.gauche + Math.max(...[first, second ?? ""].map((text) => largeurTexte(text, TAILLE))) > x(whole) - 4;
      path += `M${x(whole)},${isCrossed ? middle - 3 : below}V${below + row + extra}`;
    }
    below += row + extra;
    const name = (text: string, y: number): Html => html`<text x="${MARGES.gauche}" y="${y}" dy=".3em" text-anchor="start" font-size="${TAILLE}" fill="var(--encre)">${tronque(text, largeur - MARGES.gauche, TAILLE)}</text>`;
    return html`<g transform="translate(0,${middle})">${segment(0, top, VALEUR, "trait", 1)}${
      cellule ? (cellule.ic_bas !== null && cellule.ic_haut !== null ? segment(cellule.ic_bas, cellule.ic_haut, VALEUR, "accent-doux", 9) : segment(0, cellule.valeur, VALEUR, "accent", 2)) : ""
    }${expected && expected.bas !== null && expected.haut !== null ? segment(expected.bas, expected.haut, ATTENDU, "ref", 3) : ""}${
      expected ? html`<circle cx="${x(expected.attendu)}" cy="${ATTENDU}" r="4" fill="var(--fond)" stroke="var(--ref)" stroke-width="2"/>` : ""
    }${cellule ? html`<circle cx="${x(cellule.valeur)}" cy="${VALEUR}" r="4.5" fill="var(--accent)"/>` : ""}${name(first, NOM - extra)}${second === undefined ? "" : name(second, NOM)}${
      cellule
        ? html`<text x="${px(right + 8)}" y="${VALEUR}" dy=".3em" text-anchor="start" font-size="${TAILLE}" font-weight="600" fill="var(--encre)">${ecrit}</text>`
        : html`<text x="${MARGES.gauche + 2}" y="${VALEUR}" dy=".3em" text-anchor="start" fill="var(--encre-2)" stroke="var(--fond)" stroke-width="4" paint-order="stroke">${missing}</text>`
    }</g>`;
  });
  const reference = whole === null ? "" : html`<path stroke="var(--ref)" stroke-width="1.5" stroke-dasharray="2,3" d="${path}"/>`;
  // The line of the whole lies under the marks, as a ruler does; without a figure there is no scale to write.
  return encadrer(largeur, below + MARGES.bas, nom, fictif, html`${reference}${marks}${figures.length > 0 ? echelle(top, unit, whole, x, below + 9, largeur) : ""}`);
}

/** The two ends of the axis and the name of the line that crosses it; an end that the name would cover is left out. */
function echelle(top: number, unite: string, whole: number | null, x: (value: number) => number, y: number, largeur: number): Html {
  const words = whole === null ? "" : `ensemble ${formatCourt(whole, unite)}`;
  const half = largeurTexte(words, 11) / 2;
  const middle = whole === null ? 0 : Math.min(largeur - half, Math.max(half, x(whole)));
  const ends = [{at: x(0), text: "0", anchor: "start", far: 12}, {at: x(top), text: formatGraduation(top, unite), anchor: "end", far: 40}];
  return html`${ends.filter(({at, far}) => whole === null || Math.abs(at - middle) > half + far).map(({at, text, anchor}) => html`<text x="${at}" y="${y}" dy=".3em" text-anchor="${anchor}" fill="var(--encre-2)">${text}</text>`)}${
    whole === null ? "" : html`<text x="${px(middle)}" y="${y}" dy=".3em" fill="var(--encre-2)">${words}</text>`
  }`;
}

function absenceTexte(cellule: Cellule | undefined): string {
  const found = absence(cellule?.statut ?? "non_collecte");
  return found ? `${found.signe}  ${found.mot}` : "";
}
