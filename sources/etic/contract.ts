import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {anneeScolaire, choix, date, decimal, entier, libelle, ouiNon, uai} from "../../pipelines/lib/contract/kinds.ts";

const nombre = entier({max: 20_000});

const etic = ownContract({
  source: "etic",
  objet: "etic",
  titre: "Enquête ETIC auprès des établissements",
  grain: "un établissement et une année scolaire",
  purpose: "équipement, services et pilotage du numérique des établissements",
  signature: [["annee_scolaire", "uai", "ordinateurs_eleves"], ["annee_scolaire", "uai", "ent", "charte_usage"]],
  columns: {
    annee_scolaire: {kind: anneeScolaire, required: true, key: true, description: "année scolaire"},
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    date_reponse: {kind: date, description: "date de la réponse"},
    eleves: {kind: nombre, description: "élèves"},
    ordinateurs_eleves: {kind: nombre, description: "ordinateurs à l'usage des élèves"},
    ordinateurs_moins_5_ans: {kind: nombre, description: "dont ordinateurs de moins de cinq ans"},
    tablettes_eleves: {kind: nombre, description: "tablettes à l'usage des élèves"},
    classes_mobiles: {kind: nombre, description: "classes mobiles"},
    tni: {kind: nombre, description: "tableaux et vidéoprojecteurs interactifs"},
    salles: {kind: nombre, description: "salles d'enseignement"},
    salles_videoprojection: {kind: nombre, description: "salles équipées de vidéoprojection"},
    debit_mbps: {kind: decimal({min: 0, max: 100_000, unit: "Mb/s"}), unit: "Mb/s", description: "débit descendant"},
    technologie_acces: {kind: choix(["fibre", "xdsl", "4g", "satellite", "autre"], {adsl: "xdsl", vdsl: "xdsl"}), description: "technologie d'accès"},
    ent: {kind: ouiNon, description: "dispose d'un ENT"},
    ent_solution: {kind: libelle, description: "solution d'ENT"},
    services_en_ligne: {kind: ouiNon, description: "dispose de services en ligne"},
    charte_usage: {kind: ouiNon, description: "a une charte d'usage du numérique"},
    charte_tous_membres: {kind: ouiNon, description: "charte pour tous les membres de la communauté éducative"},
    volet_numerique_projet: {kind: ouiNon, description: "volet numérique dans le projet d'école ou d'établissement"},
    comite_numerique: {kind: ouiNon, description: "comité du numérique"},
    plan_formation: {kind: ouiNon, description: "plan de formation au numérique"},
    filtrage: {kind: ouiNon, description: "dispositif de filtrage"},
    assistance: {kind: ouiNon, description: "dispose d'une assistance"},
    palier_maturite: {kind: entier({min: 1, max: 5}), description: "palier de maturité numérique"}
  },
  rules: [
    {
      code: "parc_recent_superieur",
      columns: ["ordinateurs_moins_5_ans", "ordinateurs_eleves"],
      sql: "ordinateurs_moins_5_ans > ordinateurs_eleves",
      isWrong: (values) => Number(values["ordinateurs_moins_5_ans"] ?? -1) > Number(values["ordinateurs_eleves"] ?? Infinity),
      message: "il y a plus d'ordinateurs de moins de cinq ans que d'ordinateurs",
      mend: "Corrigez l'un des deux nombres.",
      level: "refus"
    }
  ]
});

export const contracts: readonly Contract[] = [etic];
