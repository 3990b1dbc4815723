import type {Column, Contract} from "../../pipelines/lib/contract/contract.ts";
import {entier, identifiant, mois, pourcentage, texte} from "../../pipelines/lib/contract/kinds.ts";
import {fold} from "../../pipelines/lib/text.ts";
import {departement} from "../territoires/departements.ts";

// Réseau Canopé's sets on data.education.gouv.fr: counters are cumulative by month and département, and some cumuls go down.
const base = {
  source: "formation",
  producteur: "Réseau Canopé, data.education.gouv.fr",
  licence: "Licence Ouverte 2.0 (Etalab)",
  freeColumns: true,
  isOptional: true,
  retention: {months: 120, purpose: "formation publiée, par département"}
} as const;
const nombre = entier({max: 10_000_000});
const counts = (columns: Readonly<Record<string, string>>): Record<string, Column> => Object.fromEntries(Object.entries(columns).map(([name, description]) => [name, {kind: nombre, description}]));
const keys = {
  annee: {kind: identifiant, description: "année telle que le producteur l'écrit"},
  date_de_saisie: {kind: mois, required: true, key: true, description: "mois de saisie"},
  departement: {kind: departement, required: true, key: true, description: "département (code COG)"}
} as const;

const personnels: Contract = {
  ...base,
  objet: "tne_personnels_formes",
  titre: "Réseau Canopé, TNE : personnels formés par département",
  grain: "un département et un mois (compteurs cumulés)",
  signature: [["nombre_total_de_participants", "departement", "date_de_saisie"]],
  columns: {
    ...keys,
    ...counts({
      nombre_total_de_participants: "participants", nombre_de_personnes_precisees: "participants dont le profil est connu", enseignement_public: "enseignement public", enseignement_prive: "enseignement privé",
      etablissement_1er_degre: "premier degré", etablissement_2nd_degre: "second degré", profil_stagiaire_enseignant: "enseignants",
      profil_stagiaire_formateurs_cadres_personnel_de_l_en: "formateurs, cadres et autres personnels", formes_non_connus: "formés dont le profil n'est pas connu"
    })
  }
};

/** The set's other headers were not seen: every one that speaks of a duration is kept under its own name. */
const durees: Contract = {
  ...base,
  objet: "tne_durees",
  titre: "Réseau Canopé, TNE : durée des formations par département",
  grain: "un département et un mois (compteurs cumulés)",
  recognises: (header) => {
    const folded = header.map((cell) => fold(cell).replaceAll(" ", "_"));
    return ["date_de_saisie", "departement"].every((name) => folded.includes(name)) && folded.some((name) => name.includes("duree"));
  },
  columns: keys,
  families: {durees: {pattern: /^(?<nom>.*duree.*)$/u, kind: texte, description: "durées, par libellé, comme le producteur les écrit"}}
};

const satisfaction: Contract = {
  ...base,
  objet: "tne_satisfaction",
  titre: "Réseau Canopé, TNE : satisfaction des formations",
  grain: "un mois (national)",
  signature: [["mois_concerne", "nombre_de_repondants", "contenu"]],
  columns: {
    mois: {kind: mois, required: true, key: true, aliases: ["mois_concerne"], description: "mois"},
    repondants: {kind: nombre, required: true, aliases: ["nombre_de_repondants"], description: "répondants"},
    contenu: {kind: pourcentage, description: "satisfaits du contenu"},
    duree: {kind: pourcentage, description: "satisfaits de la durée"},
    logistique: {kind: pourcentage, description: "satisfaits de la logistique"},
    maitrise: {kind: pourcentage, aliases: ["maitrise_du_sujet_par_l_intervenant"], description: "satisfaits de la maîtrise du sujet par l'intervenant"},
    supports: {kind: pourcentage, aliases: ["qualite_des_supports"], description: "satisfaits des supports"},
    transferabilite: {kind: pourcentage, description: "trouvent la formation transférable"}
  }
};

/** Four sets share this header (all, 1D, 2D, classe préparée): only the file's name tells them apart, and three of them publish the same totals. */
const solutions: Contract = {
  ...base,
  objet: "tne_solutions",
  titre: "Réseau Canopé, TNE : solutions numériques par département",
  grain: "un département et un mois (compteurs cumulés)",
  signature: [["mois_des_donnees", "departement", "nombre_d_enseignants", "nombre_d_eleves"]],
  columns: {
    annee: {kind: identifiant, description: "année telle que le producteur l'écrit"},
    mois: {kind: identifiant, key: true, aliases: ["mois_des_donnees"], description: "mois tel que le producteur l'écrit"},
    departement: {kind: departement, required: true, key: true, description: "département (code COG)"},
    date: {kind: mois, key: true, aliases: ["date_des_donnees"], description: "mois des données"},
    enseignants: {kind: nombre, aliases: ["nombre_d_enseignants"], description: "enseignants demandeurs"},
    eleves: {kind: nombre, aliases: ["nombre_d_eleves"], description: "élèves bénéficiaires"}
  }
};

export const canope: readonly Contract[] = [personnels, durees, satisfaction, solutions];
