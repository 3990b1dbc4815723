import {Random} from "../fiction/random.ts";
import type {RawFolder} from "../fiction/sheet.ts";
import {isOpen, markOf, situationOf, startOf, yearLabel, type World} from "../fiction/model.ts";

const CALLS: readonly (readonly [string, number])[] = [["Culture numérique", 16], ["Collèges connectés", 10], ["TRAAM", 8], ["Robotique à l'école", 24], ["Innovation TNE", 30], ["Webradio", 18]];
const PROJECTS = [70, 110, 140, 150];

function writeCalls(folder: RawFolder, world: World): void {
  const sheet = folder.open("projets/projets.csv", {header: ["dispositif", "projet", "uai", "annee_scolaire", "volet", "statut", "enseignants", "eleves", "montant"]});
  for (const year of world.years) {
    const random = Random.of(world.seed, "projets", year);
    const open = world.schools.filter((school) => isOpen(school, year));
    const taken = new Set<string>(); // one project a year and school, so that no pupil counts twice
    const count = Math.max(12, Math.round((PROJECTS[year] as number) * world.scale));
    for (let rank = 1; rank <= count; rank += 1) {
      const call = random.weighted(CALLS);
      const candidates = open.filter((school) => (call === "Collèges connectés" ? school.nature === "college" : call === "Robotique à l'école" ? school.isEcole : true));
      const partners = call === "Innovation TNE" && random.chance(0.4) ? random.between(2, 4) : 1;
      const chosen = new Set(Array.from({length: partners}, () => random.pick(candidates)));
      const status = random.weighted(year === world.years.at(-1) ? [["retenu", 30], ["en_cours", 45], ["depose", 18], ["abandonne", 7]] : [["acheve", 62], ["retenu", 8], ["depose", 22], ["abandonne", 8]]);
      for (const school of chosen) {
        if (taken.has(school.uai)) continue;
        taken.add(school.uai);
        const {eleves, enseignants} = situationOf(school, year);
        const isKept = status !== "depose";
        sheet.row([
          call, `PRJ-${markOf(world)}${startOf(year)}-${String(rank).padStart(3, "0")}`, school.uai, yearLabel(year), random.weighted([["ressources", 30], ["formation", 25], ["equipement", 25], ["parentalite", 20]]), status,
          isKept ? Math.min(enseignants, random.between(1, 9)) : null, isKept ? Math.max(8, Math.round(eleves * (0.08 + 0.4 * random.next()))) : null, isKept ? random.between(4, 60) * 250 : null
        ]);
      }
    }
  }
  sheet.close();
}

// theme, action, date due, in charge, status, done on
const MILESTONES: readonly (readonly [string, string, string, string, string, string])[] = [
  ["gouvernance", "Installer le comité de pilotage", "30/09/2022", "DSDEN 13", "realise", "22/09/2022"],
  ["gouvernance", "Réunir l'observatoire des usages (1re séance)", "15/11/2022", "DRANE", "realise", "17/11/2022"],
  ["équipement", "Recenser les classes à équiper", "15/10/2022", "DSDEN 13", "realise", "07/10/2022"],
  ["équipement", "Livrer la première vague du socle", "16/12/2022", "Ville de Marseille", "realise", "13/12/2022"],
  ["formation", "Publier l'offre de formation de l'année", "01/10/2022", "EAFC", "realise", "30/09/2022"],
  ["gouvernance", "Signer les conventions avec les collectivités", "31/10/2023", "DRANE", "realise", "24/11/2023"],
  ["ressources", "Ouvrir l'ENT du premier degré aux écoles volontaires", "31/01/2023", "DRANE", "realise", "13/03/2023"],
  ["accompagnement", "Former les premiers parents ambassadeurs", "31/03/2023", "DSDEN 13", "realise", "28/03/2023"],
  ["projets", "Lancer l'appel à projets innovation", "15/01/2023", "Trousse à projets", "realise", "10/01/2023"],
  ["gouvernance", "Remettre le bilan 2022-2023", "30/09/2023", "DRANE", "realise", "19/10/2023"],
  ["équipement", "Livrer la deuxième vague du socle", "15/12/2023", "Ville de Marseille", "realise", "12/12/2023"],
  ["équipement", "Équiper les collèges de la deuxième vague", "15/12/2023", "Conseil départemental", "realise", "13/12/2023"],
  ["formation", "Former la moitié des équipes de la deuxième vague", "31/01/2024", "EAFC", "realise", "26/01/2024"],
  ["formation", "Tenir quatre séminaires dans l'année", "30/06/2024", "DRANE", "realise", "18/06/2024"],
  ["ressources", "Diffuser le guide des ressources aux écoles", "31/03/2024", "Réseau Canopé", "realise", "29/05/2024"],
  ["accompagnement", "Ouvrir vingt cafés numériques", "30/06/2024", "DSDEN 13", "realise", "30/06/2024"],
  ["gouvernance", "Remettre le bilan 2023-2024", "30/09/2024", "DRANE", "realise", "27/09/2024"],
  ["équipement", "Livrer la troisième vague du socle", "13/12/2024", "Département et communes", "realise", "13/12/2024"],
  ["équipement", "Équiper mille néo-titulaires", "28/02/2025", "DSDEN 13", "en_cours", ""],
  ["formation", "Certifier cent enseignants Pix+ Édu", "30/04/2025", "EAFC", "en_cours", ""],
  ["projets", "Publier le recueil des projets", "30/05/2025", "Trousse à projets", "realise", "21/05/2025"],
  ["ressources", "Évaluer l'accès des écoles aux portails", "30/06/2025", "Réseau Canopé", "abandonne", ""],
  ["accompagnement", "Tenir un atelier dans chaque réseau REP+", "30/06/2025", "DSDEN 13", "en_cours", ""],
  ["gouvernance", "Remettre le bilan 2024-2025", "30/09/2025", "DRANE", "prevu", ""]
];

function writeMilestones(folder: RawFolder): void {
  const sheet = folder.open("projets/jalons.csv", {
    header: ["theme", "action", "echeance", "pilote", "statut", "date_realisation", "remarque"], encoding: "windows-1252", eol: "\r\n"
  });
  for (const [theme, action, due, pilot, status, done] of MILESTONES) {
    sheet.row([theme, action, due, pilot, status, done === "" ? null : done, status === "abandonne" ? "Remplacé par l'enquête « ressources » ; coût : 0 €" : null]);
  }
  sheet.close();
}

/** Calls for projects, and the milestones of the roadmap, which is one for all départements. */
export function writeProjets(folder: RawFolder, world: World): void {
  writeCalls(folder, world);
  if (world.departement.rank === 0) writeMilestones(folder);
}
