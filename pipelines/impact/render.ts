import type {AnalysisDrawing, AnalysisSection} from "../lib/analysis.ts";
import {formatDate, formatNumber, formatShare} from "../lib/format.ts";
import {formatNombre} from "../lib/words/format.ts";
import {nomSource} from "../lib/words/names.ts";
import {drawDesign, drawEvents} from "./drawing.ts";
import {MEASURES, type Measure} from "./measures.ts";
import type {Figure, OutcomeReport, Report} from "./report.ts";

const ROLES: Readonly<Record<OutcomeReport["role"], string>> = {principal: "principal", secondaire: "secondaire", temoin: "témoin (rien n'est attendu)"};
const dash = "—";

/** Everything that a reader is shown, in the order of reading: the same for Markdown, HTML and the bilan. Each table and figure carries its warnings. */
export function sectionsOf(report: Report): AnalysisSection[] {
  const mentions = [...(report.protocole.exploratoire ? ["analyse exploratoire"] : []), ...(report.fictif ? ["données fictives"] : [])];
  const stamp = <Legended extends {readonly legende: string}>(one: Legended): Legended => ({...one, legende: [one.legende, ...mentions].join(" — ")});
  return tell(report).map((section) => ({...section, ...(section.tableaux ? {tableaux: section.tableaux.map(stamp)} : {}), ...(section.figures ? {figures: section.figures.map(stamp)} : {})}));
}

function tell(report: Report): AnalysisSection[] {
  const {devis, resultats, robustesse, autres_estimateurs: other} = report;
  const [main] = resultats;
  const interval = ({effet_texte, intervalle_texte}: Figure): string[] => [effet_texte ?? dash, intervalle_texte ?? dash];
  const drawings = [drawDesign(report)];
  const events = main === undefined ? null : drawEvents(report, main.indicateur);
  return [
    {titre: "La question", textes: [report.protocole.question]},
    {
      titre: "La réponse",
      textes: [
        report.phrase,
        ...(main?.equivalent ? [`Cet écart ${main.equivalent}.`] : []),
        ...(report.mot === null ? [] : [`Mot permis : ${report.mot}, c'est-à-dire ${report.sens_du_mot ?? ""}.`]),
        ...(main?.effet_minimal_decelable_texte ? [`Ce qui n'aurait pas été vu : un effet inférieur à ${main.effet_minimal_decelable_texte} (huit fois sur dix, au seuil de 5 %).`] : [])
      ],
      ...(report.refus.length > 0 ? {liste: report.refus.map(({explication, remede}) => `${explication} ${remede}`)} : {})
    },
    {
      titre: "La comparaison",
      textes: [
        `Population : ${devis.population}, ${formatNumber(devis.n_population, 0)} établissements.`,
        `Exposition : ${devis.exposition} (${devis.conditions.map(({libelle, minimum, unite}) => `${libelle} ≥ ${unite === "part" ? formatShare(minimum, 0) : formatNumber(minimum)}`).join(" ; ")}).`,
        `Comparaison : ${devis.comparaison}. Incertitude calculée par ${devis.grappe}.`
      ],
      figures: drawings
    },
    {
      titre: "Avant et après",
      textes: events === null ? ["Pas d'estimation, donc pas de figure."] : ["Écart entre exposés et autres autour de la première année d'exposition. La dernière année d'avant sert de référence."],
      ...(events === null ? {} : {figures: [events]}),
      ...(main?.tendances ? {liste: [main.tendances.phrase]} : {}),
      tableaux: report.evenements.filter(({indicateur}) => indicateur === main?.indicateur).map(({points}) => ({
        legende: `Écart par année autour de l'exposition (${main?.unite ?? ""})`,
        lignes: [["Année", "Écart", "De", "À"], ...points.map(({e, effet, bas, haut}) => [e > 0 ? `+${e}` : formatNombre(e), number(main, effet), number(main, bas), number(main, haut)])]
      }))
    },
    {
      titre: "Tous les résultats du protocole",
      textes: ["Les tests de la famille déclarée sont corrigés ensemble (Holm)."],
      tableaux: [{
        legende: "Résultats, avec leur intervalle à 95 % et le plus petit effet décelable",
        lignes: [
          ["Résultat", "Rôle", "Mot permis", "Estimation", "Intervalle à 95 %", "p corrigé", "Décelable à partir de", "Exposés", "Témoins"],
          ...resultats.map((result) => [
            result.libelle, ROLES[result.role], result.mot ?? "pas de chiffre", ...interval(result), result.p_holm === null ? dash : result.p_holm < 0.001 ? "<\u00a00,001" : formatNumber(result.p_holm, 3), result.effet_minimal_decelable_texte ?? dash,
            result.exposes === null ? dash : formatNumber(result.exposes, 0), result.temoins === null ? dash : formatNumber(result.temoins, 0)
          ])
        ]
      }],
      liste: resultats.slice(1).filter(({mot}) => mot === null).map(({libelle, phrase}) => `${libelle} : ${phrase}`)
    },
    {
      titre: "Ce qui change si l'on calcule autrement",
      textes: robustesse.length === 0 ? ["Sans estimation, rien à éprouver."] : ["Une conclusion qui ne tient qu'à un territoire, à une année ou à un groupe de comparaison se voit ici."],
      tableaux: [
        ...(robustesse.length === 0 ? [] : [{legende: "Même estimation, autres choix", lignes: [["Choix", "Estimation", "Intervalle à 95 %"], ...robustesse.map((row) => [row.libelle, ...interval(row)])]}]),
        ...(report.par_territoire.length === 0 ? [] : [{
          legende: "Par territoire : écart observé, et estimation lissée qui rapproche de la moyenne les territoires peu fournis",
          lignes: [["Territoire", "Exposés", "Autres", "Écart observé", "Estimation lissée", "De", "À"], ...report.par_territoire.map((row) => [
            row.nom, formatNumber(row.exposes, 0), formatNumber(row.autres, 0), number(main, row.brut), number(main, row.lisse), number(main, row.bas), number(main, row.haut)
          ])]
        }]),
        ...(other.dose === null || other.dose.coefficients.length === 0 ? [] : [{
          legende: "Association entre la dose et l'évolution du résultat",
          lignes: [["Terme", "Estimation", "De", "À"], ...other.dose.coefficients.map(({terme, estimation, bas, haut}) => [termOf(terme), plain(estimation), plain(bas), plain(haut)])]
        }])
      ]
    },
    {
      titre: "Qui est compté",
      textes: devis.declarations.length === 0 ? [] : ["Déclarations du protocole :"],
      ...(devis.declarations.length === 0 ? {} : {liste: devis.declarations}),
      tableaux: [
        {
          legende: "Établissements gardés et perdus, par groupe et par motif",
          lignes: [["Groupe", "Gardés", "Perdus", "Motifs"], ...devis.cohortes.map(({libelle, gardes, perdus}) => [
            libelle, formatNumber(gardes, 0), formatNumber(perdus.reduce((sum, {n}) => sum + n, 0), 0), perdus.map(({libelle: why, n}) => `${why} : ${formatNumber(n, 0)}`).join(" ; ") || dash
          ])]
        },
        ...(devis.ecartes.length === 0 ? [] : [{legende: "Établissements de la population qui n'entrent pas dans la comparaison", lignes: [["Motif", "Établissements"], ...devis.ecartes.map(({libelle, n}) => [libelle, formatNumber(n, 0)])]}])
      ]
    },
    {titre: "Limites", textes: [], liste: report.limites},
    {
      titre: "Refaire le calcul",
      textes: [
        `Le panel documenté, par établissement, reste dans l'espace de travail : ${report.reproduire.dossier} (${report.reproduire.fichiers.join(", ")}).`,
        `Protocole ${report.protocole.fichier}, empreinte ${report.protocole.empreinte.slice(0, 16)}, enregistré le ${formatDate(report.protocole.enregistre_le)}.`
      ],
      tableaux: [{
        legende: "Fichiers qui ont apporté les résultats",
        lignes: [["Fichier", "Source", "Importé le", "Empreinte"], ...report.fichiers.map(({fichier, source, importe_le, sha256}) => [fichier, source === null ? dash : nomSource(source), formatDate(importe_le), sha256.slice(0, 16)])]
      }]
    }
  ];
}

function number(result: OutcomeReport | undefined, value: number | null): string {
  if (value === null) return dash;
  return formatNombre(value * (result?.unite === "points" || result?.unite === "%" ? 100 : 1), 1);
}

const TERMS: Readonly<Record<string, string>> = {constante: "Constante", ips: "Indice de position sociale", rep: "REP (plutôt que hors éducation prioritaire)", rep_plus: "REP+ (plutôt que hors éducation prioritaire)"};

function termOf(terme: string): string {
  return TERMS[terme] ?? (terme in MEASURES ? MEASURES[terme as Measure].libelle : terme);
}

function plain(value: number | null): string {
  return value === null ? dash : formatNombre(value, 3);
}

export function renderMarkdown(report: Report): string {
  const lines = [`# ${report.protocole.titre}`, ""];
  for (const warning of report.avertissements) lines.push(`> **${warning}**`, ">");
  if (report.avertissements.length > 0) lines.splice(-1, 1, "");
  for (const {titre, textes, liste, tableaux} of sectionsOf(report)) {
    lines.push(`## ${titre}`, "");
    for (const text of textes) lines.push(text, "");
    if (liste !== undefined && liste.length > 0) lines.push(...liste.map((item) => `- ${item}`), "");
    for (const {legende, lignes} of tableaux ?? []) {
      const [header = [], ...rows] = lignes;
      const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
      lines.push(`**${legende}**`, "", line(header), line(header.map(() => "---")), ...rows.map(line), "");
    }
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A fragment to put in a page: one article, no style, no script, headings from level 2. */
export function renderHtml(report: Report): string {
  const warn = report.avertissements.map((warning) => `<p class="avertissement"><strong>${escape(warning)}</strong></p>`).join("\n");
  const sections = sectionsOf(report).map(({titre, textes, liste, tableaux, figures}) => [
    "<section>",
    `<h3>${escape(titre)}</h3>`,
    ...textes.map((text) => `<p>${escape(text)}</p>`),
    ...(liste !== undefined && liste.length > 0 ? [`<ul>${liste.map((item) => `<li>${escape(item)}</li>`).join("")}</ul>`] : []),
    ...(figures ?? []).map(({svg, legende}: AnalysisDrawing) => `<figure>${svg}<figcaption>${escape(legende)}</figcaption></figure>`),
    ...(tableaux ?? []).map(({legende, lignes}) => {
      const [header = [], ...rows] = lignes;
      return `<table><caption>${escape(legende)}</caption><thead><tr>${header.map((cell) => `<th scope="col">${escape(cell)}</th>`).join("")}</tr></thead><tbody>${rows
        .map(([first = "", ...cells]) => `<tr><th scope="row">${escape(first)}</th>${cells.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`)
        .join("")}</tbody></table>`;
    }),
    "</section>"
  ].join("\n"));
  return `<article class="impact">\n<h2>${escape(report.protocole.titre)}</h2>\n${warn}\n${sections.join("\n")}\n</article>\n`;
}
