import {Random, clamp} from "../fiction/random.ts";
import {dayOf, frenchDay, workingDay, type RawFolder} from "../fiction/sheet.ts";
import {isOpen, markOf, situationOf, startOf, type World} from "../fiction/model.ts";

const PARTNERS = ["Association fictive Les Passerelles", "Centre social fictif du Vallon", "Médiathèque fictive", "Trousse à projets", "Conseillers numériques fictifs", ""];
const TYPES: readonly (readonly [string, number])[] = [["atelier", 40], ["cafe_numerique", 25], ["e_devoirs", 18], ["mobile_multimedia", 10], ["autre", 7]];
const WORKSHOPS = [150, 230, 290, 310];

/** Workshops for parents: more often where the IPS is low; some are held for a commune and not in a school. */
export function writeParentalite(folder: RawFolder, world: World): void {
  const sheet = folder.open("parentalite/ateliers.csv", {
    header: ["atelier", "date", "uai", "code_commune", "type_atelier", "partenaire", "familles", "parents_ambassadeurs", "duree_heures"], encoding: "windows-1252", eol: "\r\n"
  });
  for (const year of world.years) {
    const random = Random.of(world.seed, "parentalite", year);
    const candidates = world.schools.filter((school) => isOpen(school, year) && !school.isPrive);
    const weights = candidates.map((school) => [school, school.nature === "lgt" ? 0.1 : clamp((125 - situationOf(school, year).ips) / 40, 0.05, 2)] as const);
    const count = Math.max(15, Math.round((WORKSHOPS[year] as number) * world.scale));
    for (let rank = 1; rank <= count; rank += 1) {
      const school = random.weighted(weights);
      const isForCommune = random.chance(0.12);
      const day = workingDay(dayOf(startOf(year), 10, 2) + random.int(255));
      sheet.row([
        `ATE-${markOf(world)}${startOf(year)}-${String(rank).padStart(3, "0")}`, frenchDay(day), isForCommune ? null : school.uai, school.commune.code, random.weighted(TYPES), random.pick(PARTNERS),
        random.between(3, 10) + random.poisson(5), random.chance(0.3) ? random.between(1, 4) : 0, random.pick([1.5, 2, 2, 3])
      ]);
    }
  }
  sheet.close();
}
