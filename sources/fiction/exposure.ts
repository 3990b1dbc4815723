import {PUPILS_PER_CLASS, elementaryShare, isCollege, isEcole, type Draft, type Year} from "./model.ts";
import {Random} from "./random.ts";

/** Élémentaire classes that reach the socle numérique in each year: about 2 700 in three years, as the programme promised, once schools that lose a class are counted. */
const SOCLE = [860, 1010, 910, 640];
/** Share of the collèges, then of the lycées, equipped in each year. */
const COLLEGES = [0.07, 0.2, 0.22, 0.2];
const LYCEES = [0.06, 0.17, 0.18, 0.16];

interface Plan {
  readonly concerns: (draft: Draft) => boolean;
  /** What a school takes of a year's quota. */
  readonly size: (draft: Draft) => number;
  readonly quotas: (schools: number) => readonly number[];
}

const one = (): number => 1;

/**
 * Who is equipped and trained, and when: chosen by need (low IPS first, more or less), never drawn at random.
 * `pupilsPerWeight` is that of the écoles, to count their classes.
 */
export function setCohorts({seed, all, scale, years, pupilsPerWeight}: {seed: number; all: readonly Draft[]; scale: number; years: readonly Year[]; pupilsPerWeight: number}): void {
  const random = Random.of(seed, "cohorts");
  const classes = (draft: Draft): number => (elementaryShare(draft) * draft.weight * pupilsPerWeight) / PUPILS_PER_CLASS[draft.educationPrioritaire];
  const plans: readonly Plan[] = [
    {concerns: (draft) => elementaryShare(draft) > 0 && !draft.isPrive, size: classes, quotas: () => SOCLE.map((quota) => quota * scale)},
    {concerns: isCollege, size: one, quotas: (schools) => COLLEGES.map((share) => Math.round(share * schools))},
    {concerns: (draft) => !isEcole(draft.nature) && !isCollege(draft), size: one, quotas: (schools) => LYCEES.map((share) => Math.round(share * schools))}
  ];
  for (const plan of plans) {
    const queue = all
      .filter((draft) => plan.concerns(draft) && draft.opens === 0)
      .map((draft) => ({draft, turn: draft.ips + random.normal(0, 22)}))
      .sort((left, right) => left.turn - right.turn)
      .map(({draft}) => draft);
    let next = 0;
    plan.quotas(queue.length).slice(0, years.length).forEach((quota, cohort) => {
      for (let reached = 0; reached < quota && next < queue.length; next += 1) {
        const draft = queue[next] as Draft;
        reached += plan.size(draft);
        draft.cohort = cohort as Year;
        draft.arm = random.chance(0.8) ? "equipement_et_formation" : "equipement";
      }
    });
    for (const draft of queue.slice(next)) if (random.chance(0.08)) draft.arm = "formation";
  }
}

/** Teachers trained in the year: at least half of them in a first year of exposure, never 30 % where nothing happens. */
export function trainedTeachers(random: Random, draft: Draft, year: Year, teachers: number): number {
  const isBoth = draft.arm === "equipement_et_formation" && draft.cohort !== null;
  const isTrainingOnly = draft.arm === "formation" && year === 1 + (draft.rank % 2);
  if ((isBoth && draft.cohort === year) || isTrainingOnly) return Math.ceil((0.5 + random.next() * 0.35) * teachers);
  if (isBoth && year > (draft.cohort ?? year)) return Math.floor((0.2 + random.next() * 0.25) * teachers);
  return Math.floor((0.06 + random.next() * 0.23) * teachers);
}
