import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {anneeScolaire, choix, entier, identifiant, libelle, ouiNon, uai} from "../../pipelines/lib/contract/kinds.ts";

const enseignants = ownContract({
  source: "enseignants",
  objet: "enseignants",
  titre: "Enquête annuelle auprès des enseignants",
  grain: "une réponse",
  purpose: "usages déclarés, agrégés par discipline et par territoire",
  retentionMonths: 36,
  columns: {
    annee_scolaire: {kind: anneeScolaire, required: true, key: true, description: "année scolaire"},
    reponse: {kind: identifiant, required: true, key: true, personal: "pseudonym", description: "numéro de réponse"},
    uai: {kind: uai, required: true, description: "établissement"},
    discipline: {kind: libelle, description: "discipline"},
    visualisation_collective: {kind: ouiNon, description: "utilise des outils de visualisation collective en classe"},
    travail_eleves_numerique: {kind: ouiNon, description: "fait travailler ses élèves avec des outils numériques"},
    frequence_usage: {kind: choix(["jamais", "mensuel", "hebdomadaire", "quotidien"]), description: "fréquence d'usage"},
    aisance: {kind: entier({min: 1, max: 5}), description: "aisance déclarée, de 1 à 5"},
    certification: {kind: choix(["aucune", "c2i2e", "pix_edu"], {"Pix+ Édu": "pix_edu"}), description: "certification"},
    besoin_equipement: {kind: ouiNon, description: "exprime un besoin d'équipement"},
    besoin_ressources: {kind: ouiNon, description: "exprime un besoin de ressources"},
    besoin_formation: {kind: ouiNon, description: "exprime un besoin de formation"}
  }
});

export const contracts: readonly Contract[] = [enseignants];
