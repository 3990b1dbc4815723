import {Random, clamp} from "../fiction/random.ts";
import {dayOf, frenchDay, workingDay, type Cell, type RawFolder, type Sheet} from "../fiction/sheet.ts";
import {markOf, situationOf, startOf, yearLabel, type School, type World, type Year} from "../fiction/model.ts";

const COLUMNS = [
  "commande", "bordereau", "ligne", "date_commande", "date_livraison", "date_mise_en_service", "uai", "categorie", "designation", "quantite_commandee", "quantite_livree", "montant_ht", "taux_tva",
  "classes_equipees", "beneficiaire", "financeur", "convention"
];

const PRICE: Readonly<Record<string, number>> = {ordinateur: 512, tablette: 329, classe_mobile: 7450, tni: 2380, videoprojecteur: 690, visualiseur: 145, robotique: 980, reseau: 1860, pret_famille: 386};
const DESIGNATION: Readonly<Record<string, string>> = {
  ordinateur: "Ordinateur portable 14 pouces", tablette: "Tablette 10 pouces avec coque", classe_mobile: "Classe mobile de 15 postes", tni: "Écran numérique interactif 75 pouces", videoprojecteur: "Vidéoprojecteur à focale courte",
  visualiseur: "Visualiseur", robotique: "Mallette de robotique", reseau: "Borne wifi et câblage", pret_famille: "Ordinateur prêté à la famille"
};

interface Line {
  readonly categorie: string;
  readonly quantity: number;
  readonly classes: Cell;
  readonly beneficiaire: string;
}

/** What a school receives in its first year, then what follows for its new teachers and its families. Only the first line counts the classes. */
function linesOf(random: Random, world: World, school: School, year: Year): Line[] {
  const {classes, neoTitulaires, eleves, ips} = situationOf(school, year);
  const lines: Line[] = [];
  const add = (categorie: string, quantity: number, beneficiaire: string, counted: Cell = null): void => {
    if (quantity > 0) lines.push({categorie, quantity, beneficiaire, classes: counted});
  };
  if (school.cohort === year) {
    if (school.isEcole) {
      // No more than the classes that the school keeps: a share of classes equipped over 100 % would be an error.
      const equipped = Math.min(...world.years.map((each) => situationOf(school, each).classesElementaires ?? 1));
      add("tni", equipped, "classe", equipped);
      add("classe_mobile", Math.max(1, Math.round(equipped / 4)), "classe");
      add("visualiseur", equipped, "classe");
      if (random.chance(0.3)) add("robotique", random.between(1, 3), "classe");
    } else {
      add("classe_mobile", Math.max(1, Math.round(classes / 6)), "classe", "NC");
      add("videoprojecteur", Math.round(classes / 3), "classe", "NC");
      if (random.chance(0.6)) add("tablette", Math.round(eleves / 12), "classe", "NC");
      if (random.chance(0.5)) add("reseau", random.between(1, 6), "etablissement", "NC");
    }
  }
  if (school.cohort !== null && year >= school.cohort) {
    add("ordinateur", Math.round(neoTitulaires * 1.05 + random.next() * 0.8), "neo_titulaire");
    if (random.chance(0.35)) add("pret_famille", Math.round(eleves * clamp((112 - ips) / 900, 0.004, 0.05)), "famille");
  }
  return lines;
}

function writeSchool(sheet: Sheet, world: World, school: School, year: Year, order: number): void {
  const random = Random.of(world.seed, "equipement", year, school.uai);
  const lines = linesOf(random, world, school, year);
  const isLate = school.cohort !== year;
  const ordered = workingDay(dayOf(startOf(year), isLate ? 9 : 5, 10) + random.int(isLate ? 90 : 75));
  const wait = Math.round(clamp(70 + random.normal(0, 22) + (year === 0 ? 20 : 0), 25, 150));
  // The planted exposure needs the equipment in the classes between September and December of the cohort's year.
  const delivered = isLate ? workingDay(ordered + Math.round(wait * 0.7)) : workingDay(clamp(ordered + wait, dayOf(startOf(year), 9, 4), dayOf(startOf(year), 12, 13)));
  const financeur = school.isEcole ? (school.commune.parent === "13055" ? "Ville de Marseille" : "Département et communes") : school.nature === "college" ? "Conseil départemental" : "Région";
  lines.forEach((line, index) => {
    const isPartial = line.quantity > 4 && random.chance(0.04);
    sheet.row([
      `TNE-${markOf(world)}${startOf(year)}-${String(Math.floor(order / 12)).padStart(4, "0")}`, `BL${markOf(world)}${year + 1}${String(order).padStart(5, "0")}`, index + 1, frenchDay(ordered), frenchDay(delivered),
      random.chance(0.05) ? null : frenchDay(delivered + random.between(3, 45)), school.uai, line.categorie, DESIGNATION[line.categorie] as string, line.quantity,
      isPartial ? line.quantity - random.between(1, 2) : line.quantity, Math.round(line.quantity * (PRICE[line.categorie] as number) * 100) / 100, 20, line.classes, line.beneficiaire, financeur, `CONV-${school.isEcole ? "SOCLE" : "EPLE"}-${startOf(year)}`
    ]);
  });
}

/** Delivery lines: the socle numérique of 2 700 élémentaire classes over three years, the collèges and lycées of the programme, new teachers and families. */
export function writeEquipement(folder: RawFolder, world: World): void {
  for (const year of world.years) {
    const sheet = folder.open(`equipement/livraisons-${yearLabel(year)}.csv`, {header: COLUMNS, ...(year === 1 ? {} : {encoding: "windows-1252" as const, eol: "\r\n" as const})});
    let order = 0;
    for (const school of world.schools) {
      if (school.cohort === null || year < school.cohort) continue;
      order += 1;
      writeSchool(sheet, world, school, year, order);
    }
    sheet.close();
  }
}
