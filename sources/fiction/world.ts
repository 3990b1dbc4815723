import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {uaiLetter} from "../../pipelines/lib/text.ts";
import {centres} from "./centres.ts";
import {capitals, placeNames} from "./names.ts";
import {Random, clamp, hash, logistic, round} from "./random.ts";
import {fictionTruth} from "./truth.ts";

export type Nature = "maternelle" | "elementaire" | "primaire" | "college" | "lgt" | "lpo" | "lp";
export type Arm = "equipement_et_formation" | "equipement" | "formation" | "aucun";
export type Year = 0 | 1 | 2;
export const YEARS: readonly Year[] = [0, 1, 2];
export const yearLabel = (year: Year): string => fictionTruth.annees[year];
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
  /** Share of the teachers who attended at least one session in the year. */
  readonly partFormes: number;
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
  readonly qpv: "dans" | "moins_300m" | "hors";
  /** First school year of exposure, null for never. `arm` says what the school receives. */
  readonly cohort: Year | null;
  readonly arm: Arm;
  /** Standing advantages of the school, mean 0, deviation 1: results, use, taste for answering. */
  readonly results: number;
  readonly use: number;
  readonly years: readonly [Situation, Situation, Situation];
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
  readonly scale: number;
  readonly schools: readonly School[];
  readonly territories: readonly Territory[];
  readonly memberships: readonly Membership[];
  /** Circonscription of the last school year, by UAI. */
  readonly circonscription: ReadonlyMap<string, Territory>;
  readonly bassin: ReadonlyMap<string, Territory>;
}

/** Years since the first year of exposure; null before it, and for schools that never are, or not by both equipment and training. */
export function yearsOfExposure(school: School, year: Year): 0 | 1 | 2 | null {
  if (school.arm !== "equipement_et_formation" || school.cohort === null || year < school.cohort) return null;
  return (year - school.cohort) as 0 | 1 | 2;
}

export const isOpen = (school: School, year: Year): boolean => year >= school.opens;

// Real schools of the département stop at 0134431 in the files read (rentrée 2022): 0138000 to 0139999 is free.
const FIRST_SCHOOL = 138_000;
const FIRST_CIRCONSCRIPTION = 139_950;
export const fictionalUai = (number: number): string => {
  const digits = String(number).padStart(7, "0");
  return digits + uaiLetter(digits);
};

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
const PUPILS = {ecole: 196_000, college: 103_000, lycee: 71_000};
const RELATIVE_SIZE: Readonly<Record<Nature, number>> = {maternelle: 0.78, elementaire: 1.25, primaire: 0.98, college: 1, lgt: 1.35, lpo: 1.15, lp: 0.55};

// Social level of the places as the published IPS of 2022 draw it, very roughly; elsewhere 106 and a whim of the commune.
const COMMUNE_IPS: Readonly<Record<string, number>> = {
  13201: 85, 13202: 79, 13203: 71, 13204: 97, 13205: 104, 13206: 117, 13207: 121, 13208: 125, 13209: 113, 13210: 100, 13211: 104, 13212: 117, 13213: 92, 13214: 78, 13215: 75, 13216: 87,
  13001: 117, 13004: 95, 13005: 101, 13014: 86, 13027: 93, 13028: 105, 13041: 97, 13047: 99, 13054: 93, 13056: 96, 13063: 89, 13077: 79, 13078: 84, 13103: 101, 13108: 83, 13117: 87
};

interface CommuneRow {
  code: string;
  nom: string;
  type: string;
  departement?: string;
  commune?: string;
  codesPostaux?: string[];
  population?: number;
}

/** The 118 communes of the Bouches-du-Rhône outside Marseille and its 16 arrondissements, where people live. */
function communes(): Commune[] {
  const path = createRequire(import.meta.url).resolve("@etalab/decoupage-administratif/data/communes.json");
  const rows = JSON.parse(readFileSync(path, "utf8")) as CommuneRow[];
  return rows
    .filter((row) => row.departement === "13" && (row.type === "arrondissement-municipal" || (row.type === "commune-actuelle" && row.code !== "13055")))
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map((row) => ({
      code: row.code,
      nom: row.nom,
      parent: row.commune ?? null,
      postal: row.codesPostaux?.[0] ?? "13000",
      population: row.population ?? 0,
      latitude: centres.get(row.code)?.latitude ?? 43.5,
      longitude: centres.get(row.code)?.longitude ?? 5.2,
      ips: COMMUNE_IPS[row.code] ?? 106 + ((hash(row.code) % 17) - 8)
    }));
}

/** One commune per school: in proportion to population among those large enough, one each first when `everywhere`. */
function spread(places: readonly Commune[], count: number, minimum: number, everywhere: boolean): Commune[] {
  const large = places.filter((place) => place.population >= minimum);
  const total = large.reduce((sum, place) => sum + place.population, 0);
  const base = everywhere && count >= large.length * 2 ? 1 : 0;
  const shares = large.map((place) => {
    const exact = ((count - base * large.length) * place.population) / total;
    return {place, whole: base + Math.floor(exact), rest: exact - Math.floor(exact)};
  });
  let missing = count - shares.reduce((sum, share) => sum + share.whole, 0);
  for (const share of [...shares].sort((left, right) => right.rest - left.rest || (left.place.code < right.place.code ? -1 : 1))) {
    if (missing <= 0) break;
    share.whole += 1;
    missing -= 1;
  }
  return shares.flatMap((share) => Array.from({length: share.whole}, () => share.place));
}

interface Draft {
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
  weight: number;
  educationPrioritaire: "" | "REP" | "REP+";
  qpv: School["qpv"];
  cohort: Year | null;
  arm: Arm;
  reseau: Draft | null;
}

const isEcole = (nature: Nature): boolean => nature === "maternelle" || nature === "elementaire" || nature === "primaire";
const isCollege = (draft: Draft): boolean => draft.nature === "college";

const LABEL: Readonly<Record<Nature, string>> = {
  maternelle: "École maternelle fictive",
  elementaire: "École élémentaire fictive",
  primaire: "École primaire fictive",
  college: "Collège fictif",
  lgt: "Lycée général et technologique fictif",
  lpo: "Lycée polyvalent fictif",
  lp: "Lycée professionnel fictif"
};

const distance = (left: {latitude: number; longitude: number}, right: {latitude: number; longitude: number}): number => {
  const north = left.latitude - right.latitude;
  const east = (left.longitude - right.longitude) * 0.727; // cosine of 43.4°
  return Math.sqrt(north * north + east * east);
};

function nearest<T extends {latitude: number; longitude: number}>(from: {latitude: number; longitude: number}, among: readonly T[]): T | null {
  let best: T | null = null;
  for (const candidate of among) if (best === null || distance(from, candidate) < distance(from, best)) best = candidate;
  return best;
}

function drafts(seed: number, scale: number): Draft[] {
  const random = Random.of(seed, "schools");
  const places = communes();
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
  const numbers = random.shuffle(result.map((_, index) => FIRST_SCHOOL + index));
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

/** Éducation prioritaire follows the head collège, as the law of the networks has it. */
function setPriority(all: readonly Draft[]): void {
  const colleges = all.filter((draft) => isCollege(draft) && !draft.isPrive);
  for (const college of colleges) {
    college.educationPrioritaire = college.ips < 77 ? "REP+" : college.ips < 89 ? "REP" : "";
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

/** Who is equipped and trained, and when: chosen by need (low IPS first, more or less), never drawn at random. */
function setCohorts(seed: number, all: readonly Draft[]): void {
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

// The écoles most inclined have an ENT from the first year, others follow, most wait.
const entryYear = (inclination: number): number => (inclination > 0.36 ? 0 : inclination > 0.27 ? 1 : inclination > 0.21 ? 2 : 9);

function situations(seed: number, draft: Draft, pupilsPerWeight: number, willingness: number): [Situation, Situation, Situation] {
  const random = Random.of(seed, "situation", draft.uai);
  const ecole = isEcole(draft.nature);
  const base = Math.max(ecole ? 18 : 90, draft.weight * pupilsPerWeight);
  const drift = random.normal(0, 0.02);
  const hasEntFrom = ecole ? (draft.nature === "maternelle" ? 9 : entryYear(logistic((draft.ips - 130) / 22 + willingness * 0.8))) : 0;
  const build = (year: Year): Situation => {
    const eleves = Math.round(base * (1 + drift * (year - 1)) * ([1.004, 1.001, 1][year] as number));
    const classes = Math.max(1, Math.round(eleves / (ecole ? (draft.educationPrioritaire === "REP+" ? 18.5 : draft.educationPrioritaire === "REP" ? 20.5 : 23.8) : 25.5)));
    const enseignants = ecole ? Math.max(1, Math.round(classes * 1.17)) : Math.round(eleves / (draft.nature === "college" ? 14.2 : 11.3));
    const level = isCollege(draft) ? 0.246 : 0;
    const last = draft.nature === "lp" ? 0.29 : draft.nature === "lpo" ? 0.31 : draft.nature === "lgt" ? 0.325 : 0;
    const isStart = draft.cohort === year;
    const wasBefore = draft.cohort !== null && year > draft.cohort;
    const trained =
      draft.arm === "equipement_et_formation" && isStart
        ? 0.5 + random.next() * 0.35
        : draft.arm === "equipement_et_formation" && wasBefore
          ? 0.2 + random.next() * 0.25
          : draft.arm === "formation" && year === 1 + (draft.rank % 2)
            ? 0.5 + random.next() * 0.3
            : 0.04 + random.next() * 0.22;
    return {
      eleves,
      classes,
      classesElementaires: draft.nature === "elementaire" ? classes : draft.nature === "primaire" ? Math.max(1, Math.round(classes * 0.62)) : null,
      enseignants,
      neoTitulaires: random.binomial(enseignants, ecole ? 0.035 : 0.028),
      eleves3e: Math.round(eleves * level),
      elevesTerminale: Math.round(eleves * last),
      ips: round(clamp(draft.ips + random.normal(0, 0.9), 56, 155), 1),
      aEnt: year >= hasEntFrom,
      partFormes: trained,
      repondEtic: false
    };
  };
  return [build(0), build(1), build(2)];
}

const RESPONSE = {ecole: [0.35, 0.62, 0.78], eple: [0.81, 0.88, 0.91]} as const;

/** Exactly the planned number of answers a year, more often from schools with a high IPS and a taste for answering. */
function setResponses(seed: number, drafts_: readonly Draft[], built: readonly (readonly [Situation, Situation, Situation])[]): void {
  for (const year of YEARS) {
    const random = Random.of(seed, "etic-response", year);
    for (const [side, rates] of Object.entries(RESPONSE)) {
      const queue = drafts_
        .map((draft, index) => ({draft, index}))
        .filter(({draft}) => isEcole(draft.nature) === (side === "ecole") && draft.opens <= year)
        .map(({draft, index}) => {
          const standing = Random.of(seed, "willingness", draft.uai).normal();
          return {index, turn: -0.55 * ((draft.ips - 103) / 20) - 0.7 * standing + random.normal(0, 0.9)};
        })
        .sort((left, right) => left.turn - right.turn);
      for (const {index} of queue.slice(0, Math.round(queue.length * rates[year]))) {
        (built[index]?.[year] as {repondEtic: boolean}).repondEtic = true;
      }
    }
  }
}

// Anchors of the 34 circonscriptions of the first degree: a place and what distinguishes it there. The first five keep their limits at the redrawing.
const CIRCONSCRIPTIONS: readonly (readonly [string, string, number, number])[] = [
  ["La Ciotat", "13028", 0, 0], ["Istres", "13047", 0, 0], ["Miramas", "13063", 0, 0], ["Salon-de-Provence", "13103", 0, 0], ["Saint-Rémy-de-Provence", "13100", 0, 0],
  ["Aix-en-Provence 1", "13001", 0.02, 0], ["Aix-en-Provence 2", "13001", -0.02, 0], ["Meyrargues", "13059", 0, 0], ["Arles", "13004", 0, 0], ["Port-Saint-Louis-du-Rhône", "13078", 0, 0],
  ["Châteaurenard", "13027", 0, 0], ["Aubagne", "13005", 0, 0], ["Allauch", "13002", 0, 0], ["Gardanne", "13041", 0, 0], ["Trets", "13110", 0, 0], ["Vitrolles", "13117", 0, 0],
  ["Marignane", "13054", 0, 0], ["Martigues", "13056", 0, 0], ["Port-de-Bouc", "13077", 0, 0], ["Berre-l'Étang", "13014", 0, 0], ["Les Pennes-Mirabeau", "13071", 0, 0],
  ["Marseille 1", "13201", 0, 0], ["Marseille 2", "13202", 0, 0], ["Marseille 3", "13203", 0, 0], ["Marseille 4", "13204", 0, 0], ["Marseille 5", "13206", 0, 0], ["Marseille 6", "13208", 0, 0],
  ["Marseille 7", "13209", 0, 0], ["Marseille 8", "13210", 0, 0], ["Marseille 9", "13211", 0, 0], ["Marseille 10", "13213", 0, 0], ["Marseille 11", "13214", 0, 0], ["Marseille 12", "13215", 0, 0],
  ["Marseille 13", "13216", 0, 0]
];
const UNTOUCHED = 5;
/** Day on which the circonscriptions are redrawn in the fiction (in life it was September 2025). */
const REDRAWING = {last: "31/08/2024", first: "01/09/2024", share: 0.1655};
const OPENING = "01/09/2017";

const BASSINS: readonly (readonly [string, string])[] = [
  ["Aix-en-Provence", "13001"], ["Arles-Tarascon", "13004"], ["Salon-de-Provence", "13103"], ["Istres-Martigues", "13056"], ["Vitrolles-Marignane", "13117"], ["Aubagne-La Ciotat", "13005"],
  ["Marseille Centre", "13205"], ["Marseille Nord", "13215"], ["Marseille Est", "13212"], ["Marseille Sud", "13208"]
];

const CITES: readonly (readonly [string, string, readonly string[]])[] = [
  ["CE1301", "Cité éducative fictive de Marseille centre-ville", ["13201", "13202", "13203"]],
  ["CE1302", "Cité éducative fictive de Marseille nord", ["13214", "13215"]],
  ["CE1303", "Cité éducative fictive de Miramas", ["13063"]],
  ["CE1304", "Cité éducative fictive de Châteaurenard", ["13027"]]
];

interface Anchor {
  latitude: number;
  longitude: number;
  rank: number;
  territory: Territory;
}

function membershipsOf(schools: readonly School[], reseauOf: ReadonlyMap<string, string>): Pick<World, "territories" | "memberships" | "circonscription" | "bassin"> {
  const memberships: Membership[] = [];
  const territories: Territory[] = [];
  const create = (type: Territory["type"], code: string, nom: string): Territory => {
    const territory = {type, code, nom};
    territories.push(territory);
    return territory;
  };
  const place = (code: string, north = 0, east = 0): {latitude: number; longitude: number} => ({
    latitude: (centres.get(code)?.latitude ?? 43.5) + north,
    longitude: (centres.get(code)?.longitude ?? 5.2) + east
  });

  const anchors: Anchor[] = CIRCONSCRIPTIONS.map(([nom, code, north, east], rank) => ({
    ...place(code, north, east),
    rank,
    territory: create("circonscription", fictionalUai(FIRST_CIRCONSCRIPTION + rank), `Circonscription fictive de ${nom}`)
  }));
  const ecoles = schools
    .filter((school) => school.isEcole)
    .map((school) => {
      const sorted = anchors.map((anchor) => ({anchor, away: distance(school, anchor)})).sort((left, right) => left.away - right.away || left.anchor.rank - right.anchor.rank);
      const [first, second] = sorted as [{anchor: Anchor; away: number}, {anchor: Anchor; away: number}];
      const canMove = first.anchor.rank >= UNTOUCHED && second.anchor.rank >= UNTOUCHED;
      return {school, first: first.anchor, second: second.anchor, closeness: canMove ? first.away / second.away : -1};
    });
  const moving = new Set(
    [...ecoles]
      .sort((left, right) => right.closeness - left.closeness || left.school.rank - right.school.rank)
      .slice(0, Math.round(ecoles.length * REDRAWING.share))
      .filter((entry) => entry.closeness > 0)
      .map((entry) => entry.school.uai)
  );
  const circonscription = new Map<string, Territory>();
  for (const {school, first, second} of ecoles) {
    const opening = school.opens === 1 ? "01/09/2023" : OPENING;
    if (moving.has(school.uai)) {
      memberships.push({school, territory: first.territory, debut: opening, fin: REDRAWING.last}, {school, territory: second.territory, debut: REDRAWING.first, fin: null});
      circonscription.set(school.uai, second.territory);
    } else {
      memberships.push({school, territory: first.territory, debut: opening, fin: null});
      circonscription.set(school.uai, first.territory);
    }
  }

  const bassins = BASSINS.map(([nom, code], rank) => ({...place(code), territory: create("bassin", `0130${rank + 1}`, `Bassin fictif de ${nom}`)}));
  const bassin = new Map<string, Territory>();
  for (const school of schools) {
    const found = nearest(school, bassins);
    if (!found) continue;
    bassin.set(school.uai, found.territory);
    memberships.push({school, territory: found.territory, debut: OPENING, fin: null});
  }

  const reseaux = new Map<string, Territory>();
  const byUai = new Map(schools.map((school) => [school.uai, school]));
  for (const school of schools) {
    const head = reseauOf.get(school.uai);
    if (head === undefined) continue;
    const college = byUai.get(head) as School;
    const territory = reseaux.get(head) ?? create("reseau", head, `Réseau ${college.educationPrioritaire} ${college.nom}`);
    reseaux.set(head, territory);
    memberships.push({school, territory, debut: OPENING, fin: null});
  }

  for (const [code, nom, places] of CITES) {
    const territory = create("cite_educative", code, nom);
    for (const school of schools) {
      if (!school.isPrive && places.includes(school.commune.code)) memberships.push({school, territory, debut: "01/09/2021", fin: null});
    }
  }

  const quartiers = new Map<string, Territory>();
  for (const school of schools) {
    if (school.qpv !== "dans") continue;
    const known = quartiers.get(school.commune.code);
    const territory = known ?? create("qpv", `QN013${String(quartiers.size + 1).padStart(2, "0")}F`, `Quartier prioritaire fictif de ${school.commune.nom}`);
    quartiers.set(school.commune.code, territory);
    memberships.push({school, territory, debut: "01/01/2024", fin: null});
  }
  return {territories, memberships, circonscription, bassin};
}

/**
 * The fictional Bouches-du-Rhône: real communes, schools that do not exist.
 * `scale` from 0.02 to 1 keeps that share of the schools, for tests.
 */
export function createWorld(seed: number, scale = 1): World {
  const all = drafts(seed, scale);
  setPriority(all);
  setCohorts(seed, all);
  const side = (draft: Draft): "ecole" | "college" | "lycee" => (isEcole(draft.nature) ? "ecole" : isCollege(draft) ? "college" : "lycee");
  const weights = {ecole: 0, college: 0, lycee: 0};
  for (const draft of all) weights[side(draft)] += draft.weight;
  const built = all.map((draft) =>
    situations(seed, draft, (PUPILS[side(draft)] * scale) / weights[side(draft)], Random.of(seed, "willingness", draft.uai).normal())
  );
  setResponses(seed, all, built);
  const reseauOf = new Map<string, string>();
  const schools = all.map((draft, index): School => {
    const random = Random.of(seed, "latent", draft.uai);
    if (draft.reseau) reseauOf.set(draft.uai, draft.reseau.uai);
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
      qpv: draft.qpv,
      cohort: draft.cohort,
      arm: draft.arm,
      results: random.normal(),
      use: random.normal(),
      years: built[index] as [Situation, Situation, Situation],
      organisationPix: capitals(draft.nom)
    };
  });
  return {seed, scale, schools, ...membershipsOf(schools, reseauOf)};
}
