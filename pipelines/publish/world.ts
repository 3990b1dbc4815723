import type {Measure} from "./zones.ts";

/** What the disclosure control works on: one school year, with its units, its sets of units and its published cells. */

/** What the roll-up adds up for each unit: the terms of an indicator, or of one modality of a breakdown. */
export interface Terms {
  readonly numerateur: Measure;
  readonly denominateur: Measure;
  readonly n: Measure;
  /** Schools whose numerator is known. */
  readonly contributeurs: Measure;
  /** Largest numerator of a school. */
  readonly plus_gros: Measure;
}

export interface PublishedCell {
  readonly id: number;
  /** Number of a set of units in `World.territories`. */
  readonly territory: number;
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
  readonly cells: readonly PublishedCell[];
  /** The same terms as earlier editions had them: what has come or gone since is a count of persons too. */
  readonly former?: readonly FormerTerms[];
}

export interface FormerTerms {
  readonly ensemble: Terms;
  readonly breakdowns: ReadonlyMap<string, ReadonlyMap<string, Terms>>;
}

/** One school year: its units, the territories they are in, the groups of schools they belong to. */
export interface World {
  readonly size: number;
  /** In the order in which they deserve to be shown. */
  readonly territories: readonly Int32Array[];
  /** "ventilation|modalite" → 1 for the units of the group. */
  readonly groups: ReadonlyMap<string, Uint8Array>;
  /** Measures that everybody knows: pupils, teachers… of each unit. */
  readonly open: readonly Measure[];
  readonly tables: readonly ControlledTable[];
}

export interface Options {
  /** A group whose members all gave the same answer is telling when it has fewer persons than this: 0 never, Infinity always. */
  readonly uniformes: number;
  /** Largest share of an amount that one school may weigh. */
  readonly dominance: number;
  /** Cells that an earlier edition showed, or hid. */
  readonly earlier?: {readonly shown: ReadonlySet<number>; readonly hidden: ReadonlySet<number>};
}

export const DEFAULT_OPTIONS: Options = {uniformes: Infinity, dominance: 0.85};

/** The units that a published cell counts. */
export function unitsOf(world: World, {territory, ventilation, modalite}: PublishedCell): Int32Array {
  const units = world.territories[territory] ?? new Int32Array();
  if (ventilation === "ensemble") return units;
  const group = world.groups.get(`${ventilation}|${modalite}`);
  return units.filter((unit) => group?.[unit] === 1);
}
