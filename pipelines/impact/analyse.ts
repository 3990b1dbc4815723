import {formatCount, formatDate, formatNumber} from "../lib/format.ts";
import type {Database} from "../lib/duckdb.ts";
import {checkOutcome, readDefinitions, type Definition, type OutcomeCheck} from "./checks.ts";
import {aggregates, comparableGap, composition, correctFamily, countRefusals, doseResponse, estimateStudies, eventStudy, groupEffects, detectableTrends, permuteTerritories, territoryEffects, trajectories, twoPeriods, type Comparison, type Control, type Dose, type Permutation, type StudyEstimate} from "./estimate.ts";
import {MEASURES, WITHOUT_SCHOOL_EXPOSURE} from "./measures.ts";
import {EARLY_REASONS, LATE_REASONS, layPanels, layPopulation, planStudies, type Warehouse} from "./panel.ts";
import {firstYear, outcomesOf, schoolYearOf, type Outcome, type Protocol} from "./protocol.ts";
import {explainRefusal, isRefusal, type Explained, type RefusalContext} from "./refusals.ts";
import {checkRegistration, refuseLate, refuseKnownExposure, type LakeFile} from "./registration.ts";
import type {CohortReport, Figure, OutcomeReport, Report} from "./report.ts";
import {scaleOf, type Scale} from "./units.ts";
import {MEANING, allowedWord, breaches, type Word} from "./vocabulary.ts";

export interface AnalysisOptions {
  readonly protocol: Protocol;
  readonly warehouse: Warehouse;
  readonly files: readonly LakeFile[];
  readonly isFictional: boolean;
  readonly version: string;
}

const PANEL = "impact_panel_lignes";
const CONTROL: Readonly<Record<Protocol["comparaison"], Control>> = {jamais_exposes: "nevertreated", pas_encore_exposes: "notyettreated"};
const COMPARISON: Readonly<Record<Protocol["comparaison"], string>> = {
  jamais_exposes: "établissements qui ne sont exposés à aucun moment de la période",
  pas_encore_exposes: "établissements pas encore exposés l'année regardée, qu'ils le soient plus tard ou non"
};
const CLUSTER: Readonly<Record<Protocol["grappe"], string>> = {
  etablissement: "établissement", commune: "commune ou arrondissement", circonscription: "circonscription", bassin: "bassin", departement: "département"
};

/** Codes that leave no figure when the macros found none. */
const WITHOUT_FIGURE: readonly string[] = ["sans_controle", "sans_expose"];

/**
 * Runs a protocol on the warehouse that `db` reads and tells what may be said. `db` needs the statistical functions and macros,
 * and the macros of sql/impact. Throws when the protocol may not be run; refuses figures, with their reasons, inside the report.
 */
export async function analyse(db: Database, {protocol, warehouse, files, isFictional, version}: AnalysisOptions): Promise<Report> {
  const outcomes = outcomesOf(protocol);
  const definitions = await readDefinitions(db, outcomes, warehouse);
  const sources = [...new Set([...definitions.values()].flatMap((definition) => definition.sources))];
  const registration = checkRegistration(protocol, sources, files);
  refuseLate(protocol, registration);
  await layPopulation(db, protocol, warehouse);
  const cohorts = await db.rows<{groupe: number}>("select distinct groupe from impact_etablissements order by groupe");
  refuseKnownExposure(protocol, cohorts.map(({groupe}) => groupe));

  const checks = new Map<string, OutcomeCheck[]>();
  for (const outcome of outcomes) checks.set(outcome.indicateur, await checkOutcome(db, protocol, outcome, definitions.get(outcome.indicateur)));
  const studied = outcomes.filter(({indicateur}) => checks.get(indicateur)?.length === 0);
  await layPanels(db, await planStudies(db, protocol, studied));

  const control = CONTROL[protocol.comparaison];
  const otherControl: Control = control === "nevertreated" ? "notyettreated" : "nevertreated";
  const estimates = await estimateStudies(db, PANEL, control);
  const others = await estimateStudies(db, PANEL, otherControl);
  const counts = await countRefusals(db, PANEL, control);
  const family = await correctFamily(db, protocol.famille.map((indicateur) => {
    const estimate = estimates.get(`resultat:${indicateur}`);
    return {indicateur, p: estimate === undefined || estimate.codes.includes("grappes_insuffisantes") ? null : estimate.p};
  }));
  const isValidated = !protocol.exploratoire && protocol.signataires.some(({qualite}) => qualite === "chercheur");
  const isWholeProgramme = protocol.exposition.conditions.some(({mesure}) => mesure === "departement_pilote");
  const designCodes = [
    ...(protocol.exploratoire ? ["exploratoire"] : []),
    ...(isWholeProgramme ? ["programme_entier"] : []),
    ...(protocol.exposition.conditions.some(({mesure}) => WITHOUT_SCHOOL_EXPOSURE.includes(mesure)) ? ["volet_sans_exposition"] : [])
  ];

  const main = protocol.resultats.principal;
  const mainStudy = `resultat:${main.indicateur}`;
  const isStudied = studied.some(({indicateur}) => indicateur === main.indicateur);
  const two = isStudied ? await twoPeriods(db, PANEL, mainStudy) : {welch: null, cr1: null};
  const permutation = isStudied ? await permuteTerritories(db) : null;
  const dose = isStudied ? await doseResponse(db, protocol) : null;
  const territories = isStudied ? await territoryEffects(db) : [];
  const trends = new Map((await detectableTrends(db, PANEL, control)).map(({etude, decelable}) => [etude, decelable]));
  const names = await territoryNames(db, warehouse);
  const gap = isStudied ? await comparableGap(db, PANEL, mainStudy, protocol) : null;

  const resultats: OutcomeReport[] = [];
  for (const outcome of outcomes) {
    const definition = definitions.get(outcome.indicateur);
    const isMain = outcome === main;
    const estimate = estimates.get(`resultat:${outcome.indicateur}`);
    const chosen = isMain ? chooseMain(protocol, estimate, {welch: two.welch, permutation, dose: dose?.coefficients.find(({terme}) => terme === protocol.dose?.mesure)}) : estimate;
    const scale = scaleOf(outcome, definition?.unite ?? "");
    const found = checks.get(outcome.indicateur) ?? [];
    const context = contextOf(estimate, counts, `resultat:${outcome.indicateur}`, protocol);
    const refused: Explained[] = [
      ...found.map((check) => explainRefusal(check.code, {...context, ...check.context})),
      ...(estimate === undefined ? [] : codesOf(chosen, protocol)).map((code) => explainRefusal(code, contextFor(code, context, counts, `resultat:${outcome.indicateur}`))),
      ...designCodes.map((code) => explainRefusal(code, context))
    ];
    // Too few clusters: the figure stays, nothing says how sure it is (statistics sheet §3.2).
    const lacksClusters = chosen?.codes.includes("grappes_insuffisantes") === true;
    const isPermuted = isMain && protocol.estimateur === "permutation";
    const isDose = isMain && protocol.estimateur === "dose_reponse";
    const isPlain = chosen !== undefined && chosen.att !== null && (isPermuted || lacksClusters || (chosen.se !== null && chosen.se > 1e-12));
    const best: Word | null = !isPlain ? null : isPermuted ? "écart" : isDose ? "association" : "effet estimé";
    const word = allowedWord({best, codes: refused.map(({code}) => code), isExploratory: protocol.exploratoire, isValidated, isWholeProgramme});
    const isSure = isPlain && !lacksClusters;
    const figure = figureOf(scale, !isPlain ? undefined : isSure ? chosen : {att: chosen.att, low: null, high: null});
    const mde = isSure && chosen.mde !== null ? chosen.mde : null;
    resultats.push({
      indicateur: outcome.indicateur,
      libelle: definition?.libelle ?? outcome.indicateur,
      role: outcome.temoin ? "temoin" : isMain ? "principal" : "secondaire",
      unite: scale.unite,
      echelle: outcome.echelle,
      mot: word,
      phrase: sentence(word, figure, mde === null ? null : scale.write(mde), refused, isDose && protocol.dose !== undefined ? MEASURES[protocol.dose.mesure].unite : null),
      equivalent: word === null || !isPlain || isDose ? null : await equivalence(db, `resultat:${outcome.indicateur}`, chosen.att ?? 0, outcome, scale),
      ...figure,
      erreur_type: isSure ? chosen.se : null,
      ddl: isSure ? chosen.df : null,
      p: isSure || isPermuted ? chosen?.p ?? null : null,
      p_holm: isSure ? family.get(outcome.indicateur) ?? null : null,
      effet_minimal_decelable: mde === null ? null : scale.show(mde),
      effet_minimal_decelable_texte: mde === null ? null : scale.write(mde).replace(/^\+/, ""),
      exposes: estimate?.n_traites ?? null,
      temoins: estimate?.n_controles ?? null,
      grappes_exposees: estimate?.n_grappes_traitees ?? null,
      grappes_temoins: estimate?.n_grappes_controles ?? null,
      comparaisons_avant: estimate?.n_periodes_avant ?? null,
      tendances: trendsOf(estimate, trends.get(`resultat:${outcome.indicateur}`) ?? null, scale),
      part_perdue_exposes: estimate?.part_perdue_traites ?? null,
      part_perdue_temoins: estimate?.part_perdue_controles ?? null,
      refus: refused
    });
  }

  const principal = resultats[0] as OutcomeReport;
  const mainScale = scaleOf(main, definitions.get(main.indicateur)?.unite ?? "");
  const events = await eventStudy(db, PANEL, control);
  const paths = isStudied ? await trajectories(db, PANEL, mainStudy, main.echelle === "log") : [];
  const effects = isStudied && principal.effet !== null ? await groupEffects(db, PANEL, mainStudy, control) : [];
  const cohortName = (groupe: number): string | null => (groupe === 0 ? null : schoolYearOf(groupe));
  const plain = (value: number | null): number | null => (value === null ? null : mainScale.show(value));
  const report: Report = {
    format: 1,
    protocole: {
      code: protocol.code, fichier: protocol.fichier, empreinte: protocol.empreinte, titre: protocol.titre, question: protocol.question, enregistre_le: protocol.enregistre_le,
      signataires: protocol.signataires, exploratoire: protocol.exploratoire, estimateur: protocol.estimateur, famille: protocol.famille
    },
    fictif: isFictional,
    version,
    donnees_du: registration.fichiers.map((file) => file.importe_le.slice(0, 10)).sort().at(-1) ?? null,
    avertissements: [
      ...(isFictional ? ["Données fictives : ces chiffres ne décrivent aucun établissement réel."] : []),
      ...(protocol.exploratoire ? ["Analyse exploratoire : les résultats ont pu être connus avant que la question soit écrite."] : [])
    ],
    mot: principal.mot,
    sens_du_mot: principal.mot === null ? null : MEANING[principal.mot],
    phrase: principal.phrase,
    devis: await designOf(db, protocol, isStudied ? mainStudy : null),
    resultats,
    evenements: studied.filter(({indicateur}) => resultats.some((result) => result.indicateur === indicateur && result.effet !== null)).map((outcome) => {
      const scale = scaleOf(outcome, definitions.get(outcome.indicateur)?.unite ?? "");
      const show = (value: number | null): number | null => (value === null ? null : scale.show(value));
      return {indicateur: outcome.indicateur, points: events.filter(({etude}) => etude === `resultat:${outcome.indicateur}`).map(({e, effet, bas, haut}) => ({e, effet: show(effet), bas: show(bas), haut: show(haut)}))};
    }),
    trajectoires: paths.filter(({n}) => n >= 5).map(({cohorte, annee, moyenne, n}) => ({cohorte: cohortName(cohorte), annee: schoolYearOf(annee), moyenne, n})),
    effets_par_cohorte: effects.map(({cohorte, annee, est_avant, effet, se, n_exposes, n_temoins}) => ({
      cohorte: schoolYearOf(cohorte), annee: schoolYearOf(annee), est_avant, exposes: n_exposes, temoins: n_temoins,
      effet: plain(effet), bas: plain(effet - 1.959963984540054 * se), haut: plain(effet + 1.959963984540054 * se)
    })),
    agregats: isStudied && principal.effet !== null ? (await aggregates(db, PANEL, mainStudy, control)).map((row) => ({...row, effet: mainScale.show(row.effet), bas: plain(row.bas), haut: plain(row.haut)})) : [],
    robustesse: principal.effet === null ? [] : robustness(estimates, others, mainStudy, otherControl, mainScale, names),
    par_territoire: territories.map(({territoire, exposes, autres, brut, lisse, se}) => ({
      territoire, nom: names.get(territoire) ?? territoire, exposes, autres, brut: mainScale.show(brut), lisse: mainScale.show(lisse),
      bas: mainScale.show(lisse - 1.959963984540054 * se), haut: mainScale.show(lisse + 1.959963984540054 * se)
    })),
    autres_estimateurs: {welch: two.welch, cr1: two.cr1, permutation, dose, profil_comparable: gap},
    refus: principal.refus,
    limites: limitsOf(protocol, definitions),
    fichiers: registration.fichiers.map(({fichier, source, sha256, importe_le, annees}) => ({fichier, source, sha256, importe_le, annees})),
    reproduire: {
      dossier: `impact/${protocol.code}`,
      fichiers: ["panel.parquet", "panel.csv", "LISEZMOI.txt", "refaire.R", "refaire.sql"],
      sql: `select * from did_study('panel', controle := '${control}') where etude = 'principal'`
    }
  };
  assertVocabulary(report);
  return report;
}

interface Chosen {
  readonly welch: Comparison | null;
  readonly permutation: Permutation | null;
  readonly dose: Dose | undefined;
}

/** The figure of the estimator that the protocol declares; the verdict of the pre-tests stays that of the staggered panel. */
function chooseMain({estimateur}: Protocol, estimate: StudyEstimate | undefined, {welch, permutation, dose}: Chosen): StudyEstimate | undefined {
  if (estimate === undefined || estimateur === "adoption_echelonnee") return estimate;
  if (estimateur === "avant_apres") {
    return {...estimate, att: welch?.effet ?? null, se: welch?.se ?? null, df: welch?.df ?? null, low: welch?.bas ?? null, high: welch?.haut ?? null, p: welch?.p ?? null, mde: welch?.decelable ?? null};
  }
  if (estimateur === "permutation") {
    const code = permutation?.code ?? null;
    return {...estimate, att: permutation?.effet ?? null, se: null, df: null, low: null, high: null, p: code === null ? permutation?.p ?? null : null, mde: null, codes: [...estimate.codes, ...(code === null ? [] : [code])]};
  }
  const code = dose?.code ?? null;
  return {...estimate, att: dose?.estimation ?? null, se: dose?.se ?? null, df: null, low: dose?.bas ?? null, high: dose?.haut ?? null, p: dose?.p ?? null, mde: null, codes: [...estimate.codes, ...(code === null ? [] : [code])]};
}

function trendsOf(estimate: StudyEstimate | undefined, detectable: number | null, scale: Scale): OutcomeReport["tendances"] {
  if (estimate === undefined || (estimate.n_periodes_avant ?? 0) === 0) return null;
  const text = detectable === null ? null : scale.write(detectable).replace(/^\+/, "");
  const verdict = estimate.codes.includes("tendances_non_paralleles") ? "Avant l'exposition, les évolutions différaient déjà." : "Avant l'exposition, aucune différence d'évolution n'a été décelée.";
  return {
    p: estimate.p_wald, p_holm_min: estimate.p_holm_min, decelable: detectable === null ? null : scale.show(detectable), decelable_texte: text,
    phrase: `${verdict}${text === null ? "" : ` Une différence inférieure à ${text} d'une année à l'autre n'aurait pas forcément été vue.`}`
  };
}

async function territoryNames(db: Database, {table}: Warehouse): Promise<Map<string, string>> {
  const rows = await db.rows<{code: string; nom: string}>(`select case type when 'academie' then 'academie:' || code else code end as code, nom from ${table("dim_territoire")} where type in ('bassin', 'departement', 'academie') and nom is not null order by type desc`);
  return new Map(rows.map(({code, nom}) => [code, nom]));
}

/** The codes of the macros, with those that only the absence of a figure tells. */
function codesOf(estimate: StudyEstimate | undefined, protocol: Protocol): string[] {
  if (estimate === undefined) return [];
  const codes = estimate.codes.filter(isRefusal);
  if (estimate.att === null) {
    // Without figure, what follows from it says nothing more.
    const causes = codes.filter((code) => !["tendances_non_verifiables", "grappes_insuffisantes"].includes(code));
    return causes.some((code) => ["sans_controle", "groupe_trop_petit"].includes(code)) ? causes : [...causes, "sans_expose"];
  }
  if (estimate.se === null && protocol.estimateur === "permutation") return codes;
  if (codes.includes("grappes_insuffisantes")) return codes;
  if (estimate.se === null || estimate.se <= 1e-12) return [...codes.filter((code) => !code.startsWith("tendances_")), "variation_identique"];
  if ((estimate.n_grappes_traitees ?? 0) + (estimate.n_grappes_controles ?? 0) < 20 && protocol.grappe !== "etablissement") return [...codes, "peu_de_grappes"];
  return codes;
}

function contextOf(estimate: StudyEstimate | undefined, counts: readonly {etude: string; code: string; n: number}[], etude: string, protocol: Protocol): RefusalContext {
  return {
    exposes: estimate?.n_traites ?? undefined,
    temoins: estimate?.n_controles ?? counts.find((count) => count.etude === etude && count.code === "sans_controle")?.n,
    grappesExposees: estimate?.n_grappes_traitees ?? undefined,
    grappesTemoins: estimate?.n_grappes_controles ?? undefined,
    anneesAvant: estimate?.n_periodes_avant ?? undefined,
    debut: protocol.periode.debut,
    fin: protocol.periode.fin
  };
}

function contextFor(code: string, context: RefusalContext, counts: readonly {etude: string; code: string; n: number}[], etude: string): RefusalContext {
  const found = counts.filter((count) => count.etude === etude && count.code === code).map(({n}) => n);
  if (found.length === 0) return context;
  return {...context, n: code === "groupe_trop_petit" ? Math.max(...found) : found.reduce((sum, n) => sum + n, 0)};
}

function figureOf(scale: Scale, estimate: {att: number | null; low: number | null; high: number | null} | undefined): Figure {
  if (estimate === undefined || estimate.att === null) return {effet: null, bas: null, haut: null, effet_texte: null, intervalle_texte: null};
  const {att, low, high} = estimate;
  return {
    effet: scale.show(att),
    bas: low === null ? null : scale.show(low),
    haut: high === null ? null : scale.show(high),
    effet_texte: scale.write(att),
    intervalle_texte: low === null || high === null ? null : `${scale.bare(low)} à ${scale.write(high)}`
  };
}

function sentence(word: Word | null, figure: Figure, mde: string | null, refused: readonly Explained[], perDose: string | null): string {
  if (word === null || figure.effet_texte === null) {
    const [first] = [...refused.filter(({est_bloquant, code}) => est_bloquant || WITHOUT_FIGURE.includes(code)), ...refused];
    return `Pas de chiffre. ${first?.explication ?? "L'estimation n'a pas abouti."}`;
  }
  const name = word === "écart" ? "Écart d'évolution entre établissements exposés et autres" : `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  const hypothesis = perDose !== null ? `, pour une unité de plus (${perDose})` : word === "effet estimé" || word === "impact" ? " (sous hypothèse de tendances parallèles)" : "";
  if (figure.intervalle_texte === null) return `${name}${hypothesis} : ${figure.effet_texte}, sans intervalle calculable.`;
  const covers = (figure.bas ?? 0) <= 0 && (figure.haut ?? 0) >= 0;
  const text = `${figure.effet_texte} (intervalle à 95 % : ${figure.intervalle_texte})`;
  if (covers) return `Pas ${word === "écart" ? "d'écart d'évolution" : word === "association" ? "d'association" : "d'effet"} décelé${word === "association" ? "e" : ""} : ${text}.${mde === null ? "" : ` Un effet inférieur à ${mde.replace(/^\+/, "")} n'aurait pas été vu.`}`;
  return `${name}${hypothesis} : ${text}.`;
}

/** The difference against what a reader knows: the yearly change of the comparison schools, or the spread between schools. */
async function equivalence(db: Database, etude: string, effect: number, outcome: Outcome, scale: Scale): Promise<string | null> {
  const {tendance, dispersion} = await db.one<{tendance: number | null; dispersion: number | null}>(
    `with gardes as (
       select p.annee, p.y, u.groupe from ${PANEL} as p join did_units('${PANEL}') as u using (etude, etab)
       where p.etude = $1 and u.est_complet and not u.est_traite_des_le_depart
     ), bornes as (select min(annee) as debut, max(annee) as fin from gardes)
     select
       (avg(g.y) filter (where g.annee = b.fin and g.groupe = 0) - avg(g.y) filter (where g.annee = b.debut and g.groupe = 0)) / any_value(b.fin - b.debut) as tendance,
       stddev_samp(g.y) filter (where g.annee = b.debut) as dispersion
     from gardes as g cross join bornes as b`, [etude]);
  if (outcome.echelle === "log" || dispersion === null || dispersion === 0) return null;
  const spread = `${formatNumber(Math.abs(effect) / dispersion, 2)} fois la dispersion habituelle entre établissements (écart-type de ${scale.write(dispersion).replace(/^\+/, "")})`;
  if (tendance === null || Math.abs(tendance) < 0.05 * dispersion) return `équivaut à ${spread}`;
  return `équivaut à ${formatNumber(Math.abs(effect / tendance), 1)} fois l'évolution annuelle des établissements de comparaison (${scale.write(tendance)} par an), et à ${spread}`;
}

function robustness(estimates: ReadonlyMap<string, StudyEstimate>, others: ReadonlyMap<string, StudyEstimate>, mainStudy: string, otherControl: Control, scale: Scale, names: ReadonlyMap<string, string>): Report["robustesse"] {
  const rows: ({nom: string; libelle: string} & Figure)[] = [];
  const add = (nom: string, libelle: string, estimate: StudyEstimate | undefined): void => {
    if (estimate === undefined || estimate.att === null) return;
    rows.push({nom, libelle, ...figureOf(scale, estimate.codes.includes("grappes_insuffisantes") ? {att: estimate.att, low: null, high: null} : estimate)});
  };
  add("autre_comparaison", otherControl === "nevertreated" ? "Autre comparaison : les établissements jamais exposés" : "Autre comparaison : les établissements pas encore exposés", others.get(mainStudy));
  add("sans_premiere", "Sans la première année", estimates.get("fenetre:sans_premiere"));
  add("sans_derniere", "Sans la dernière année", estimates.get("fenetre:sans_derniere"));
  for (const [etude, estimate] of estimates) if (etude.startsWith("sans:")) add(etude, `Sans ${names.get(etude.slice(5)) ?? `le territoire ${etude.slice(5)}`}`, estimate);
  return rows;
}

async function designOf(db: Database, protocol: Protocol, study: string | null): Promise<Report["devis"]> {
  const {population, periode, exposition, exclusions, continuites} = protocol;
  const {n} = await db.one<{n: number}>("select count(*) as n from impact_population");
  const early = await db.rows<{motif: keyof typeof EARLY_REASONS; n: number}>("select motif, count(*) as n from impact_population where motif is not null group by motif order by n desc, motif");
  const rows = study === null ? [] : await composition(db, PANEL, study);
  const groups = [...new Set(rows.map(({cohorte}) => cohorte))].sort((left, right) => (left === 0 ? 1 : right === 0 ? -1 : left - right));
  const cohortes: CohortReport[] = groups.map((groupe) => ({
    cohorte: groupe === 0 ? null : schoolYearOf(groupe),
    libelle: groupe === 0 ? "Non exposés pendant la période" : `Exposés à partir de ${schoolYearOf(groupe)}`,
    gardes: rows.find(({cohorte, motif}) => cohorte === groupe && motif === null)?.n ?? 0,
    perdus: rows.filter(({cohorte, motif}) => cohorte === groupe && motif !== null).map(({motif, n: lost}) => ({motif: motif ?? "", libelle: LATE_REASONS[motif as keyof typeof LATE_REASONS] ?? motif ?? "", n: lost}))
  }));
  const first = firstYear(periode.debut);
  const types = population.types?.map((type) => type.replaceAll("_", " ")).join(", ");
  return {
    population: `établissements du ${population.degre} degré${types === undefined ? "" : ` (${types})`}, ${population.secteurs.map((secteur) => (secteur === "prive" ? "privés" : "publics")).join(" et ")}`,
    n_population: n,
    exposition: exposition.libelle,
    conditions: exposition.conditions.map(({mesure, minimum}) => ({mesure, ...MEASURES[mesure], minimum})),
    comparaison: COMPARISON[protocol.comparaison],
    grappe: CLUSTER[protocol.grappe],
    annees: Array.from({length: firstYear(periode.fin) - first + 1}, (_, index) => schoolYearOf(first + index)),
    cohortes,
    ecartes: early.map(({motif, n: count}) => ({motif, libelle: EARLY_REASONS[motif], n: count})),
    declarations: [...exclusions.map(({uai, motif}) => `${uai} exclu : ${motif}`), ...continuites.map(({ancien, nouveau, motif}) => `${ancien} devenu ${nouveau} : ${motif}`)]
  };
}

function limitsOf(protocol: Protocol, definitions: ReadonlyMap<string, Definition>): string[] {
  const main = definitions.get(protocol.resultats.principal.indicateur);
  return [
    "L'ordre dans lequel les établissements sont exposés a été choisi, il n'a pas été tiré au sort : l'absence de différence de tendance avant l'exposition rassure sans garantir.",
    "Cette analyse compare des établissements entre eux ; elle ne dit rien du programme dans son ensemble, dont un seul département de l'académie relève.",
    ...(main?.limites ? [main.limites] : []),
    ...(definitions.has("us_pix_score") || main?.sources.includes("pix") ? ["Pix : le même niveau d'étude à la même saison est comparé d'une année à l'autre, avec d'autres élèves ; la version du référentiel n'est pas dans les exports."] : []),
    `Protocole enregistré le ${formatDate(protocol.enregistre_le)}, signé par ${formatCount(protocol.signataires.length, "personne")}.`
  ];
}

/** The build refuses its own report when a sentence says more than its word allows. */
function assertVocabulary(report: Report): void {
  const sentences: [string, Word | null][] = [
    [report.protocole.titre, "écart"],
    ...report.resultats.flatMap((result): [string, Word | null][] => [[result.phrase, result.mot], [result.equivalent ?? "", result.mot], ...result.refus.map(({explication, remede}): [string, Word | null] => [`${explication} ${remede}`, result.mot])]),
    ...report.robustesse.map(({libelle}): [string, Word | null] => [libelle, report.mot])
  ];
  for (const [text, word] of sentences) {
    const [breach] = breaches(text, word);
    if (breach) throw new Error(`the report says « ${breach.mot} », which « ${word ?? "constat"} » does not allow: ${text}`);
  }
}
