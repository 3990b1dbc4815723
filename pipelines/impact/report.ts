import type {Aggregate, ComparableGap, Comparison, Dose, DoseQuarter, Permutation} from "./estimate.ts";
import type {Explained} from "./refusals.ts";
import type {LakeFile} from "./registration.ts";
import type {Word} from "./vocabulary.ts";

/** An estimate in the reader's scale: a share stays 0..1 (shown in points), a logarithm becomes a relative change. */
export interface Figure {
  readonly effet: number | null;
  readonly bas: number | null;
  readonly haut: number | null;
  /** "+14,2 Pix", and "+10,1 à +18,3 Pix". */
  readonly effet_texte: string | null;
  readonly intervalle_texte: string | null;
}

export interface OutcomeReport extends Figure {
  readonly indicateur: string;
  readonly libelle: string;
  readonly role: "principal" | "secondaire" | "temoin";
  readonly unite: string;
  readonly echelle: "valeur" | "log";
  readonly mot: Word | null;
  /** One sentence with the word, the figure, its interval and, without difference, what would not have been seen. */
  readonly phrase: string;
  /** « équivaut à… », when something plain can be said. */
  readonly equivalent: string | null;
  /** Standard error in the scale of the estimator. */
  readonly erreur_type: number | null;
  readonly ddl: number | null;
  readonly p: number | null;
  readonly p_holm: number | null;
  readonly effet_minimal_decelable: number | null;
  readonly effet_minimal_decelable_texte: string | null;
  readonly exposes: number | null;
  readonly temoins: number | null;
  readonly grappes_exposees: number | null;
  readonly grappes_temoins: number | null;
  readonly comparaisons_avant: number | null;
  /** What the years before exposure say, and what they could not have shown; null without such years. */
  readonly tendances: {readonly p: number | null; readonly p_holm_min: number | null; readonly decelable: number | null; readonly decelable_texte: string | null; readonly phrase: string} | null;
  readonly part_perdue_exposes: number | null;
  readonly part_perdue_temoins: number | null;
  readonly refus: readonly Explained[];
}

export interface CohortReport {
  /** School year of first exposure; null: not exposed within the period. */
  readonly cohorte: string | null;
  readonly libelle: string;
  readonly gardes: number;
  readonly perdus: readonly {readonly motif: string; readonly libelle: string; readonly n: number}[];
}

export interface Report {
  readonly format: 1;
  readonly protocole: {
    readonly code: string;
    readonly fichier: string;
    readonly empreinte: string;
    readonly titre: string;
    readonly question: string;
    readonly enregistre_le: string;
    readonly signataires: readonly {readonly nom: string; readonly qualite: string}[];
    readonly exploratoire: boolean;
    readonly estimateur: string;
    readonly famille: readonly string[];
  };
  readonly fictif: boolean;
  readonly version: string;
  /** Day of the newest contributing file. */
  readonly donnees_du: string | null;
  readonly avertissements: readonly string[];
  readonly mot: Word | null;
  readonly sens_du_mot: string | null;
  readonly phrase: string;
  readonly devis: {
    readonly population: string;
    readonly n_population: number;
    readonly exposition: string;
    readonly conditions: readonly {readonly mesure: string; readonly libelle: string; readonly unite: string; readonly minimum: number}[];
    readonly comparaison: string;
    readonly grappe: string;
    readonly annees: readonly string[];
    readonly cohortes: readonly CohortReport[];
    /** Schools of the population that never entered, by reason. */
    readonly ecartes: readonly {readonly motif: string; readonly libelle: string; readonly n: number}[];
    /** Declared exclusions and changes of UAI, as the protocol says them. */
    readonly declarations: readonly string[];
  };
  readonly resultats: readonly OutcomeReport[];
  /** Around the first exposed year; e = -1 is the reference (0, no interval). */
  readonly evenements: readonly {readonly indicateur: string; readonly points: readonly ({readonly e: number} & Omit<Figure, "effet_texte" | "intervalle_texte">)[]}[];
  readonly trajectoires: readonly {readonly cohorte: string | null; readonly annee: string; readonly moyenne: number; readonly n: number}[];
  readonly effets_par_cohorte: readonly ({readonly cohorte: string; readonly annee: string; readonly est_avant: boolean; readonly exposes: number; readonly temoins: number} & Omit<Figure, "effet_texte" | "intervalle_texte">)[];
  readonly agregats: readonly Aggregate[];
  readonly robustesse: readonly ({readonly nom: string; readonly libelle: string} & Figure)[];
  /** Territories of at least 5 exposed and 5 other schools; empty below 5 such territories. */
  readonly par_territoire: readonly {
    readonly territoire: string; readonly nom: string; readonly exposes: number; readonly autres: number; readonly brut: number; readonly lisse: number; readonly bas: number; readonly haut: number;
  }[];
  /** In the scale of the estimator: shares 0..1, logarithms as they are. Null or empty when too few schools are on a side. */
  readonly autres_estimateurs: {
    readonly welch: Comparison | null;
    readonly cr1: Comparison | null;
    readonly permutation: Permutation | null;
    readonly dose: {readonly coefficients: readonly Dose[]; readonly quarts: readonly DoseQuarter[]} | null;
    readonly profil_comparable: ComparableGap | null;
  };
  readonly refus: readonly Explained[];
  readonly limites: readonly string[];
  readonly fichiers: readonly Pick<LakeFile, "fichier" | "source" | "sha256" | "importe_le" | "annees">[];
  readonly reproduire: {readonly dossier: string; readonly fichiers: readonly string[]; readonly sql: string};
}
