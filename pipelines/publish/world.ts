import type {Measure} from "./measure.ts";

/** What the disclosure control works on: one school year, with its units, its sets of units and its published cells. */

/** What the roll-up adds up for each unit that has any, by increasing unit: the terms of an indicator, or of one modality of a breakdown. */
export interface Terms {
  readonly units: Int32Array;
  readonly numerateur: Float32Array;
  readonly denominateur: Float32Array;
  readonly n: Float32Array;
  /** Schools whose numerator is known. */
  readonly contributeurs: Float32Array;
  /** Largest numerator of a school. */
  readonly plus_gros: Float32Array;
}

/** Published cells, a column for each thing that is known of them: there are millions. */
export interface Cells {
  /** Increasing. */
  readonly ids: Int32Array;
  /** Number of a set of units in `World.territories`. */
  readonly territories: Int32Array;
  /** Number of a ventilation and a modality in `World.labels`. */
  readonly labels: Int32Array;
}

export interface Label {
  readonly ventilation: string;
  readonly modalite: string;
}

/** An indicator in one year, with all its published cells. */
export interface ControlledTable {
  readonly indicateur: string;
  readonly genre: "part" | "ratio" | "moyenne" | "compte" | "montant" | "mediane";
  readonly regle: "personnes" | "etablissements";
  readonly seuil: number;
  readonly ensemble: Terms;
  /** Numerator of the year before, for a cumulated count: the difference is a count too. */
  readonly avant: Measure | null;
  /** Breakdowns that the indicator gives itself: answers, disciplines… What follows from the school is in `World.groups`. */
  readonly breakdowns: ReadonlyMap<string, ReadonlyMap<string, Terms>>;
  readonly cells: Cells;
  /** The same terms as earlier editions had them: what has come or gone since is a count of persons too. */
  readonly former?: readonly FormerTerms[];
}

export interface FormerTerms {
  readonly ensemble: Terms;
  readonly breakdowns: ReadonlyMap<string, ReadonlyMap<string, Terms>>;
}

/** A partition of some units. */
export interface Classes {
  /** Class of each unit, −1 for none. */
  readonly of: Int32Array;
  /** Units of each class. */
  readonly sets: readonly Int32Array[];
}

/** One school year: its units, the territories they are in, the groups of schools they belong to. */
export interface World {
  readonly size: number;
  /** In the order in which they deserve to be shown. */
  readonly territories: readonly Int32Array[];
  /** "ventilation|modalite" → 1 for the units of the group. */
  readonly groups: ReadonlyMap<string, Uint8Array>;
  /** Estimate → the classes that it adds up in its territory: it is taken to tell of each. */
  readonly classes: ReadonlyMap<string, Classes>;
  /** Measures that everybody knows: pupils, teachers… of each unit. */
  readonly open: readonly Float32Array[];
  readonly labels: readonly Label[];
  readonly tables: readonly ControlledTable[];
}

/** Numbers of cells. */
export interface Ids extends Iterable<number> {
  readonly size: number;
  has(id: number): boolean;
}

export interface Options {
  /** A group whose members all gave the same answer is telling when it has fewer persons than this: 0 never, Infinity always. */
  readonly uniformes: number;
  /** Largest share of an amount that one school may weigh. */
  readonly dominance: number;
  /** Cells that an earlier edition showed, or hid. */
  readonly earlier?: {readonly shown: Ids; readonly hidden: Ids};
}

export const DEFAULT_OPTIONS: Options = {uniformes: Infinity, dominance: 0.85};

/** Figures beside a cell, which stand among the cells of a table as ventilations of their own. */
export const ESTIMATES = {
  /** The weighted estimate of a survey: its strata have known weights. */
  enquete: "estimation enquete",
  /** What the profile lets expect: a sum over groups of the sizes here and the rates of the whole. */
  profil: "estimation profil"
} as const;
