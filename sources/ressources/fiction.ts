import {isSeat, pupilsOfAcademy} from "../fiction/academie.ts";
import {Random, clamp} from "../fiction/random.ts";
import {dayOf, isoDay, type RawFolder} from "../fiction/sheet.ts";
import {fictionTruth} from "../fiction/truth.ts";
import {isOpen, situationOf, startOf, yearLabel, yearsOfExposure, type World, type Year} from "../fiction/model.ts";

const PROFILES = ["globales", "eleve", "parent", "enseignant", "admin_vie_scol_tech"];
const HEADER = [
  "debutSemaine", "UAI", "academie", "commune", "departement", "region", "ministere", "circonscription", "nature_uai", "secteur",
  ...PROFILES.flatMap((profile) => [`visites_${profile}`, `utilisateurs_${profile}`, `duree_${profile}`])
];

// Weeks kept: every other week of class, from the rentrée to June (days after the first Monday of September).
const HOLIDAYS = [7, 8, 16, 17, 23, 24, 31, 32];
const WEEKS = Array.from({length: 42}, (_, index) => index).filter((week) => !HOLIDAYS.includes(week) && week % 2 === 1);

const firstMonday = (year: number): number => {
  const first = dayOf(year, 9, 1);
  return first + ((7 - ((first + 3) % 7)) % 7);
};

const clock = (seconds: number): string =>
  [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");

function writeDnma(folder: RawFolder, world: World, year: Year): void {
  const sheet = folder.open(`ressources/dnma-${yearLabel(year)}.csv`, {header: HEADER, encoding: "utf-8-bom"});
  const {departement} = world;
  const monday = firstMonday(startOf(year));
  for (const school of world.schools) {
    const {aEnt, eleves, enseignants} = situationOf(school, year);
    if (!isOpen(school, year) || !aEnt) continue;
    const random = Random.of(world.seed, "dnma", year, school.uai);
    const years = yearsOfExposure(school, year);
    const effect = years === null ? 1 : fictionTruth.effets.visitesEleve[years];
    const noise = Math.exp(random.normal(0, 0.05));
    const taste = Math.exp(0.25 * school.use + (situationOf(school, 0).ips - 103) / 150);
    const perPupil = (school.isEcole ? 0.7 : school.nature === "college" ? 3.4 : 4.1) * taste * fictionTruth.tendanceCommune.visitesEleve[year] * effect * noise;
    const perParent = (school.isEcole ? 0.55 : school.nature === "college" ? 1.9 : 1.1) * taste * Math.exp(random.normal(0, 0.05)) * (1 + 0.03 * year); // no effect planted
    const circonscription = world.circonscription.get(school.uai)?.code ?? "";
    const nature = school.isEcole ? (school.nature === "maternelle" ? "101" : "151") : school.nature === "college" ? "340" : school.nature === "lp" ? "320" : school.nature === "lpo" ? "306" : "302";
    for (const week of WEEKS) {
      const season = 1 + 0.18 * Math.exp(-week / 4) - (week > 37 ? 0.35 : 0);
      const visits = [eleves * perPupil * season, eleves * perParent * season, enseignants * (school.isEcole ? 3 : 7.5) * taste * season, 1 + enseignants * 0.6 * season].map((mean) =>
        Math.max(0, Math.round(mean * (1 + random.normal(0, 0.08))))
      );
      // Unique visitors of the week: nearly all come when visits are many, a few when they are few.
      const crowd = [eleves * 0.94, eleves * 0.8, enseignants * 0.9, 1 + enseignants * 0.1].map((most) => Math.max(1, most));
      const users = visits.map((count, index) => Math.min(count, Math.round((crowd[index] as number) * (1 - Math.exp((-0.4 * count) / (crowd[index] as number))))));
      const cells: (string | number)[] = [];
      // The global figure counts profiles that the others leave out, so that it is not their sum, as in the real series.
      const totalVisits = Math.round(visits.reduce((sum, count) => sum + count, 0) * 1.012);
      const totalUsers = users.reduce((sum, count) => sum + count, 0);
      cells.push(totalVisits, totalUsers, totalVisits === 0 ? "N/A" : clock(totalVisits * 214));
      visits.forEach((count, index) => cells.push(count, users[index] as number, count === 0 ? "N/A" : clock(count * [190, 150, 380, 420][index]!)));
      sheet.row([
        isoDay(monday + week * 7), school.uai, departement.academie.nom, school.commune.nom, departement.nom, departement.region.nom, "Éducation nationale", circonscription, nature, school.isPrive ? "privé" : "public", ...cells
      ]);
    }
  }
  sheet.close();
}

function writePortals(folder: RawFolder, world: World): void {
  const sheet = folder.open("ressources/usages-portails.csv", {header: ["annee_scolaire", "uai", "dispositif", "abonnements", "utilisateurs", "acces"]});
  for (const year of world.years) {
    const random = Random.of(world.seed, "portails", year);
    for (const school of world.schools) {
      if (!isOpen(school, year)) continue;
      const portal = school.isEcole ? "Coréprim" : school.nature === "college" ? `Courdecol${world.departement.code}` : "Corrélyce";
      const share = school.isEcole ? 0.34 + 0.08 * year : 0.9;
      if (Random.of(world.seed, "portail", school.uai).next() > share) continue;
      const {eleves} = situationOf(school, year);
      const users = Math.round(eleves * clamp(0.42 + 0.08 * school.use + random.normal(0, 0.1), 0.03, 0.98));
      sheet.row([yearLabel(year), school.uai, portal, school.isEcole ? random.between(1, 4) : random.between(4, 18), users, Math.round(users * (4 + 9 * random.next()))]);
    }
  }
  sheet.close();
}

/** Accesses to a resource by pupil of the académie, in each year. */
const GAR_ACCESSES = [3.6, 4.1, 4.5, 4.7];

/** Published by académie and year: the real files say their year in their name, whoever keeps several in one adds the column. */
function writeGar(folder: RawFolder, world: World): void {
  if (!isSeat(world)) return;
  const {academie} = world.departement;
  const sheet = folder.open("ressources/gar-acces-academie.csv", {header: ["annee_scolaire", "acces", "libelle_aca", "code_academie"], encoding: "utf-8-bom"});
  for (const year of world.years) {
    const random = Random.of(world.seed, "gar", year);
    sheet.row([yearLabel(year), Math.round(pupilsOfAcademy(world, year) * (GAR_ACCESSES[year] as number) * Math.exp(random.normal(0, 0.02))), academie.nom, academie.code]);
  }
  sheet.close();
}

/** DNMA by school and week (every other week of class), the yearly counts of the portals, and those of the GAR by académie. */
export function writeRessources(folder: RawFolder, world: World): void {
  for (const year of world.years) writeDnma(folder, world, year);
  writePortals(folder, world);
  writeGar(folder, world);
}
