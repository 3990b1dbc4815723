import {drafts, setPriority} from "./establishments.ts";
import {setCohorts} from "./exposure.ts";
import type {Departement} from "./departements.ts";
import {isCollege, isEcole, type Draft, type School, type World, type Year} from "./model.ts";
import {capitals} from "./names.ts";
import {Random} from "./random.ts";
import {respondents, situations} from "./situations.ts";
import {zoningOf} from "./zoning.ts";

/** Pupils of the Bouches-du-Rhône, by degree: 370 000, as the press kit of the programme counts them. */
const PUPILS = {ecole: 196_000, college: 103_000, lycee: 71_000};
const degree = (draft: Draft): keyof typeof PUPILS => (isEcole(draft.nature) ? "ecole" : isCollege(draft) ? "college" : "lycee");

export interface WorldOptions {
  readonly seed: number;
  readonly departement: Departement;
  /** Size beside that of the whole Bouches-du-Rhône. */
  readonly scale: number;
  readonly years: readonly Year[];
}

/** A fictional département: real communes, schools that do not exist. */
export function createWorld({seed, departement, scale, years}: WorldOptions): World {
  const all = drafts(seed, scale, departement);
  setPriority(all);
  const weights = {ecole: 0, college: 0, lycee: 0};
  for (const draft of all) weights[degree(draft)] += draft.weight;
  const pupilsPerWeight = (side: keyof typeof PUPILS): number => (PUPILS[side] * scale) / weights[side];
  setCohorts({seed, all, scale, years, pupilsPerWeight: pupilsPerWeight("ecole")});
  const answering = years.map((year) => respondents(seed, all, year));
  const schools = all.map((draft): School => {
    const random = Random.of(seed, "latent", draft.uai);
    return {
      rank: draft.rank,
      uai: draft.uai,
      nom: draft.nom,
      nature: draft.nature,
      isEcole: isEcole(draft.nature),
      isPrive: draft.isPrive,
      commune: draft.commune,
      latitude: draft.latitude,
      longitude: draft.longitude,
      opens: draft.opens,
      educationPrioritaire: draft.educationPrioritaire,
      reseau: draft.reseau?.uai ?? null,
      qpv: draft.qpv,
      cohort: draft.cohort,
      arm: draft.arm,
      results: random.normal(),
      use: random.normal(),
      years: situations(seed, draft, pupilsPerWeight(degree(draft)), (year) => answering[year]?.has(draft.uai) ?? false),
      // Two départements give the same names to their schools, as in life; Pix tells its organisations apart.
      organisationPix: departement.rank === 0 ? capitals(draft.nom) : `${capitals(draft.nom)} ${departement.code}`
    };
  });
  return {seed, scale, departement, years, schools, ...zoningOf(departement, scale, schools)};
}
