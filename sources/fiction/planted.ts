/**
 * The mistakes that the fiction plants on purpose, at fixed lines of fixed files: they do not move with the seed, so that a test can say
 * "exactly these rows were refused". `line` counts as a spreadsheet shows it (the header is line 1).
 */
type PlantedKind =
  | "lettre_fausse"
  | "texte_dans_nombre"
  | "date_impossible"
  | "champ_obligatoire_vide"
  | "libelle_inconnu"
  | "annee_impossible"
  | "livraison_avant_commande"
  | "incoherence"
  | "doublon_exact"
  | "non_concerne"
  | "uai_inconnu"
  | "valeur_etonnante";

/** What an importer should make of the row. */
type PlantedOutcome = "refuse" | "doublon" | "avertissement" | "accepte";

export interface PlantedError {
  readonly file: string;
  readonly line: number;
  /** Header of the wrong column; null when the whole row is at fault. */
  readonly column: string | null;
  readonly kind: PlantedKind;
  readonly outcome: PlantedOutcome;
  /** Cells put in place of the right ones. A wrong check letter has none: it is made from the row's own UAI. */
  readonly cells: Readonly<Record<string, string>>;
}

function plant(file: string, line: number, kind: PlantedKind, outcome: PlantedOutcome, cells: Record<string, string> = {}, column?: string): PlantedError {
  return {file, line, column: column ?? Object.keys(cells)[0] ?? null, kind, outcome, cells};
}

const wrongLetter = (file: string, line: number, column = "uai"): PlantedError => plant(file, line, "lettre_fausse", "refuse", {}, column);
const duplicate = (file: string, line: number): PlantedError => plant(file, line, "doublon_exact", "doublon");
const refused = (file: string, line: number, kind: PlantedKind, cells: Record<string, string>): PlantedError => plant(file, line, kind, "refuse", cells);

const FILES = {
  effectifs: "etablissements/effectifs-2023-2024.csv",
  etic: "etic/etic-2022-2023.csv",
  eticRecent: "etic/etic-2024-2025.txt",
  enseignants: "enseignants/enquete-enseignants-2024-2025.csv",
  formation: "formation/formations-2023-2024.csv",
  satisfaction: "formation/satisfaction.csv",
  equipement: "equipement/livraisons-2023-2024.csv",
  parentalite: "parentalite/ateliers.csv",
  usages: "ressources/usages-portails.csv",
  dnma: "ressources/dnma-2024-2025.csv",
  projets: "projets/projets.csv",
  jalons: "projets/jalons.csv",
  budget: "budget/budget.csv",
  rattachements: "territoires/rattachements.csv",
  certification: "pix/certifications-2024-2025.csv",
  evaluation: "pix/campagnes-evaluation-2024-2025.csv",
  profils: "pix/collectes-profils-2024-2025.csv"
} as const;

/** Every planted mistake, all files together. */
export const plantedErrors: readonly PlantedError[] = [
  wrongLetter(FILES.effectifs, 9),
  refused(FILES.effectifs, 14, "texte_dans_nombre", {eleves: "cent douze"}),
  refused(FILES.effectifs, 21, "champ_obligatoire_vide", {uai: ""}),
  duplicate(FILES.effectifs, 30),
  plant(FILES.effectifs, 33, "non_concerne", "accepte", {neo_titulaires: "NC"}),

  refused(FILES.etic, 12, "date_impossible", {date_reponse: "31/02/2023"}),
  wrongLetter(FILES.etic, 17),
  refused(FILES.etic, 23, "libelle_inconnu", {technologie_acces: "minitel"}),
  plant(FILES.etic, 26, "non_concerne", "accepte", {tni: "NC"}),
  refused(FILES.etic, 31, "incoherence", {ordinateurs_moins_5_ans: "480", ordinateurs_eleves: "12"}),
  refused(FILES.etic, 35, "libelle_inconnu", {ent: "peut-être"}),
  refused(FILES.eticRecent, 15, "annee_impossible", {annee_scolaire: "2024-2026"}),
  duplicate(FILES.eticRecent, 28),

  refused(FILES.enseignants, 11, "libelle_inconnu", {frequence_usage: "parfois"}),
  refused(FILES.enseignants, 18, "texte_dans_nombre", {aisance: "bonne"}),
  wrongLetter(FILES.enseignants, 25),

  refused(FILES.formation, 13, "date_impossible", {date_debut: "30/02/2024"}),
  refused(FILES.formation, 22, "champ_obligatoire_vide", {uai: ""}),
  refused(FILES.formation, 27, "libelle_inconnu", {presence: "en retard"}),
  duplicate(FILES.formation, 34),
  refused(FILES.formation, 39, "texte_dans_nombre", {duree_heures: "une journée"}),

  refused(FILES.satisfaction, 10, "incoherence", {satisfaits: "40", repondants: "18"}),

  refused(FILES.equipement, 8, "livraison_avant_commande", {date_livraison: "12/01/2022"}),
  wrongLetter(FILES.equipement, 16),
  plant(FILES.equipement, 19, "incoherence", "avertissement", {quantite_livree: "30", quantite_commandee: "24"}),
  refused(FILES.equipement, 24, "libelle_inconnu", {categorie: "magnétoscope"}),
  duplicate(FILES.equipement, 29),
  refused(FILES.equipement, 33, "texte_dans_nombre", {quantite_livree: "une vingtaine"}),

  refused(FILES.parentalite, 7, "date_impossible", {date: "29/02/2023"}),
  refused(FILES.parentalite, 12, "champ_obligatoire_vide", {familles: ""}),

  // The check letter is right and no school has it.
  plant(FILES.parentalite, 20, "uai_inconnu", "accepte", {uai: "0139901S"}),

  refused(FILES.usages, 20, "texte_dans_nombre", {acces: "beaucoup"}),
  plant(FILES.usages, 26, "non_concerne", "accepte", {abonnements: "NC"}),

  // A week whose total is below the sum of its profiles: seen in the real series, kept and read with care.
  plant(FILES.dnma, 18, "valeur_etonnante", "accepte", {visites_globales: "3"}),
  wrongLetter(FILES.dnma, 40, "UAI"),

  refused(FILES.projets, 9, "libelle_inconnu", {statut: "à voir"}),
  refused(FILES.jalons, 6, "date_impossible", {echeance: "31/11/2023"}),
  refused(FILES.budget, 11, "texte_dans_nombre", {engage: "n.d."}),
  refused(FILES.rattachements, 15, "incoherence", {fin: "31/08/2010"}),

  refused(FILES.certification, 19, "date_impossible", {"Date de passage de la certification": "31/04/2025"}),
  duplicate(FILES.certification, 26),
  refused(FILES.certification, 37, "texte_dans_nombre", {"Score en Pix": "trois cents"}),
  refused(FILES.evaluation, 16, "texte_dans_nombre", {"% maitrise de l'ensemble des acquis du profil": "bonne"}),
  duplicate(FILES.evaluation, 24),
  refused(FILES.profils, 14, "texte_dans_nombre", {"Nombre de pix total": "beaucoup"})
];
