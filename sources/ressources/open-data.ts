import type {Contract} from "../../pipelines/lib/contract/contract.ts";
import {anneeScolaire, date, duree, entier, identifiant, texte, traduit, uai} from "../../pipelines/lib/contract/kinds.ts";

const nombre = entier({max: 1_000_000_000});
const licence = "Licence Ouverte 2.0 (Etalab)";

// --- DNMA: audience of the ENT by UAI and week. Measures come as triplets visites_X, utilisateurs_X, duree_X, kept as maps by X.

const dnma = {
  source: "ressources",
  producteur: "DNE, data.education.gouv.fr",
  licence,
  grain: "un établissement et une semaine",
  missing: ["N/A"],
  freeColumns: true,
  isOptional: true,
  columns: {
    debut_semaine: {kind: date, required: true, key: true, aliases: ["debutSemaine"], description: "lundi de la semaine"},
    uai: {kind: uai, required: true, key: true, description: "établissement"}
  },
  families: {
    visites: {pattern: /^visites_(?<nom>.+)$/u, kind: nombre, description: "visites de la semaine"},
    utilisateurs: {pattern: /^utilisateurs_(?<nom>.+)$/u, kind: nombre, description: "visiteurs uniques de la semaine : ne s'additionnent pas d'une semaine à l'autre"},
    durees: {pattern: /^duree_(?<nom>.+)$/u, kind: duree, description: "durée des visites, en secondes"}
  },
  retention: {months: 120, purpose: "audience publiée des ENT"}
} as const;

const dnmaServices: Contract = {
  ...dnma,
  objet: "dnma_services",
  titre: "Audience des ENT (DNMA), services par semaine",
  signature: [["debutsemaine", "uai", "visites_accueil"], ["debutsemaine", "uai", "visites_cahier_textes"], ["debutsemaine", "uai", "visites_courrier_electronique"]]
};

const dnmaAppareils: Contract = {
  ...dnma,
  objet: "dnma_appareils",
  titre: "Audience des ENT (DNMA), appareils par semaine",
  signature: [["debutsemaine", "uai", "visites_ordinateur"]]
};

const dnmaProfilsAppareils: Contract = {
  ...dnma,
  objet: "dnma_profils_appareils",
  titre: "Audience des ENT (DNMA), profils et appareils par semaine",
  signature: [["debutsemaine", "uai", "visites_eleve_ordinateur"]]
};

// --- GAR: never below the académie.

const gar = {
  source: "ressources",
  producteur: "DNE (GAR), data.education.gouv.fr",
  licence,
  freeColumns: true,
  isOptional: true,
  retention: {months: 120, purpose: "usage publié des ressources"}
} as const;
// The sets say their year in their title and their file's name only.
const anneeDuFichier = {
  annee_scolaire: {kind: anneeScolaire, required: true, key: true, description: "année scolaire, que les colonnes publiées ne disent pas : prise au nom du fichier (2024-2025), ou colonne à ajouter, ou constante d'une correspondance"}
} as const;
const mesures = {
  acces: {kind: nombre, description: "accès : connexions réussies avec ouverture d'une session GAR"},
  accedants: {kind: nombre, description: "accédants"},
  affectations: {kind: nombre, description: "affectations : lien entre un droit et un accédant"}
} as const;

const garAcademie: Contract = {
  ...gar,
  yearFromFile: "annee_scolaire",
  objet: "gar_academie",
  titre: "GAR par académie (accès, accédants ou affectations)",
  grain: "une académie et une année scolaire",
  signature: [["acces", "code_academie"], ["accedants", "code_academie"], ["affectations", "code_academie"]],
  columns: {
    ...anneeDuFichier,
    code_academie: {kind: identifiant, required: true, key: true, description: "académie"},
    libelle_academie: {kind: texte, aliases: ["libelle_aca"], description: "nom de l'académie"},
    ...mesures
  }
};

const garProfil: Contract = {
  ...gar,
  yearFromFile: "annee_scolaire",
  objet: "gar_profil",
  titre: "GAR par profil",
  grain: "un profil et une année scolaire",
  signature: [["profil", "acces"], ["profil", "accedants"], ["profil", "affectations"]],
  columns: {
    ...anneeDuFichier,
    // The set writes « Null » for accesses whose profile is not known: a class of its own, never a missing answer.
    profil: {
      kind: traduit("profil", "un profil du GAR", {Elève: "eleve", Élèves: "eleve", Enseignants: "enseignant", Enseignant: "enseignant", Documentaliste: "documentaliste", Documentalistes: "documentaliste", Autres: "autre", Autre: "autre", Null: "inconnu"}),
      required: true, key: true, description: "profil"
    },
    ...mesures
  }
};

const garDegre: Contract = {
  ...gar,
  yearFromFile: "annee_scolaire",
  objet: "gar_degre",
  titre: "GAR par degré",
  grain: "un degré et une année scolaire",
  signature: [["degre", "acces"], ["degre", "accedants"], ["degre", "affectations"]],
  columns: {...anneeDuFichier, degre: {kind: texte, required: true, key: true, description: "degré"}, ...mesures}
};

const garRessources: Contract = {
  ...gar,
  objet: "gar_ressources",
  titre: "GAR : liste des ressources",
  licence: "non dite par le producteur",
  grain: "une ressource",
  signature: [["type", "cout", "libelle_de_l_editeur"]],
  columns: {
    type: {kind: texte, description: "type de ressource"},
    cout: {kind: texte, description: "gratuite ou payante, comme le GAR l'écrit"},
    editeur: {kind: texte, required: true, aliases: ["libelle_de_l_editeur"], description: "éditeur"},
    distributeur_technique: {kind: texte, aliases: ["libelle_du_distributeur_technique_dtr"], description: "distributeur technique"},
    distributeur_commercial: {kind: texte, aliases: ["libelle_du_distributeur_commercial_dcr"], description: "distributeur commercial"},
    nouveau: {kind: texte, description: "nouveauté"}
  }
};

// --- TNE: audience of the Canopé platform, national and cumulative.

const audiences: Contract = {
  source: "ressources",
  objet: "tne_audiences",
  titre: "Réseau Canopé, TNE : audience de la plateforme",
  grain: "un mois (national, compteurs cumulés)",
  producteur: "Réseau Canopé, data.education.gouv.fr (fr-en-tne_suivi_audiences)",
  licence,
  freeColumns: true,
  isOptional: true,
  signature: [["mois_saisie", "nombre_de_connexion_a_la_plateforme_tne"]],
  columns: {
    annee: {kind: identifiant, description: "année telle que le producteur l'écrit"},
    mois: {kind: identifiant, required: true, key: true, aliases: ["mois_saisie"], description: "mois de saisie"},
    connexions: {kind: nombre, aliases: ["nombre_de_connexion_a_la_plateforme_tne"], description: "connexions"},
    visiteurs: {kind: nombre, aliases: ["nombre_de_visiteurs_uniques_a_la_plateforme_tne"], description: "visiteurs uniques"},
    duree_moyenne: {kind: texte, aliases: ["duree_moyenne_d_une_visite_sur_la_plateforme_tne"], description: "durée moyenne d'une visite, comme le producteur l'écrit"},
    pages: {kind: nombre, aliases: ["nombre_total_de_pages_vues_sur_la_plateforme_tne"], description: "pages vues"}
  },
  families: {acquisition: {pattern: /^top_(?<nom>[0-9]+)_source_d_acquisition$/u, kind: texte, description: "sources d'acquisition, par rang"}},
  retention: {months: 120, purpose: "audience publiée"}
};

export const openData: readonly Contract[] = [dnmaServices, dnmaAppareils, dnmaProfilsAppareils, garAcademie, garProfil, garDegre, garRessources, audiences];
