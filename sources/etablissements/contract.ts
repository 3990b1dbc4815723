import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {anneeScolaire, choix, codeInsee, date, decimal, entier, identifiant, ouiNon, rentree, texte, traduit, uai} from "../../pipelines/lib/contract/kinds.ts";

const OPEN_LICENCE = "Licence Ouverte 2.0 (Etalab)";
const secteur = traduit("secteur", "public ou privé", {public: "public", prive: "prive", "prive sous contrat": "prive", "prive hors contrat": "prive"});
const retention = {months: 180, purpose: "référentiel public des établissements"};

const annuaire: Contract = {
  source: "etablissements",
  objet: "annuaire",
  titre: "Annuaire de l'éducation",
  grain: "un établissement",
  producteur: "DGESCO / DNE, data.education.gouv.fr (fr-en-annuaire-education)",
  licence: OPEN_LICENCE,
  signature: [["identifiant_de_l_etablissement", "type_etablissement"]],
  freeColumns: true,
  columns: {
    uai: {kind: uai, required: true, key: true, aliases: ["Identifiant_de_l_etablissement"], description: "identifiant de l'établissement"},
    nom: {kind: texte, required: true, aliases: ["Nom_etablissement"], description: "nom de l'établissement"},
    type_etablissement: {kind: texte, aliases: ["Type_etablissement"], description: "type tel que l'annuaire l'écrit"},
    secteur: {kind: secteur, aliases: ["Statut_public_prive"], description: "public ou privé"},
    code_commune: {kind: codeInsee, required: true, aliases: ["Code_commune"], description: "commune ou arrondissement municipal (INSEE)"},
    nom_commune: {kind: texte, aliases: ["Nom_commune"], description: "nom de la commune"},
    code_departement: {kind: identifiant, aliases: ["Code_departement"], description: "département en trois caractères"},
    ecole_maternelle: {kind: ouiNon, aliases: ["Ecole_maternelle"], description: "a des classes maternelles"},
    ecole_elementaire: {kind: ouiNon, aliases: ["Ecole_elementaire"], description: "a des classes élémentaires"},
    voie_generale: {kind: ouiNon, aliases: ["Voie_generale"], description: "a une voie générale"},
    voie_technologique: {kind: ouiNon, aliases: ["Voie_technologique"], description: "a une voie technologique"},
    voie_professionnelle: {kind: ouiNon, aliases: ["Voie_professionnelle"], description: "a une voie professionnelle"},
    education_prioritaire: {kind: choix(["REP", "REP+"], {REPPLUS: "REP+"}), aliases: ["Appartenance_Education_Prioritaire"], description: "REP ou REP+, vide hors éducation prioritaire"},
    latitude: {kind: decimal({min: -90, max: 90, unit: "degrés"}), aliases: ["latitude"], description: "latitude WGS 84"},
    longitude: {kind: decimal({min: -180, max: 180, unit: "degrés"}), aliases: ["longitude"], description: "longitude WGS 84"},
    date_ouverture: {kind: date, aliases: ["date_ouverture"], description: "date d'ouverture"},
    date_maj: {kind: date, aliases: ["date_maj_ligne"], description: "date de mise à jour de la ligne"},
    etat: {kind: texte, aliases: ["etat"], description: "OUVERT, A FERMER…"},
    ministere: {kind: texte, aliases: ["ministere_tutelle"], description: "ministère de tutelle"},
    code_nature: {kind: identifiant, aliases: ["code_nature"], description: "nature (101 maternelle, 151 élémentaire…)"},
    libelle_nature: {kind: texte, aliases: ["libelle_nature"], description: "nature en toutes lettres"},
    uai_mere: {kind: uai, aliases: ["etablissement_mere"], description: "établissement de rattachement"},
    code_circonscription: {kind: uai, aliases: ["code_circonscription"], description: "UAI de la circonscription du premier degré"},
    nom_circonscription: {kind: texte, aliases: ["nom_circonscription"], description: "nom de la circonscription"},
    code_bassin: {kind: identifiant, aliases: ["code_bassin_formation"], description: "bassin de formation"},
    nom_bassin: {kind: texte, aliases: ["libelle_bassin_formation"], description: "nom du bassin de formation"},
    nombre_eleves: {kind: entier(), aliases: ["Nombre_d_eleves"], description: "élèves (format 2023 seulement)"}
  },
  retention
};

const ipsCommon = {
  annee_scolaire: {kind: anneeScolaire, required: true, key: true, aliases: ["rentree_scolaire"], description: "année scolaire"},
  uai: {kind: uai, required: true, key: true, description: "établissement"},
  nom: {kind: texte, aliases: ["nom_de_l_etablissment", "nom_de_l_etablissement"], description: "nom de l'établissement"},
  code_commune: {kind: codeInsee, aliases: ["code_insee_de_la_commune"], description: "commune ou arrondissement municipal (INSEE)"},
  nom_commune: {kind: texte, aliases: ["nom_de_la_commune"], description: "nom de la commune"},
  secteur: {kind: secteur, description: "public ou privé"}
} as const;
const ips = decimal({min: 0, max: 250, unit: "points"});
const ipsBase = {
  source: "etablissements",
  grain: "un établissement et une rentrée",
  producteur: "DEPP, data.education.gouv.fr",
  licence: OPEN_LICENCE,
  freeColumns: true,
  missing: ["NA", "NS"],
  retention
} as const;

const ipsEcoles: Contract = {
  ...ipsBase,
  objet: "ips_ecoles",
  titre: "Indice de position sociale des écoles",
  signature: [["rentree_scolaire", "uai", "ips", "effectifs"]],
  columns: {...ipsCommon, effectifs: {kind: entier(), description: "élèves"}, ips: {kind: ips, description: "indice de position sociale"}}
};

const ipsColleges: Contract = {
  ...ipsBase,
  objet: "ips_colleges",
  titre: "Indice de position sociale des collèges",
  signature: [["rentree_scolaire", "uai", "ips", "ecart_type_de_l_ips"]],
  columns: {...ipsEcoles.columns, ips_ecart_type: {kind: decimal({min: 0}), aliases: ["ecart_type_de_l_ips"], description: "écart type de l'IPS"}}
};

const ipsLycees: Contract = {
  ...ipsBase,
  objet: "ips_lycees",
  titre: "Indice de position sociale des lycées",
  signature: [["rentree_scolaire", "uai", "type_de_lycee", "ips_ensemble_gt_pro"]],
  columns: {
    ...ipsCommon,
    type_lycee: {kind: identifiant, aliases: ["type_de_lycee"], description: "LEGT, LP ou LPO"},
    effectifs_gt: {kind: entier(), aliases: ["effectifs_voie_gt"], description: "élèves, voie générale et technologique"},
    effectifs_pro: {kind: entier(), aliases: ["effectifs_voie_pro"], description: "élèves, voie professionnelle"},
    effectifs: {kind: entier(), aliases: ["effectifs_ensemble_gt_pro"], description: "élèves"},
    ips_gt: {kind: ips, aliases: ["ips_voie_gt"], description: "IPS de la voie générale et technologique"},
    ips_pro: {kind: ips, aliases: ["ips_voie_pro"], description: "IPS de la voie professionnelle"},
    ips: {kind: ips, aliases: ["ips_ensemble_gt_pro"], description: "IPS de l'ensemble"}
  }
};

/** Pupils and classes of every école: the denominators of the first degree. The UAI is called `numero_ecole`. */
const effectifsEcoles: Contract = {
  ...ipsBase,
  objet: "effectifs_ecoles",
  isOptional: true,
  titre: "Effectifs et classes des écoles (DEPP)",
  producteur: "DEPP, data.education.gouv.fr (fr-en-ecoles-effectifs-nb_classes)",
  signature: [["rentree_scolaire", "numero_ecole", "nombre_total_eleves"]],
  columns: {
    annee_scolaire: {kind: rentree, required: true, key: true, aliases: ["rentree_scolaire"], description: "année scolaire"},
    uai: {kind: uai, required: true, key: true, aliases: ["numero_ecole"], description: "école"},
    secteur: {kind: secteur, description: "public ou privé"},
    rep: {kind: ouiNon, description: "en REP"},
    rep_plus: {kind: ouiNon, description: "en REP+"},
    classes: {kind: entier({max: 1000}), aliases: ["nombre_total_classes"], description: "classes"},
    eleves: {kind: entier({max: 20_000}), required: true, aliases: ["nombre_total_eleves"], description: "élèves"}
  },
  families: {
    // Unités d'enseignement externalisé autisme (UEEA) were counted otherwise until 2023.
    eleves_par_niveau: {pattern: /^nombre_eleves_(?<nom>.+)$/u, kind: entier({max: 20_000}), description: "élèves, par niveau ou dispositif"}
  }
};

const effectifs = ownContract({
  source: "etablissements",
  objet: "effectifs",
  titre: "Effectifs par établissement",
  grain: "un établissement et une année scolaire",
  purpose: "dénominateurs des indicateurs",
  columns: {
    annee_scolaire: {kind: anneeScolaire, required: true, key: true, description: "année scolaire"},
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    eleves: {kind: entier({max: 20_000}), required: true, description: "élèves"},
    classes: {kind: entier({max: 1000}), description: "classes (élémentaires pour une école)"},
    enseignants: {kind: entier({max: 2000}), description: "enseignants en poste"},
    neo_titulaires: {kind: entier({max: 500}), description: "enseignants néo-titulaires"},
    eleves_3e: {kind: entier({max: 5000}), description: "élèves de troisième"},
    eleves_terminale: {kind: entier({max: 5000}), description: "élèves de terminale (CAP 2 compris)"},
    familles_accompagnees: {kind: entier({max: 20_000}), description: "familles repérées comme à accompagner"}
  }
});

const educationPrioritaire = ownContract({
  source: "etablissements",
  objet: "education_prioritaire",
  titre: "Éducation prioritaire et quartiers de la politique de la ville",
  grain: "un établissement (et une année scolaire)",
  purpose: "ventilation par éducation prioritaire",
  columns: {
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    annee_scolaire: {kind: anneeScolaire, key: true, description: "année scolaire ; vide : toutes"},
    statut: {kind: choix(["hors_ep", "rep", "rep_plus"], {HEP: "hors_ep", "hors ep": "hors_ep", REP: "rep", "REP+": "rep_plus", REPPLUS: "rep_plus"}), required: true, description: "statut d'éducation prioritaire"},
    qpv: {kind: choix(["dans", "moins_300m", "hors"]), description: "position par rapport à un QPV"},
    latitude: {kind: decimal({min: -90, max: 90, unit: "degrés"}), description: "latitude WGS 84"},
    longitude: {kind: decimal({min: -180, max: 180, unit: "degrés"}), description: "longitude WGS 84"}
  }
});

export const contracts: readonly Contract[] = [annuaire, ipsLycees, ipsColleges, ipsEcoles, effectifsEcoles, effectifs, educationPrioritaire];
