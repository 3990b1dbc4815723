import {personName} from "../fiction/names.ts";
import {Random, clamp, hash} from "../fiction/random.ts";
import {dayOf, frenchDay, isoDay, workingDay, type RawFolder, type Sheet} from "../fiction/sheet.ts";
import {isOpen, markOf, numberOf, situationOf, startOf, yearLabel, type School, type World, type Year} from "../fiction/model.ts";

const COLUMNS = [
  "dispositif", "module", "session", "participant", "nom", "prenom", "courriel", "uai", "fonction", "discipline", "operateur", "type_formation", "modalite", "volet",
  "date_debut", "date_fin", "duree_heures", "presence"
];

interface Session {
  readonly dispositif: string;
  readonly module: string;
  readonly session: string;
  readonly operateur: string;
  readonly type: string;
  readonly modalite: string;
  readonly volet: string;
  readonly start: number;
  readonly days: number;
  readonly hours: number;
  attended: number;
}

const TYPES: readonly (readonly [string, number])[] = [
  ["locale", 27], ["accompagnement_eple", 14], ["personnes_ressources", 15], ["certification", 12], ["ent", 10], ["usages_innovants", 8], ["usages_responsables", 5], ["projets", 5], ["hybride", 3]
];
const OPERATORS: readonly (readonly [string, number])[] = [["EAFC", 52], ["Canope", 30], ["DRANE", 15], ["autre", 3]];
const MODES: readonly (readonly [string, number])[] = [["presentiel", 55], ["distanciel", 25], ["hybride", 20]];
const DISCIPLINES = ["Lettres", "Mathématiques", "Anglais", "Espagnol", "Histoire-géographie", "SVT", "Physique-chimie", "Technologie", "EPS", "Documentation", "Économie-gestion"];
const SESSIONS_A_YEAR = 1450;
const SEMINARS_A_YEAR = 5;

interface Offer {
  /** Before the certifications of March: where a school trained for its equipment goes. */
  readonly first: readonly Session[];
  readonly second: readonly Session[];
  readonly seminars: readonly Session[];
}

function offerOf(world: World, year: Year): Offer {
  const random = Random.of(world.seed, "sessions", year);
  const numbered = (dispositif: number, session: number): Pick<Session, "dispositif" | "module" | "session"> => ({
    dispositif: `${(startOf(year) + 1) % 100}A${world.departement.academie.code.padStart(3, "0")}${markOf(world)}${String(dispositif).padStart(4, "0")}`,
    module: `M${String(51_000 + 1000 * year + (dispositif % 900))}`,
    session: `S${markOf(world)}${year + 1}${String(session).padStart(4, "0")}`
  });
  const count = Math.max(40, Math.round(SESSIONS_A_YEAR * world.scale));
  const ordinary = Array.from({length: count}, (_, rank): Session => {
    const type = random.weighted(TYPES);
    const days = random.weighted([[1, 80], [2, 16], [3, 4]]);
    const start = workingDay((rank % 2 === 0 ? dayOf(startOf(year), 9, 19) : dayOf(startOf(year) + 1, 2, 27)) + random.int(rank % 2 === 0 ? 120 : 105));
    return {
      ...numbered(Math.floor(rank / 5), rank),
      operateur: random.weighted(OPERATORS),
      type,
      modalite: type === "hybride" ? "hybride" : random.weighted(MODES),
      volet: type === "ent" ? "ressources" : random.weighted([["formation", 70], ["equipement", 18], ["ressources", 12]]),
      start,
      days,
      hours: days * random.pick([2, 3, 3, 6]),
      attended: 0
    };
  });
  const seminars = Array.from({length: SEMINARS_A_YEAR}, (_, rank): Session => ({
    ...numbered(9000, 9000 + rank),
    operateur: "DRANE", type: "seminaire", modalite: "presentiel", volet: "formation",
    start: workingDay(dayOf(startOf(year), 10, 12) + rank * 52), days: 1, hours: 6, attended: 0
  }));
  return {first: ordinary.filter((_, rank) => rank % 2 === 0), second: ordinary.filter((_, rank) => rank % 2 === 1), seminars};
}

const PRESENT: readonly (readonly [string, number])[] = [["present", 80], ["absent", 8], ["excuse", 9], ["inscrit", 3]];
const AWAY: readonly (readonly [string, number])[] = [["absent", 50], ["excuse", 40], ["inscrit", 10]];

function writeSchool(sheet: Sheet, world: World, school: School, year: Year, offer: Offer): void {
  const random = Random.of(world.seed, "formation", year, school.uai);
  const {enseignants, enseignantsFormes: trained} = situationOf(school, year);
  const isDrive = school.cohort === year && school.arm === "equipement_et_formation";
  // The few dozen sessions that serve this school, so that colleagues meet.
  const pool = isDrive ? offer.first : [...offer.first, ...offer.second];
  const offset = random.int(pool.length);
  const near = Array.from({length: Math.min(24, pool.length)}, (_, index) => pool[(offset + index * 7) % pool.length] as Session);
  const start = random.int(enseignants);
  // Beyond those who are trained, a few are registered and never come.
  const invited = Math.min(enseignants, trained + random.binomial(enseignants, 0.02));
  for (let rank = 0; rank < invited; rank += 1) {
    const slot = (start + rank) % enseignants;
    const isTrained = rank < trained;
    const visits = new Set<Session>();
    for (let wanted = isTrained ? 1 + random.poisson(4.4) : 1; wanted > 0; wanted -= 1) visits.add(random.pick(near));
    if (rank === 0 && isTrained && random.chance(0.2)) visits.add(random.pick(offer.seminars));
    let isFirst = true;
    for (const session of visits) {
      const presence = isTrained && isFirst ? "present" : random.weighted(isTrained ? PRESENT : AWAY);
      isFirst = false;
      if (presence === "present") session.attended += 1;
      writeVisit(sheet, world, random, school, slot, session, presence);
    }
  }
}

function writeVisit(sheet: Sheet, world: World, random: Random, school: School, slot: number, session: Session, presence: string): void {
  const number = hash(`${school.uai}${slot}`);
  const {nom, prenom} = personName(number);
  const mail = `${prenom}.${nom}@exemple.invalid`.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "");
  const isSeminar = session.type === "seminaire";
  sheet.row([
    session.dispositif, session.module, session.session, `00F${number % 23 === 3 ? "CAN" : "FIC"}${numberOf(world, school)}${String(slot).padStart(3, "0")}`, nom, prenom, mail, school.uai,
    random.chance(isSeminar ? 0.4 : 0.965) ? "enseignant" : random.pick(["formateur", "cadre", isSeminar ? "cadre" : "autre"]),
    school.isEcole ? "Premier degré" : (DISCIPLINES[slot % DISCIPLINES.length] as string), session.operateur, session.type, session.modalite, session.volet,
    frenchDay(session.start), frenchDay(workingDay(session.start + session.days - 1)), session.hours, presence
  ]);
}

/**
 * Pupils and teachers who benefit from a solution by the end of each school year, beside those of the département. The counter is cumulative and never
 * forgets who has left: in life it said 501 864 pupils in June 2025 for the 370 000 of the Bouches-du-Rhône.
 */
const BENEFICIARIES = {eleves: [0.41, 0.88, 1.356, 1.6], enseignants: [0.14, 0.25, 0.36, 0.42]};
const MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
/** Months of a school year in which the producer counts, from September to June. */
const COUNTED = 10;

function writeSolutions(folder: RawFolder, world: World): void {
  const {code, nom} = world.departement;
  const sheet = folder.open("formation/tne-solutions.csv", {header: ["annee", "mois_des_donnees", "numero_du_departement", "departement", "nombre_d_enseignants", "nombre_d_eleves", "date_des_donnees"]});
  for (const year of world.years) {
    const people = (kind: "eleves" | "enseignants"): number => world.schools.reduce((sum, school) => sum + situationOf(school, year)[kind], 0);
    const [teachers, pupils] = [people("enseignants"), people("eleves")];
    for (let rank = 1; rank <= COUNTED; rank += 1) {
      const reached = (shares: readonly number[]): number => {
        const before = shares[year - 1] ?? 0;
        return before + (((shares[year] as number) - before) * rank) / COUNTED;
      };
      // The last day of the month, counted from August.
      const last = dayOf(startOf(year), 8 + rank + 1, 1) - 1;
      const [civil = "", month = ""] = isoDay(last).split("-");
      sheet.row([civil, MONTHS[Number(month) - 1] as string, code, nom, Math.round(teachers * reached(BENEFICIARIES.enseignants)), Math.round(pupils * reached(BENEFICIARIES.eleves)), isoDay(last)]);
    }
  }
  sheet.close();
}

/** Attendance, one row per person and session, the satisfaction of the sessions, and the solutions that Réseau Canopé counts by month. */
export function writeFormation(folder: RawFolder, world: World): void {
  const satisfaction = folder.open("formation/satisfaction.csv", {header: ["dispositif", "session", "repondants", "satisfaits"], encoding: "windows-1252", eol: "\r\n"});
  for (const year of world.years) {
    const offer = offerOf(world, year);
    const sheet = folder.open(`formation/formations-${yearLabel(year)}.csv`, {header: COLUMNS, ...(year === 0 ? {encoding: "windows-1252" as const, eol: "\r\n" as const} : {})});
    for (const school of world.schools) if (isOpen(school, year)) writeSchool(sheet, world, school, year, offer);
    sheet.close();
    const random = Random.of(world.seed, "satisfaction", year);
    for (const session of [...offer.first, ...offer.second, ...offer.seminars]) {
      const respondents = random.binomial(session.attended, 0.42);
      if (respondents === 0) continue;
      satisfaction.row([session.dispositif, session.session, respondents, random.binomial(respondents, clamp(0.83 + random.normal(0, 0.06), 0.3, 1))]);
    }
  }
  satisfaction.close();
  writeSolutions(folder, world);
}
