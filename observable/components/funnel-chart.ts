import {encadrer, px, type Nom} from "./cadre.ts";
import {largeurTexte, placerSiPossible} from "./etiquettes.ts";
import {limite, Z_95, Z_998, type Entonnoir} from "./entonnoir.ts";
import {html, type Html} from "./html.ts";
import {graduations, graduationsLog} from "../../pipelines/lib/words/axis.ts";
import {formatGraduation, formatNombre} from "../../pipelines/lib/words/format.ts";

const MARGES = {gauche: 48, droite: 14, haut: 22, bas: 34};
const TAILLE = 11.5;

const clip = (value: number) => Math.max(0, Math.min(1, value));

/** Size across, value up, limits as two pairs of curves; of the territories, only those outside the outer limits are named, the furthest first, where a name hides no other mark. Written as text, as what a reader waits for is. */
export function funnelChart({reference, phi, points}: Entonnoir, largeur: number, nom: Nom, fictif: boolean, nomReference = ""): Html {
  const sizes = points.map((one) => one.effectif);
  const low = Math.max(1, Math.min(...sizes) * 0.8);
  const high = Math.max(...sizes) * 1.15;
  const steps = Array.from({length: 60}, (_, index) => low * (high / low) ** (index / 59));
  const curve = (z: number) => steps.map((effectif) => ({effectif, valeur: clip(limite(reference, effectif, z, phi))}));
  const curves = [Z_95, -Z_95, Z_998, -Z_998];
  const values = [...points.map((one) => one.valeur), ...curves.flatMap((z) => curve(z).map((one) => one.valeur))];
  const hauteur = Math.min(400, Math.max(280, largeur * 0.62));
  const bottom = Math.max(0, Math.min(...values) - 0.02);
  const top = Math.min(1, Math.max(...values) + 0.02);
  const [across, up] = [largeur - MARGES.gauche - MARGES.droite, hauteur - MARGES.haut - MARGES.bas];
  const x = (effectif: number): number => MARGES.gauche + (Math.log(effectif / low) / Math.log(high / low)) * across;
  const y = (valeur: number): number => MARGES.haut + ((top - valeur) / (top - bottom)) * up;
  const named = points.filter((one) => one.position === "hors_998").sort((left, right) => Math.abs(right.z) - Math.abs(left.z));
  const labels = named.map((one) => {
    const width = largeurTexte(one.nom, TAILLE);
    const middle = Math.min(largeur - MARGES.droite - width / 2, Math.max(MARGES.gauche + width / 2, x(one.effectif)));
    const here = y(one.valeur);
    return {
      x: middle, largeur: width, candidats: [here - 12, here + 13, here - 24, here + 25],
      obstacles: [
        ...points.filter((other) => Math.abs(x(other.effectif) - middle) < width / 2 + 4).map((other) => ({haut: y(other.valeur) - 4, bas: y(other.valeur) + 4})),
        {haut: -Infinity, bas: 14}, {haut: hauteur - MARGES.bas, bas: Infinity}
      ]
    };
  });
  const heights = placerSiPossible(labels);
  const written = named.flatMap(({nom}, index) => {
    const [label, height] = [labels[index], heights[index]];
    return label && typeof height === "number" ? [{nom, x: label.x, y: height}] : [];
  });
  // The name of the middle line: at the end or above or below the line where it hides the fewest marks.
  const half = largeurTexte(nomReference, TAILLE) / 2;
  const marks = [...points, ...curves.flatMap(curve)].map((one) => ({x: x(one.effectif), y: y(one.valeur)}));
  const [mention] = [largeur - MARGES.droite - half, MARGES.gauche + half + 6, (largeur + MARGES.gauche) / 2]
    .flatMap((at) => [-10, 10].map((dy) => ({at, dy, covered: marks.filter((one) => Math.abs(one.x - at) < half + 4 && Math.abs(one.y - y(reference) - dy) < 11).length})))
    .sort((left, right) => left.covered - right.covered);
  const [left, right, floor] = [MARGES.gauche, largeur - MARGES.droite, hauteur - MARGES.bas];
  const across10 = graduationsLog(low, high);
  // A value that would touch the one before it keeps its tick only.
  const shown = across10.filter((value, index) => value === across10[0] || x(value) - x(across10[index - 1] as number) > 34 || String(value).startsWith("1"));
  const word = ({nom: text, x: at, y: height, ink}: {nom: string; x: number; y: number; ink: string}): Html => html`<text x="${px(at)}" y="${px(height)}" dy=".32em" font-size="${TAILLE}" fill="var(--${ink})" stroke="var(--fond)" stroke-width="4" paint-order="stroke">${text}</text>`;
  const dot = (one: (typeof points)[number]): Html => {
    const [cx, cy] = [px(x(one.effectif)), px(y(one.valeur))];
    if (one.position === "dedans") return html`<circle cx="${cx}" cy="${cy}" r="3.5" fill="var(--accent)" fill-opacity="0.75"/>`;
    if (one.position === "hors_95") return html`<circle cx="${cx}" cy="${cy}" r="4.5" fill="var(--fond)" stroke="var(--accent)" stroke-width="2"/>`;
    return html`<path fill="var(--cible)" d="M${cx},${px(cy - 8)}l4.6,8l-4.6,8l-4.6,-8z"/>`;
  };
  const order = ["dedans", "hors_95", "hors_998"] as const;
  return encadrer(largeur, Math.round(hauteur), nom, fictif, html`${graduations(bottom, top).map((value) => html`<path stroke="var(--trait)" d="M${left},${px(y(value))}H${right}"/><text x="${left - 8}" y="${px(y(value))}" dy=".32em" text-anchor="end" fill="var(--encre-2)">${formatGraduation(value, "%")}</text>`)}${
    across10.map((value) => html`<path stroke="var(--encre-2)" d="M${px(x(value))},${px(floor)}v5"/>`)}${shown.map((value) => html`<text x="${px(x(value))}" y="${px(floor + 15)}" fill="var(--encre-2)">${formatNombre(value)}</text>`)}<text x="${px((left + right) / 2)}" y="${px(hauteur - 4)}" fill="var(--encre-2)">Taille : dénominateur (échelle logarithmique)</text><path stroke="var(--ref)" stroke-width="1.5" d="M${left},${px(y(reference))}H${right}"/>${
    curves.map((z) => html`<path fill="none" stroke="var(--encre-2)" stroke-width="1.5"${Math.abs(z) === Z_95 ? html` stroke-dasharray="2,3"` : ""} d="M${curve(z).map((one) => `${px(x(one.effectif))},${px(y(one.valeur))}`).join("L")}"/>`)}${
    order.map((position) => points.filter((one) => one.position === position).map(dot))}${
    mention && nomReference ? word({nom: nomReference, x: mention.at, y: y(reference) + mention.dy, ink: "encre-2"}) : ""}${written.map((one) => word({...one, ink: "encre"}))}`);
}
