import {createHash} from "node:crypto";
import {commentary, current, explainCommand, type Context} from "./context.ts";
import type {Block} from "./document.ts";
import type {Figures, Publication, Territoire} from "./publication.ts";
import {legendOf, stamp} from "./volet.ts";
import {ABSENCES} from "../lib/words/absences.ts";
import {estChiffre, type Indicateur} from "../lib/words/figure.ts";
import {formatCompte, formatDate, formatNombre, formatPart} from "../lib/words/format.ts";
import {nomSource, nomType} from "../lib/words/names.ts";
import {casChiffre} from "../lib/words/reading.ts";

/** Zonings listed in the annex of the département; communes and réseaux are in the workbook. */
export const LISTED: readonly string[] = ["bassin", "epci", "circonscription", "arrondissement", "cite_educative"];

export type ByType = ReadonlyMap<string, ReadonlyMap<string, Figures>>;

/** The territories of the département side by side, in alphabetical order: no rank; or the facts of a territory. */
export function annexeTerritoires(context: Context, byType: ByType): Block[] {
  const {publication, annee, isWhole} = context;
  const head: Block[] = [{kind: "heading", level: 1, text: isWhole ? "Annexe : les territoires" : "Annexe : le territoire", starts: "half-page"}, ...commentary(context, "territoires")];
  if (!isWhole) return [...head, ...facts(context)];
  const tables = LISTED.flatMap((type): Block[] => {
    const members = publication.territoires.filter((one) => one.type === type).sort((left, right) => left.nom.localeCompare(right.nom, "fr", {numeric: true}));
    const figures = byType.get(type);
    if (members.length === 0 || !figures) return [];
    const chosen = headlines(context, members.flatMap((one) => figures.get(one.code) ?? []));
    if (chosen.length === 0) return [];
    const cell = (one: Territoire, indicateur: Indicateur) => figures.get(one.code)?.cellule(indicateur.code, annee);
    return [
      {kind: "heading", level: 2, text: nomType(type, "pluriel")},
      {
        kind: "table", isSmall: true, caption: stamp(context, `${nomType(type, "pluriel")}, ${annee}`),
        columns: [{title: nomType(type), share: 1.6}, {title: "Élèves", align: "right"}, ...chosen.map((one) => ({title: one.libelle, align: "right" as const, share: 1}))],
        rows: members.map((one) => [shortName(one), one.n_eleves === null ? "" : formatNombre(one.n_eleves, 0), ...chosen.map((indicateur) => casChiffre(indicateur, cell(one, indicateur)))]),
        note: legendOf(members.flatMap((one) => chosen.map((indicateur) => cell(one, indicateur))))
      }
    ];
  });
  if (tables.length === 0) return [...head, {kind: "paragraph", content: [`En ${annee}, aucun indicateur n'a de valeur dans la plupart des bassins, intercommunalités ou circonscriptions : il n'y a rien à mettre côte à côte.`]}];
  return [
    ...head,
    {kind: "paragraph", content: ["Les territoires sont dans l'ordre alphabétique : un rang sans son incertitude ne dirait rien. Les valeurs des enquêtes portent sur peu d'établissements quand le territoire est petit ; leurs intervalles, ainsi que les communes et les réseaux, sont dans le classeur annexe."]},
    ...tables
  ];
}

function shortName({nom}: Territoire): string {
  return nom.replace(/ Arrondissement$/, "").replace(/^(Circonscription|Bassin|Cité éducative)( ficti(?:f|ve))?( de la | des | de | du | d'|\s*:\s*)/, "").replace(/^./u, (first) => first.toUpperCase());
}

/** The indicators that the annex chooses among: rates, whose territories compare. */
export function comparables({catalogue}: Pick<Publication, "catalogue">): Indicateur[] {
  return catalogue.filter(({type, volet}) => volet !== "pilotage" && (type === "part" || type === "ratio" || type === "moyenne"));
}

/** One indicator per volet: a rate that everybody has, with a target when there is one. */
function headlines({publication, annee, figures}: Context, members: readonly Figures[]): Indicateur[] {
  const candidates = comparables(publication).filter((one) => estChiffre(figures.cellule(one.code, annee)));
  return publication.edition.volets.flatMap(({code}) => {
    const isShared = (one: Indicateur): boolean => members.filter((each) => estChiffre(each.cellule(one.code, annee))).length * 2 > members.length;
    const rates = candidates.filter((one) => one.volet === code && isShared(one));
    const score = (one: Indicateur): number => (figures.cellule(one.code, annee)?.cible === null ? 0 : 2) + (one.enquete === null ? 1 : 0);
    const [best] = [...rates].sort((left, right) => score(right) - score(left));
    return best ? [best] : [];
  });
}

function facts({publication, territoire}: Context): Block[] {
  const parents = Object.entries(territoire.parents).flatMap(([type, code]) => publication.territoires.filter((one) => one.type === type && one.code === code));
  const rows = [
    ["Nom", territoire.nom],
    ["Type", nomType(territoire.type)],
    ["Code", territoire.code],
    ...(territoire.n_etablissements === null ? [] : [["Établissements", formatNombre(territoire.n_etablissements, 0)]]),
    ...(territoire.n_eleves === null ? [] : [["Élèves", formatNombre(territoire.n_eleves, 0)]]),
    ...(territoire.population === null ? [] : [["Habitants", formatNombre(territoire.population, 0)]]),
    ...parents.map((one) => [nomType(one.type), one.nom])
  ];
  return [{kind: "table", caption: `Le territoire : ${territoire.nom}`, columns: [{title: "Repère"}, {title: "Valeur", share: 1}], rows},
    {kind: "paragraph", content: ["Les crédits sont suivis à l'échelle du département : son bilan a un chapitre sur le budget."]}];
}

/** How figures are made and what the signs mean; which files they come from. */
export function methode(context: Context): Block[] {
  const {publication, annee} = context;
  const {qualite, edition} = publication;
  const surveys = qualite.couverture.filter((one) => one.annee === annee);
  return [
    {kind: "heading", level: 1, text: "Méthode et sources", starts: "half-page"},
    ...commentary(context, "methode"),
    {kind: "heading", level: 2, text: "Lire un chiffre"},
    {kind: "list", items: [
      "Chaque chiffre est le quotient d'un numérateur et d'un dénominateur écrits sous lui, avec le nombre d'unités qui y contribuent et la couverture : les réponses reçues, sur les réponses attendues d'après le référentiel des établissements.",
      "La valeur d'une enquête est celle des répondants, avec ses termes ; quand les réponses redressées selon le type d'établissement et l'éducation prioritaire disent autre chose, l'estimation est écrite à côté. L'intervalle à 95 % ne dit que l'aléa de la réponse. En dessous de 50 % de réponses, la valeur ne vaut que parmi les répondants : elle n'est ni comparée, ni suivie dans le temps.",
      "Une évolution n'est dite qu'entre deux années comparables, suffisamment couvertes. Un écart compare deux valeurs à la même date et avec la même définition ; il ne dit pas de cause.",
      `Un chiffre qui porterait sur moins de ${edition.seuils.personnes} personnes ou de ${edition.seuils.etablissements} établissements est masqué par le secret statistique, ainsi que ceux qui permettraient de le retrouver.`,
      "Sur les graphiques : un point est une valeur, la bande grise son intervalle à 95 %, le trait épais horizontal la cible, la ligne pointillée l'ensemble auquel on compare, le losange un repère déjà publié ailleurs, le point blanc une valeur qui ne vaut que parmi les répondants."
    ].map((text) => [{kind: "paragraph", content: [text]}])},
    {kind: "heading", level: 2, text: "Les cinq absences"},
    {kind: "table", caption: "Cinq façons de ne pas avoir de valeur, qui ne se confondent pas", columns: [{title: "Signe"}, {title: "Nom"}, {title: "Sens", share: 1}], rows: ABSENCES.map((one) => [one.signe, one.mot, one.sens])},
    ...(surveys.length > 0 ? [
      {kind: "heading", level: 2, text: "Réponses aux enquêtes"} as const,
      {
        kind: "table", caption: stamp(context, `Réponses attendues et reçues, ${publication.principal.nom}, ${annee}`),
        columns: [{title: "Enquête", share: 1}, {title: "Attendues", align: "right"}, {title: "Reçues", align: "right"}, {title: "Couverture", align: "right"}],
        rows: surveys.map((one) => [nomSource(one.enquete), formatNombre(one.attendus, 0), formatNombre(one.repondants, 0), one.attendus > 0 ? formatPart(one.repondants / one.attendus) : ""])
      } as const
    ] : []),
    ...(context.isWhole ? [...sources(context), ...alerts(context)] : [
      {kind: "heading", level: 2, text: "Sources"} as const,
      {kind: "paragraph", content: ["Les fichiers reçus, leurs lignes lues, acceptées et refusées, leurs empreintes et les contrôles à connaître sont dans le bilan du département et dans le classeur annexe."]} as const
    ])
  ];
}

function sources(context: Context): Block[] {
  const {qualite} = context.publication;
  const bySource = new Map<string, {n: number; lus: number; acceptes: number; rejetes: number; doublons: number; date: string}>();
  for (const file of qualite.fichiers) {
    const key = file.source ?? "inconnu";
    const known = bySource.get(key) ?? {n: 0, lus: 0, acceptes: 0, rejetes: 0, doublons: 0, date: ""};
    bySource.set(key, {
      n: known.n + 1, lus: known.lus + file.lus, acceptes: known.acceptes + file.acceptes, rejetes: known.rejetes + file.rejetes, doublons: known.doublons + file.doublons,
      date: file.importe_le > known.date ? file.importe_le : known.date
    });
  }
  const rows = [...bySource].map(([source, one]) => [source === "inconnu" ? "Non reconnus" : nomSource(source), formatNombre(one.n, 0), formatNombre(one.lus, 0), formatNombre(one.acceptes, 0), formatNombre(one.rejetes, 0), formatNombre(one.doublons, 0), formatDate(one.date)]);
  if (rows.length === 0) return [];
  return [
    {kind: "heading", level: 2, text: "Sources"},
    {
      kind: "table", isSmall: true, caption: stamp(context, "Fichiers reçus, lignes lues, acceptées, refusées et en double"),
      columns: [{title: "Source", share: 1}, ...["Fichiers", "Lues", "Acceptées", "Refusées", "Doublons"].map((title) => ({title, align: "right" as const})), {title: "Dernier import", align: "right"}],
      rows, note: "Pour chaque source, les lignes lues sont la somme des lignes acceptées, refusées et en double."
    }
  ];
}

function alerts({publication}: Context): Block[] {
  const found = publication.qualite.controles.filter((one) => one.n > 0);
  if (found.length === 0) return [];
  return [
    {kind: "heading", level: 2, text: "Contrôles à connaître"},
    {kind: "list", items: found.slice(0, 12).map((one) => [{kind: "paragraph", content: [`${one.description} (${formatCompte(one.n, "ligne")})`]}])}
  ];
}

/** The definition of the indicators. */
export function glossaire(context: Context): Block[] {
  const {publication, isWhole} = context;
  // The whole defines everything; elsewhere, what the document speaks of.
  const isSaid = (one: Indicateur): boolean => isWhole || estChiffre(current(context, one));
  if (!publication.catalogue.some(isSaid)) return [];
  return [
    {kind: "heading", level: 1, text: "Glossaire des indicateurs", starts: isWhole ? "page" : "half-page"},
    ...(isWhole ? [] : [{kind: "paragraph", content: ["Les indicateurs dont ce document donne une valeur. Leurs termes sont sous chaque chiffre ; leurs limites et leurs sources sont dans le bilan du département et dans le classeur annexe."]} as const]),
    ...publication.edition.volets.flatMap((volet): Block[] => {
      const indicateurs = publication.catalogue.filter((one) => one.volet === volet.code && isSaid(one));
      if (indicateurs.length === 0) return [];
      return [
        {kind: "heading", level: 2, text: volet.libelle, isUnlisted: true},
        {kind: "terms", items: indicateurs.map((one) => ({term: one.libelle, content: isWhole ? definition(one) : [{kind: "code", text: one.code}, ` ${dot(one.description)}`]}))}
      ];
    })
  ];
}

function dot(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

function definition(one: Indicateur): (string | {kind: "code"; text: string})[] {
  const terms = one.denominateur ? `Numérateur : ${dot(one.numerateur)} Dénominateur : ${dot(one.denominateur)}` : `${one.type === "mediane" ? "Mesure" : "Compte"} : ${dot(one.numerateur)}`;
  return [
    {kind: "code", text: one.code},
    ` ${dot(one.description)} ${terms}${one.limites ? ` Limites : ${dot(one.limites)}` : ""}${one.reference ? ` Demandé par : ${dot(one.reference)}` : ""}${one.ruptures.map((rupture) => ` Série rompue en ${rupture.annee} : ${dot(rupture.motif)}`).join("")}`
  ];
}

/** What this document is made of, and how to find any of its figures again. */
export function identite(context: Context): Block[] {
  const {publication, territoire, annee} = context;
  const {edition, qualite} = publication;
  const example = publication.catalogue.find((one) => estChiffre(context.figures.cellule(one.code, annee))) ?? publication.catalogue[0];
  const bySource = new Map<string, string[]>();
  for (const file of qualite.fichiers) bySource.set(file.source ?? "inconnu", [...(bySource.get(file.source ?? "inconnu") ?? []), file.sha256]);
  const print = (hashes: readonly string[]): string => createHash("sha256").update([...hashes].sort().join("\n")).digest("hex").slice(0, 16);
  return [
    {kind: "heading", level: 1, text: "Identité de l'édition", starts: "half-page"},
    {kind: "table", caption: "Ce dont ce document est fait", columns: [{title: "Élément"}, {title: "Valeur", share: 1}], rows: [
      ["Données arrêtées le", formatDate(edition.donnees_du)],
      ["Empreinte de la publication", edition.empreinte],
      ["Version de Vigie", edition.version],
      ["Années publiées", edition.annees.join(", ")],
      ["Territoire de ce document", `${territoire.type}:${territoire.code}`],
      ["Nature des données", edition.fictif ? "fictives" : "réelles"]
    ], note: "Les mêmes données et la même version de Vigie redonnent ce document à l'octet près."},
    {kind: "heading", level: 2, text: "Retrouver l'origine d'un chiffre"},
    {kind: "paragraph", content: ["Sous chaque chiffre figure le code de son indicateur. La commande suivante en donne la définition, les termes, les fichiers et leurs lignes, les lignes refusées qui auraient pu compter, et le calcul :"]},
    {kind: "code", text: explainCommand(example?.code ?? "INDICATEUR", territoire, annee)},
    {kind: "paragraph", content: ["Pour une partie d'un chiffre, ajouter par exemple ", {kind: "code", text: "--ventilation degre:premier"}, "."]},
    ...(bySource.size === 0 || !context.isWhole ? [] : [
    {kind: "heading", level: 2, text: "Empreintes des fichiers, par source"} as const,
    {kind: "table", isSmall: true, caption: stamp(context, "Fichiers du lac"), columns: [{title: "Source", share: 1}, {title: "Fichiers", align: "right"}, {title: "Empreinte (SHA-256 des empreintes, 16 premiers signes)"}],
      rows: [...bySource].map(([source, hashes]) => [nomSource(source), String(hashes.length), print(hashes)])} as const])
  ];
}
