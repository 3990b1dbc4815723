import {barsChart, seriesChart} from "./charts.ts";
import {cellOf, commentary, current, echeance, isBudget, ofVolet, type Context} from "./context.ts";
import type {Block, Card, Column, Table} from "./document.ts";
import {absence, ABSENCES} from "../lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur, type Modalite} from "../lib/words/figure.ts";
import {accorder, decomposeValeur, formatCompte, formatCourt, formatIntervalle, formatNombre, formatPart, majuscule, minuscule} from "../lib/words/format.ts";
import {casChiffre, lireCible, lireCouverture, lireDrapeaux, lireEcart, lireEvolution} from "../lib/words/reading.ts";

/** The chapter of a volet: its figures in a table, a card for each, how they are spread, what is missing. */
export function chapitreVolet(context: Context, volet: Modalite): Block[] {
  const indicateurs = ofVolet(context, volet.code);
  const measured = indicateurs.filter((one) => estChiffre(current(context, one)));
  const head: Block[] = [{kind: "heading", level: 1, text: volet.libelle, ...startOf(context, volet, measured.length > 0)}];
  if (indicateurs.length === 0) return [...head, {kind: "paragraph", content: ["Le catalogue ne définit aucun indicateur pour ce volet."]}];
  if (measured.length === 0) {
    return [
      ...head,
      ...commentary(context, volet.code),
      {kind: "paragraph", tone: "lead", content: [`Aucun des ${indicateurs.length} indicateurs de ce volet n'a de valeur en ${context.annee}. Ce qui manque, et pourquoi :`]},
      ...missing(context, indicateurs)
    ];
  }
  const absents = indicateurs.filter((one) => !measured.includes(one));
  return [
    ...head,
    {kind: "paragraph", tone: "lead", content: [`${formatCompte(measured.length, "indicateur a", "indicateurs ont")} une valeur en ${context.annee}${absents.length > 0 ? `, ${formatCompte(absents.length, "n'en a", "n'en ont")} pas : la fin du chapitre dit pourquoi` : ""}.`]},
    ...commentary(context, volet.code),
    // Elsewhere than in the whole many figures are absent: the end of the chapter names them once.
    overview(context, volet, context.isWhole ? indicateurs : measured),
    {kind: "heading", level: 2, text: "Indicateur par indicateur"},
    ...measured.map((one) => card(context, one)),
    ...spread(context, volet, measured),
    ...(absents.length > 0 ? [{kind: "heading", level: 2, text: "Ce qui manque"} as const, ...missing(context, absents)] : [])
  ];
}

/**
 * Where the chapter begins. One without a value follows the former: it is a sentence. In a whole's bilan with values in each volet, every
 * other chapter begins a page: pages apart are typeset at the same time, and few are left half empty.
 */
function startOf(context: Context, volet: Modalite, hasValues: boolean): {starts?: "page" | "half-page"} {
  if (!hasValues) return {};
  const {volets} = context.publication.edition;
  const isRich = volets.every(({code}) => ofVolet(context, code).some((one) => estChiffre(current(context, one))));
  return {starts: context.isWhole && isRich && volets.indexOf(volet) % 2 === 0 ? "page" : "half-page"};
}

/** The flag of a figure whose territory is no longer the one of the year before. */
export const MOVED = "perimetre_modifie";

/** « données fictives » on the title of every table and figure of a made-up edition. */
export function stamp({publication}: Pick<Context, "publication">, caption: string): string {
  return publication.edition.fictif ? `${caption} — données fictives` : caption;
}

function overview(context: Context, volet: Modalite, indicateurs: readonly Indicateur[]): Table {
  const {annee, figures, whole, isWhole, territoire} = context;
  const hasTarget = indicateurs.some((one) => (current(context, one)?.cible ?? null) !== null);
  const changes = indicateurs.map((one) => lireEvolution(one, figures.serie(one.code), annee).court);
  const hasChange = changes.some(Boolean);
  const columns: Column[] = [
    {title: "Indicateur", share: 1},
    {title: "Valeur", align: "right"},
    ...(isWhole ? [] : [{title: "Département", align: "right" as const}]),
    ...(hasTarget ? [{title: "Cible", align: "right" as const}] : []),
    ...(hasChange ? [{title: "Évolution", align: "right" as const}] : []),
    {title: "Couverture", align: "right"}
  ];
  const rows = indicateurs.map((one, at) => {
    const cellule = current(context, one);
    const unit = one.unite.length > 2 ? ` (${one.unite})` : "";
    const isSum = one.type === "compte" || one.type === "montant";
    return [
      `${one.libelle}${unit}`,
      casChiffre(one, cellule),
      ...(isWhole ? [] : [isSum ? "" : casChiffre(one, whole.cellule(one.code, annee))]),
      ...(hasTarget ? [cellule?.cible == null ? "" : formatCourt(cellule.cible, one.unite)] : []),
      ...(hasChange ? [changes[at] ?? ""] : []),
      estChiffre(cellule) && cellule.couverture !== null ? formatPart(cellule.couverture) : ""
    ];
  });
  return {
    kind: "table", caption: stamp(context, `${volet.libelle}, ${territoire.nom}, ${annee}`), columns, rows,
    note: legend(context, indicateurs, !isWhole)
  };
}

/** What the signs of a table mean: only those that it uses. */
function legend(context: Context, indicateurs: readonly Indicateur[], withWhole = false): string {
  const cells = indicateurs.flatMap((one) => [current(context, one), ...(withWhole ? [context.whole.cellule(one.code, context.annee)] : [])]);
  return legendOf(cells);
}

export function legendOf(cells: readonly ({statut: string; valeur: number | null; drapeaux: readonly string[]} | undefined)[]): string {
  const used = new Set(cells.map((one) => one?.statut ?? "non_collecte"));
  const signs = ABSENCES.filter((one) => one.statut !== "zero" && used.has(one.statut)).map((one) => `${one.signe} : ${one.mot}`);
  if (cells.some((one) => one?.drapeaux.includes("reponse_insuffisante") && one.valeur !== null)) signs.push("* : parmi les répondants seulement");
  return signs.join(" ; ");
}

export function card(context: Context, indicateur: Indicateur): Card {
  const {figures, whole, isWhole, annee, territoire, publication} = context;
  const serie = figures.serie(indicateur.code);
  const cellule = current(context, indicateur);
  const head = {kind: "card", title: indicateur.libelle, code: indicateur.code} as const;
  if (!estChiffre(cellule)) {
    const found = absence(cellule?.statut);
    return {...head, number: majuscule(found.mot), unit: "", isAbsent: true, terms: found.sens, sentences: [], cautions: [], chart: null};
  }
  const {nombre, unite} = decomposeValeur(cellule.valeur, indicateur.unite);
  const sentences = [
    lireCible(indicateur, serie, annee, echeance(context, indicateur)).phrase,
    isWhole ? "" : lireEcart(indicateur, cellule, whole.cellule(indicateur.code, annee)).phrase,
    // Of a territory that has changed, the synthesis says it once.
    cellule.drapeaux.includes(MOVED) ? "" : lireEvolution(indicateur, serie, annee).phrase
  ].filter(Boolean);
  const flags = lireDrapeaux(cellule.drapeaux).filter((flag) => !/réponses|répondants|rompue|périmètre/.test(flag));
  const cautions = [
    cellule.ic_bas !== null && cellule.ic_haut !== null ? `Intervalle à 95 % : ${formatIntervalle(cellule.ic_bas, cellule.ic_haut, indicateur.unite)}.` : "",
    lireCouverture(indicateur, cellule),
    weighted(context, indicateur, cellule),
    ...flags.map((flag) => `${majuscule(flag)}.`)
  ].filter(Boolean);
  return {
    ...head, number: nombre, unit: accorder(cellule.valeur, unite), isAbsent: false, terms: terms(indicateur, cellule), sentences, cautions,
    chart: seriesChart({
      indicateur, serie, annees: publication.edition.annees.filter((one) => one <= annee),
      reperes: publication.reperes.filter((one) => one.indicateur === indicateur.code && one.territoire_type === territoire.type && one.territoire_code === territoire.code && one.ventilation === "ensemble"),
      nom: territoire.nom, hasReference: !isWhole, isFictional: publication.edition.fictif
    })
  };
}

/** The estimate weighted back to all schools asked, when it reads otherwise than the respondents' figure. */
function weighted({publication, territoire, annee}: Context, indicateur: Indicateur, cellule: Cellule & {valeur: number}): string {
  const found = publication.estimation(indicateur.code, territoire, annee);
  if (!found || found.chiffre_a_citer !== "redresse" || formatCourt(found.estimation, indicateur.unite) === formatCourt(cellule.valeur, indicateur.unite)) return "";
  const interval = found.ic_bas === null || found.ic_haut === null ? "" : `, ${formatIntervalle(found.ic_bas, found.ic_haut, indicateur.unite)}`;
  return `Redressé selon le type d’établissement et l’éducation prioritaire : ${formatCourt(found.estimation, indicateur.unite)}${interval} (${formatCompte(found.etablissements, "établissement")}).`;
}

function terms(indicateur: Indicateur, cellule: {numerateur: number | null; denominateur: number | null; n_unites: number | null}): string {
  const count = (value: number): string => formatNombre(value, Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : 1);
  if (indicateur.type === "mediane") return cellule.n_unites === null ? "" : `Médiane de ${count(cellule.n_unites)} valeurs : ${minuscule(indicateur.numerateur)}.`;
  const isMoney = isBudget(indicateur);
  // A plural does not go with one: its words come first.
  const term = (value: number, words: string, hasEuro: boolean): string => (!hasEuro && Math.abs(value) < 2 ? `${words} : ${count(value)}` : hasEuro ? `${count(value)} € (${minuscule(words)})` : `${count(value)} ${minuscule(words)}`);
  const top = cellule.numerateur === null ? "" : term(cellule.numerateur, indicateur.numerateur, isMoney);
  const isSum = indicateur.type === "compte" || indicateur.type === "montant";
  const bottom = isSum || cellule.denominateur === null || indicateur.denominateur === null ? "" : term(cellule.denominateur, indicateur.denominateur, isMoney && indicateur.unite === "%");
  if (isSum) return `${indicateur.numerateur}.`;
  return top && bottom ? `${top} / ${bottom}.` : top || bottom;
}

const MAIN = [
  {code: "degre", short: {premier: "1er degré", second: "2d degré"}},
  {code: "education_prioritaire", short: {hors_ep: "Hors EP", rep: "REP", rep_plus: "REP+"}}
] as const;

/** How the figures are spread: one table for the breakdowns that all share, a chart for those of one indicator. */
function spread(context: Context, volet: Modalite, indicateurs: readonly Indicateur[]): Block[] {
  const {annee, territoire} = context;
  const columns = MAIN.flatMap(({code, short}) => Object.entries(short).map(([modalite, title]) => ({ventilation: code, modalite, title})));
  const cellsOf = (one: Indicateur): (Cellule | undefined)[] => columns.map(({ventilation, modalite}) => cellOf(context, one, ventilation, modalite));
  // Two groups of one kind at least: with one, the split says what the whole said.
  const isSplit = (one: Indicateur): boolean => MAIN.some(({code}) => columns.filter(({ventilation, modalite}) => ventilation === code && estChiffre(cellOf(context, one, ventilation, modalite))).length > 1);
  const broken = indicateurs.filter((one) => one.type !== "montant" && isSplit(one));
  const charts = indicateurs.flatMap((one) => one.ventilations.filter(({code}) => !["ensemble", "degre", "education_prioritaire", "type_etablissement"].includes(code)).flatMap((ventilation): Block[] => {
    const bars = ventilation.modalites.map(({code, libelle}) => ({libelle: majuscule(libelle), cellule: cellOf(context, one, ventilation.code, code)}));
    // Zeros side by side say no more than the figure of the whole.
    if (bars.filter((bar) => estChiffre(bar.cellule)).length < 2 || !bars.some(({cellule}) => estChiffre(cellule) && cellule.valeur !== 0)) return [];
    const titre = `${one.libelle}${one.unite.length > 2 ? ` (${one.unite})` : ""}, selon : ${minuscule(ventilation.libelle)}, ${annee}`;
    return [{kind: "figure", chart: barsChart(one, bars, current(context, one), titre, context.publication.edition.fictif), caption: stamp(context, titre)}];
  }));
  if (broken.length === 0 && charts.length === 0) return [];
  const table: Block[] = broken.length === 0 ? [] : [{
    kind: "table", isSmall: true,
    caption: stamp(context, `${volet.libelle} selon le degré et l'éducation prioritaire, ${territoire.nom}, ${annee}`),
    columns: [{title: "Indicateur", share: 1}, ...columns.map(({title}) => ({title, align: "right" as const}))],
    rows: broken.map((one) => [`${one.libelle}${one.unite.length > 2 ? ` (${one.unite})` : ""}`, ...cellsOf(one).map((cell) => casChiffre(one, cell))]),
    note: legendOf(broken.flatMap(cellsOf))
  }];
  return [{kind: "heading", level: 2, text: "Répartitions"}, ...table, ...charts];
}

/** The indicators without a figure, by the reason of their absence. */
function missing(context: Context, indicateurs: readonly Indicateur[]): Block[] {
  return ABSENCES.flatMap((known): Block[] => {
    const concerned = indicateurs.filter((one) => absence(current(context, one)?.statut).statut === known.statut);
    if (concerned.length === 0) return [];
    return [{kind: "terms", items: [{term: `${majuscule(known.mot)} (${concerned.length})`, content: [`${concerned.map((one) => one.libelle).join(" ; ")}. ${known.sens}`]}]}];
  });
}
