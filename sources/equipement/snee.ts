import type {Contract} from "../../pipelines/lib/contract/contract.ts";
import {decimal, entier, forme, identifiant, texte, uai} from "../../pipelines/lib/contract/kinds.ts";

// Socle numérique dans les écoles élémentaires. `code_region` is « 00 » for some rows, and the two sets do not count the same écoles.
const siren = forme("siren", /[0-9]{9}/, "un SIREN de 9 chiffres", "211300553");
const euros = decimal({min: 0, max: 1e10, unit: "euros"});
const base = {
  source: "equipement",
  producteur: "DNE, data.education.gouv.fr",
  licence: "non dite par le producteur",
  freeColumns: true,
  isOptional: true,
  retention: {months: 180, purpose: "subventions publiées"}
} as const;

const convention = {
  code_departement: {kind: identifiant, description: "département, comme le ministère l'écrit"},
  signataire: {kind: texte, aliases: ["raison_sociale_du_signataire_de_la_convention"], description: "collectivité signataire"},
  siren: {kind: siren, aliases: ["siren_signataire_de_la_convention"], description: "SIREN de la collectivité signataire"},
  depenses: {kind: euros, unit: "€", aliases: ["depenses_realisees_par_la_collectivite"], description: "dépenses de la collectivité"},
  subvention: {kind: euros, unit: "€", aliases: ["montant_de_la_subvention"], description: "subvention de l'État"}
} as const;

const collectivites: Contract = {
  ...base,
  objet: "snee_collectivites",
  titre: "Socle numérique des écoles : conventions par collectivité",
  grain: "une convention",
  signature: [["siren_signataire_de_la_convention", "montant_de_la_subvention", "nombre_d_ecoles"]],
  columns: {
    ...convention,
    siren: {...convention.siren, required: true, key: true},
    code_commune: {kind: identifiant, key: true, aliases: ["code_commune_siege"], description: "commune siège (INSEE)"},
    communes: {kind: entier({max: 10_000}), aliases: ["nombre_de_communes"], description: "communes couvertes"},
    ecoles: {kind: entier({max: 10_000}), aliases: ["nombre_d_ecoles"], description: "écoles couvertes"}
  }
};

const ecoles: Contract = {
  ...base,
  objet: "snee_ecoles",
  titre: "Socle numérique des écoles : écoles",
  grain: "une école",
  signature: [["uai", "nom_de_l_ecole", "siren_signataire_de_la_convention"], ["uai", "nom_de_l_ecole", "raison_sociale_du_signataire_de_la_convention"]],
  columns: {
    uai: {kind: uai, required: true, key: true, description: "école"},
    nom: {kind: texte, aliases: ["nom_de_l_ecole"], description: "nom de l'école"},
    classes: {kind: entier({max: 1000}), aliases: ["nombre_de_classes", "nombre_classes"], description: "classes équipées"},
    ...convention
  }
};

export const snee: readonly Contract[] = [collectivites, ecoles];
