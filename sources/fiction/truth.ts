/**
 * What is true in the fictional département, known before anything is measured: the effects planted and where they are null.
 * An impact model that works finds these figures again, with an interval that covers them.
 */
export const fictionTruth = {
  /** School years of the fiction, in order. */
  annees: ["2022-2023", "2023-2024", "2024-2025"],
  /**
   * An établissement is exposed from the school year in which it is delivered (beneficiaire `classe`, between September and December)
   * **and** at least 40 % of its teachers have attended a session. Cohorts: 2022-2023 (no year before: no estimate possible), 2023-2024, 2024-2025, never.
   * The order was chosen, not drawn: exposed schools have a lower IPS, so levels differ but trends do not.
   */
  exposition: {partMinimaleFormes: 0.4, partMaximaleFormesAilleurs: 0.3, cohortes: ["2022-2023", "2023-2024", "2024-2025", null]},
  /** Effect on the school's mean by number of years since the first exposed year (0, 1, 2; the third stays); none with equipment alone or training alone. */
  effets: {
    /** Pix points on the score of every certified pupil. */
    pixScore: [12, 18, 22],
    /** Added to the probability that a second-degree teacher makes pupils work with digital tools. */
    travailElevesNumerique: [0.1, 0.14, 0.16],
    /** Factor on the visits of pupils to the ENT. */
    visitesEleve: [1.15, 1.25, 1.3]
  },
  /** The indicator that measures each outcome. */
  indicateurs: {pixScore: "us_pix_score", travailElevesNumerique: "us_travail_eleves", visitesEleve: "re_ent_visites_eleve"},
  /** Indicators on which nothing was planted: an estimate there must be near 0. */
  sansEffet: ["us_pix_participation", "pa_ent_parents", "us_visualisation_collective"],
  /** Moves that every school shares, exposed or not (Pix points; share of teachers; factor), by school year. */
  tendanceCommune: {pixScore: [0, 7, 12, 15], travailElevesNumerique: [0, 0.02, 0.035, 0.045], visitesEleve: [1, 1.06, 1.1, 1.13]},
  /** Pix points per point of IPS, on the school's mean. */
  pentePixIps: 2.2
} as const;

/** Texts that live only in personal columns: none may be found in what Vigie writes after the import. */
export const personalCanaries: readonly string[] = ["Canarival", "Zéphyrine-Aubane", "canarival", "exemple.invalid", "Ville-Canari-sur-Fiction", "00FCAN"];
