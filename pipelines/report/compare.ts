import path from "node:path";
import {contracts} from "../../sources/index.ts";
import {changedCorrections, changedSettings} from "./changed-inputs.ts";
import {openDatabase, quoteText} from "../lib/duckdb.ts";
import {publicName} from "../lib/public-name.ts";
import type {Code, FrozenEntry} from "./edition.ts";
import type {Indicateur, Statut} from "../lib/words/figure.ts";

/** One side of a comparison: a frozen edition, or the publication as it stands. */
export interface Side {
  readonly nom: string;
  readonly publication: string;
  readonly catalogue: readonly Indicateur[];
  readonly lac: readonly FrozenEntry[];
  readonly code: Code;
  /** Text of config.yml. */
  readonly config: string;
  /** Declared corrections: text by file. */
  readonly corrections: Readonly<Record<string, string>>;
}

interface ChangedFigure {
  indicateur: string;
  territoire_type: string;
  territoire_code: string;
  annee: string;
  ventilation: string;
  modalite: string;
  valeur_avant: number | null;
  valeur_apres: number | null;
  statut_avant: Statut | null;
  statut_apres: Statut | null;
  cible_avant: number | null;
  cible_apres: number | null;
  terms: boolean;
}

export interface Reason {
  readonly motif: "fichier" | "remplacement" | "retrait" | "correction" | "definition" | "referentiel" | "configuration" | "cible" | "code" | "inconnu";
  /** One sentence that names the file, the correction or the definition. */
  readonly phrase: string;
  /** The same without the free words of people (names of files, reasons of corrections), which stay in the workspace; absent when it is the same. */
  readonly publique?: string;
}

export interface Change extends ChangedFigure {
  readonly reasons: readonly Reason[];
}

export interface Comparison {
  readonly avant: string;
  readonly apres: string;
  readonly changes: readonly Change[];
  /** Figures that are in both editions. */
  readonly communs: number;
  /** Files that came, left or replaced another, whether or not a figure moved. */
  readonly fichiers: readonly Reason[];
}

const REFERENTIAL: ReadonlySet<string> = new Set(["etablissements", "territoires"]);

/** Every figure that differs between two editions, and why. */
export async function compareEditions(before: Side, after: Side): Promise<Comparison> {
  const {changed, communs} = await changedFigures(before, after);
  const files = fileChanges(before.lac, after.lac);
  const reasonsOf = reasonFinder(before, after, files);
  return {avant: before.nom, apres: after.nom, changes: changed.map((one) => ({...one, reasons: reasonsOf(one)})), communs, fichiers: files.map(({reason}) => reason)};
}

async function changedFigures(before: Side, after: Side): Promise<{changed: ChangedFigure[]; communs: number}> {
  const db = await openDatabase(":memory:");
  try {
    const table = (side: Side): string => `read_parquet(${quoteText(path.join(side.publication, "pub_indicateur.parquet"))})`;
    const key = "indicateur, territoire_type, territoire_code, annee, ventilation, modalite";
    const columns = ["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "statut"];
    const changed = await db.rows<ChangedFigure>(`
      select
        ${key},
        a.valeur::double as valeur_avant, b.valeur::double as valeur_apres, a.statut as statut_avant, b.statut as statut_apres,
        a.cible::double as cible_avant, b.cible::double as cible_apres,
        ${["numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut"].map((name) => `a.${name} is distinct from b.${name}`).join(" or ")} as terms
      from ${table(before)} as a
      full join ${table(after)} as b using (${key})
      where ${columns.map((name) => `a.${name} is distinct from b.${name}`).join(" or ")}
      order by ventilation <> 'ensemble', territoire_type <> 'departement', ${key}`);
    const {n} = await db.one<{n: number}>(`select count(*) as n from ${table(before)} inner join ${table(after)} using (${key})`);
    return {changed, communs: n};
  } finally {
    db.close();
  }
}

interface FileChange {
  readonly source: string;
  readonly annees: readonly string[];
  readonly reason: Reason;
}

/** Files that came, left, or took the place of another of the same object and year. */
function fileChanges(before: readonly FrozenEntry[], after: readonly FrozenEntry[]): FileChange[] {
  const id = (one: FrozenEntry): string => `${one.source}/${one.objet}/${one.sha256}`;
  const had = new Set(before.map(id));
  const has = new Set(after.map(id));
  const gone = before.filter((one) => !has.has(id(one)));
  const come = after.filter((one) => !had.has(id(one)));
  const taken = new Set<FrozenEntry>();
  const result: FileChange[] = [];
  for (const one of come) {
    const replaced = [...gone, ...before].find((old) => old.source === one.source && old.objet === one.objet && !taken.has(old) && (old.fichier === one.fichier || (gone.includes(old) && sharesYear(old, one))));
    if (replaced) {
      taken.add(replaced);
      result.push(change(one, "remplacement", (name) => `Des lignes sont remplacées par celles de ${name(one)}, au lieu de ${name(replaced)}.`));
    } else {
      const overlaps = before.some((old) => old.source === one.source && old.objet === one.objet && one.annees.length > 0 && sharesYear(old, one));
      result.push(change(one, "fichier", (name) => `Nouveau fichier : ${name(one)}${overlaps ? ", qui peut remplacer des lignes déjà reçues pour la même année" : ""}.`));
    }
  }
  for (const one of gone) if (!taken.has(one)) result.push(change(one, "retrait", (name) => `Fichier retiré : ${name(one)}.`));
  return result;
}

const ownName = ({fichier, sha256}: FrozenEntry): string => `${fichier} (${sha256.slice(0, 16)})`;
const nameForAll = (one: FrozenEntry): string => publicName(one, contracts.find(({source, objet}) => source === one.source && objet === one.objet)?.titre);

function change(one: FrozenEntry, motif: "fichier" | "remplacement" | "retrait", say: (name: (file: FrozenEntry) => string) => string): FileChange {
  const isReferential = REFERENTIAL.has(one.source);
  const start = isReferential ? "Référentiel. " : "";
  return {source: one.source, annees: one.annees, reason: {motif: isReferential ? "referentiel" : motif, phrase: start + say(ownName), publique: start + say(nameForAll)}};
}

function sharesYear(left: FrozenEntry, right: FrozenEntry): boolean {
  return left.annees.length === 0 || right.annees.length === 0 || left.annees.some((annee) => right.annees.includes(annee));
}

function reasonFinder(before: Side, after: Side, files: readonly FileChange[]): (figure: ChangedFigure) => readonly Reason[] {
  const old = new Map(before.catalogue.map((one) => [one.code, one]));
  const now = new Map(after.catalogue.map((one) => [one.code, one]));
  const corrections = changedCorrections(before.corrections, after.corrections);
  const configuration = changedConfiguration(before.config, after.config);
  const isSameCode = before.code.empreinte === after.code.empreinte;
  const known = new Map<string, readonly Reason[]>();
  return (figure) => {
    const onlyTarget = figure.cible_avant !== figure.cible_apres && figure.valeur_avant === figure.valeur_apres && figure.statut_avant === figure.statut_apres && !figure.terms;
    const key = `${figure.indicateur} ${figure.annee} ${onlyTarget}`;
    const found = known.get(key);
    if (found) return found;
    const reasons: Reason[] = [];
    const [was, is] = [old.get(figure.indicateur), now.get(figure.indicateur)];
    if (!was) reasons.push({motif: "definition", phrase: "Indicateur ajouté au catalogue."});
    else if (!is) reasons.push({motif: "definition", phrase: "Indicateur retiré du catalogue."});
    else if (was.sql !== is.sql) reasons.push({motif: "definition", phrase: `La définition a changé (${is.fichier}).`});
    const sources = new Set([...(is ?? was)?.sources ?? [], ...(onlyTarget ? ["objectifs"] : [])]);
    const concerns = (one: FileChange): boolean => (onlyTarget ? one.source === "objectifs" : sources.has(one.source) || REFERENTIAL.has(one.source)) && (one.annees.length === 0 || one.annees.some((annee) => annee <= figure.annee));
    const direct = files.filter((one) => concerns(one) && (one.annees.length === 0 || one.annees.includes(figure.annee)));
    // A cumulated or a compared figure moves with the files of earlier years too.
    for (const one of direct.length > 0 ? direct : files.filter(concerns)) reasons.push(onlyTarget ? {...one.reason, motif: "cible"} : one.reason);
    for (const one of corrections) if (one.source === null || sources.has(one.source)) reasons.push({motif: "correction", phrase: one.phrase, publique: one.publique});
    // An indicator may read another's sources through the models: any file of the year is then a possible reason.
    if (reasons.length === 0) for (const one of files) if (one.annees.length === 0 || one.annees.includes(figure.annee)) reasons.push(through(one.reason));
    if (configuration !== null) reasons.push(configuration);
    if (!isSameCode) reasons.push({motif: "code", phrase: `Le code de Vigie a changé : ${nameCode(before.code)}, puis ${nameCode(after.code)}.`});
    if (reasons.length === 0) reasons.push({motif: "inconnu", phrase: "Aucun fichier, aucune correction, aucune définition et aucun code n'a changé : à signaler."});
    known.set(key, reasons);
    return reasons;
  };
}

/** A reason that bears on an indicator through another. */
function through({motif, phrase, publique = phrase}: Reason): Reason {
  const start = "Par un autre indicateur dont celui-ci dépend : ";
  return {motif, phrase: start + phrase, publique: start + publique};
}

/** A version of the code: two of the same number differ by their fingerprint. */
export function nameCode({version, empreinte}: Code): string {
  return `version ${version} (empreinte ${empreinte.slice(0, 12)})`;
}

function changedConfiguration(before: string, after: string): Reason | null {
  const changed = changedSettings(before, after).map(({cle, avant, apres}) => `${cle === "" ? "" : `${cle} : `}${avant}, puis ${apres}`);
  if (changed.length === 0) return null;
  const rest = changed.length - 4;
  return {motif: "configuration", phrase: `La configuration a changé (config.yml) : ${changed.slice(0, 4).join(" ; ")}${rest > 0 ? ` ; et ${rest} de plus` : ""}.`};
}

/** Reasons that may bear on every figure, whatever its source. */
export const isGeneral = ({motif}: Reason): boolean => motif === "configuration" || motif === "code";

export const MOTIFS: Readonly<Record<Reason["motif"], string>> = {
  fichier: "nouveau fichier", remplacement: "lignes remplacées", retrait: "fichier retiré", correction: "correction", definition: "définition", referentiel: "référentiel",
  configuration: "configuration", cible: "cible", code: "code", inconnu: "sans raison connue"
};

const SHOWN = 3000;

/** A comparison as it may be published. */
export function publicComparison(comparison: Comparison): Comparison {
  const known = new Map<Reason, Reason>();
  const open = (reason: Reason): Reason => {
    const found = known.get(reason) ?? {motif: reason.motif, phrase: reason.publique ?? reason.phrase};
    known.set(reason, found);
    return found;
  };
  return {...comparison, changes: comparison.changes.map((one) => ({...one, reasons: one.reasons.map(open)})), fichiers: comparison.fichiers.map(open)};
}

/** `comparaison.json` of a publication: each reason said once, with the number of figures it bears on, and the first changes (the whole first); the others are in the csv beside. */
export function comparisonFile({avant, changes, communs, fichiers}: Comparison, since: string): unknown {
  const raisons: (Reason & {chiffres: number})[] = [];
  const places = new Map<string, number>();
  const place = (reason: Reason): number => {
    const key = `${reason.motif} ${reason.phrase}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, raisons.push({...reason, chiffres: 0}) - 1);
    return raisons.length - 1;
  };
  const placed = changes.map(({terms, reasons, ...figure}) => ({...figure, termes: terms, raisons: [...new Set(reasons.map(place))]}));
  for (const {raisons: these} of placed) for (const at of these) (raisons[at] as {chiffres: number}).chiffres += 1;
  return {edition: avant, fige_le: since, n: changes.length, communs, motifs: MOTIFS, fichiers: fichiers.map(place), raisons, changements: placed.slice(0, SHOWN)};
}
