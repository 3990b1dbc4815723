import type {Contract} from "../../pipelines/lib/contract/contract.ts";
import {entier, forme, identifiant, libelle, moment, pourcentage, texte} from "../../pipelines/lib/contract/kinds.ts";
import {fold} from "../../pipelines/lib/text.ts";
import {achevement} from "./achevement.ts";

// M@gistère is a Moodle: completion is exported by report/progress/index.php, attendance by export.php of mod_attendance (both read
// in their repositories). Titles are localised and identity columns are a setting of the site: whatever is not one of the families
// below is known only to be dropped.

const base = {
  source: "formation",
  producteur: "M@gistère (Moodle)",
  licence: "données internes, personnelles",
  uaiFromFile: true,
  freeColumns: true,
  isOptional: true,
  retention: {months: 36, purpose: "suivi des formations à distance, agrégé par établissement"}
} as const;

const identity = {
  identifiant_moodle: {kind: identifiant, personal: "drop", aliases: ["ID de l'étudiant", "ID étudiant", "Numéro étudiant", "Student ID", "Identifiant"], description: "numéro Moodle de la personne"},
  nom_utilisateur: {kind: identifiant, personal: "drop", aliases: ["Nom d'utilisateur", "Username"], description: "compte de la personne"},
  numero: {kind: identifiant, personal: "drop", aliases: ["Numéro d'identification", "ID number"], description: "numéro d'identification (souvent le NUMEN)"},
  courriel: {kind: identifiant, personal: "drop", aliases: ["Adresse de courriel", "Adresse courriel", "Courriel", "Email address", "Adresse e-mail", "Email"], description: "courriel"},
  telephone: {kind: identifiant, personal: "drop", aliases: ["Téléphone", "Téléphone mobile", "Phone", "Mobile phone"], description: "téléphone"},
  ville: {kind: texte, personal: "drop", aliases: ["Ville", "City/town"], description: "ville de la personne"},
  pays: {kind: texte, personal: "drop", aliases: ["Pays", "Country"], description: "pays de la personne"},
  institution: {kind: libelle, aliases: ["Institution", "Établissement"], description: "établissement, comme Moodle l'écrit"},
  departement: {kind: texte, personal: "drop", aliases: ["Département", "Department"], description: "service, comme Moodle l'écrit"}
} as const;

/** Columns of identity that a site may show, besides the name. */
const MOST_IDENTITY = 8;

/** A first column without a title, then identity fields, then pairs of an activity and an untitled (or dated) column to the end. */
function isCompletion(header: readonly string[]): boolean {
  if (header.length < 3 || (header[0] ?? "").trim() !== "") return false;
  const isUntitled = (cell: string | undefined): boolean => (cell ?? "").trim() === "" || /^[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]+)?$/.test((cell ?? "").trim());
  for (let start = 1; start <= MOST_IDENTITY + 1 && start < header.length; start += 1) {
    const pairs = header.slice(start);
    // A last date that nobody has yet may be left out by whoever saved the file again.
    if (pairs.every((cell, index) => isUntitled(cell) === (index % 2 === 1)) && pairs.length >= 2) return true;
  }
  return false;
}

const achevements: Contract = {
  ...base,
  objet: "magistere_achevement",
  titre: "M@gistère : achèvement d'activités",
  grain: "une personne et un parcours",
  recognises: isCompletion,
  columns: {nom: {kind: texte, personal: "drop", aliases: [""], description: "nom complet"}, ...identity},
  families: {
    activites: {pattern: /^(?<nom>.+)$/u, kind: achevement, description: "état d'achèvement, par activité"},
    dates: {pattern: /^(?!)(?<nom>)$/u, kind: moment, description: "date de l'état, par activité"}
  },
  pairs: {first: "activites", second: "dates"},
  pseudonyms: {participant: {from: ["nom", "courriel", "numero"], description: "pseudonyme de la personne dans M@gistère"}}
};

const SESSION = /^(?<nom>[0-9]{1,2}[ ./-]\S+[ ./-][0-9]{4} .+)$/u;
const LAST_NAME = ["nom", "nom de famille", "last name", "surname"];
const FIRST_NAME = ["prenom", "first name"];

const presences: Contract = {
  ...base,
  objet: "magistere_presence",
  titre: "M@gistère : présences (émargement en ligne)",
  grain: "une personne et un parcours",
  recognises: (header) => {
    const folded = header.map(fold);
    return folded.some((cell) => LAST_NAME.includes(cell)) && folded.some((cell) => FIRST_NAME.includes(cell)) && folded.some((cell) => SESSION.test(cell));
  },
  columns: {
    ...identity,
    nom: {kind: texte, personal: "drop", aliases: LAST_NAME, description: "nom"},
    prenom: {kind: texte, personal: "drop", aliases: FIRST_NAME, description: "prénom"},
    groupes: {kind: texte, personal: "drop", aliases: ["Groupes", "Groups"], description: "groupes"},
    seances: {kind: entier({max: 10_000}), aliases: ["Séances saisies", "Sessions saisies", "Sessions relevées", "Taken sessions"], description: "séances relevées"},
    points: {kind: forme("points", /-?[0-9]+([.,][0-9]+)? ?\/ ?-?[0-9]+([.,][0-9]+)?/, "des points « obtenus / possibles »", "2 / 2"), aliases: ["Points"], description: "points obtenus / possibles"},
    assiduite: {kind: pourcentage, aliases: ["Pourcentage", "Percentage"], description: "part des points obtenus"}
  },
  families: {presences: {pattern: SESSION, kind: texte, description: "sigle de présence, par séance (P, A, R, E…)"}},
  pseudonyms: {participant: {from: ["nom", "prenom", "numero"], description: "pseudonyme de la personne dans M@gistère"}}
};

export const magistere: readonly Contract[] = [achevements, presences];
