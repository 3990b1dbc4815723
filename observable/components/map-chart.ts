import type * as PlotModule from "@observablehq/plot";
import {geoMercator, type ExtendedFeatureCollection} from "d3";
import {largeurTexte, placerSiPossible} from "./etiquettes.ts";
import {absence} from "../../pipelines/lib/words/absences.ts";
import type {Statut} from "../../pipelines/lib/words/figure.ts";
import {formatGraduation} from "../../pipelines/lib/words/format.ts";

type Plot = typeof PlotModule;

export interface PointCarte {
  nom: string;
  longitude: number;
  latitude: number;
  /** What the area of the circle counts. */
  taille: number;
  valeur: number | null;
  statut: Statut;
}

export interface Carte {
  points: readonly PointCarte[];
  seuils: readonly number[];
  /** The size of the largest circle over all panels, so that panels compare. */
  tailleMax: number;
  rayonMax: number;
  largeur: number;
  hauteur: number;
  /** Names written on the map: the largest only. */
  noms: number;
  contours?: ExtendedFeatureCollection | null;
}

const MARGE = 2;
const TAILLE = 11.5;

/** Four readable cut points that share the values in five classes of about the same number. */
export function seuilsLisibles(values: readonly number[], unite: string): number[] {
  const sorted = [...values].sort((left, right) => left - right);
  if (sorted.length < 5) return [];
  const span = (sorted.at(-1) as number) - (sorted[0] as number);
  if (span === 0) return [];
  const step = 10 ** Math.floor(Math.log10(span / 5)) * (unite === "%" ? 1 : 0.5);
  const cuts = [0.2, 0.4, 0.6, 0.8].map((share) => {
    const value = sorted[Math.floor(share * (sorted.length - 1))] as number;
    return Number((Math.round(value / step) * step).toPrecision(6));
  });
  // A cut that no value is under would make an empty class (« moins de 0 »).
  return [...new Set(cuts)].filter((cut) => cut > (sorted[0] as number));
}

const COULEURS_CLASSES = ["var(--seq-1)", "var(--seq-2)", "var(--seq-3)", "var(--seq-4)", "var(--seq-5)"] as const;

/** The colours of `n` classes, spread over the five of the scale. */
export function couleurs(n: number): string[] {
  if (n <= 1) return [COULEURS_CLASSES[2]];
  return Array.from({length: n}, (_, index) => COULEURS_CLASSES[Math.round((index * 4) / (n - 1))] as string);
}

export function classe(value: number, seuils: readonly number[]): number {
  return seuils.filter((cut) => value >= cut).length;
}

/** The classes in words: `moins de 20 %`, `de 20 à 40 %`, `40 % et plus`. */
export function motsClasses(seuils: readonly number[], unite: string): string[] {
  const show = (value: number) => formatGraduation(value, unite);
  if (seuils.length === 0) return ["toutes les valeurs"];
  return [
    `moins de ${show(seuils[0] as number)}`,
    ...seuils.slice(1).map((cut, index) => `de ${show(seuils[index] as number)} à ${show(cut)}`),
    `${show(seuils.at(-1) as number)}${unite === "%" && seuils.at(-1) === 1 ? "" : " et plus"}`
  ];
}

/** Proportional circles: the area counts, the colour rates; an absence is a dashed circle with its sign. */
export function mapChart(Plot: Plot, carte: Carte): PlotModule.PlotOptions {
  const {points, seuils, tailleMax, rayonMax, largeur, hauteur, noms, contours} = carte;
  const scale = couleurs(seuils.length + 1);
  const radius = (point: PointCarte) => Math.max(2.5, Math.sqrt(Math.max(0, point.taille) / tailleMax) * rayonMax);
  const sorted = [...points].sort((left, right) => right.taille - left.taille);
  const values = sorted.filter((point) => point.valeur !== null);
  const missing = sorted.filter((point) => point.valeur === null);
  // A sign needs room: the smallest circles keep their dashes only.
  const signed = missing.filter((point) => radius(point) >= 6);
  const inset = MARGE + (contours ? 4 : rayonMax * 0.75 + 4);
  const domain = (contours ?? {type: "MultiPoint", coordinates: points.map((point) => [point.longitude, point.latitude])}) as ExtendedFeatureCollection;
  const projection = geoMercator().fitExtent([[inset, inset], [largeur - inset, hauteur - inset]], domain);
  /** A name stands on its circle, or above or below it (one that it would hide, first of all), inside the frame and off the other names. */
  const named = sorted.slice(0, noms).map((point) => {
    const [x, y] = projection([point.longitude, point.latitude]) ?? [0, 0];
    const width = largeurTexte(point.nom, TAILLE);
    const off = radius(point) + 8;
    return {
      nom: point.nom, point, y, x: Math.min(largeur - width / 2 - 1, Math.max(width / 2 + 1, x)), largeur: width, candidats: radius(point) < 8 ? [y - off, y + off, y] : [y, y - off, y + off],
      // The mention of fictional data is in the corner above.
      obstacles: [{haut: -Infinity, bas: x + width / 2 > largeur - 90 ? 15 : 2}, {haut: hauteur - 2, bas: Infinity}]
    };
  });
  const heights = placerSiPossible(named);
  const written = named.flatMap(({nom, x, y, largeur: width, point}, index) => {
    const height = heights[index];
    const place = typeof height === "number" ? projection.invert?.([x, height]) : null;
    // A name that its circle holds needs no halo: it takes the ink that the colour below lets read, in either theme.
    const isInside = height === y && width + 4 <= 2 * radius(point) && point.valeur !== null;
    const isOnStrong = isInside && COULEURS_CLASSES.indexOf(scale[classe(point.valeur as number, seuils)] as (typeof COULEURS_CLASSES)[number]) > 2;
    return place ? [{nom, longitude: place[0], latitude: place[1], halo: !isInside, encre: isOnStrong ? "var(--fond)" : "var(--encre)"}] : [];
  });
  return {
    width: largeur,
    height: hauteur,
    margin: MARGE,
    projection: projection as PlotModule.ProjectionImplementation,
    r: {type: "identity"},
    marks: [
      contours ? Plot.geo(contours as never, {fill: "var(--surface)", stroke: "var(--trait-fort)", strokeWidth: 0.7}) : null,
      Plot.dot(values, {
        x: "longitude", y: "latitude", r: radius,
        fill: (point: PointCarte) => scale[classe(point.valeur as number, seuils)],
        stroke: "var(--fond)", strokeWidth: 1
      }),
      Plot.dot(missing, {x: "longitude", y: "latitude", r: (point: PointCarte) => Math.max(3, radius(point)), fill: "var(--fond)", fillOpacity: 0.6, stroke: "var(--encre-2)", strokeDasharray: "2,1.5"}),
      Plot.text(signed, {x: "longitude", y: "latitude", text: (point: PointCarte) => absence(point.statut).signe, fill: "var(--encre)", fontSize: 10, fontWeight: 600}),
      ...[false, true].map((halo) => Plot.text(written.filter((one) => one.halo === halo), {
        x: "longitude", y: "latitude", text: "nom", fill: (one: (typeof written)[number]) => one.encre, fontSize: TAILLE, ...(halo ? {stroke: "var(--fond)", strokeWidth: 3.5} : {})
      }))
    ]
  };
}
