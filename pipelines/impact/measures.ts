/** What imp_exposition measures, as a protocol names it: label and unit for people. */
export const MEASURES = {
  equipement_classe: {libelle: "matériel en service pour les classes", unite: "0 ou 1"},
  annees_equipement: {libelle: "années scolaires avec du matériel en service", unite: "années"},
  part_classes_socle: {libelle: "part des classes au socle numérique", unite: "part"},
  part_enseignants_formes: {libelle: "part des enseignants formés dans l'année", unite: "part"},
  heures_par_enseignant: {libelle: "heures de formation par enseignant dans l'année", unite: "heures"},
  ent_ouvert: {libelle: "ENT ouvert", unite: "0 ou 1"},
  ateliers_parents: {libelle: "ateliers avec les parents dans l'année", unite: "ateliers"},
  volets: {libelle: "volets dont l'établissement bénéficie", unite: "volets"},
  departement_pilote: {libelle: "département territoire numérique éducatif", unite: "0 ou 1"}
} as const;

export type Measure = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as [Measure, ...Measure[]];

/** Statistics sheet §5: parents' workshops give levels and changes only. */
export const WITHOUT_SCHOOL_EXPOSURE: readonly Measure[] = ["ateliers_parents"];
