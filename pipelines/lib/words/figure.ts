/** A published figure and its indicator, as the site, the reports and the browser know them (architecture, section 5). */

export const STATUTS = ["publie", "zero", "non_repondu", "non_concerne", "non_collecte", "secret"] as const;
export type Statut = (typeof STATUTS)[number];

/** A figure with its terms. */
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

export interface Modalite {
  code: string;
  libelle: string;
}

interface Ventilation extends Modalite {
  modalites: Modalite[];
}

/** An entry of the catalogue. */
export interface Indicateur {
  code: string;
  libelle: string;
  volet: string;
  description: string;
  unite: string;
  type: string;
  numerateur: string;
  denominateur: string | null;
  sens: "hausse" | "baisse" | "neutre";
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

/** A value that a document published before, or a target. */
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

/** True for a figure that may be shown: a published value, zero included. */
export function estChiffre<C extends Cellule>(cellule: C | undefined): cellule is C & {valeur: number} {
  return cellule !== undefined && cellule.valeur !== null && (cellule.statut === "publie" || cellule.statut === "zero");
}
