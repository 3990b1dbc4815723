import {ownContract, type Contract} from "../../pipelines/lib/contract/contract.ts";
import {choix, codeInsee, date, decimal, entier, identifiant, libelle, texte, uai} from "../../pipelines/lib/contract/kinds.ts";

const retention = {months: 180, purpose: "géographie"};

const communes: Contract = {
  source: "territoires",
  objet: "communes",
  titre: "Communes, arrondissements municipaux et EPCI",
  grain: "une commune ou un arrondissement municipal",
  producteur: "INSEE (COG) et DGCL, paquet @etalab/decoupage-administratif",
  licence: "MIT (paquet), Licence Ouverte 2.0 (données)",
  signature: [["code", "nom", "type", "code_epci"], ["code_insee", "nom", "type", "siren_epci"]],
  freeColumns: true,
  columns: {
    code: {kind: codeInsee, required: true, key: true, aliases: ["code_insee"], description: "code INSEE"},
    nom: {kind: texte, required: true, description: "nom"},
    type: {kind: choix(["commune-actuelle", "arrondissement-municipal", "commune-deleguee", "commune-associee"]), required: true, description: "type"},
    commune_parente: {kind: codeInsee, description: "commune d'un arrondissement municipal"},
    code_arrondissement: {kind: identifiant, description: "arrondissement de sous-préfecture"},
    nom_arrondissement: {kind: texte, description: "nom de l'arrondissement de sous-préfecture"},
    code_departement: {kind: identifiant, aliases: ["departement"], description: "département (COG)"},
    code_epci: {kind: identifiant, aliases: ["siren_epci"], description: "EPCI (SIREN)"},
    nom_epci: {kind: texte, description: "nom de l'EPCI"},
    population: {kind: entier(), unit: "habitants", description: "population municipale"}
  },
  retention
};

const centres: Contract = {
  source: "territoires",
  objet: "centres",
  titre: "Centres des communes et des arrondissements municipaux",
  grain: "une commune ou un arrondissement municipal",
  producteur: "calculé sur IGN Admin Express COG 2018 et DEPP",
  licence: "Licence Ouverte 2.0",
  signature: [["code_insee", "commune_parente", "latitude", "longitude"]],
  columns: {
    code: {kind: codeInsee, required: true, key: true, aliases: ["code_insee"], description: "code INSEE"},
    nom: {kind: texte, description: "nom"},
    commune_parente: {kind: codeInsee, description: "commune d'un arrondissement municipal"},
    latitude: {kind: decimal({min: -90, max: 90, unit: "degrés"}), required: true, description: "latitude WGS 84"},
    longitude: {kind: decimal({min: -180, max: 180, unit: "degrés"}), required: true, description: "longitude WGS 84"}
  },
  retention
};

/** Rule of the own contracts: an end before its beginning is refused. */
const finApresDebut = {
  code: "fin_avant_debut",
  columns: ["debut", "fin"],
  sql: "fin < debut",
  isWrong: (values: Readonly<Record<string, unknown>>) => typeof values["fin"] === "string" && typeof values["debut"] === "string" && values["fin"] < values["debut"],
  message: "la fin est avant le début",
  mend: "Corrigez l'une des deux dates ; laissez la fin vide si le rattachement court encore.",
  level: "refus"
} as const;

const rattachements = ownContract({
  source: "territoires",
  objet: "rattachements",
  nom: "territoires",
  titre: "Rattachement des établissements aux territoires",
  grain: "un établissement, un territoire et une période",
  purpose: "agrégation par territoire",
  signature: [["uai", "type_territoire", "code_territoire", "nom_territoire", "debut"]],
  columns: {
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    type_territoire: {kind: choix(["circonscription", "bassin", "reseau", "cite_educative", "qpv"]), required: true, key: true, description: "type de territoire"},
    code_territoire: {kind: identifiant, required: true, key: true, description: "code du territoire"},
    nom_territoire: {kind: libelle, required: true, description: "nom du territoire"},
    debut: {kind: date, required: true, key: true, description: "premier jour du rattachement"},
    fin: {kind: date, description: "dernier jour, vide s'il court encore"}
  },
  rules: [finApresDebut]
});

const correspondances = ownContract({
  source: "territoires",
  objet: "correspondances",
  titre: "Correspondances de libellés vers un UAI ou un code",
  grain: "un libellé d'un système",
  purpose: "rattachement des fichiers qui ne portent pas d'UAI",
  signature: [["systeme", "libelle"]],
  columns: {
    systeme: {kind: identifiant, required: true, key: true, description: "pix_organisation, pix_campagne, pix_session, lieu, departement…"},
    libelle: {kind: texte, required: true, key: true, description: "libellé tel que le système l'écrit"},
    uai: {kind: uai, description: "établissement"},
    code: {kind: identifiant, description: "code, quand ce n'est pas un établissement"},
    debut: {kind: date, description: "premier jour"},
    fin: {kind: date, description: "dernier jour"}
  },
  rules: [
    finApresDebut,
    {
      code: "sans_cible",
      columns: ["uai", "code"],
      sql: "uai IS NULL AND code IS NULL",
      isWrong: (values) => values["uai"] === undefined && values["code"] === undefined,
      message: "ce libellé ne mène à rien : ni UAI, ni code",
      mend: "Remplissez la colonne uai ou la colonne code.",
      level: "refus"
    }
  ]
});

const citesEducatives: Contract = {
  source: "territoires",
  objet: "cites_educatives",
  isOptional: true,
  titre: "Cités éducatives : établissements",
  grain: "un établissement et une cité éducative",
  producteur: "DGESCO, data.education.gouv.fr (fr-en-cites_educatives)",
  licence: "Licence Ouverte 2.0 (Etalab)",
  freeColumns: true,
  signature: [["uai", "libelle_long_cite_educative"]],
  columns: {
    uai: {kind: uai, required: true, key: true, description: "établissement"},
    cite_educative: {kind: texte, required: true, key: true, aliases: ["libelle_long_cite_educative"], description: "cité éducative"}
  },
  retention
};

export const contracts: readonly Contract[] = [communes, centres, citesEducatives, rattachements, correspondances];
