/** The published figures as the pages and the browser know them. */

export const STATUTS = ["publie", "zero", "non_repondu", "non_concerne", "non_collecte", "secret"] as const;
export type Statut = (typeof STATUTS)[number];

export interface Cellule {
  indicateur: string;
  territoire_type: string;
  territoire_code: string;
  annee: string;
  ventilation: string;
  modalite: string;
  valeur: number | null;
  numerateur: number | null;
  denominateur: number | null;
  n_unites: number | null;
  couverture: number | null;
  ic_bas: number | null;
  ic_haut: number | null;
  cible: number | null;
  reference: number | null;
  evolution: number | null;
  statut: Statut;
  drapeaux: string[];
}

interface Modalite {
  code: string;
  libelle: string;
}

interface Ventilation extends Modalite {
  modalites: Modalite[];
}

type Sens = "hausse" | "baisse" | "neutre";

export interface Indicateur {
  code: string;
  libelle: string;
  volet: string;
  description: string;
  unite: string;
  type: string;
  numerateur: string;
  denominateur: string;
  sens: Sens;
  sources: string[];
  enquete: string | null;
  ventilations: Ventilation[];
  periode: string;
  secret: string;
  seuil: number | null;
  ruptures: {annee: string; motif: string}[];
  reference: string | null;
  limites: string | null;
  fichier: string;
  sql: string;
}

export interface Territoire {
  type: string;
  code: string;
  nom: string;
  parents: Record<string, string>;
  latitude: number | null;
  longitude: number | null;
  population: number | null;
  n_etablissements: number | null;
  n_eleves: number | null;
}

export interface Repere {
  indicateur: string;
  territoire_type: string;
  territoire_code: string;
  ventilation: string;
  modalite: string;
  annee: string;
  valeur: number | null;
  couverture: number | null;
  document: string | null;
  remarque: string | null;
  nature: "repere" | "cible";
}

/** The order in which territory types are read, from the whole to the neighbourhood, with their French names. */
export const TYPES_TERRITOIRE: readonly {type: string; singulier: string; pluriel: string; article: string}[] = [
  {type: "programme", singulier: "Programme", pluriel: "Programme", article: "du programme"},
  {type: "academie", singulier: "Académie", pluriel: "Académie", article: "de l’académie"},
  {type: "departement", singulier: "Département", pluriel: "Département", article: "du département"},
  {type: "bassin", singulier: "Bassin", pluriel: "Bassins", article: "du bassin"},
  {type: "circonscription", singulier: "Circonscription du premier degré", pluriel: "Circonscriptions du premier degré", article: "de la circonscription"},
  {type: "epci", singulier: "Intercommunalité (EPCI)", pluriel: "Intercommunalités (EPCI)", article: "de l’intercommunalité"},
  {type: "commune", singulier: "Commune", pluriel: "Communes", article: "de la commune"},
  {type: "arrondissement", singulier: "Arrondissement municipal", pluriel: "Arrondissements municipaux", article: "de l’arrondissement"},
  {type: "reseau", singulier: "Réseau d’éducation prioritaire", pluriel: "Réseaux d’éducation prioritaire", article: "du réseau"},
  {type: "qpv", singulier: "Quartier prioritaire (QPV)", pluriel: "Quartiers prioritaires (QPV)", article: "du quartier"},
  {type: "cite_educative", singulier: "Cité éducative", pluriel: "Cités éducatives", article: "de la cité éducative"}
];

const SOURCES: Record<string, string> = {
  etablissements: "Annuaire, IPS et effectifs", territoires: "Zonages et rattachements", etic: "Enquête ETIC", enseignants: "Enquête auprès des enseignants", pix: "Pix",
  formation: "Formations suivies", equipement: "Livraisons d’équipement", ressources: "Usages des ressources", parentalite: "Ateliers d’e-parentalité", budget: "Budget",
  projets: "Projets et jalons", objectifs: "Repères et cibles", dnma: "Mesure d’audience des ENT"
};

/** A source by the name that its providers use. */
export function nomSource(code: string): string {
  return SOURCES[code] ?? code;
}

export function nomType(type: string, nombre: "singulier" | "pluriel" = "singulier"): string {
  return TYPES_TERRITOIRE.find((known) => known.type === type)?.[nombre] ?? type;
}

/** True for a figure that may be drawn: a published value, zero included. */
export function estChiffre(cellule: Cellule | undefined): cellule is Cellule & {valeur: number} {
  return cellule !== undefined && cellule.valeur !== null && (cellule.statut === "publie" || cellule.statut === "zero");
}

/**
 * The years that a series is drawn over: from the first one where something was asked to the last of the edition, so
 * that years before an indicator existed do not look like missing answers.
 */
export function anneesUtiles(serie: readonly Cellule[], annees: readonly string[]): string[] {
  const first = annees.findIndex((annee) => {
    const statut = serie.find((one) => one.annee === annee)?.statut;
    return statut !== undefined && statut !== "non_collecte" && statut !== "non_concerne";
  });
  return first === -1 ? annees.slice(-3) : annees.slice(Math.min(first, Math.max(0, annees.length - 3)));
}

/** The file of a territory's page, without folder. */
export function fichierTerritoire(type: string, code: string): string {
  return `${type}-${code}`.toLowerCase().normalize("NFKD").replace(/\p{M}+/gu, "").replace(/[^a-z0-9_-]+/g, "-");
}
