import {commentary, current, echeance, isBudget, type Context} from "./context.ts";
import type {Block, Panel} from "./document.ts";
import {MOVED} from "./volet.ts";
import {absence, ABSENCES} from "../lib/words/absences.ts";
import {estChiffre, type Indicateur} from "../lib/words/figure.ts";
import {formatCompte, formatNombre, formatValeur, majuscule, minuscule} from "../lib/words/format.ts";
import {formatEffectif, lireCible, lireEcart, lireEvolution, type Etat} from "../lib/words/reading.ts";

const LINES = 6;

/** One page: targets reached, on the way, behind, not measurable and why. */
export function synthese(context: Context): Block[] {
  const {publication, territoire, annee} = context;
  const measured = publication.catalogue.filter((one) => estChiffre(current(context, one)));
  const facts = [
    territoire.n_etablissements ? formatCompte(territoire.n_etablissements, "établissement") : "",
    territoire.n_eleves ? formatCompte(territoire.n_eleves, "élève") : "",
    territoire.population ? `${formatNombre(territoire.population, 0)} habitants` : ""
  ].filter(Boolean);
  const lead = `${territoire.nom}${facts.length > 0 ? ` : ${facts.join(", ")}` : ""}. ${formatCompte(measured.length, "indicateur a", "indicateurs ont")} une valeur en ${annee}, sur ${publication.catalogue.length}.`;
  const targets = targetPanels(context);
  const hasMoved = measured.some((one) => current(context, one)?.drapeaux.includes(MOVED));
  return [
    {kind: "heading", level: 1, text: "Synthèse", starts: context.isWhole ? "page" : "half-page"},
    {kind: "paragraph", tone: "lead", content: [lead]},
    ...(hasMoved ? [{kind: "paragraph", content: ["Le périmètre de ce territoire a changé depuis l'année précédente : aucune évolution n'est dite, et les courbes s'interrompent."]} as const] : []),
    ...commentary(context, "synthese"),
    {kind: "panels", items: [...targets, ...(context.isWhole ? changePanels(context) : differencePanels(context)), missingPanel(context)]}
  ];
}

function targetPanels(context: Context): Panel[] {
  const {publication, figures, annee} = context;
  const byState = new Map<Etat, string[]>();
  for (const one of publication.catalogue) {
    const serie = figures.serie(one.code);
    const cellule = current(context, one);
    const reading = lireCible(one, serie, annee, echeance(context, one));
    if (reading.etat === null) continue;
    const value = estChiffre(cellule) ? formatValeur(cellule.valeur, one.unite) : absence(cellule?.statut).mot;
    byState.set(reading.etat, [...(byState.get(reading.etat) ?? []), `${one.libelle} : ${value}. ${reading.phrase}`]);
  }
  if (byState.size === 0) return [];
  const panel = (state: Etat, title: string, none: string): Panel => {
    const lines = byState.get(state) ?? [];
    return {title, count: String(lines.length), ...cut(lines.length > 0 ? lines : [none])};
  };
  return [
    panel("atteinte", lines(byState, "atteinte") < 2 ? "cible atteinte" : "cibles atteintes", "Aucune cible n'est atteinte cette année."),
    panel("en_chemin", "en progression vers la cible", "Aucun indicateur n'est en chemin vers sa cible."),
    panel("en_retard", "en retard sur la cible", "Aucun indicateur n'est en retard."),
    ...(lines(byState, "non_mesurable") > 0 ? [panel("non_mesurable", lines(byState, "non_mesurable") < 2 ? "cible non mesurable" : "cibles non mesurables", "")] : [])
  ];
}

function lines(byState: ReadonlyMap<Etat, string[]>, state: Etat): number {
  return byState.get(state)?.length ?? 0;
}

function cut(all: readonly string[], limit = LINES): {lines: string[]; rest?: string} {
  const rest = all.length - limit;
  return rest > 0 ? {lines: all.slice(0, limit), rest: `Et ${formatCompte(rest, "autre")} : voir les chapitres.`} : {lines: [...all]};
}

/** Indicators without target: which way they went since the previous comparable year. */
function changePanels(context: Context): Panel[] {
  const moved = (feeling: "favorable" | "defavorable"): string[] =>
    context.publication.catalogue.flatMap((one) => {
      if (isBudget(one) || (current(context, one)?.cible ?? null) !== null) return [];
      const reading = lireEvolution(one, context.figures.serie(one.code), context.annee);
      return reading.sentiment === feeling ? [`${one.libelle} (${reading.court})`] : [];
    });
  const better = moved("favorable");
  const worse = moved("defavorable");
  return [
    {title: "sans cible, évoluant dans le sens attendu", count: String(better.length), ...joined(better, 9)},
    {title: "sans cible, évoluant à l'inverse", count: String(worse.length), ...joined(worse, 9)}
  ];
}

/** For a territory: where it stands beside the département. */
function differencePanels(context: Context): Panel[] {
  const groups = new Map<string, string[]>();
  for (const one of context.publication.catalogue) {
    const cellule = current(context, one);
    const gap = lireEcart(one, cellule, context.whole.cellule(one.code, context.annee));
    const number = cellule ? formatEffectif(one, cellule) : "";
    const group = gap.court === "comparable" ? "comparable" : gap.court === "" ? null : gap.sentiment;
    if (group) groups.set(group, [...(groups.get(group) ?? []), group === "comparable" ? one.libelle : `${one.libelle} (${gap.court}${number ? `, ${number}` : ""})`]);
  }
  const panel = (group: string, title: string): Panel[] => {
    const found = groups.get(group) ?? [];
    return found.length > 0 ? [{title, count: String(found.length), ...joined(found, 8)}] : [];
  };
  return [
    ...panel("favorable", "écarts au département dans le sens attendu"),
    ...panel("defavorable", "écarts au département à l'inverse"),
    ...panel("comparable", "comparables au département"),
    ...panel("neutre", "écarts sans sens attendu")
  ];
}

function joined(items: readonly string[], limit: number): {lines: string[]; rest?: string} {
  const {lines: kept, rest} = cut(items, limit);
  return {lines: kept.length > 0 ? [`${kept.join(" ; ")}.`] : ["Aucun."], ...(rest ? {rest} : {})};
}

function missingPanel(context: Context): Panel {
  const {publication} = context;
  const absents = publication.catalogue.filter((one) => !estChiffre(current(context, one)));
  const why = ABSENCES.flatMap((known) => {
    const concerned = absents.filter((one) => absence(current(context, one)?.statut).statut === known.statut);
    return concerned.length > 0 ? [`${majuscule(known.mot)} (${concerned.length}) : ${enumerate(concerned)}.`] : [];
  });
  const few = publication.catalogue.filter((one) => current(context, one)?.drapeaux.includes("reponse_insuffisante") === true);
  const lines = [...why, ...(few.length > 0 ? [`Parmi les répondants seulement (${few.length}) : ${enumerate(few)}.`] : [])];
  return {title: "sans valeur, et pourquoi", count: String(absents.length), lines: lines.length > 0 ? lines : ["Tous les indicateurs ont une valeur."]};
}

function enumerate(indicateurs: readonly Indicateur[]): string {
  const shown = indicateurs.slice(0, 4).map((one) => minuscule(one.libelle)).join(" ; ");
  return indicateurs.length > 4 ? `${shown} ; et ${indicateurs.length - 4} de plus` : shown;
}
