import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {anneeScolaire, choix, date, decimal, entier, identifiant, libelle, texte, uai} from "../../pipelines/lib/contract/kinds.ts";

const projets = ownContract({
  source: "projets",
  objet: "projets",
  titre: "Projets numériques (appels à projets, TRAAM, robotique…)",
  grain: "un projet, un établissement et une année scolaire",
  purpose: "suivi des projets",
  columns: {
    dispositif: {kind: libelle, required: true, key: true, description: "dispositif"},
    projet: {kind: identifiant, required: true, key: true, description: "projet"},
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    annee_scolaire: {kind: anneeScolaire, required: true, key: true, description: "année scolaire"},
    volet: {kind: identifiant, description: "volet"},
    statut: {kind: choix(["depose", "retenu", "en_cours", "acheve", "abandonne"]), required: true, description: "statut"},
    enseignants: {kind: entier({max: 10_000}), description: "enseignants"},
    eleves: {kind: entier({max: 20_000}), description: "élèves"},
    montant: {kind: decimal({min: 0, unit: "euros"}), unit: "€", description: "montant"}
  }
});

const jalons = ownContract({
  source: "projets",
  objet: "jalons",
  isPlan: true,
  titre: "Jalons de la feuille de route",
  grain: "une action et une échéance",
  purpose: "suivi de la feuille de route",
  columns: {
    theme: {kind: libelle, required: true, key: true, description: "thème"},
    action: {kind: libelle, required: true, key: true, description: "action"},
    echeance: {kind: date, required: true, key: true, description: "échéance"},
    pilote: {kind: libelle, description: "service pilote"},
    statut: {kind: choix(["prevu", "en_cours", "realise", "abandonne"]), required: true, description: "statut"},
    date_realisation: {kind: date, description: "date de réalisation"},
    remarque: {kind: texte, personal: "drop", description: "remarque"}
  }
});

export const contracts: readonly Contract[] = [projets, jalons];
