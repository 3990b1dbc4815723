import {trainedTeachers} from "./exposure.ts";
import {ALL_YEARS, PUPILS_PER_CLASS, elementaryShare, isCollege, isEcole, type Draft, type Nature, type Situation, type Year} from "./model.ts";
import {Random, clamp, logistic, round} from "./random.ts";

const TERMINALE: Readonly<Partial<Record<Nature, number>>> = {lp: 0.29, lpo: 0.31, lgt: 0.325};
/** Pupils go down a little, as in the département. */
const TREND = [1.004, 1.001, 1, 0.998] as const;
const NEVER = 9;

/** First year with an ENT: the EPLE have one, but for some private ones; the écoles most inclined follow year after year, most wait. */
function entSince(draft: Draft): number {
  if (!isEcole(draft.nature)) return draft.isPrive && draft.willingness < -0.6 ? (draft.willingness < -1.2 ? NEVER : 1) : 0;
  if (draft.nature === "maternelle") return NEVER;
  const inclination = logistic((draft.ips - 130) / 22 + draft.willingness * 0.35);
  return inclination > 0.32 ? 0 : inclination > 0.26 ? 1 : inclination > 0.21 ? 2 : NEVER;
}

/** The three school years of a school. `pupilsPerWeight` turns its relative size into pupils; `answers` says whether it answers ETIC. */
export function situations(seed: number, draft: Draft, pupilsPerWeight: number, answers: (year: Year) => boolean): Situation[] {
  const random = Random.of(seed, "situation", draft.uai);
  const ecole = isEcole(draft.nature);
  const base = Math.max(ecole ? 18 : 90, draft.weight * pupilsPerWeight);
  const drift = random.normal(0, 0.02);
  const ent = entSince(draft);
  const build = (year: Year): Situation => {
    const eleves = Math.round(base * (1 + drift * (year - 1)) * TREND[year]);
    const classes = Math.max(1, Math.round(eleves / (ecole ? PUPILS_PER_CLASS[draft.educationPrioritaire] : 25.5)));
    const enseignants = ecole ? Math.max(1, Math.round(classes * 1.17)) : Math.round(eleves / (isCollege(draft) ? 14.2 : 11.3));
    return {
      eleves,
      classes,
      classesElementaires: elementaryShare(draft) > 0 ? Math.max(1, Math.round(classes * elementaryShare(draft))) : null,
      enseignants,
      neoTitulaires: random.binomial(enseignants, ecole ? 0.035 : 0.028),
      eleves3e: isCollege(draft) ? Math.round(eleves * 0.246) : 0,
      elevesTerminale: Math.round(eleves * (TERMINALE[draft.nature] ?? 0)),
      ips: round(clamp(draft.ips + random.normal(0, 0.9), 56, 155), 1),
      aEnt: year >= ent,
      enseignantsFormes: trainedTeachers(random, draft, year, enseignants),
      repondEtic: answers(year)
    };
  };
  return ALL_YEARS.map(build);
}

// The published rates of the survey in 2014 (35 % of écoles, 81 % of EPLE) and a programme that makes itself known.
const RESPONSE = {ecole: [0.35, 0.62, 0.78, 0.8], eple: [0.81, 0.88, 0.91, 0.92]} as const;

/** UAI of the schools that answer ETIC in the year: exactly the planned number, more often where the IPS is high or the school is willing. */
export function respondents(seed: number, all: readonly Draft[], year: Year): Set<string> {
  const random = Random.of(seed, "etic-response", year);
  const queue = all
    .filter((draft) => draft.opens <= year)
    .map((draft) => ({draft, turn: -0.55 * ((draft.ips - 103) / 20) - 0.7 * draft.willingness + random.normal(0, 0.9)}))
    .sort((left, right) => left.turn - right.turn);
  const first = (isWanted: (draft: Draft) => boolean, rate: number): string[] => {
    const wanted = queue.filter(({draft}) => isWanted(draft));
    return wanted.slice(0, Math.round(wanted.length * rate)).map(({draft}) => draft.uai);
  };
  return new Set([...first((draft) => isEcole(draft.nature), RESPONSE.ecole[year]), ...first((draft) => !isEcole(draft.nature), RESPONSE.eple[year])]);
}
