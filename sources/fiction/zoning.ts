import {centres} from "./centres.ts";
import type {Departement} from "./departements.ts";
import {fictionalUai, type Membership, type School, type Territory, type World} from "./model.ts";
import {byPopulation, communes, distance, nearest} from "./places.ts";

/** Inspections are numbered after the schools: from 0139950 in the Bouches-du-Rhône. */
const FIRST_CIRCONSCRIPTION = 9950;

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

interface Anchor {
  readonly nom: string;
  readonly latitude: number;
  readonly longitude: number;
}

interface Zoning {
  readonly circonscriptions: readonly Anchor[];
  readonly bassins: readonly Anchor[];
  readonly cites: typeof CITES;
}

const anchor = (nom: string, commune: string, east = 0): Anchor => ({nom, latitude: place(commune).latitude, longitude: place(commune).longitude + east});

/** Elsewhere than in the Bouches-du-Rhône, zones are drawn around the most populated communes, as many as the size asks for. */
function zoningIn(departement: Departement, scale: number): Zoning {
  if (departement.rank === 0) {
    return {circonscriptions: CIRCONSCRIPTIONS.map(([nom, code, east]) => anchor(nom, code, east)), bassins: BASSINS.map(([nom, code]) => anchor(nom, code)), cites: CITES};
  }
  const towns = byPopulation(communes(departement));
  const around = (count: number): Anchor[] => Array.from({length: count}, (_, rank) => {
    const {nom, latitude, longitude} = towns[rank % towns.length] as (typeof towns)[number];
    const turn = Math.floor(rank / towns.length);
    return {nom: turn === 0 ? nom : `${nom} ${turn + 1}`, latitude, longitude: longitude + 0.03 * turn};
  });
  const [first] = towns;
  return {
    circonscriptions: around(Math.min(50, Math.max(2, Math.round(CIRCONSCRIPTIONS.length * scale)))),
    bassins: around(Math.max(1, Math.round(BASSINS.length * scale))),
    cites: first ? [[`CE${departement.code}01`, `Cité éducative fictive de ${first.nom}`, [first.code]]] : []
  };
}

/** Écoles and the circonscription of each, before and after the redrawing: those nearest to a limit cross it. */
function circonscriptions(departement: Departement, zoning: Zoning, schools: readonly School[]): {territories: Territory[]; memberships: Membership[]; last: Map<string, Territory>} {
  const anchors = zoning.circonscriptions.map(({nom, latitude, longitude}, rank) => ({
    latitude,
    longitude,
    rank,
    territory: {type: "circonscription", code: fictionalUai(Number(departement.prefix) * 10_000 + FIRST_CIRCONSCRIPTION + rank), nom: `Circonscription fictive de ${nom}`} satisfies Territory
  }));
  type Inspection = (typeof anchors)[number];
  const ecoles = schools
    .filter((school) => school.isEcole)
    .map((school) => {
      const sorted = anchors.map((anchor) => ({anchor, away: distance(school, anchor)})).sort((left, right) => left.away - right.away || left.anchor.rank - right.anchor.rank);
      const [first, second] = sorted as [{anchor: Inspection; away: number}, {anchor: Inspection; away: number}];
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

function bassins(departement: Departement, zoning: Zoning, schools: readonly School[]): {memberships: Membership[]; of: Map<string, Territory>} {
  const anchors = zoning.bassins.map(({nom, latitude, longitude}, rank) => ({latitude, longitude, territory: {type: "bassin", code: `${departement.prefix}0${rank + 1}`, nom: `Bassin fictif de ${nom}`} satisfies Territory}));
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

function cites(zoning: Zoning, schools: readonly School[]): Membership[] {
  return zoning.cites.flatMap(([code, nom, communes]) => {
    const territory: Territory = {type: "cite_educative", code, nom};
    return schools.filter((school) => !school.isPrive && communes.includes(school.commune.code)).flatMap((school) => membership(school, territory, "01/09/2021"));
  });
}

/** One quartier per commune or arrondissement that has poor schools; the generation of 2024, coded QNXXXYYZ. */
function quartiers({prefix}: Departement, schools: readonly School[]): Membership[] {
  const known = new Map<string, Territory>();
  return schools.flatMap((school) => {
    if (school.qpv !== "dans") return [];
    const {code, nom} = school.commune;
    const territory: Territory = known.get(code) ?? {type: "qpv", code: `QN${prefix}${String(known.size + 1).padStart(2, "0")}F`, nom: `Quartier prioritaire fictif de ${nom}`};
    known.set(code, territory);
    return membership(school, territory, "01/01/2024");
  });
}

/** Every dated membership of the schools. */
export function zoningOf(departement: Departement, scale: number, schools: readonly School[]): Pick<World, "circonscriptions" | "memberships" | "circonscription" | "bassin"> {
  const zoning = zoningIn(departement, scale);
  const inspections = circonscriptions(departement, zoning, schools);
  const basins = bassins(departement, zoning, schools);
  return {
    circonscriptions: inspections.territories,
    memberships: [...inspections.memberships, ...basins.memberships, ...reseaux(schools), ...cites(zoning, schools), ...quartiers(departement, schools)],
    circonscription: inspections.last,
    bassin: basins.of
  };
}
