import {quoteText, type Database} from "../lib/duckdb.ts";
import {firstYear, type Outcome, type Protocol} from "./protocol.ts";

/** A study is one panel to estimate: an outcome, a window, a territory left out. */
export interface Study {
  readonly etude: string;
  readonly indicateur: string;
  readonly debut: number;
  readonly fin: number;
  readonly echelle: Outcome["echelle"];
  readonly n_minimum: number;
  readonly territoire_ecarte: string | null;
}

/** Where the models of the warehouse are read: an attached database, or the connection's own tables. */
export interface Warehouse {
  readonly table: (name: string) => string;
}

export const attached = (database: string): Warehouse => ({table: (name) => `${database}.main.${name}`});

/** Reasons for which a school of the population never reaches the panel, in the order in which they are looked at. */
export const EARLY_REASONS = {
  exclu_par_protocole: "exclu par le protocole",
  exposition_inconnue: "exposition inconnue",
  sans_grappe: "territoire inconnu",
  effectif_inconnu: "nombre d'élèves inconnu"
} as const;

/** Reasons for which a school of the panel is not kept. */
export const LATE_REASONS = {
  expose_des_le_depart: "déjà exposé la première année",
  resultat_absent: "pas de résultat au moins une année (établissement ouvert, fermé ou sans mesure)",
  effectif_trop_faible: "trop peu d'unités une année",
  mesure_hors_saison: "mesuré à une autre période de l'année",
  instrument_change: "mesuré autrement d'une année à l'autre",
  resultat_nul: "valeur nulle, sans logarithme"
} as const;

/** Left out one at a time, or listed one by one, more territories than this tell nobody anything, and cost as many panels: larger ones are taken then. */
const MANY_TERRITORIES = 40;

const TERRITORY = {etablissement: "etab", commune: "commune", circonscription: "circonscription", bassin: "bassin", departement: "departement"} as const;

/**
 * Lays in `db` the tables that the estimators read: `impact_etablissements` (who may enter, with exposure and cluster), `impact_resultats`,
 * and `impact_population` (everyone, with the reason of an early exit). School years are whole numbers, the first of the two.
 */
export async function layPopulation(db: Database, protocol: Protocol, {table}: Warehouse): Promise<void> {
  const {population, periode, exposition, exclusions, continuites, grappe, ponderation} = protocol;
  const pairs = (rows: readonly (readonly [string, string])[], columns: string): string =>
    rows.length === 0 ? `select null::varchar as ${columns.split(",")[0]}, null::varchar as ${columns.split(",")[1]} where false` : `select * from (values ${rows.map((row) => `(${row.map(quoteText).join(", ")})`).join(", ")}) as t (${columns})`;
  const types = population.types === undefined ? "true" : `type_etablissement in (${population.types.map(quoteText).join(", ")})`;
  await db.run(`
    create or replace temp table impact_continuites as ${pairs(continuites.map(({ancien, nouveau}) => [ancien, nouveau] as const), "ancien,nouveau")};
    create or replace temp table impact_exclusions as ${pairs(exclusions.map(({uai, motif}) => [uai, motif] as const), "uai,motif")};
    create or replace temp table impact_conditions as
      select * from (values ${exposition.conditions.map(({mesure, minimum}) => `(${quoteText(mesure)}, ${minimum}::double)`).join(", ")}) as t (mesure, minimum);

    -- A school that changed UAI goes by its first one; in a year that knows both, the first one speaks.
    create or replace temp table impact_noms as
      select
        e.uai,
        e.annee,
        coalesce(c.ancien, e.uai) as etab
      from ${table("dim_etablissement")} as e
      left join impact_continuites as c on c.nouveau = e.uai
      qualify row_number() over (
        partition by coalesce(c.ancien, e.uai), e.annee
        order by (c.ancien is not null)::integer, e.uai
      ) = 1;

    create or replace temp table impact_mesures as
      select m.* replace (n.etab as uai)
      from ${table("imp_exposition")} as m
      join impact_noms as n using (uai, annee);

    create or replace temp table impact_population as
    with territoires as (
      select
        uai,
        annee,
        min(territoire_code) filter (where territoire_type = 'bassin') as bassin,
        min(territoire_code) filter (where territoire_type = 'circonscription') as circonscription
      from ${table("lien_etablissement_territoire")}
      group by uai, annee
    ),
    annees as (
      select
        n.etab,
        e.annee,
        e.degre,
        e.type_etablissement,
        coalesce(e.secteur, 'public') as secteur,
        e.code_commune as commune,
        t.circonscription,
        t.bassin,
        e.code_departement as departement,
        e.eleves,
        e.ips,
        e.quartile_ips,
        e.education_prioritaire
      from ${table("dim_etablissement")} as e
      join impact_noms as n using (uai, annee)
      left join territoires as t using (uai, annee) -- a school may belong to no bassin
      where e.annee between ${quoteText(periode.debut)} and ${quoteText(periode.fin)}
    ),
    premieres as (
      select *
      from annees
      qualify row_number() over (
        partition by etab
        order by annee
      ) = 1
    ),
    nombres as (
      select count(distinct bassin) as bassins, count(distinct departement) as departements
      from premieres
    ),
    expositions as (
      select *
      from impact_expositions('impact_mesures', 'impact_conditions', ${quoteText(periode.fin)})
    )
    select
      p.etab,
      p.type_etablissement,
      p.secteur,
      p.education_prioritaire,
      p.ips,
      p.quartile_ips,
      p.eleves,
      ${TERRITORY[grappe] === "etab" ? "p.etab" : `p.${TERRITORY[grappe]}`} as grappe,
      case
        when nombres.bassins <= ${MANY_TERRITORIES} then coalesce(p.bassin, p.departement)
        when nombres.departements <= ${MANY_TERRITORIES} then p.departement
        else coalesce('academie:' || d.academie, p.departement)
      end as territoire,
      coalesce(left(x.annee_exposition, 4)::bigint, 0) as groupe,
      ${ponderation === "eleves" ? "p.eleves::double" : "1::double"} as poids,
      case
        when s.uai is not null then 'exclu_par_protocole'
        when coalesce(x.est_inconnue, true) then 'exposition_inconnue'
        when ${TERRITORY[grappe] === "etab" ? "false" : `p.${TERRITORY[grappe]} is null`} then 'sans_grappe'
        when ${ponderation === "eleves" ? "coalesce(p.eleves, 0) = 0" : "false"} then 'effectif_inconnu'
      end as motif
    from premieres as p
    cross join nombres
    left join (select code, academie from ${table("dim_territoire")} where type = 'departement') as d on d.code = p.departement
    left join expositions as x on x.uai = p.etab
    left join impact_exclusions as s on s.uai = p.etab
    where p.degre = ${quoteText(population.degre)}
      and p.secteur in (${population.secteurs.map(quoteText).join(", ")})
      and ${types};

    create or replace temp table impact_etablissements as
      select etab, grappe, territoire, groupe, poids
      from impact_population
      where motif is null;

    create or replace temp table impact_resultats as
      select
        r.indicateur,
        n.etab,
        left(r.annee, 4)::bigint as annee,
        r.valeur,
        r.n_unites,
        r.attendu,
        r.repondu,
        r.instrument,
        r.est_de_saison
      from ${table("imp_resultat")} as r
      join impact_noms as n using (uai, annee)
      semi join impact_population as p on p.etab = n.etab
  `);
}

/** Every study of the protocol: each outcome, then the main one without each territory and in other windows. */
export async function planStudies(db: Database, protocol: Protocol, outcomes: readonly Outcome[]): Promise<Study[]> {
  const debut = firstYear(protocol.periode.debut);
  const fin = firstYear(protocol.periode.fin);
  const study = (etude: string, {indicateur, echelle, n_minimum}: Outcome, change: Partial<Study> = {}): Study => ({etude, indicateur, debut, fin, echelle, n_minimum, territoire_ecarte: null, ...change});
  const studies = outcomes.map((outcome) => study(`resultat:${outcome.indicateur}`, outcome));
  const main = outcomes.find(({indicateur}) => indicateur === protocol.resultats.principal.indicateur);
  if (main === undefined) return studies;
  const territories = await db.rows<{territoire: string}>("select territoire from impact_etablissements where territoire is not null group by territoire order by territoire");
  if (territories.length >= 3) for (const {territoire} of territories) studies.push(study(`sans:${territoire}`, main, {territoire_ecarte: territoire}));
  if (fin - debut >= 2) studies.push(study("fenetre:sans_premiere", main, {debut: debut + 1}), study("fenetre:sans_derniere", main, {fin: fin - 1}));
  return studies;
}

/** Writes `impact_panel_lignes`, the panel of every study. */
export async function layPanels(db: Database, studies: readonly Study[]): Promise<void> {
  const rows = studies.map(({etude, indicateur, debut, fin, echelle, n_minimum, territoire_ecarte}) =>
    `(${quoteText(etude)}, ${quoteText(indicateur)}, ${debut}::bigint, ${fin}::bigint, ${quoteText(echelle)}, ${n_minimum}::bigint, ${territoire_ecarte === null ? "null::varchar" : quoteText(territoire_ecarte)})`);
  const columns = "etude, indicateur, debut, fin, echelle, n_minimum, territoire_ecarte";
  await db.run(`
    create or replace temp table impact_etudes as
      ${rows.length > 0 ? `select * from (values ${rows.join(", ")}) as t (${columns})` : "select null::varchar as etude, null::varchar as indicateur, 0::bigint as debut, 0::bigint as fin, 'valeur' as echelle, 1::bigint as n_minimum, null::varchar as territoire_ecarte where false"};
    create or replace temp table impact_panel_lignes as
      select * from impact_panel('impact_etudes', 'impact_etablissements', 'impact_resultats')
  `);
}
