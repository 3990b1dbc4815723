import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {choix, codeInsee, date, decimal, entier, identifiant, libelle, uai} from "../../pipelines/lib/contract/kinds.ts";

const parentalite = ownContract({
  source: "parentalite",
  objet: "parentalite",
  titre: "Ateliers d'accompagnement à la parentalité numérique",
  grain: "un atelier",
  purpose: "accompagnement des familles",
  uaiFromFile: true,
  columns: {
    atelier: {kind: identifiant, required: true, key: true, description: "atelier"},
    date: {kind: date, required: true, description: "date"},
    uai: {kind: uai, description: "établissement"},
    code_commune: {kind: codeInsee, description: "commune"},
    type_atelier: {kind: choix(["atelier", "cafe_numerique", "e_devoirs", "mobile_multimedia", "autre"]), required: true, description: "type d'atelier"},
    partenaire: {kind: libelle, description: "partenaire"},
    familles: {kind: entier({max: 5000}), required: true, description: "familles accueillies"},
    parents_ambassadeurs: {kind: entier({max: 5000}), description: "parents ambassadeurs formés"},
    duree_heures: {kind: decimal({min: 0, max: 100, unit: "heures"}), unit: "heures", description: "durée"}
  }
});

export const contracts: readonly Contract[] = [parentalite];
