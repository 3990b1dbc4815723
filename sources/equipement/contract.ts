import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {choix, date, decimal, entier, identifiant, libelle, taux, uai} from "../../pipelines/lib/contract/kinds.ts";
import {snee} from "./snee.ts";

const quantite = entier({max: 100_000});

const equipement = ownContract({
  source: "equipement",
  objet: "equipement",
  titre: "Livraisons d'équipement",
  grain: "une ligne de livraison",
  purpose: "suivi des matériels livrés",
  columns: {
    commande: {kind: identifiant, required: true, key: true, aliases: ["N° de commande"], description: "commande"},
    bordereau: {kind: identifiant, key: true, aliases: ["N° de bordereau"], description: "bordereau de livraison"},
    ligne: {kind: identifiant, required: true, key: true, description: "ligne de la commande"},
    date_commande: {kind: date, description: "date de commande"},
    date_livraison: {kind: date, aliases: ["Date de livraison"], description: "date de livraison"},
    date_mise_en_service: {kind: date, description: "date de mise en service"},
    uai: {kind: uai, required: true, description: "établissement livré"},
    categorie: {
      kind: choix(["ordinateur", "tablette", "classe_mobile", "tni", "videoprojecteur", "visualiseur", "robotique", "reseau", "pret_famille", "autre"]),
      required: true, description: "catégorie de matériel"
    },
    designation: {kind: libelle, aliases: ["Désignation"], description: "désignation"},
    quantite_commandee: {kind: quantite, required: true, aliases: ["Quantité commandée"], description: "quantité commandée"},
    quantite_livree: {kind: quantite, required: true, aliases: ["Quantité livrée"], description: "quantité livrée"},
    montant_ht: {kind: decimal({unit: "euros"}), unit: "€", description: "montant hors taxes"},
    taux_tva: {kind: taux(), unit: "%", description: "taux de TVA"},
    classes_equipees: {kind: entier({max: 1000}), description: "classes qui atteignent le socle numérique"},
    beneficiaire: {kind: choix(["classe", "neo_titulaire", "famille", "etablissement"]), description: "bénéficiaire"},
    financeur: {kind: libelle, description: "financeur"},
    convention: {kind: identifiant, description: "convention"}
  },
  rules: [
    {
      code: "livre_plus_que_commande",
      columns: ["quantite_livree", "quantite_commandee"],
      sql: "quantite_livree > quantite_commandee",
      isWrong: (values) => Number(values["quantite_livree"] ?? -1) > Number(values["quantite_commandee"] ?? Infinity),
      message: "il a été livré plus que commandé",
      mend: "Vérifiez les deux quantités ; la ligne est gardée.",
      level: "avertissement"
    },
    {
      code: "livraison_avant_commande",
      columns: ["date_livraison", "date_commande"],
      sql: "date_livraison < date_commande",
      isWrong: (values) => typeof values["date_livraison"] === "string" && typeof values["date_commande"] === "string" && values["date_livraison"] < values["date_commande"],
      message: "la livraison est avant la commande",
      mend: "Corrigez l'une des deux dates.",
      level: "refus"
    }
  ]
});

export const contracts: readonly Contract[] = [equipement, ...snee];
