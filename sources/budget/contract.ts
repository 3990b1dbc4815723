import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {annee, decimal, identifiant, libelle} from "../../pipelines/lib/contract/kinds.ts";
import {subventions} from "./subventions.ts";

const euros = decimal({min: 0, unit: "euros"});

const budget = ownContract({
  source: "budget",
  objet: "budget",
  titre: "Budget par convention, collectivité et volet",
  grain: "une année civile, une convention, une collectivité et un volet",
  purpose: "suivi des crédits",
  columns: {
    annee: {kind: annee, required: true, key: true, description: "exercice (année civile)"},
    convention: {kind: identifiant, required: true, key: true, description: "convention"},
    collectivite: {kind: libelle, required: true, key: true, description: "collectivité"},
    volet: {kind: identifiant, required: true, key: true, description: "volet"},
    prevu: {kind: euros, required: true, unit: "€", description: "crédits prévus"},
    engage: {kind: euros, required: true, unit: "€", description: "crédits engagés"},
    paye: {kind: euros, required: true, unit: "€", description: "crédits payés"},
    part_collectivite: {kind: euros, unit: "€", description: "part de la collectivité"}
  }
});

export const contracts: readonly Contract[] = [budget, subventions];
