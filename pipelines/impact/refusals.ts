import {formatCount} from "../lib/format.ts";

/** What a refusal knows of the case, to say what would make the analysis possible. */
export interface RefusalContext {
  readonly exposes?: number | undefined;
  readonly temoins?: number | undefined;
  readonly grappesExposees?: number | undefined;
  readonly grappesTemoins?: number | undefined;
  readonly annees?: readonly string[] | undefined;
  readonly anneesAvant?: number | undefined;
  readonly debut?: string | undefined;
  readonly fin?: string | undefined;
  readonly taux?: string | undefined;
  readonly n?: number | undefined;
}

interface Refusal {
  /** What is the matter, for someone who has never heard of statistics. */
  readonly explication: (context: RefusalContext) => string;
  /** What would make the analysis, or the stronger word, possible. */
  readonly remede: (context: RefusalContext) => string;
  /** True when there is no figure at all; otherwise only a word is withdrawn, or a caution printed. */
  readonly isBlocking: boolean;
}

const missing = (found: number | undefined, needed: number, one: string, many?: string): string =>
  found === undefined ? formatCount(needed, one, many) : `encore ${formatCount(Math.max(1, needed - found), one, many)}`;

const REFUSALS = {
  sans_controle: {
    explication: () => "Aucun établissement non exposé ne reste pour la comparaison : on ne sait pas ce qui se serait passé sans exposition.",
    remede: ({temoins}) => `Il faudrait au moins 5 établissements jamais exposés, avec un résultat chaque année (il y en a ${temoins ?? 0}) ; ou la comparaison « pas_encore_exposes » si des expositions plus tardives existent.`,
    isBlocking: true
  },
  sans_expose: {
    explication: ({fin}) => `Aucun établissement n'a été exposé entre la deuxième année et la fin de la période${fin === undefined ? "" : ` (${fin})`} : il n'y a rien à mesurer.`,
    remede: () => "Prolongez la période jusqu'à une année où des établissements sont exposés, ou revoyez les conditions d'exposition.",
    isBlocking: true
  },
  traite_des_le_depart: {
    explication: ({n, debut}) => `${n === undefined ? "Des établissements étaient déjà exposés" : formatCount(n, "établissement était déjà exposé", "établissements étaient déjà exposés")} la première année${debut === undefined ? "" : ` (${debut})`} : sans année « avant », leur évolution ne peut pas être comparée. Ils sont écartés et comptés.`,
    remede: () => "Il faudrait leurs résultats d'au moins une année d'avant l'exposition.",
    isBlocking: false
  },
  groupe_trop_petit: {
    explication: ({n}) => `Une cohorte compte moins de 5 établissements${n === undefined ? "" : ` (${n})`} : elle est écartée.`,
    remede: ({n}) => `Il faudrait ${missing(n, 5, "établissement exposé", "établissements exposés")} la même année, avec un résultat chaque année.`,
    isBlocking: false
  },
  panel_incomplet: {
    explication: ({n}) => `${n === undefined ? "Des établissements n'ont pas" : formatCount(n, "établissement n'a pas", "établissements n'ont pas")} de résultat utilisable chaque année : ils sont écartés et comptés par motif.`,
    remede: () => "Le tableau de composition dit pourquoi, groupe par groupe ; un résultat manquant peut être demandé à l'établissement.",
    isBlocking: false
  },
  grappes_insuffisantes: {
    explication: ({grappesExposees, grappesTemoins}) => `Trop peu de groupes d'établissements indépendants pour chiffrer l'incertitude (${grappesExposees ?? 0} exposés, ${grappesTemoins ?? 0} témoins).`,
    remede: ({grappesExposees, grappesTemoins}) => `Il faudrait au moins 5 groupes exposés et 5 témoins : ${(grappesExposees ?? 0) < 5 ? `encore ${5 - (grappesExposees ?? 0)} exposés` : ""}${(grappesExposees ?? 0) < 5 && (grappesTemoins ?? 0) < 5 ? " et " : ""}${(grappesTemoins ?? 0) < 5 ? `encore ${5 - (grappesTemoins ?? 0)} témoins` : ""}.`,
    isBlocking: false
  },
  peu_de_grappes: {
    explication: () => "Moins de 20 groupes d'établissements en tout : l'intervalle est approché.",
    remede: () => "Au-delà de 20 groupes, l'intervalle devient sûr.",
    isBlocking: false
  },
  pertes_differentes: {
    explication: () => "Les établissements exposés et les autres n'ont pas perdu la même part de résultats (plus de 10 points d'écart) : ceux qui restent ne sont peut-être plus comparables.",
    remede: () => "Il faudrait récupérer les résultats manquants du groupe qui en a perdu le plus.",
    isBlocking: false
  },
  tendances_non_paralleles: {
    explication: () => "Avant toute exposition, les deux groupes n'évoluaient déjà pas de la même façon : l'écart mesuré ensuite ne peut pas être attribué à l'exposition.",
    remede: () => "Un autre groupe de comparaison, fixé dans un nouveau protocole avant de regarder les résultats.",
    isBlocking: false
  },
  tendances_non_verifiables: {
    explication: ({anneesAvant}) => `On ne peut pas vérifier que les deux groupes évoluaient de la même façon avant l'exposition : ${formatCount(anneesAvant ?? 0, "comparaison possible", "comparaisons possibles")} entre années d'avant, il en faut 2.`,
    remede: ({anneesAvant, debut}) => `Il faudrait les résultats de ${formatCount(Math.max(1, 2 - (anneesAvant ?? 0)), "année")} de plus avant l'exposition${debut === undefined ? "" : `, donc d'avant ${debut}`}, ou attendre les établissements exposés plus tard.`,
    isBlocking: false
  },
  resultat_absent_une_annee: {
    explication: ({annees}) => `Le résultat n'a aucune valeur ${annees === undefined ? "une année de la période" : `en ${annees.join(", ")}`} : la série est coupée.`,
    remede: ({annees}) => `Importez les données de ${annees?.join(", ") ?? "cette année"}, ou choisissez une période qui l'évite.`,
    isBlocking: true
  },
  resultat_constant: {
    explication: () => "Tous les établissements ont exactement la même valeur, chaque année : rien ne varie, rien ne peut être comparé.",
    remede: () => "Vérifiez la colonne du fichier d'origine ; une valeur recopiée partout en est la cause la plus fréquente.",
    isBlocking: true
  },
  variation_identique: {
    explication: () => "Tous les établissements d'un même groupe ont exactement la même évolution : l'incertitude calculée serait nulle, ce qui n'est pas croyable.",
    remede: () => "Vérifiez que les résultats n'ont pas été recopiés d'une année ou d'un établissement à l'autre.",
    isBlocking: true
  },
  reponse_insuffisante: {
    explication: ({taux, annees}) => `Moins de la moitié des personnes interrogées ont répondu${annees === undefined ? "" : ` en ${annees.join(", ")}`}${taux === undefined ? "" : ` (${taux})`} : ceux qui répondent peuvent changer d'une année à l'autre.`,
    remede: () => "Il faudrait au moins 50 % de réponses chacune des années de la période.",
    isBlocking: true
  },
  serie_rompue: {
    explication: ({annees}) => `La définition ou l'instrument a changé${annees === undefined ? "" : ` en ${annees.join(", ")}`} : les valeurs d'avant et d'après ne se comparent pas.`,
    remede: () => "Choisissez une période entièrement avant ou entièrement après ce changement.",
    isBlocking: true
  },
  resultat_inconnu: {
    explication: () => "Cet indicateur n'est pas un résultat étudiable : il n'existe pas, ou il mesure lui-même l'équipement, la formation ou le pilotage.",
    remede: () => "Choisissez un indicateur de part, de ratio ou de moyenne des volets transversal, ressources ou parentalité (vigie requete \"select distinct indicateur from imp_resultat\").",
    isBlocking: true
  },
  volet_sans_exposition: {
    explication: () => "Les ateliers avec les parents se tiennent hors des établissements autant que dedans : leur exposition n'est pas connue établissement par établissement.",
    remede: () => "Il faudrait savoir quelles familles de quel établissement y ont participé.",
    isBlocking: false
  },
  programme_entier: {
    explication: () => "Un seul département de l'académie est territoire numérique éducatif : rien ne distingue le programme de ce qui est propre à ce département.",
    remede: () => "Il faudrait les mêmes résultats dans au moins 5 départements du programme et 5 autres.",
    isBlocking: false
  },
  permutation_impuissante: {
    explication: () => "Trop peu de territoires : même le partage le plus favorable ne se distinguerait pas du hasard.",
    remede: () => "Il faudrait au moins 20 partages possibles entre territoires exposés et témoins, par exemple 3 exposés sur 6.",
    isBlocking: false
  },
  trop_de_territoires: {
    explication: () => "Plus de 20 territoires : la permutation exacte n'est pas calculée.",
    remede: () => "L'estimation par adoption échelonnée suffit dans ce cas.",
    isBlocking: false
  },
  bras_vide: {
    explication: () => "Aucun territoire n'est d'un des deux côtés de la comparaison.",
    remede: () => "Choisissez des territoires plus petits, ou une exposition moins répandue.",
    isBlocking: false
  },
  regresseurs_colineaires: {
    explication: () => "La dose et les variables d'ajustement disent la même chose : leurs parts ne se séparent pas.",
    remede: () => "Retirez une variable d'ajustement, ou choisissez une dose qui varie entre établissements.",
    isBlocking: false
  },
  groupe_absent: {
    explication: () => "Un profil d'établissement manque d'un côté : la comparaison à profil comparable n'est pas possible.",
    remede: () => "Élargissez la population du protocole.",
    isBlocking: false
  },
  groupe_peu_fourni: {
    explication: () => "Un profil compte moins de 10 établissements d'un côté : l'écart à profil comparable est à lire avec prudence.",
    remede: () => "Élargissez la population du protocole.",
    isBlocking: false
  },
  exploratoire: {
    explication: () => "Analyse exploratoire : les résultats ont pu être connus avant que la question soit écrite.",
    remede: () => "Écrivez le protocole avant l'arrivée des prochains résultats, et enregistrez-le.",
    isBlocking: false
  }
} as const satisfies Readonly<Record<string, Refusal>>;

export type RefusalCode = keyof typeof REFUSALS;
export const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[];

export interface Explained {
  readonly code: string;
  readonly explication: string;
  readonly remede: string;
  readonly est_bloquant: boolean;
}

/** A refusal in plain French, with what would make the analysis possible. */
export function explainRefusal(code: string, context: RefusalContext = {}): Explained {
  if (!isRefusal(code)) throw new Error(`no explanation for the refusal ${code}`);
  const refusal: Refusal = REFUSALS[code];
  return {code, explication: refusal.explication(context), remede: refusal.remede(context), est_bloquant: refusal.isBlocking};
}

export function isRefusal(code: string): code is RefusalCode {
  return code in REFUSALS;
}
