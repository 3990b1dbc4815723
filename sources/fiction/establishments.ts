import type {Departement} from "./departements.ts";
import {fictionalUai, isCollege, isEcole, type Draft, type Nature} from "./model.ts";
import {placeNames} from "./names.ts";
import {communes, nearest, spread} from "./places.ts";
import {Random, clamp, round} from "./random.ts";

/** First number of a school within its département: 8000 in the demonstration's, lower elsewhere, where more schools may have to stand below the inspections. */
const firstSchool = ({prefix, rank}: Departement): number => Number(prefix) * 10_000 + (rank === 0 ? 8000 : 7400);

const COUNTS: readonly (readonly [Nature, number, number])[] = [
  // nature, public, private
  ["maternelle", 378, 4],
  ["elementaire", 462, 18],
  ["primaire", 488, 150],
  ["college", 166, 56],
  ["lgt", 46, 38],
  ["lpo", 26, 14],
  ["lp", 36, 18]
];
const RELATIVE_SIZE: Readonly<Record<Nature, number>> = {maternelle: 0.78, elementaire: 1.25, primaire: 0.98, college: 1, lgt: 1.35, lpo: 1.15, lp: 0.55};

const LABEL: Readonly<Record<Nature, string>> = {
  maternelle: "École maternelle fictive",
  elementaire: "École élémentaire fictive",
  primaire: "École primaire fictive",
  college: "Collège fictif",
  lgt: "Lycée général et technologique fictif",
  lpo: "Lycée polyvalent fictif",
  lp: "Lycée professionnel fictif"
};

/** The schools that exist, before anything happens to them: where, how large, of which IPS. */
export function drafts(seed: number, scale: number, departement: Departement): Draft[] {
  const random = Random.of(seed, "schools");
  const places = communes(departement);
  const result: Draft[] = [];
  for (const [nature, publicCount, privateCount] of COUNTS) {
    const names = placeNames(Random.of(seed, "names", nature));
    let nameIndex = 0;
    for (const isPrive of [false, true]) {
      const count = Math.max(2, Math.round((isPrive ? privateCount : publicCount) * scale));
      const minimum = isEcole(nature) ? (isPrive ? 8000 : 0) : nature === "college" ? 5000 : 14_000;
      for (const commune of spread(places, count, minimum, nature === "primaire" && !isPrive)) {
        const step = commune.parent ? 0.007 : 0.006 + Math.sqrt(commune.population) / 40_000;
        const ips = commune.ips + (isPrive ? 12 : -1.5) + (nature === "lp" ? -15 : nature === "lgt" ? 6 : 0) + random.normal(0, isPrive ? 8 : 7);
        result.push({
          nature,
          isPrive,
          commune,
          nom: `${LABEL[nature]} ${isPrive ? "privé" + (isEcole(nature) ? "e " : " ") : ""}${names[nameIndex] as string}`,
          uai: "",
          rank: 0,
          latitude: round(commune.latitude + random.normal(0, step), 4),
          longitude: round(commune.longitude + random.normal(0, step), 4),
          ips: clamp(ips, 57, 153),
          opens: 0,
          weight: RELATIVE_SIZE[nature] * Math.exp(random.normal(0, isEcole(nature) ? 0.33 : 0.24)) * (isPrive && !isEcole(nature) ? 0.72 : 1) * (isEcole(nature) && commune.population < 3000 ? 0.6 : 1),
          willingness: random.normal(),
          educationPrioritaire: "",
          qpv: "hors",
          cohort: null,
          arm: "aucun",
          reseau: null
        });
        nameIndex += 1;
      }
    }
  }
  // Numbers are dealt like cards: the order of a UAI says nothing of the kind of school, as in life.
  const numbers = random.shuffle(result.map((_, index) => firstSchool(departement) + index));
  result.forEach((draft, index) => {
    draft.uai = fictionalUai(numbers[index] as number);
  });
  result.sort((left, right) => (left.uai < right.uai ? -1 : 1));
  result.forEach((draft, index) => {
    draft.rank = index;
  });
  for (const draft of result.filter((candidate) => candidate.nature === "primaire" && !candidate.isPrive).slice(0, scale >= 0.5 ? 4 : 1)) draft.opens = 1;
  return result;
}

/** Éducation prioritaire follows the head collège of the network; about 25 collèges in REP+ and 20 in REP, as in the published list of 2019. */
export function setPriority(all: readonly Draft[]): void {
  const colleges = all.filter((draft) => isCollege(draft) && !draft.isPrive);
  for (const college of colleges) {
    college.educationPrioritaire = college.ips < 82 ? "REP+" : college.ips < 90 ? "REP" : "";
    if (college.educationPrioritaire !== "") college.reseau = college;
  }
  for (const draft of all) {
    if (isEcole(draft.nature) && !draft.isPrive) {
      const head = nearest(draft, colleges);
      if (head && head.educationPrioritaire !== "" && draft.ips < 97) {
        draft.educationPrioritaire = head.educationPrioritaire;
        draft.reseau = head;
      }
    }
    if (!draft.isPrive) draft.qpv = draft.ips < 79 ? "dans" : draft.ips < 88 ? "moins_300m" : "hors";
  }
}
