/** The columns that every indicator gives, with the sentence that documents them; the first ones are compulsory. */
export const INDICATOR_COLUMNS: Readonly<Record<string, string>> = {
  uai: "Établissement ; vide pour une ligne rattachée à un territoire",
  annee: "Année scolaire",
  ventilation: "Ventilation, « ensemble » pour le total",
  modalite: "Modalité de la ventilation, « ensemble » pour le total",
  numerateur: "Numérateur ; vide si l'établissement n'a pas répondu",
  denominateur: "Dénominateur ; vide si l'établissement n'a pas répondu ou si l'indicateur n'en a pas",
  n_unites: "Unités statistiques qui contribuent (établissements ou personnes)",
  attendu: "Unités qui devaient répondre ; 0 si non concerné, vide pour un recensement",
  repondu: "Unités qui ont répondu ; vide pour un recensement"
};

/** Columns that an indicator may leave out: the builder completes `ind_toutes` with nulls. */
export const OPTIONAL_INDICATOR_COLUMNS: Readonly<Record<string, {type: string; description: string}>> = {
  territoire_type: {type: "varchar", description: "Type du territoire d'une ligne sans établissement"},
  territoire_code: {type: "varchar", description: "Code du territoire d'une ligne sans établissement"},
  valeurs: {type: "double[]", description: "Valeurs individuelles dont la médiane est prise"}
};

export const INDICATOR_KEY = ["uai", "annee", "ventilation", "modalite"] as const;

export const INDICATOR_TYPES_SQL: Readonly<Record<string, string>> = {
  uai: "varchar",
  annee: "varchar",
  ventilation: "varchar",
  modalite: "varchar",
  numerateur: "double",
  denominateur: "double",
  n_unites: "bigint",
  attendu: "double",
  repondu: "double"
};
