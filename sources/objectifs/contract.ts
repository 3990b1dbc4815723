import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {anneeScolaire, choix, decimal, identifiant, libelle, texte} from "../../pipelines/lib/contract/kinds.ts";

const territoireType = choix(["programme", "academie", "departement", "bassin", "circonscription", "epci", "commune", "arrondissement", "reseau", "cite_educative", "national"]);

const objectifs = ownContract({
  source: "objectifs",
  objet: "objectifs",
  isPlan: true,
  titre: "Objectifs (cibles)",
  grain: "un indicateur, un territoire, une ventilation et une année",
  purpose: "cibles des documents de pilotage",
  retentionMonths: 180,
  columns: {
    indicateur: {kind: identifiant, required: true, key: true, description: "code de l'indicateur"},
    territoire_type: {kind: territoireType, required: true, key: true, description: "type de territoire"},
    territoire_code: {kind: identifiant, required: true, key: true, description: "code du territoire"},
    ventilation: {kind: identifiant, key: true, description: "ventilation (degre…), « ensemble » par défaut"},
    modalite: {kind: identifiant, key: true, description: "modalité (premier…)"},
    annee_scolaire: {kind: anneeScolaire, required: true, key: true, description: "année visée"},
    cible: {kind: decimal(), required: true, description: "cible, dans l'unité de l'indicateur (une part s'écrit de 0 à 1)"},
    document: {kind: texte, required: true, description: "document qui la fixe"}
  }
});

const reperes = ownContract({
  source: "objectifs",
  objet: "reperes",
  isPlan: true,
  titre: "Repères (valeurs publiées)",
  grain: "un indicateur, un territoire, une ventilation et une année",
  purpose: "séries publiées par les documents",
  retentionMonths: 180,
  columns: {
    indicateur: {kind: identifiant, required: true, key: true, description: "code de l'indicateur"},
    territoire_type: {kind: territoireType, required: true, key: true, description: "type de territoire"},
    territoire_code: {kind: identifiant, required: true, key: true, description: "code du territoire"},
    ventilation: {kind: identifiant, key: true, description: "ventilation, « ensemble » par défaut"},
    modalite: {kind: identifiant, key: true, description: "modalité"},
    annee: {kind: identifiant, required: true, key: true, description: "année telle que le document l'écrit, ou année scolaire"},
    valeur: {kind: decimal(), required: true, description: "valeur, dans l'unité de l'indicateur (une part s'écrit de 0 à 1)"},
    couverture: {kind: decimal({min: 0, max: 1}), description: "part des répondants"},
    document: {kind: texte, required: true, description: "document qui la publie"},
    remarque: {kind: libelle, description: "remarque"}
  }
});

export const contracts: readonly Contract[] = [objectifs, reperes];
