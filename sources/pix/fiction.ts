import {capitals, personName} from "../fiction/names.ts";
import {Random, clamp, hash, logistic, round} from "../fiction/random.ts";
import {dayOf, frenchDay, isoDay, workingDay, type Cell, type RawFolder, type Sheet} from "../fiction/sheet.ts";
import {fictionTruth} from "../fiction/truth.ts";
import {isOpen, numberOf, situationOf, startOf, yearLabel, yearsOfExposure, type School, type World, type Year} from "../fiction/model.ts";
import type {Correspondance} from "../territoires/fiction.ts";

interface Competence {
  readonly code: string;
  readonly nom: string;
  readonly domaine: number;
  /** How far the level is from the pupil's mean level. */
  readonly ease: number;
}

const DOMAINES = ["Information et données", "Communication et collaboration", "Création de contenu", "Protection et sécurité", "Environnement numérique"] as const;
const COMPETENCES: readonly Competence[] = (
  [
    ["1.1", "Mener une recherche et une veille d’information", 0.6],
    ["1.2", "Gérer des données", -0.1],
    ["1.3", "Traiter des données", -0.5],
    ["2.1", "Interagir", 0.5],
    ["2.2", "Partager et publier", 0.2],
    ["2.3", "Collaborer", 0.1],
    ["2.4", "S’insérer dans le monde numérique", -0.2],
    ["3.1", "Développer des documents textuels", 0.4],
    ["3.2", "Développer des documents multimédia", -0.1],
    ["3.3", "Adapter les documents à leur finalité", -0.6],
    ["3.4", "Programmer", -0.4],
    ["4.1", "Sécuriser l’environnement numérique", 0],
    ["4.2", "Protéger les données personnelles et la vie privée", 0.3],
    ["4.3", "Protéger la santé, le bien-être et l’environnement", 0.2],
    ["5.1", "Résoudre des problèmes techniques", -0.3],
    ["5.2", "Construire un environnement numérique", -0.1]
  ] as const
).map(([code, nom, ease]) => ({code, nom, ease, domaine: Number(code[0]) - 1}));

/** The competences of the rentrée course: eight of them, in four domains. */
const COURSE = ["1.1", "1.2", "2.1", "2.2", "3.1", "3.4", "4.1", "4.2"].map((code) => COMPETENCES.find((competence) => competence.code === code) as Competence);
const COURSE_SKILLS = [4, 3, 4, 3, 3, 3, 4, 4];
const COURSE_DOMAINES = [0, 1, 2, 3];

const SECONDES = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "U", "V", "W"];
const division = (level: string, index: number): string => `${level}${SECONDES[index % SECONDES.length] as string}`;

/** Expected score of the school in the year: the level, what all share, and the planted effect. */
function expectedScore(world: World, school: School, year: Year): number {
  const years = yearsOfExposure(school, year);
  const effect = years === null ? 0 : fictionTruth.effets.pixScore[years];
  const noise = Random.of(world.seed, "pix-school-year", school.uai, year).normal(0, 5);
  const level = school.nature === "college" ? 302 : school.nature === "lp" ? 352 : 408;
  const {ips} = situationOf(school, 0);
  return level + fictionTruth.pentePixIps * (ips - 103) + 15 * school.results + fictionTruth.tendanceCommune.pixScore[year] + effect + noise;
}

/** Sessions, campaigns and certifications are numbered apart in each département. */
const SPAN = 10_000_000;

interface Pupil {
  readonly nom: string;
  readonly prenom: string;
  readonly identifiant: string;
  readonly naissance: number;
}

/** The pupils of the examined level of a school, by number: the same persons in campaigns and in the certification of the year. */
function pupilsOf(world: World, school: School, year: Year): (index: number) => Pupil {
  const start = hash(`${school.uai}${year}`) >>> 4;
  const prefix = `fict${numberOf(world, school)}${year}`;
  const firstBirthday = dayOf(startOf(year) - (school.nature === "college" ? 14 : 17), 1, 1);
  return (index) => {
    const number = start + index * 7919;
    const {nom, prenom} = personName(number);
    return {nom, prenom, identifiant: prefix + index, naissance: firstBirthday + (number % 365)};
  };
}

const GLOBAL_LEVELS: readonly (readonly [number, string])[] = [
  [896, "Expert 2"], [768, "Expert 1"], [640, "Avancé 2"], [512, "Avancé 1"], [384, "Indépendant 2"], [256, "Indépendant 1"], [128, "Novice 2"], [64, "Novice 1"]
];
const globalLevel = (score: number): string => GLOBAL_LEVELS.find(([least]) => score >= least)?.[1] ?? "-";

const CERTIFICATION_START = ["Numéro de certification", "Prénom", "Nom", "Date de naissance", "Lieu de naissance", "Identifiant Externe"];
const CODES = COMPETENCES.map((competence) => competence.code);
const COMMENT = "Commentaire jury pour l’organisation";
const PASSED_ON = "Date de passage de la certification";
const STATUTES: readonly (readonly [string, number])[] = [["Validée", 937], ["Non obtenue", 38], ["Annulée", 12], ["En erreur", 4], ["Démarrée", 9]];

type CertificationLayout = "ancien" | "session" | "division";

function certificationHeader(layout: CertificationLayout): string[] {
  if (layout === "ancien") return [...CERTIFICATION_START, "Statut", "Nombre de Pix", ...CODES, COMMENT, "Session", "Centre de certification", PASSED_ON];
  const middle = ["Type de certification", "Statut", "Niveau", "Score en Pix"];
  return [...CERTIFICATION_START, ...middle, ...CODES, COMMENT, "Session", ...(layout === "session" ? ["Centre de certification"] : []), PASSED_ON];
}

const NO_LEVELS: readonly Cell[] = CODES.map(() => "-");

/** One certification; its score and levels come from the pupil's ability. */
function certificationRow(layout: CertificationLayout, random: Random, number: number, person: Pupil, expected: number, session: number, school: School, day: number): Cell[] {
  const statute = random.weighted(STATUTES);
  const score = statute === "Validée" ? Math.round(clamp(random.normal(expected, 118), 24, 895)) : 0;
  const isTested = statute === "Validée";
  const mean = score / 128;
  const levels = isTested ? COMPETENCES.map(({ease}) => (random.next() < 0.04 ? 0 : clamp(Math.round(mean + ease * 0.8 + random.normal(0, 0.75)), 0, 7))) : NO_LEVELS;
  const shownScore: Cell = isTested || statute === "Non obtenue" ? score : "-";
  const start: Cell[] = [number, person.prenom, person.nom, frenchDay(person.naissance), random.chance(0.01) ? "Ville-Canari-sur-Fiction" : "Fictionville", person.identifiant];
  const comment = statute === "Non obtenue" ? "Commentaire automatique" : "";
  if (layout === "ancien") {
    return [...start, statute === "Non obtenue" ? "Rejetée" : statute, shownScore, ...levels, comment, session, school.organisationPix, frenchDay(day)];
  }
  const middle: Cell[] = ["Pix", statute, isTested ? globalLevel(score) : "-", shownScore];
  return layout === "session"
    ? [...start, ...middle, ...levels, comment, session, school.organisationPix, frenchDay(day)]
    : [...start, ...middle, ...levels, comment, session, frenchDay(day)];
}

const LAYOUTS: readonly CertificationLayout[] = ["ancien", "session", "division", "division"];
/** Schools that send their own file, one per division, their UAI in its name: a few of the demonstration's, in 2024-2025. */
const ALONE = 2;

function writeCertifications(folder: RawFolder, world: World, correspondances: Correspondance[]): void {
  for (const year of world.years) {
    const layout = LAYOUTS[year] as CertificationLayout;
    const header = certificationHeader(layout);
    const common = folder.open(`pix/certifications-${yearLabel(year)}.csv`, {header, encoding: "utf-8-bom", quoting: "pix"});
    let session = 100_000 * (year + 1) + SPAN * world.departement.rank;
    let number = 1_000_000 * (year + 1) + SPAN * world.departement.rank;
    let alone = 0;
    for (const school of world.schools) {
      if (school.isEcole || !isOpen(school, year)) continue;
      const random = Random.of(world.seed, "certification", year, school.uai);
      const isCollege = school.nature === "college";
      const level = isCollege ? "3" : "T";
      const registered = isCollege ? situationOf(school, year).eleves3e : situationOf(school, year).elevesTerminale;
      const share = isCollege ? 0.91 : 0.78;
      const expected = expectedScore(world, school, year);
      const isAlone = world.departement.rank === 0 && year === 2 && isCollege && school.rank > 200 && alone < ALONE;
      if (isAlone) alone += 1;
      const pupilOf = pupilsOf(world, school, year);
      const perDivision = isCollege ? 26 : 30;
      for (let first = 0, rank = 0; first < registered; first += perDivision, rank += 1) {
        session += 1;
        const day = workingDay(dayOf(startOf(year) + 1, isCollege ? 3 : 2, 3) + random.int(55));
        const label = division(level, rank);
        const sheet = isAlone
          ? folder.open(`pix/par-etablissement/${isoDay(day).replaceAll("-", "")}_resultats_${label}_${school.uai}.csv`, {header, encoding: "utf-8-bom", quoting: "pix"})
          : common;
        if (!isAlone) correspondances.push({systeme: "pix_session", libelle: String(session), uai: school.uai});
        for (let index = first; index < Math.min(registered, first + perDivision); index += 1) {
          if (!random.chance(share)) continue;
          number += 1;
          sheet.row(certificationRow(layout, random, number, pupilOf(index), expected, session, school, day));
        }
        if (isAlone) sheet.close();
      }
    }
    common.close();
  }
}

/** Teachers certified Pix+ Édu: the certification exists since 2023-2024 in the fiction, a few per hundred where teams are trained. */
function writePixEdu(folder: RawFolder, world: World, correspondances: Correspondance[]): void {
  for (const year of world.years.slice(1)) {
    const sheet = folder.open(`pix/certifications-pix-edu-${yearLabel(year)}.csv`, {header: certificationHeader("session"), encoding: "utf-8-bom", quoting: "pix"});
    let session = 900_000 + 10_000 * year + SPAN * world.departement.rank;
    let number = 9_000_000 + 100_000 * year + SPAN * world.departement.rank;
    for (const school of world.schools) {
      if (!isOpen(school, year)) continue;
      const random = Random.of(world.seed, "pix-edu", year, school.uai);
      const candidates = random.binomial(situationOf(school, year).enseignants, (yearsOfExposure(school, year) === null ? 0.004 : 0.016) * year);
      if (candidates === 0) continue;
      session += 1;
      correspondances.push({systeme: "pix_session", libelle: String(session), uai: school.uai});
      const day = workingDay(dayOf(startOf(year) + 1, 1, 15) + random.int(140));
      for (let slot = 0; slot < candidates; slot += 1) {
        number += 1;
        const {nom, prenom} = personName(hash(`${school.uai}${slot}`));
        const isValidated = random.chance(0.82);
        sheet.row([
          number, prenom, nom, frenchDay(dayOf(1965 + random.int(32), 1, 1) + random.int(365)), "Fictionville", "", school.isEcole ? "Pix+ Édu 1er degré" : "Pix+ Édu 2nd degré", isValidated ? "Validée" : "Non obtenue", "-",
          isValidated ? "-" : 0, ...NO_LEVELS, "", session, school.organisationPix, frenchDay(day)
        ]);
      }
    }
    sheet.close();
  }
}

const moment = (day: number, random: Random): string => `${frenchDay(day)} ${String(random.between(8, 17)).padStart(2, "0")}:${String(random.int(60)).padStart(2, "0")}`;

function evaluationHeader(isOld: boolean): string[] {
  const start = isOld
    ? ["Nom de l'organisation", "ID Campagne", "Nom de la campagne", "Nom du Profil Cible", "Nom du Participant", "Prénom du Participant", "Classe", "identifiant", "% de progression", "Date de début", "Partage (O/N)", "Date du partage"]
    : [
        "Nom de l'organisation", "ID Campagne", "Code", "Nom de la campagne", "Parcours", "Nom du Participant", "Prénom du Participant", "Classe", "identifiant", "% de progression",
        "Date et heure de début (Europe/Paris)", "Partage (O/N)", "Date et heure du partage (Europe/Paris)", "Palier obtenu (/4)", "Citoyen numérique fictif obtenu (O/N)"
      ];
  return [
    ...start,
    "% maitrise de l'ensemble des acquis du profil",
    ...COURSE.flatMap(({nom}) => [`% de maitrise des acquis de la compétence ${nom}`, `Nombre d'acquis du profil cible dans la compétence ${nom}`, `Acquis maitrisés dans la compétence ${nom}`]),
    ...COURSE_DOMAINES.map((domaine) => DOMAINES[domaine] as string).flatMap((nom) => [
      `% de maitrise des acquis du domaine ${nom}`, `Nombre d'acquis du profil cible du domaine ${nom}`, `Acquis maitrisés du domaine ${nom}`
    ])
  ];
}

const CAMPAIGN_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const campaignCode = (random: Random): string =>
  Array.from({length: 6}, () => CAMPAIGN_LETTERS[random.int(CAMPAIGN_LETTERS.length)] as string).join("") + String(random.between(100, 999));

/** Skills mastered in each competence of the course, then in each domain, as the export writes them: share, number in the target profile, number mastered. */
function masteryCells(random: Random, ability: number): {total: number; cells: number[]} {
  const mastered = COURSE.map(({ease}, index) => random.binomial(COURSE_SKILLS[index] as number, logistic((ability - 330) / 110 + ease)));
  const cells: number[] = [];
  const put = (skills: number, acquired: number): void => void cells.push(round(acquired / skills, 2), skills, acquired);
  mastered.forEach((acquired, index) => put(COURSE_SKILLS[index] as number, acquired));
  for (const domaine of COURSE_DOMAINES) {
    let skills = 0;
    let acquired = 0;
    COURSE.forEach((competence, index) => {
      if (competence.domaine !== domaine) return;
      skills += COURSE_SKILLS[index] as number;
      acquired += mastered[index] as number;
    });
    put(skills, acquired);
  }
  const all = COURSE_SKILLS.reduce((sum, skills) => sum + skills, 0);
  return {total: round(mastered.reduce((sum, acquired) => sum + acquired, 0) / all, 2), cells};
}

interface Campaign {
  readonly world: World;
  readonly school: School;
  readonly year: Year;
  readonly id: number;
  readonly random: Random;
}

function writeEvaluationCampaign(sheet: Sheet, {world, school, year, id, random}: Campaign): void {
  const isOld = year === 0;
  const code = campaignCode(random);
  const isCollege = school.nature === "college";
  // Some authors begin the name with a sign that Pix escapes.
  const name = `${random.chance(0.05) ? "@" : ""}Campagne de rentrée ${startOf(year)} ${isCollege ? "3e" : "Terminale"}`;
  const pupils = isCollege ? situationOf(school, year).eleves3e : situationOf(school, year).elevesTerminale;
  const expected = expectedScore(world, school, year) - 25;
  const pupilOf = pupilsOf(world, school, year);
  const empty: Cell[] = Array.from({length: 1 + 3 * (COURSE.length + COURSE_DOMAINES.length)}, () => "NA");
  for (let index = 0; index < pupils; index += 1) {
    if (!random.chance(0.5)) continue;
    const person = pupilOf(index);
    const day = workingDay(dayOf(startOf(year), 9, 12) + random.int(60));
    const ability = random.normal(expected, 118);
    const isShared = random.chance(0.83); // no effect planted: the same everywhere
    const {total, cells} = isShared ? masteryCells(random, ability) : {total: 0, cells: []};
    const progress = isShared ? 1 : round(random.next() * 0.95, 2);
    const shareDay = day + random.int(9);
    const label = division(isCollege ? "3" : "T", Math.floor(index / 26));
    const results: Cell[] = isShared ? [total, ...cells] : empty;
    if (isOld) {
      sheet.row([school.organisationPix, id, name, "Parcours de rentrée fictif", person.nom, person.prenom, label, person.identifiant, progress, isoDay(day), isShared ? "Oui" : "Non", isShared ? isoDay(shareDay) : "NA", ...results]);
    } else {
      const palier: Cell = isShared ? (total >= 0.8 ? 4 : total >= 0.6 ? 3 : total >= 0.35 ? 2 : 1) : "NA";
      sheet.row([
        school.organisationPix, id, code, name, "Parcours de rentrée fictif", person.nom, person.prenom, label, person.identifiant, progress,
        moment(day, random), isShared ? "Oui" : "Non", isShared ? moment(shareDay, random) : "NA", palier, isShared ? (total >= 0.7 ? "Oui" : "Non") : "NA", ...results
      ]);
    }
  }
}

const profilesHeader = (year: Year): string[] => [
  "Nom de l'organisation", "ID Campagne", "Code", "Nom de la campagne", "Nom du Participant", "Prénom du Participant", "Classe", "Envoi (O/N)",
  year === 0 ? "Date de l'envoi" : "Date et heure de l'envoi (Europe/Paris)", "Nombre de pix total", "Certifiable (O/N)", "Nombre de compétences certifiables",
  ...COMPETENCES.flatMap(({nom}) => [`Niveau pour la compétence ${nom}`, `Nombre de pix pour la compétence ${nom}`])
];

function writeProfilesCampaign(sheet: Sheet, {world, school, year, id, random}: Campaign): void {
  const code = campaignCode(random);
  const isCollege = school.nature === "college";
  const pupils = isCollege ? situationOf(school, year).eleves3e : situationOf(school, year).elevesTerminale;
  const expected = expectedScore(world, school, year) - 40;
  const name = `Collecte de profils ${startOf(year)}`;
  const pupilOf = pupilsOf(world, school, year);
  const empty: Cell[] = Array.from({length: 3 + 2 * COMPETENCES.length}, () => "NA");
  for (let index = 0; index < pupils; index += 1) {
    if (!random.chance(0.25)) continue;
    const person = pupilOf(index);
    const isSent = random.chance(0.85);
    const ability = clamp(random.normal(expected, 120), 10, 880) / 128;
    const pix = isSent ? COMPETENCES.map(({ease}) => clamp(Math.round((ability + ease * 0.8 + random.normal(0, 0.7)) * 8), 0, 56)) : [];
    const certifiable = pix.filter((value) => value >= 8).length;
    const day = workingDay(dayOf(startOf(year), 11, 20) + random.int(50));
    const identity: Cell[] = [school.organisationPix, id, code, name, person.nom, person.prenom, division(isCollege ? "3" : "T", Math.floor(index / 26))];
    const results: Cell[] = isSent
      ? [pix.reduce((sum, value) => sum + value, 0), certifiable >= 5 ? "Oui" : "Non", certifiable, ...pix.flatMap((value) => [Math.floor(value / 8), value])]
      : empty;
    sheet.row([...identity, isSent ? "Oui" : "Non", isSent ? (year === 0 ? isoDay(day) : moment(day, random)) : "NA", ...results]);
  }
}

/** One organisation in forty is known by its campaigns only. */
const isKnownByCampaigns = (school: School): boolean => school.rank % 40 === 0;

function writeCampaigns(folder: RawFolder, world: World, correspondances: Correspondance[]): void {
  for (const school of world.schools) {
    if (!school.isEcole && !isKnownByCampaigns(school)) correspondances.push({systeme: "pix_organisation", libelle: school.organisationPix, uai: school.uai});
  }
  // And one of these was forgotten in the last year: its campaigns lead nowhere.
  const forgotten = world.schools.find((school) => !school.isEcole && isKnownByCampaigns(school))?.uai;
  for (const year of world.years) {
    const label = yearLabel(year);
    const evaluations = folder.open(`pix/campagnes-evaluation-${label}.csv`, {header: evaluationHeader(year === 0), encoding: "utf-8-bom", quoting: "pix"});
    const profiles = folder.open(`pix/collectes-profils-${label}.csv`, {header: profilesHeader(year), encoding: "utf-8-bom", quoting: "pix"});
    for (const school of world.schools) {
      if (school.isEcole || !isOpen(school, year)) continue;
      const id = 200_000 + year * 10_000 + school.rank * 2 + SPAN * world.departement.rank;
      if (isKnownByCampaigns(school) && !(year === 2 && school.uai === forgotten)) {
        for (const campaign of [id, id + 1]) correspondances.push({systeme: "pix_campagne", libelle: String(campaign), uai: school.uai});
      }
      writeEvaluationCampaign(evaluations, {world, school, year, id, random: Random.of(world.seed, "evaluation", year, school.uai)});
      writeProfilesCampaign(profiles, {world, school, year, id: id + 1, random: Random.of(world.seed, "profils", year, school.uai)});
    }
    evaluations.close();
    profiles.close();
  }
  // A school that sent its own campaign, its UAI in the file name and its organisation in no table.
  const alone = world.schools.find((school) => school.nature === "college" && school.rank > 100);
  if (!alone || world.departement.rank > 0) return;
  const id = 299_999;
  const name = `Resultats-Campagne-d-essai-${id}-${alone.uai}-2025-01-20.csv`;
  const sheet = folder.open(`pix/par-etablissement/${name}`, {header: evaluationHeader(false), encoding: "utf-8-bom", quoting: "pix"});
  const renamed = {...alone, organisationPix: capitals(`Collège fictif ${alone.commune.nom} organisation d'essai`)};
  writeEvaluationCampaign(sheet, {world, school: renamed, year: 2, id, random: Random.of(world.seed, "evaluation", "alone")});
  sheet.close();
}

/** Pix exports of the three years; gives what brings their organisations, campaigns and sessions to a UAI. */
export function writePix(folder: RawFolder, world: World): Correspondance[] {
  const correspondances: Correspondance[] = [];
  writeCampaigns(folder, world, correspondances);
  writeCertifications(folder, world, correspondances);
  writePixEdu(folder, world, correspondances);
  return correspondances;
}
