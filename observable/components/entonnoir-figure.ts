import {signeAbsence} from "./absences.ts";
import {entonnoir, refusEntonnoir} from "./entonnoir.ts";
import {donnee, legendeDe, type Figure, type Tableau} from "./figure.ts";
import {funnelChart} from "./funnel-chart.ts";
import {html} from "./html.ts";
import {estChiffre, type Cellule, type Indicateur} from "../../pipelines/lib/words/figure.ts";
import {formatCourt, formatNombre, formatValeur, minuscule} from "../../pipelines/lib/words/format.ts";
import {duType, nomType} from "../../pipelines/lib/words/names.ts";

export interface DemandeEntonnoir {
  indicateur: Pick<Indicateur, "code" | "libelle" | "type" | "enquete">;
  type: string;
  annee: string;
  lignes: readonly {nom: string; lien: string; cellule: Cellule | undefined}[];
  /** The whole, around whose value they lie. */
  ensemble: {type: string; valeur: number | null};
  fictif: boolean;
  /** Pixels. */
  largeur: number;
}

const POSITIONS = {dedans: "dans les limites", hors_95: "hors des limites à 95 %", hors_998: "hors des limites à 99,8 %"} as const;

/** The funnel of an indicator for the territories of a type, for `figure`, and the table behind it, for which a screen can wait; or why it cannot be drawn. */
export function figureEntonnoir(demande: DemandeEntonnoir): {figure: Omit<Figure, "tableau">; tableau: () => Tableau} | {refus: string} {
  const {indicateur, type, annee, lignes, ensemble, fictif, largeur} = demande;
  const known = lignes.flatMap(({nom, cellule}) => (cellule ? [{...cellule, nom}] : []));
  const refus = refusEntonnoir(indicateur, known, ensemble.valeur);
  if (refus !== null) return {refus};
  const whole = ensemble.valeur as number;
  const funnel = entonnoir(known, whole);
  const points = new Map(funnel.points.map((one) => [one.code, one]));
  const out = funnel.points.filter((one) => one.position === "hors_998");
  const label = minuscule(nomType(type, "pluriel"));
  const tableau = (): Tableau => ({
    legende: `${indicateur.libelle}, ${label}, ${annee}`,
    colonnes: [{titre: "Territoire"}, {titre: "Valeur", nombre: true}, {titre: "Dénominateur", nombre: true}, {titre: "Écart réduit (z)", nombre: true}, {titre: "Position"}],
    lignes: lignes.map(({nom, lien, cellule}) => {
      const point = points.get(cellule?.territoire_code ?? "");
      return [
        {montre: html`<a href="${lien}">${nom}</a>`, brut: nom},
        estChiffre(cellule) ? {montre: donnee(cellule.valeur, formatCourt(cellule.valeur, "%")), brut: cellule.valeur} : {montre: signeAbsence(cellule?.statut ?? "non_collecte"), brut: null},
        {montre: point ? formatNombre(point.effectif, 0) : "", brut: point?.effectif ?? null}, {montre: point ? formatNombre(point.z, 2) : "", brut: point?.z ?? null},
        {montre: point ? POSITIONS[point.position] : "", brut: point ? POSITIONS[point.position] : ""}
      ];
    })
  });
  const id = `entonnoir-${indicateur.code}`;
  return {
    tableau,
    figure: {
      id, titre: indicateur.libelle, niveau: 2, fictif,
      phrase: `${indicateur.libelle} en ${annee}, ${label} : ${out.length === 0 ? "aucun territoire ne sort" : out.length === 1 ? `un territoire (${out[0]?.nom}) sort` : `${out.length} territoires sur ${funnel.points.length} sortent`} des limites à 99,8 % autour de ${formatValeur(whole, "%")}, valeur ${duType(ensemble.type)}.`,
      svg: funnelChart(funnel, largeur, {id: legendeDe(id)}, fictif, `${minuscule(nomType(ensemble.type))} : ${formatValeur(whole, "%")}`).text,
      apres: html`<ul class="cles"><li>traits pointillés : limites à 95 %</li><li>traits pleins : limites à 99,8 %</li><li>rond creux : hors des limites à 95 %</li><li>losange : hors des limites à 99,8 %</li>${funnel.phi > 1 ? html`<li class="large">Les écarts entre territoires dépassent le seul hasard (surdispersion ${formatNombre(funnel.phi, 2)}) : les limites sont élargies d’autant.</li>` : ""}</ul>`
    }
  };
}
