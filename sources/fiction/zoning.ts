import {centres} from "./centres.ts";
import {fictionalUai, type Membership, type School, type Territory, type World} from "./model.ts";
import {distance, nearest} from "./places.ts";

const FIRST_CIRCONSCRIPTION = 139_950;

// Anchors of the 34 circonscriptions of the first degree: their place, moved a little to the east where two share one. The first five keep their limits at the redrawing.
const CIRCONSCRIPTIONS: readonly (readonly [string, string, number])[] = [
  ["La Ciotat", "13028", 0], ["Istres", "13047", 0], ["Miramas", "13063", 0], ["Salon-de-Provence", "13103", 0], ["Saint-Rémy-de-Provence", "13100", 0],
  ["Aix-en-Provence 1", "13001", 0.03], ["Aix-en-Provence 2", "13001", -0.03], ["Meyrargues", "13059", 0], ["Arles", "13004", 0], ["Port-Saint-Louis-du-Rhône", "13078", 0],
  ["Châteaurenard", "13027", 0], ["Aubagne", "13005", 0], ["Allauch", "13002", 0], ["Gardanne", "13041", 0], ["Trets", "13110", 0], ["Vitrolles", "13117", 0],
  ["Marignane", "13054", 0], ["Martigues", "13056", 0], ["Port-de-Bouc", "13077", 0], ["Berre-l'Étang", "13014", 0], ["Les Pennes-Mirabeau", "13071", 0],
  ["Marseille 1", "13201", 0], ["Marseille 2", "13202", 0], ["Marseille 3", "13203", 0], ["Marseille 4", "13204", 0], ["Marseille 5", "13206", 0], ["Marseille 6", "13208", 0],
  ["Marseille 7", "13209", 0], ["Marseille 8", "13210", 0], ["Marseille 9", "13211", 0], ["Marseille 10", "13213", 0], ["Marseille 11", "13214", 0], ["Marseille 12", "13215", 0],
  ["Marseille 13", "13216", 0]
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

const place = (code: string): {latitude: number; longitude: number} => centres.get(code) ?? {latitude: 43.5, longitude: 5.2};

/** Écoles and the circonscription of each, before and after the redrawing: those nearest to a limit cross it. */
function circonscriptions(schools: readonly School[]): {territories: Territory[]; memberships: Membership[]; last: Map<string, Territory>} {
  const anchors = CIRCONSCRIPTIONS.map(([nom, code, east], rank) => ({
    latitude: place(code).latitude,
    longitude: place(code).longitude + east,
    rank,
    territory: {type: "circonscription", code: fictionalUai(FIRST_CIRCONSCRIPTION + rank), nom: `Circonscription fictive de ${nom}`} satisfies Territory
  }));
  type Anchor = (typeof anchors)[number];
  const ecoles = schools
    .filter((school) => school.isEcole)
    .map((school) => {
      const sorted = anchors.map((anchor) => ({anchor, away: distance(school, anchor)})).sort((left, right) => left.away - right.away || left.anchor.rank - right.anchor.rank);
      const [first, second] = sorted as [{anchor: Anchor; away: number}, {anchor: Anchor; away: number}];
      const canMove = first.anchor.rank >= UNTOUCHED && second.anchor.rank >= UNTOUCHED;
      return {school, before: first.anchor.territory, beyond: second.anchor.territory, closeness: canMove ? first.away / second.away : -1};
    });
  const moving = new Set(
    [...ecoles]
      .sort((left, right) => right.closeness - left.closeness || left.school.rank - right.school.rank)
      .slice(0, Math.round(ecoles.length * REDRAWING.share))
      .filter(({closeness}) => closeness > 0)
      .map(({school}) => school.uai)
  );
  const last = new Map<string, Territory>();
  const memberships = ecoles.flatMap(({school, before, beyond}): Membership[] => {
    const debut = school.opens === 1 ? "01/09/2023" : OPENING;
    const isMoving = moving.has(school.uai);
    last.set(school.uai, isMoving ? beyond : before);
    if (!isMoving) return [{school, territory: before, debut, fin: null}];
    return [
      {school, territory: before, debut, fin: REDRAWING.last},
      {school, territory: beyond, debut: REDRAWING.first, fin: null}
    ];
  });
  return {territories: anchors.map(({territory}) => territory), memberships, last};
}

function bassins(schools: readonly School[]): {memberships: Membership[]; of: Map<string, Territory>} {
  const anchors = BASSINS.map(([nom, code], rank) => ({...place(code), territory: {type: "bassin", code: `0130${rank + 1}`, nom: `Bassin fictif de ${nom}`} satisfies Territory}));
  const of = new Map<string, Territory>();
  for (const school of schools) {
    const found = nearest(school, anchors);
    if (found) of.set(school.uai, found.territory);
  }
  return {memberships: schools.flatMap((school) => membership(school, of.get(school.uai), OPENING)), of};
}

const membership = (school: School, territory: Territory | undefined, debut: string): Membership[] => (territory ? [{school, territory, debut, fin: null}] : []);

function reseaux(schools: readonly School[]): Membership[] {
  const byUai = new Map(schools.map((school) => [school.uai, school]));
  const known = new Map<string, Territory>();
  return schools.flatMap((school) => {
    const head = school.reseau === null ? undefined : byUai.get(school.reseau);
    if (!head) return [];
    const territory: Territory = known.get(head.uai) ?? {type: "reseau", code: head.uai, nom: `Réseau ${head.educationPrioritaire} ${head.nom}`};
    known.set(head.uai, territory);
    return membership(school, territory, OPENING);
  });
}

function cites(schools: readonly School[]): Membership[] {
  return CITES.flatMap(([code, nom, communes]) => {
    const territory: Territory = {type: "cite_educative", code, nom};
    return schools.filter((school) => !school.isPrive && communes.includes(school.commune.code)).flatMap((school) => membership(school, territory, "01/09/2021"));
  });
}

/** One quartier per commune or arrondissement that has poor schools; the generation of 2024, coded QNXXXYYZ. */
function quartiers(schools: readonly School[]): Membership[] {
  const known = new Map<string, Territory>();
  return schools.flatMap((school) => {
    if (school.qpv !== "dans") return [];
    const {code, nom} = school.commune;
    const territory: Territory = known.get(code) ?? {type: "qpv", code: `QN013${String(known.size + 1).padStart(2, "0")}F`, nom: `Quartier prioritaire fictif de ${nom}`};
    known.set(code, territory);
    return membership(school, territory, "01/01/2024");
  });
}

/** Every dated membership of the schools. */
export function zoningOf(schools: readonly School[]): Pick<World, "circonscriptions" | "memberships" | "circonscription" | "bassin"> {
  const inspections = circonscriptions(schools);
  const basins = bassins(schools);
  return {
    circonscriptions: inspections.territories,
    memberships: [...inspections.memberships, ...basins.memberships, ...reseaux(schools), ...cites(schools), ...quartiers(schools)],
    circonscription: inspections.last,
    bassin: basins.of
  };
}
