import type {Cellule} from "../../pipelines/lib/words/figure.ts";

/**
 * A pivot table over published cells. It only places cells: it adds nothing up, so it cannot show what disclosure
 * control has hidden, nor invent a rate.
 */

export type Dimension = "indicateur" | "territoire" | "annee" | "modalite";

export interface Entree {
  cle: string;
  libelle: string;
}

export interface Adresse {
  indicateur: string;
  territoire: string;
  annee: string;
  ventilation: string;
  modalite: string;
}

export interface Choix {
  lignes: Dimension;
  colonnes: Dimension;
  /** The items of each dimension: many for the two axes, one for the others. */
  items: Record<Dimension, readonly Entree[]>;
  ventilation: string;
}

export interface Pivot {
  lignes: readonly Entree[];
  colonnes: readonly Entree[];
  /** The cell where a row and a column meet: read when it is asked for, since a screen shows few of them. */
  cellule(ligne: number, colonne: number): Cellule | undefined;
}

export function pivoter(choix: Choix, lire: (adresse: Adresse) => Cellule | undefined): Pivot {
  const {lignes: rowsBy, colonnes: columnsBy, items, ventilation} = choix;
  if (rowsBy === columnsBy) throw new Error("les lignes et les colonnes doivent être de nature différente");
  const fixed = (dimension: Dimension): string => items[dimension][0]?.cle ?? "";
  const at = (row: Entree, column: Entree): Adresse => {
    const pick = (dimension: Dimension) => (dimension === rowsBy ? row.cle : dimension === columnsBy ? column.cle : fixed(dimension));
    const modalite = pick("modalite");
    return {indicateur: pick("indicateur"), territoire: pick("territoire"), annee: pick("annee"), modalite, ventilation: modalite === "ensemble" ? "ensemble" : ventilation};
  };
  const [lignes, colonnes] = [items[rowsBy], items[columnsBy]];
  return {
    lignes,
    colonnes,
    cellule(ligne, colonne) {
      const [row, column] = [lignes[ligne], colonnes[colonne]];
      return row && column ? lire(at(row, column)) : undefined;
    }
  };
}

/** Row order by the values of a column; rows without a value come last in both directions. */
export function ordre(pivot: Pivot, colonne: number, descending: boolean, mesure: (cellule: Cellule | undefined) => number | null): number[] {
  return pivot.lignes
    .map((_, index) => ({index, value: mesure(pivot.cellule(index, colonne))}))
    .sort((left, right) => {
      if (left.value === null || right.value === null) return (left.value === null ? 1 : 0) - (right.value === null ? 1 : 0) || left.index - right.index;
      return (descending ? right.value - left.value : left.value - right.value) || left.index - right.index;
    })
    .map((one) => one.index);
}
