import type {Contract} from "../../pipelines/lib/contract/contract.ts";
import {date, decimal, forme, identifiant, ouiNon, ratio, texte} from "../../pipelines/lib/contract/kinds.ts";

const siret = forme("siret", /[0-9]{14}/, "un SIRET de 14 chiffres", "22130001500247");
const DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

/** The common schema of subventions (SCDL 2.x): whoever grants publishes it, on data.gouv.fr. */
export const subventions: Contract = {
  source: "budget",
  objet: "subventions",
  titre: "Subventions (schéma SCDL)",
  grain: "une convention de subvention",
  producteur: "collectivités, data.gouv.fr (schéma SCDL Subventions)",
  licence: "Licence Ouverte 2.0 (Etalab)",
  signature: [["nomattribuant", "idattribuant", "idbeneficiaire", "montant"]],
  freeColumns: true,
  isOptional: true,
  columns: {
    attribuant: {kind: texte, required: true, aliases: ["nomAttribuant"], description: "qui attribue"},
    siret_attribuant: {kind: siret, required: true, key: true, aliases: ["idAttribuant"], description: "SIRET de qui attribue"},
    date_convention: {kind: date, required: true, key: true, aliases: ["dateConvention"], description: "date de la convention"},
    reference: {kind: identifiant, key: true, aliases: ["referenceDecision"], description: "référence de la décision"},
    beneficiaire: {kind: texte, required: true, aliases: ["nomBeneficiaire"], description: "bénéficiaire"},
    siret_beneficiaire: {kind: siret, key: true, aliases: ["idBeneficiaire"], description: "SIRET du bénéficiaire"},
    rna_beneficiaire: {kind: identifiant, aliases: ["rnaBeneficiaire"], description: "numéro RNA du bénéficiaire"},
    objet_subvention: {kind: texte, required: true, key: true, aliases: ["objet"], description: "objet"},
    montant: {kind: decimal({min: -1e10, max: 1e10, unit: "euros"}), required: true, unit: "€", description: "montant attribué"},
    nature: {kind: texte, required: true, description: "aide en numéraire, en nature…"},
    conditions: {kind: texte, aliases: ["conditionsVersement"], description: "conditions de versement"},
    periode: {
      kind: forme("periode", new RegExp(`${DAY}(/${DAY})?`), "un jour ou une période AAAA-MM-JJ/AAAA-MM-JJ", "2024-01-01/2024-12-31"),
      aliases: ["datesPeriodeVersement"], description: "jour ou période de versement"
    },
    id_rae: {kind: identifiant, aliases: ["idRAE"], description: "numéro au répertoire des aides aux entreprises"},
    notification_ue: {kind: ouiNon, aliases: ["notificationUE"], description: "notifiée à l'Union européenne"},
    pourcentage: {kind: ratio, aliases: ["pourcentageSubvention"], description: "part de l'aide que couvre cette attribution (0,01 à 1)"},
    dispositif: {kind: texte, aliases: ["dispositifAide"], description: "dispositif d'aide"}
  },
  retention: {months: 180, purpose: "suivi des financements publiés"}
};
