import {isCollege, isEcole, type Draft, type Year} from "./model.ts";
import {Random} from "./random.ts";

/** Who is equipped and trained, and when: chosen by need (low IPS first, more or less), never drawn at random. */
export function setCohorts(seed: number, all: readonly Draft[]): void {
  const random = Random.of(seed, "cohorts");
  const plan: readonly (readonly [(draft: Draft) => boolean, readonly [number, number, number]])[] = [
    [(draft) => draft.nature === "elementaire" || draft.nature === "primaire", [0.147, 0.168, 0.14]],
    [isCollege, [0.07, 0.2, 0.22]],
    [(draft) => !isEcole(draft.nature) && !isCollege(draft), [0.06, 0.17, 0.18]]
  ];
  for (const [concerns, shares] of plan) {
    const queue = all
      .filter((draft) => concerns(draft) && draft.opens === 0 && (!draft.isPrive || !isEcole(draft.nature)))
      .map((draft) => ({draft, turn: draft.ips + random.normal(0, 22)}))
      .sort((left, right) => left.turn - right.turn);
    let start = 0;
    shares.forEach((share, cohort) => {
      const end = start + Math.round(queue.length * share);
      for (const {draft} of queue.slice(start, end)) {
        draft.cohort = cohort as Year;
        draft.arm = random.chance(0.8) ? "equipement_et_formation" : "equipement";
      }
      start = end;
    });
    for (const {draft} of queue.slice(start)) if (random.chance(0.08)) draft.arm = "formation";
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
