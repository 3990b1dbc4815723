import {quoteText, type Database} from "../lib/duckdb.ts";
import {formatShare} from "../lib/format.ts";
import type {Warehouse} from "./panel.ts";
import {firstYear, schoolYearOf, type Outcome, type Protocol} from "./protocol.ts";
import type {RefusalCode, RefusalContext} from "./refusals.ts";

/** What the catalogue says of an outcome. */
export interface Definition {
  readonly code: string;
  readonly libelle: string;
  readonly unite: string;
  readonly type: string;
  readonly sens: string;
  readonly sources: readonly string[];
  readonly volet: string;
  readonly limites: string | null;
  readonly ruptures: readonly {readonly annee: string; readonly motif: string}[];
}

export interface OutcomeCheck {
  readonly code: RefusalCode;
  readonly context: RefusalContext;
}

/** The definitions of the outcomes that can be studied; the others are missing from the map. */
export async function readDefinitions(db: Database, outcomes: readonly Outcome[], {table}: Warehouse): Promise<Map<string, Definition>> {
  const rows = await db.rows<Definition & {est_etudiable: boolean}>(`
    select code, libelle, unite, type, sens, sources, volet, limites, ruptures
    from ${table("ref_indicateur")}
    where code in (${outcomes.map(({indicateur}) => quoteText(indicateur)).join(", ")})
      and type in ('part', 'ratio', 'moyenne')
      and volet in ('transversal', 'ressources', 'parentalite')`);
  return new Map(rows.map((row) => [row.code, row]));
}

/** Below this share of answers, a survey is no input to an impact analysis: statistics sheet §1.6. */
const LEAST_RESPONSE = 0.5;

/** Reasons that leave an outcome without any figure, found before estimating. Reads the tables of `layPopulation`. */
export async function checkOutcome(db: Database, protocol: Protocol, {indicateur}: Outcome, definition: Definition | undefined): Promise<OutcomeCheck[]> {
  if (definition === undefined) return [{code: "resultat_inconnu", context: {}}];
  const {debut, fin} = protocol.periode;
  const found: OutcomeCheck[] = [];
  const breaks = definition.ruptures.map(({annee}) => annee).filter((annee) => annee > debut && annee <= fin);
  if (breaks.length > 0) found.push({code: "serie_rompue", context: {annees: breaks}});
  const years = await db.rows<{annee: number; n: number; bas: number | null; haut: number | null; taux: number | null}>(`
    select a.annee, count(r.valeur) as n, min(r.valeur) as bas, max(r.valeur) as haut, sum(r.repondu) / nullif(sum(r.attendu), 0) as taux
    from (select unnest(range(${firstYear(debut)}, ${firstYear(fin) + 1})) as annee) as a
    left join impact_resultats as r on r.annee = a.annee and r.indicateur = ${quoteText(indicateur)} and r.etab in (select etab from impact_etablissements)
    group by a.annee order by a.annee`);
  const empty = years.filter(({n}) => n === 0).map(({annee}) => schoolYearOf(annee));
  if (empty.length > 0) found.push({code: "resultat_absent_une_annee", context: {annees: empty}});
  const isSurvey = ["etic", "enseignants"].some((source) => definition.sources.includes(source));
  const weak = isSurvey ? years.filter(({taux}) => taux !== null && taux < LEAST_RESPONSE) : [];
  if (weak.length > 0) found.push({code: "reponse_insuffisante", context: {annees: weak.map(({annee}) => schoolYearOf(annee)), taux: weak.map(({taux}) => formatShare(taux ?? 0)).join(", ")}});
  const filled = years.filter(({n}) => n > 0);
  const low = Math.min(...filled.map(({bas}) => bas ?? Number.NaN));
  const high = Math.max(...filled.map(({haut}) => haut ?? Number.NaN));
  if (filled.length > 0 && low === high) found.push({code: "resultat_constant", context: {}});
  return found;
}
