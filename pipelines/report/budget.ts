import {budgetChart, type Amounts} from "./charts.ts";
import {commentary, current, isBudget, type Context} from "./context.ts";
import type {Block, Table} from "./document.ts";
import {card, stamp} from "./volet.ts";
import {absence} from "../lib/words/absences.ts";
import {estChiffre, type Cellule, type Indicateur} from "../lib/words/figure.ts";
import {formatCompte, formatNombre, formatPart, majuscule} from "../lib/words/format.ts";

interface Line extends Amounts {
  readonly cofinancement: Cellule | undefined;
  readonly taux: Cellule | undefined;
  readonly statut: Cellule["statut"] | undefined;
}

/** Planned, committed, paid, by volet and by collectivité; the collectivités' share; the cost per pupil reached. */
export function chapitreBudget(context: Context): Block[] {
  const {publication, figures, territoire, annee} = context;
  const indicateurs = publication.catalogue.filter(isBudget);
  if (indicateurs.length === 0) return [];
  const head = (starts: {starts?: "half-page"}): Block[] => [{kind: "heading", level: 1, text: "Budget", ...starts}];
  const total = lineOf(context, annee, "Ensemble", "ensemble", "ensemble");
  if (total.prevu === null && total.engage === null) {
    // Credits are followed for the whole: elsewhere the chapter is there only when the DRANE wrote in it.
    const comment = commentary(context, "budget");
    if (!context.isWhole && comment.length === 0) return [];
    const found = absence(current(context, indicateurs[0] as Indicateur)?.statut);
    return [
      ...head({}), ...comment,
      {kind: "paragraph", content: [territoire.type === "departement" || territoire.type === "programme"
        ? `Aucun montant pour ${annee} : ${found.mot}. ${found.sens}`
        : "Les crédits sont suivis à l'échelle du département : le bilan du département en rend compte."]}
    ];
  }
  const breakdown = (ventilation: string): Line[] => {
    const modalites = new Map(indicateurs.flatMap((one) => one.ventilations.filter(({code}) => code === ventilation).flatMap((one_) => one_.modalites.map(({code, libelle}) => [code, libelle] as const))));
    return [...modalites].map(([code, libelle]) => lineOf(context, annee, libelle, ventilation, code)).filter((one) => one.prevu !== null || one.engage !== null || one.statut === "secret");
  };
  const volets = breakdown("volet");
  const collectivites = breakdown("collectivite");
  const years = publication.edition.annees.filter((one) => one <= annee).map((one) => lineOf(context, one, one, "ensemble", "ensemble")).filter((one) => one.prevu !== null);
  const titre = `Crédits prévus, engagés et payés par volet, ${territoire.nom}, ${annee}`;
  return [
    ...head({starts: "half-page"}),
    {kind: "paragraph", tone: "lead", content: [sentence(total, annee)]},
    ...commentary(context, "budget"),
    ...(volets.length > 0 ? [
      {kind: "figure", chart: budgetChart(volets, titre, publication.edition.fictif), caption: stamp(context, titre)} as const,
      amounts(context, `Crédits par volet, ${annee}`, "Volet", volets, total)
    ] : []),
    ...(collectivites.length > 0 ? [amounts(context, `Crédits par collectivité ou opérateur, ${annee}`, "Collectivité ou opérateur", collectivites, total)] : []),
    ...(years.length > 1 ? [amounts(context, "Crédits par année scolaire", "Année", years, null)] : []),
    {kind: "heading", level: 2, text: "Indicateur par indicateur"},
    ...indicateurs.filter((one) => estChiffre(figures.cellule(one.code, annee))).map((one) => card(context, one))
  ];
}

function lineOf({figures}: Context, annee: string, libelle: string, ventilation: string, modalite: string): Line {
  const cell = (code: string): Cellule | undefined => figures.cellule(code, annee, ventilation, modalite);
  const value = (one: Cellule | undefined): number | null => (estChiffre(one) ? one.valeur : null);
  const taux = cell("bu_taux_engagement");
  const engage = cell("bu_engage");
  return {libelle, prevu: estChiffre(taux) ? taux.denominateur : null, engage: value(engage), paye: value(cell("bu_paye")), cofinancement: cell("bu_cofinancement"), taux, statut: engage?.statut};
}

function sentence({prevu, engage, paye, cofinancement}: Line, annee: string): string {
  const euros = (value: number): string => `${formatNombre(value, 0)} €`;
  const parts = [
    prevu === null ? "" : `${euros(prevu)} prévus`,
    engage === null ? "" : `${euros(engage)} engagés${prevu ? ` (${formatPart(engage / prevu)})` : ""}`,
    paye === null ? "" : `${euros(paye)} payés${prevu ? ` (${formatPart(paye / prevu)})` : ""}`
  ].filter(Boolean);
  const share = estChiffre(cofinancement) ? ` Les collectivités en apportent ${formatPart(cofinancement.valeur)}.` : "";
  return majuscule(`en ${annee} : ${parts.join(", ")}.${share}`);
}

function amounts(context: Context, caption: string, first: string, lines: readonly Line[], total: Line | null): Table {
  const all = total ? [...lines, total] : lines;
  const money = (value: number | null, one: Line): string => (value === null ? absence(one.statut === "publie" ? undefined : one.statut).signe : formatNombre(value, 0));
  const share = (one: Cellule | undefined): string => (estChiffre(one) ? formatPart(one.valeur) : absence(one?.statut).signe);
  const hidden = all.filter((one) => one.statut === "secret").length;
  return {
    kind: "table", caption: stamp(context, caption),
    columns: [
      {title: first, share: 1}, {title: "Prévu (€)", align: "right"}, {title: "Engagé (€)", align: "right"}, {title: "Engagé / prévu", align: "right"},
      {title: "Payé (€)", align: "right"}, {title: "Part des collectivités", align: "right"}
    ],
    rows: all.map((one) => [one.libelle, money(one.prevu, one), money(one.engage, one), share(one.taux), money(one.paye, one), share(one.cofinancement)]),
    ...(total ? {totals: [all.length - 1]} : {}),
    ...(hidden > 0 ? {note: `s : secret statistique (${formatCompte(hidden, "ligne")})`} : {})
  };
}
