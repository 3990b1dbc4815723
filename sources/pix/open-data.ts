import type {Column, Contract} from "../../pipelines/lib/contract/contract.ts";
import {annee, choix, decimal, entier, identifiant, texte, uai} from "../../pipelines/lib/contract/kinds.ts";

// The five sets of GIP Pix on data.education.gouv.fr, by UAI. `total_partipants` and `participants_dictincts` are their real names.
// `position` is left out on purpose: one of the sets gives the same point to every school. A small class may tell of pupils: the
// threshold of publication applies to these counts as to ours.
const base = {
  source: "pix",
  producteur: "GIP Pix, data.education.gouv.fr",
  licence: "Licence Ouverte 2.0 (Etalab)",
  freeColumns: true,
  isOptional: true,
  missing: ["NA", "null"],
  retention: {months: 120, purpose: "résultats publiés, par établissement"}
} as const;

const nombre = entier({max: 10_000_000});
const score = decimal({min: 0, max: 1024, unit: "Pix"});
const etablissement = {
  annee: {kind: annee, required: true, key: true, description: "année telle que Pix la publie (première année civile de l'année scolaire)"},
  uai: {kind: uai, required: true, key: true, description: "établissement"},
  secteur: {kind: choix(["public", "prive"]), description: "public ou privé"}
} as const;
const counts = (columns: Readonly<Record<string, string>>): Record<string, Column> => Object.fromEntries(Object.entries(columns).map(([name, description]) => [name, {kind: nombre, description}]));

const certificationEple: Contract = {
  ...base,
  objet: "certification_eple",
  titre: "Pix, données ouvertes : certification par établissement",
  grain: "un établissement et une année",
  signature: [["uai", "sessions_finalisees", "median_pix_score"]],
  columns: {
    ...etablissement,
    ...counts({
      sessions_programmees: "sessions programmées", sessions_finalisees: "sessions finalisées", inscrits: "inscriptions", inscrits_distincts: "élèves inscrits",
      participants: "participants", certifies: "certifications obtenues", non_obtenues: "certifications non obtenues"
    }),
    average_pix_score: {kind: score, unit: "Pix", description: "score moyen"},
    median_pix_score: {kind: score, unit: "Pix", description: "score médian"},
    first_quartile_pix_score: {kind: score, unit: "Pix", description: "premier quartile des scores"},
    third_quartile_pix_score: {kind: score, unit: "Pix", description: "troisième quartile des scores"}
  }
};

const campagnesRentree: Contract = {
  ...base,
  objet: "campagnes_rentree",
  titre: "Pix, données ouvertes : campagnes de rentrée par niveau et palier",
  grain: "un établissement, une année, un niveau scolaire et un palier",
  signature: [["uai", "niveau_scolaire", "palier"]],
  columns: {
    ...etablissement,
    niveau_scolaire: {kind: texte, required: true, key: true, description: "niveau scolaire tel que Pix l'écrit (3ème, Terminale pro, CAP2…)"},
    palier: {kind: identifiant, required: true, key: true, description: "palier"},
    ...counts({
      total_participation_par_palier: "participations à ce palier", total_envoi_par_niveau: "envois, tous paliers du niveau",
      total_participants: "participants de l'année, répété à chaque palier : ne s'additionne pas"
    })
  }
};

const participationCounts = counts({
  total_participations: "participations", total_participations_avec_envoi: "participations envoyées", total_partipants: "participants", total_participants_avec_envoi: "participants qui ont envoyé"
});

const participations: Contract = {
  ...base,
  objet: "participations_eple",
  titre: "Pix, données ouvertes : participations aux campagnes par établissement",
  grain: "un établissement et une année",
  signature: [["uai", "total_participations", "total_partipants"]],
  columns: {...etablissement, ...participationCounts}
};

const participationsProfil: Contract = {
  ...base,
  objet: "participations_profil",
  titre: "Pix, données ouvertes : participations par profil cible et formation",
  grain: "un établissement, une année, un profil cible et une formation (MEF)",
  signature: [["uai", "profil_cible", "total_participations"]],
  columns: {
    ...etablissement,
    profil_cible: {kind: texte, required: true, key: true, description: "profil cible"},
    mef_code: {kind: identifiant, key: true, description: "code de formation"},
    mef_libelle: {kind: texte, key: true, description: "formation"},
    ...participationCounts
  }
};

const certificationClasses: Contract = {
  ...base,
  objet: "certification_classes",
  titre: "Pix, données ouvertes : certification par classe",
  grain: "un établissement, une année et une classe",
  signature: [["uai", "classe", "participants_dictincts"], ["uai", "classe", "nombre_eleves_importes"]],
  columns: {
    ...etablissement,
    classe: {kind: texte, required: true, key: true, description: "classe"},
    ...counts({nombre_eleves_importes: "élèves importés", inscrits_distincts: "élèves inscrits", participants_dictincts: "participants", certifies: "certifications obtenues"})
  }
};

export const openData: readonly Contract[] = [certificationEple, campagnesRentree, participationsProfil, participations, certificationClasses];
