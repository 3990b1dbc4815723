import type {AnalysisDrawing, AnalysisSection, AnalysisTable} from "../lib/analysis.ts";
import {commentary, type Context} from "./context.ts";
import {FONT, INK} from "./charts.ts";
import type {Block, Chart, Column} from "./document.ts";
import type {Analysis} from "./published-analyses.ts";

/** The chapter of the protocols: question, design, estimate, what would not have been seen, limits; or why there is no figure. */
export function chapitreAnalyses(context: Context): Block[] {
  const {analyses, edition} = context.publication;
  // They read every year that is published: they belong to the bilan of the last one.
  if (!context.isWhole || analyses.length === 0 || context.annee !== edition.annee_courante) return [];
  return [
    {kind: "heading", level: 1, text: "Analyses de l'observatoire", starts: "page"},
    {kind: "paragraph", tone: "lead", content: ["Chaque analyse suit un protocole écrit avant d'en connaître les résultats, ou se dit exploratoire. Le mot employé est le plus fort que les données permettent ; quand elles n'en permettent aucun, le texte dit ce qui manque."]},
    ...commentary(context, "analyses"),
    ...analyses.flatMap(tell)
  ];
}

function tell({titre, question, phrase, exploratoire, avertissements, sections}: Analysis): Block[] {
  const head: Block[] = [{kind: "heading", level: 2, text: exploratoire ? `${titre} (analyse exploratoire)` : titre}];
  if (sections === null) return [...head, ...(question ? [{kind: "paragraph", content: [question]} as const] : []), {kind: "paragraph", content: [{kind: "strong", content: ["Protocole non calculé. "]}, phrase]}];
  return [
    ...head,
    ...avertissements.map((text): Block => ({kind: "paragraph", content: [{kind: "strong", content: [text]}]})),
    ...sections.flatMap(section)
  ];
}

function section({titre, textes, liste = [], tableaux = [], figures = []}: AnalysisSection): Block[] {
  if (textes.length + liste.length + tableaux.length + figures.length === 0) return [];
  return [
    {kind: "heading", level: 3, text: titre, ...(figures.length > 0 ? {starts: "half-page"} : {})},
    ...textes.map((text): Block => ({kind: "paragraph", content: [text]})),
    ...figures.map((one): Block => ({kind: "figure", chart: chart(one), caption: one.legende})),
    ...(liste.length > 0 ? [{kind: "list", items: liste.map((text) => [{kind: "paragraph", content: [text]} as const])} as const] : []),
    ...tableaux.filter(({lignes}) => lignes.length > 1).map(table)
  ];
}

/** On paper a drawing has the ink and the typeface of the document. */
function chart({svg, width, height, alt}: AnalysisDrawing): Chart {
  const size = `width="${width}" height="${height}"`;
  return {svg: svg.replaceAll("currentColor", INK).replace('font-family="inherit"', `font-family="${FONT}"`).replace("<svg ", `<svg ${size} `), width, height, alt};
}

/** Rows of a table; more are on the site. */
const SHOWN = 16;

function table({legende, lignes}: AnalysisTable): Block {
  const [header = [], ...rows] = lignes;
  const columns = header.map((title, at): Column => {
    const cells = rows.map((row) => row[at] ?? "");
    const isNumeric = at > 0 && cells.every((text) => /^(?:[<+−-]? ?[\d]|—$|$)/u.test(text));
    const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
    return {title, align: isNumeric ? "right" : "left", share: Math.max(Math.min(at === 0 ? 30 : 22, longest(cells)), 1.5 * longest([title, ...cells].flatMap((text) => text.split(/[ -]/))))};
  });
  const rest = rows.length - SHOWN;
  return {kind: "table", caption: legende, columns, rows: rows.slice(0, SHOWN), isSmall: true, ...(rest > 0 ? {note: `Et ${rest} de plus : la page de l’analyse sur le site les donne toutes.`} : {})};
}
