import {isGeneral, MOTIFS, type Comparison} from "./compare.ts";
import {explainCommand, echeance, type Context} from "./context.ts";
import type {Block, Document} from "./document.ts";
import {type Figures} from "./publication.ts";
import {stamp} from "./volet.ts";
import {absence} from "../lib/words/absences.ts";
import {estChiffre} from "../lib/words/figure.ts";
import {formatCompte, formatCourt, formatDate, formatNombre, formatPart, formatValeur} from "../lib/words/format.ts";
import {nomSource, nomType} from "../lib/words/names.ts";
import {lireCible, motDrapeau} from "../lib/words/reading.ts";

export interface Seance {
  /** ISO date of the meeting. */
  readonly date: string;
  /** Changes since the last edition; null when none was ever frozen. */
  readonly comparison: Comparison | null;
  /** Day on which that edition was frozen. */
  readonly since: string | null;
  /** Coverage of the surveys by territory, by type. */
  readonly byType: ReadonlyMap<string, ReadonlyMap<string, Figures>>;
}

/** What an observatoire or a comité reads before it meets: changes, alerts, questions. */
export function composeSeance(context: Context, seance: Seance): Document {
  const {publication, territoire, annee} = context;
  const {edition} = publication;
  const title = `Séance du ${formatDate(seance.date)}`;
  return {
    title: edition.fictif ? `${title} (données fictives)` : title,
    running: `${title} — ${edition.titre}, ${territoire.nom}`,
    date: edition.donnees_du,
    isFictional: edition.fictif,
    cover: {
      programme: edition.titre, title, subtitle: `${territoire.nom}, année ${annee}`,
      lines: ["Document préparatoire : ce qui a changé, les alertes, les questions aux établissements.", `Données arrêtées le ${formatDate(edition.donnees_du)}`]
    },
    contentsDepth: 0,
    blocks: [...changes(context, seance), ...alerts(context), ...questions(context, seance)]
  };
}

const SHOWN = 22;

function changes(context: Context, {comparison, since}: Seance): Block[] {
  const {publication, territoire} = context;
  const head: Block[] = [{kind: "heading", level: 1, text: "Ce qui a changé", starts: "page"}];
  if (!comparison) return [...head, {kind: "paragraph", content: ["Aucune édition n'a encore été figée : il n'y a rien à quoi comparer. ", {kind: "code", text: "vigie figer --annee A --nom N"}, " en crée une, et la prochaine séance dira ce qui a changé depuis."]}];
  const whole = comparison.changes.filter((one) => one.territoire_type === territoire.type && one.territoire_code === territoire.code && one.ventilation === "ensemble");
  const lead = comparison.changes.length === 0
    ? `Aucun chiffre n'a changé depuis l'édition « ${comparison.avant} »${since ? `, figée le ${formatDate(since)}` : ""}.`
    : `${formatCompte(comparison.changes.length, "chiffre a changé", "chiffres ont changé")} depuis l'édition « ${comparison.avant} »${since ? `, figée le ${formatDate(since)}` : ""}, dont ${formatNombre(whole.length, 0)} pour l'ensemble (${territoire.nom}).`;
  const rows = whole.slice(0, SHOWN).map((one) => {
    const indicateur = publication.catalogue.find(({code}) => code === one.indicateur);
    const say = (value: number | null, statut: typeof one.statut_avant): string => (statut === null ? "nouveau" : value === null ? absence(statut).mot : formatCourt(value, indicateur?.unite ?? ""));
    const isTarget = one.cible_avant !== one.cible_apres && one.valeur_avant === one.valeur_apres;
    const [before, after] = isTarget ? [say(one.cible_avant, "publie"), say(one.cible_apres, "publie")] : [say(one.valeur_avant, one.statut_avant), say(one.valeur_apres, one.statut_apres)];
    // What may have moved every figure is said below, once.
    const own = one.reasons.filter((reason) => !isGeneral(reason));
    return [
      `${indicateur?.libelle ?? one.indicateur}${isTarget ? " (cible)" : ""}`, one.annee, before, before === after ? "un terme a changé" : after,
      [...new Set((own.length > 0 ? own : one.reasons).map((reason) => MOTIFS[reason.motif]))].join(", ")
    ];
  });
  const phrases = [...new Set([...whole.flatMap((one) => one.reasons.map((reason) => reason.phrase)), ...comparison.fichiers.map((reason) => reason.phrase)])];
  return [
    ...head,
    {kind: "paragraph", tone: "lead", content: [lead]},
    ...(rows.length > 0 ? [{
      kind: "table", caption: stamp(context, `Chiffres de ${territoire.nom} qui ont changé`),
      columns: [{title: "Indicateur", share: 1}, {title: "Année"}, {title: "Avant", align: "right"}, {title: "Après", align: "right"}, {title: "Motif", share: 0.5}], rows,
      ...(whole.length > SHOWN ? {note: `Et ${whole.length - SHOWN} de plus : « vigie comparer » les donne tous.`} : {})
    } as const] : []),
    ...(phrases.length > 0 ? [
      {kind: "heading", level: 2, text: "Pourquoi"} as const,
      {kind: "list", items: [...phrases.slice(0, 12), ...(phrases.length > 12 ? [`Et ${phrases.length - 12} autres raisons : « vigie comparer » les donne toutes.`] : [])].map((text) => [{kind: "paragraph", content: [text]} as const])} as const
    ] : [])
  ];
}

const WARNING_FLAGS = ["superieur_a_100", "cumul_en_baisse", "perimetre_modifie", "rupture", "couverture_partielle"];

function alerts(context: Context): Block[] {
  const {publication, figures, annee} = context;
  const late = publication.catalogue.flatMap((one) => {
    const cellule = figures.cellule(one.code, annee);
    const reading = lireCible(one, figures.serie(one.code), annee, echeance(context, one));
    return reading.etat === "en_retard" && estChiffre(cellule) ? [`${one.libelle} : ${formatValeur(cellule.valeur, one.unite)}. ${reading.phrase}`] : [];
  });
  const flagged = publication.catalogue.flatMap((one) => {
    const flags = figures.cellule(one.code, annee)?.drapeaux.filter((flag) => WARNING_FLAGS.includes(flag)) ?? [];
    return flags.length > 0 ? [`${one.libelle} : ${flags.map(motDrapeau).join(", ")}.`] : [];
  });
  const surveys = publication.qualite.couverture.filter((one) => one.annee === annee && one.attendus > 0 && one.repondants / one.attendus < 0.65)
    .map((one) => `${nomSource(one.enquete)} : ${formatPart(one.repondants / one.attendus)} de réponses (${formatNombre(one.repondants, 0)} sur ${formatNombre(one.attendus, 0)}).`);
  const checks = publication.qualite.controles.filter((one) => one.n > 0).slice(0, 10).map((one) => `${one.description} (${formatCompte(one.n, "ligne")})`);
  const groups: [string, string[]][] = [["Cibles en retard", late], ["Enquêtes peu suivies", surveys], ["Chiffres à expliquer", flagged], ["Contrôles", checks]];
  const shown = groups.filter(([, items]) => items.length > 0);
  return [
    {kind: "heading", level: 1, text: "Alertes"},
    ...(shown.length === 0 ? [{kind: "paragraph", content: [`Rien à signaler pour ${annee}.`]} as const] : []),
    ...shown.flatMap(([title, items]): Block[] => [{kind: "heading", level: 2, text: title}, {kind: "list", items: items.slice(0, 12).map((text) => [{kind: "paragraph", content: [text]}])}])
  ];
}

function questions(context: Context, {byType}: Seance): Block[] {
  const {publication, annee, territoire} = context;
  const coverage = publication.catalogue.find((one) => one.code === "pi_couverture");
  const tables = coverage === undefined ? [] : ["circonscription", "bassin"].flatMap((type): Block[] => {
    const figures = byType.get(type);
    const waiting = publication.territoires.filter((one) => one.type === type).flatMap((one) => {
      const cell = figures?.get(one.code)?.cellule(coverage.code, annee);
      if (!estChiffre(cell) || cell.denominateur === null || cell.numerateur === null) return [];
      return [{nom: one.nom, missing: cell.denominateur - cell.numerateur, expected: cell.denominateur, share: cell.valeur}];
    }).filter((one) => one.missing > 0).sort((left, right) => right.missing - left.missing || left.nom.localeCompare(right.nom, "fr"));
    if (waiting.length === 0) return [];
    return [{
      kind: "table", caption: stamp(context, `${nomType(type, "pluriel")} où il manque le plus de réponses, ${annee}`),
      columns: [{title: nomType(type), share: 1}, {title: "Réponses attendues", align: "right"}, {title: "Manquantes", align: "right"}, {title: "Couverture", align: "right"}],
      rows: waiting.slice(0, 10).map((one) => [one.nom, formatNombre(one.expected, 0), formatNombre(one.missing, 0), formatPart(one.share)])
    }];
  });
  const refused = publication.qualite.rejets.slice(0, 12).map((one) => [nomSource(one.source), one.colonne, one.message, formatNombre(one.n, 0)]);
  const example = publication.catalogue.find((one) => estChiffre(context.figures.cellule(one.code, annee)))?.code ?? "INDICATEUR";
  return [
    {kind: "heading", level: 1, text: "Questions aux établissements"},
    ...(tables.length > 0 ? [{kind: "heading", level: 2, text: "Qui n'a pas répondu"} as const, ...tables] : []),
    ...(refused.length > 0 ? [
      {kind: "heading", level: 2, text: "Lignes refusées à reprendre"} as const,
      {kind: "table", caption: stamp(context, "Motifs de refus les plus fréquents"), columns: [{title: "Source", share: 0.8}, {title: "Colonne", share: 0.8}, {title: "Ce qui est à corriger", share: 1}, {title: "Lignes", align: "right"}], rows: refused, note: "« vigie rejets FICHIER » donne les lignes à renvoyer à qui a fait le fichier."} as const
    ] : []),
    ...(tables.length === 0 && refused.length === 0 ? [{kind: "paragraph", content: ["Aucune réponse ne manque et aucune ligne n'a été refusée."]} as const] : []),
    {kind: "heading", level: 2, text: "Retrouver l'origine d'un chiffre"},
    {kind: "code", text: explainCommand(example, territoire, annee)}
  ];
}
