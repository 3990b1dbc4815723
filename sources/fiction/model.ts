import {uaiLetter} from "../../pipelines/lib/text.ts";
import type {Departement} from "./departements.ts";

export type Nature = "maternelle" | "elementaire" | "primaire" | "college" | "lgt" | "lpo" | "lp";
export type Arm = "equipement_et_formation" | "equipement" | "formation" | "aucun";
export type Year = 0 | 1 | 2 | 3;
export const ALL_YEARS: readonly Year[] = [0, 1, 2, 3];
export const yearLabel = (year: Year): string => `${startOf(year)}-${startOf(year) + 1}`;
/** Civil year in which the school year begins. */
export const startOf = (year: Year): number => 2022 + year;

/** What changes from one school year to the next. */
export interface Situation {
  readonly eleves: number;
  readonly classes: number;
  /** Null for a school that has none. */
  readonly classesElementaires: number | null;
  readonly enseignants: number;
  readonly neoTitulaires: number;
  readonly eleves3e: number;
  readonly elevesTerminale: number;
  readonly ips: number;
  readonly aEnt: boolean;
  /** Teachers who attend at least one session in the year. */
  readonly enseignantsFormes: number;
  readonly repondEtic: boolean;
}

export interface School {
  readonly rank: number;
  readonly uai: string;
  readonly nom: string;
  readonly nature: Nature;
  readonly isEcole: boolean;
  readonly isPrive: boolean;
  readonly commune: Commune;
  readonly latitude: number;
  readonly longitude: number;
  /** First year of existence. */
  readonly opens: Year;
  readonly educationPrioritaire: "" | "REP" | "REP+";
  /** UAI of the collège at the head of its network of éducation prioritaire. */
  readonly reseau: string | null;
  readonly qpv: "dans" | "moins_300m" | "hors";
  /** First school year of exposure, null for never. `arm` says what the school receives. */
  readonly cohort: Year | null;
  readonly arm: Arm;
  /** Standing advantages of the school, mean 0, deviation 1: results, use, taste for answering. */
  readonly results: number;
  readonly use: number;
  /** By year, the fourth too when the world has three. */
  readonly years: readonly Situation[];
  readonly organisationPix: string;
}

export interface Commune {
  readonly code: string;
  readonly nom: string;
  readonly parent: string | null;
  readonly postal: string;
  readonly population: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly ips: number;
}

export interface Territory {
  readonly type: "circonscription" | "bassin" | "reseau" | "cite_educative" | "qpv";
  readonly code: string;
  readonly nom: string;
}

export interface Membership {
  readonly school: School;
  readonly territory: Territory;
  readonly debut: string;
  readonly fin: string | null;
}

export interface World {
  readonly seed: number;
  /** Size beside that of the whole Bouches-du-Rhône. */
  readonly scale: number;
  readonly departement: Departement;
  readonly years: readonly Year[];
  readonly schools: readonly School[];
  readonly circonscriptions: readonly Territory[];
  readonly memberships: readonly Membership[];
  /** Circonscription of the last school year, by UAI. */
  readonly circonscription: ReadonlyMap<string, Territory>;
  readonly bassin: ReadonlyMap<string, Territory>;
}

/** Years since the first year of exposure, at most two: the effect then stays. Null before it, and for schools that never are exposed, or not by both equipment and training. */
export function yearsOfExposure(school: School, year: Year): 0 | 1 | 2 | null {
  if (school.arm !== "equipement_et_formation" || school.cohort === null || year < school.cohort) return null;
  return Math.min(2, year - school.cohort) as 0 | 1 | 2;
}

/** The school in the year. */
export const situationOf = (school: School, year: Year): Situation => school.years[year] as Situation;

/** A number of the school that no other département has: its four digits in the demonstration's, as its files always had, all seven elsewhere. */
export const numberOf = ({departement}: Pick<World, "departement">, {uai}: Pick<School, "uai">): string => (departement.rank === 0 ? uai.slice(3, 7) : uai.slice(0, 7));

/** What a département puts before its own numbers of orders, workshops, projects: nothing in the demonstration's. */
export const markOf = ({departement}: Pick<World, "departement">): string => (departement.rank === 0 ? "" : `${departement.code}-`);

export const isOpen = (school: School, year: Year): boolean => year >= school.opens;

/** A school being made: its fields are set one decision after another, then frozen into a School. */
export interface Draft {
  nature: Nature;
  isPrive: boolean;
  commune: Commune;
  nom: string;
  uai: string;
  rank: number;
  latitude: number;
  longitude: number;
  ips: number;
  opens: Year;
  /** Size relative to the schools of its degree. */
  weight: number;
  /** Taste for answering and for new services, mean 0, deviation 1. */
  willingness: number;
  educationPrioritaire: "" | "REP" | "REP+";
  qpv: School["qpv"];
  cohort: Year | null;
  arm: Arm;
  reseau: Draft | null;
}

export const isEcole = (nature: Nature): boolean => nature === "maternelle" || nature === "elementaire" || nature === "primaire";
export const isCollege = (draft: Draft): boolean => draft.nature === "college";

/** Pupils per class of an école. */
export const PUPILS_PER_CLASS = {"": 23.8, REP: 20.5, "REP+": 18.5} as const;
/** Share of the classes of a school that are élémentaires. */
export const elementaryShare = (draft: Draft): number => (draft.nature === "elementaire" ? 1 : draft.nature === "primaire" ? 0.62 : 0);

/** UAI of the fiction, from its number: 0138000 to 0139999, where no real school is (those of the département stop at 0134431 in the files read, rentrée 2022); 7400 to 9999 in other départements. */
export const fictionalUai = (number: number): string => {
  const digits = String(number).padStart(7, "0");
  return digits + uaiLetter(digits);
};
