import {Random, clamp, logistic, round} from "../fiction/random.ts";
import {dayOf, frenchDay, workingDay, type Cell, type Layout, type RawFolder} from "../fiction/sheet.ts";
import {isOpen, situationOf, startOf, yearLabel, type School, type World, type Year} from "../fiction/model.ts";

const COLUMNS = [
  "annee_scolaire", "uai", "date_reponse", "eleves", "ordinateurs_eleves", "ordinateurs_moins_5_ans", "tablettes_eleves", "classes_mobiles", "tni", "salles", "salles_videoprojection",
  "debit_mbps", "technologie_acces", "ent", "ent_solution", "services_en_ligne", "charte_usage", "charte_tous_membres", "volet_numerique_projet", "comite_numerique", "plan_formation",
  "filtrage", "assistance", "palier_maturite"
];

// As people really send them: Excel in French the first year, a proper file the second, "Unicode text" of Excel the third.
const FILES: readonly {path: string; layout: Omit<Layout, "header">}[] = [
  {path: "etic/etic-2022-2023.csv", layout: {encoding: "windows-1252", eol: "\r\n"}},
  {path: "etic/etic-2023-2024.csv", layout: {encoding: "utf-8"}},
  {path: "etic/etic-2024-2025.txt", layout: {encoding: "utf-16le", separator: "\t", eol: "\r\n"}},
  {path: "etic/etic-2025-2026.csv", layout: {encoding: "utf-8-bom"}}
];

const PUPILS_PER_COMPUTER = {maternelle: 26, elementaire: 10.5, primaire: 12.5, college: 3.1, lgt: 2.9, lpo: 2.4, lp: 1.8} as const;

function answer(world: World, school: School, year: Year): Cell[] {
  // What the school is does not change with the year: the same draws each year, then what the year brings.
  const standing = Random.of(world.seed, "etic-standing", school.uai);
  const random = Random.of(world.seed, "etic", year, school.uai);
  const {eleves, classes, ips, aEnt} = situationOf(school, year);
  const isEquipped = school.cohort !== null && year >= school.cohort;
  const level = 0.5 * school.use + (ips - 103) / 60;
  const draw = (): number => standing.next();

  const ratio = PUPILS_PER_COMPUTER[school.nature] * Math.exp(standing.normal(0, 0.3) - 0.04 * year) * (isEquipped ? 0.72 : 1);
  const computers = Math.max(1, Math.round(eleves / ratio));
  const recent = Math.round(computers * clamp(0.52 + (isEquipped ? 0.22 : 0) + standing.normal(0, 0.12), 0.05, 0.98));
  const tablets = Math.round((eleves / (school.isEcole ? 38 : 16)) * Math.exp(standing.normal(0, 0.5)) * (isEquipped ? 2.1 : 1));
  const rooms = Math.max(1, Math.round(school.isEcole ? classes * 1.1 : classes * 1.35));
  const projection = Math.round(rooms * clamp(logistic(0.6 + level + 0.25 * year + (school.isEcole ? -0.6 : 0.9) + (isEquipped ? 0.9 : 0)), 0, 1));
  const boards = Math.round(rooms * clamp((school.isEcole ? 0.2 : 0.22) + 0.02 * year + (isEquipped ? 0.25 : 0) + standing.normal(0, 0.08), 0, 0.95));
  const isFibre = draw() < logistic((school.isEcole ? 0.1 : 1.7) + 0.6 * year + (school.commune.population > 15_000 ? 0.5 : -0.3));
  const rate = isFibre ? Math.round(60 + 240 * random.next()) : Math.round(4 + 26 * random.next());
  const technology = isFibre ? "fibre" : draw() < 0.85 ? "xdsl" : draw() < 0.7 ? "4g" : "satellite";
  const has = (base: number): boolean => draw() < logistic(base + 0.25 * year + 0.6 * level);
  const charter = has(school.isEcole ? 0.5 : 2.6);
  const services = aEnt || has(school.isEcole ? -1.2 : 2);
  const maturity = clamp(Math.round(2.4 + 0.16 * year + 0.7 * level + (isEquipped ? 0.45 : 0) + random.normal(0, 0.5)), 1, 5);
  // Questions that people leave empty.
  const blank = (value: Cell, share: number): Cell => (random.next() < share ? null : value);
  const day = workingDay(dayOf(startOf(year), 11, 6) + random.int(70));
  const solution = aEnt ? (school.isEcole ? "ENT École fictif" : "ENT Provence fictif") : null;
  return [
    yearLabel(year), school.uai, frenchDay(day), eleves + random.between(-2, 2), computers, blank(Math.min(recent, computers), 0.06), blank(tablets, 0.03), Math.round(tablets / 14), boards, rooms, projection,
    blank(round(rate, 0), 0.08), technology, aEnt, solution, services, charter, charter ? has(-0.4) : false, has(school.isEcole ? 0.3 : 1), school.isEcole ? "NC" : has(2.2), school.isEcole ? "NC" : has(0.9),
    has(1.4), has(0.2), blank(maturity, 0.05)
  ];
}

// How the people of a school write yes and no: the first year's form let them.
const SPELLINGS: readonly (readonly [string, string])[] = [["oui", "non"], ["Oui", "Non"], ["O", "N"], ["1", "0"]];

function asTyped(cells: readonly Cell[], school: School): Cell[] {
  const [yes, no] = SPELLINGS[school.rank % 11] ?? ["oui", "non"];
  const [year = null, ...rest] = cells;
  const typedYear = school.rank % 13 === 4 ? String(year).replace("-", "/") : year;
  return [typedYear, ...rest.map((cell) => (cell === true ? yes : cell === false ? no : cell))];
}

/** The yearly survey of schools; who answers depends on the IPS, more so when few answer. */
export function writeEtic(folder: RawFolder, world: World): void {
  for (const year of world.years) {
    const {path, layout} = FILES[year] as (typeof FILES)[number];
    const sheet = folder.open(path, {...layout, header: COLUMNS});
    for (const school of world.schools) {
      if (!isOpen(school, year) || !situationOf(school, year).repondEtic) continue;
      const cells = answer(world, school, year);
      sheet.row(year === 0 ? asTyped(cells, school) : cells);
      // A few answer twice, the second time with the number of boards they had forgotten: the last one counts.
      if (year === 1 && school.rank % 250 === 9) sheet.row(cells.map((cell, index) => (COLUMNS[index] === "tni" ? Number(cell) + 2 : cell)));
    }
    sheet.close();
  }
}
