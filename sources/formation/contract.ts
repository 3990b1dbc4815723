import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {choix, date, decimal, entier, identifiant, libelle, uai} from "../../pipelines/lib/contract/kinds.ts";
import {canope} from "./canope.ts";
import {magistere} from "./magistere.ts";

const formation = ownContract({
  source: "formation",
  objet: "formation",
  titre: "Présences en formation",
  grain: "une personne et une session",
  purpose: "formation des enseignants, agrégée par établissement",
  retentionMonths: 36,
  columns: {
    dispositif: {kind: libelle, required: true, key: true, description: "dispositif"},
    module: {kind: libelle, key: true, description: "module"},
    session: {kind: libelle, required: true, key: true, description: "session ou groupe"},
    participant: {kind: identifiant, required: true, key: true, personal: "pseudonym", aliases: ["NUMEN"], description: "pseudonyme du participant"},
    nom: {kind: identifiant, personal: "drop", description: "nom"},
    prenom: {kind: identifiant, personal: "drop", description: "prénom"},
    courriel: {kind: identifiant, personal: "drop", aliases: ["email", "e-mail", "mail"], description: "courriel"},
    uai: {kind: uai, required: true, description: "établissement d'affectation"},
    fonction: {kind: choix(["enseignant", "formateur", "cadre", "autre"]), description: "fonction"},
    discipline: {kind: libelle, description: "discipline"},
    operateur: {kind: choix(["EAFC", "Canope", "DRANE", "autre"], {"Réseau Canopé": "Canope"}), required: true, description: "opérateur"},
    type_formation: {
      kind: choix(["locale", "accompagnement_eple", "personnes_ressources", "certification", "ent", "usages_innovants", "usages_responsables", "projets", "hybride", "seminaire", "autre"]),
      description: "type de formation"
    },
    modalite: {kind: choix(["presentiel", "distanciel", "hybride"]), required: true, description: "modalité"},
    volet: {kind: identifiant, description: "volet"},
    date_debut: {kind: date, required: true, description: "premier jour"},
    date_fin: {kind: date, description: "dernier jour"},
    duree_heures: {kind: decimal({min: 0, max: 300, unit: "heures"}), required: true, unit: "heures", description: "durée"},
    presence: {kind: choix(["present", "absent", "excuse", "inscrit"]), required: true, description: "présence"}
  },
  rules: [
    {
      code: "fin_avant_debut",
      columns: ["date_fin", "date_debut"],
      sql: "date_fin < date_debut",
      isWrong: (values) => typeof values["date_fin"] === "string" && typeof values["date_debut"] === "string" && values["date_fin"] < values["date_debut"],
      message: "la formation finit avant de commencer",
      mend: "Corrigez l'une des deux dates.",
      level: "refus"
    }
  ]
});

const satisfaction = ownContract({
  source: "formation",
  objet: "satisfaction",
  titre: "Satisfaction après formation",
  grain: "une session",
  purpose: "satisfaction, avec le nombre de répondants",
  columns: {
    dispositif: {kind: libelle, required: true, key: true, description: "dispositif"},
    session: {kind: libelle, required: true, key: true, description: "session"},
    repondants: {kind: entier({max: 10_000}), required: true, description: "répondants"},
    satisfaits: {kind: entier({max: 10_000}), required: true, description: "répondants satisfaits"}
  },
  rules: [
    {
      code: "satisfaits_superieur",
      columns: ["satisfaits", "repondants"],
      sql: "satisfaits > repondants",
      isWrong: (values) => Number(values["satisfaits"] ?? -1) > Number(values["repondants"] ?? Infinity),
      message: "il y a plus de satisfaits que de répondants",
      mend: "Corrigez l'un des deux nombres.",
      level: "refus"
    }
  ]
});

export const contracts: readonly Contract[] = [formation, satisfaction, ...magistere, ...canope];
