import type {Cellule, Indicateur} from "../../../pipelines/lib/words/figure.ts";

/** A published cell that says what a test changes, and nothing else. */
export function cell(part: Partial<Cellule> = {}): Cellule {
  return {
    indicateur: "eq_test", territoire_type: "commune", territoire_code: "13001", annee: "2024-2025", ventilation: "ensemble", modalite: "ensemble",
    valeur: 0.43, numerateur: 43, denominateur: 100, n_unites: 100, couverture: 1, ic_bas: null, ic_haut: null, cible: null, reference: null, evolution: null,
    statut: "publie", drapeaux: [], ...part
  };
}

export function indicator(part: Partial<Indicateur> = {}): Indicateur {
  return {
    code: "eq_test", libelle: "Écoles équipées", volet: "equipement", description: "Part des écoles équipées.", unite: "%", type: "part", numerateur: "écoles équipées",
    denominateur: "écoles", sens: "hausse", sources: ["etic"], enquete: null, ventilations: [], periode: "stock", secret: "aucun", seuil: null, ruptures: [], reference: null,
    limites: null, fichier: "sql/indicateurs/equipement/eq_test.sql", sql: "select 1", ...part
  };
}
