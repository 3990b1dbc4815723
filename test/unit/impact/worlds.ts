import {quoteText, type Database} from "../../../pipelines/lib/duckdb.ts";
import {Random} from "../../../sources/fiction/random.ts";

/** A made-up world: schools in communes, cohorts of exposure, an outcome with shocks of school, commune and year. */
export interface WorldOptions {
  readonly seed: number;
  /** First calendar year and number of years. */
  readonly debut?: number;
  readonly annees?: number;
  /** Schools by first year of exposure; 0 for never. */
  readonly cohortes?: Readonly<Record<number, number>>;
  readonly communes?: number;
  /** Mean effect by years since exposure; the last one lasts. */
  readonly effets?: readonly number[];
  /** Standard deviation of the effect between schools. */
  readonly effetDispersion?: number;
  /** Standard deviation of the shocks that the schools of a commune share, year by year; 0 makes schools independent. */
  readonly chocCommune?: number;
  /** What exposed schools gain each year, exposed or not yet: trends that are not parallel. */
  readonly derive?: number;
  /** Share of school-years without a result, exposed schools then others. */
  readonly pertes?: readonly [number, number];
}

export interface SchoolYear {
  readonly etab: string;
  readonly commune: string;
  readonly bassin: string;
  readonly groupe: number;
  readonly annee: number;
  readonly y: number | null;
}

export interface World {
  readonly rows: readonly SchoolYear[];
  /** Mean effect over exposed cells, weighted by the size of cohorts: what the `simple` aggregate estimates. */
  readonly verite: number;
}

export function makeWorld({seed, debut = 2019, annees = 6, cohortes = {0: 120, 2022: 40, 2023: 40}, communes = 60, effets = [12, 18, 22], effetDispersion = 5, chocCommune = 4, derive = 0, pertes = [0, 0]}: WorldOptions): World {
  const random = Random.of(seed, "monde");
  const years = Array.from({length: annees}, (_, index) => debut + index);
  const common = years.map((_, index) => 6 * index + random.normal(0, 3));
  const shocks = Array.from({length: communes}, () => years.map(() => random.normal(0, chocCommune)));
  const rows: SchoolYear[] = [];
  let total = 0;
  let weight = 0;
  let number = 0;
  for (const [group, size] of Object.entries(cohortes)) {
    const groupe = Number(group);
    for (const year of years) {
      if (groupe === 0 || groupe <= debut || year < groupe) continue;
      total += size * (effets[Math.min(year - groupe, effets.length - 1)] ?? 0);
      weight += size;
    }
    for (let index = 0; index < size; index += 1) {
      number += 1;
      const commune = random.int(communes);
      // Exposed schools start lower: levels differ, trends do not.
      const level = 350 + random.normal(0, 60) - (groupe > 0 ? 25 : 0);
      const own = random.normal(0, effetDispersion);
      for (const [column, annee] of years.entries()) {
        const isExposed = groupe > 0 && annee >= groupe;
        const effect = isExposed ? (effets[Math.min(annee - groupe, effets.length - 1)] ?? 0) + own : 0;
        const y = level + (common[column] ?? 0) + (shocks[commune]?.[column] ?? 0) + random.normal(0, 12) + effect + (groupe > 0 ? derive * column : 0);
        const isLost = random.chance(groupe > 0 ? pertes[0] : pertes[1]);
        rows.push({etab: `E${String(number).padStart(4, "0")}`, commune: `C${String(commune).padStart(3, "0")}`, bassin: `B${commune % 8}`, groupe, annee, y: isLost ? null : y});
      }
    }
  }
  return {rows, verite: weight === 0 ? 0 : total / weight};
}

/** Many worlds as studies of one panel, named by their seed. */
export async function layWorlds(db: Database, worlds: readonly {readonly etude: string; readonly world: World}[]): Promise<void> {
  await db.run("create or replace temp table mondes (etude varchar, etab varchar, grappe varchar, annee bigint, groupe bigint, poids double, y double)");
  for (const {etude, world} of worlds) {
    const values = world.rows.map(({etab, commune, groupe, annee, y}) => `(${quoteText(etude)}, '${etab}', '${commune}', ${annee}, ${groupe}, 1, ${y === null ? "null" : String(y)})`);
    await db.run(`insert into mondes values ${values.join(",")}`);
  }
}

/** The five relations of a warehouse that an analysis reads, filled from a world whose outcome is `us_pix_score`. */
export async function layWarehouse(db: Database, rows: readonly SchoolYear[], {indicateur = "us_pix_score"}: {indicateur?: string} = {}): Promise<void> {
  const year = (annee: number): string => quoteText(`${annee}-${annee + 1}`);
  const values = (format: (row: SchoolYear) => string): string => rows.map(format).join(",\n");
  await db.run(`
    create or replace table dim_etablissement as
      select *, 'second' as degre, 'college' as type_etablissement, 'public' as secteur, '13' as code_departement, 400::bigint as eleves, 100::double as ips, 'hors_ep' as education_prioritaire,
        'q' || (1 + hash(uai) % 4) as quartile_ips
      from (values ${values((row) => `('${row.etab}', ${year(row.annee)}, '${row.commune}')`)}) as t (uai, annee, code_commune);
    create or replace table lien_etablissement_territoire as
      select * from (values ${values((row) => `('${row.etab}', ${year(row.annee)}, 'bassin', '${row.bassin}')`)}) as t (uai, annee, territoire_type, territoire_code);
    create or replace table imp_exposition as
      select uai, annee, null::date as premiere_mise_en_service, expose as equipement_classe, 0::double as annees_equipement, expose as part_classes_socle, expose * 0.6 as part_enseignants_formes,
        expose * 6 + hash(uai) % 5 as heures_par_enseignant, 1::double as ent_ouvert, expose as ateliers_parents, 1::double as volets, 1::double as departement_pilote
      from (values ${values((row) => `('${row.etab}', ${year(row.annee)}, ${row.groupe > 0 && row.annee >= row.groupe ? 1 : 0}::double)`)}) as t (uai, annee, expose);
    create or replace table imp_resultat as
      select ${quoteText(indicateur)} as indicateur, uai, annee, valeur, 100::bigint as n_unites, null::double as attendu, null::double as repondu, 'certification' as instrument, true as est_de_saison
      from (values ${values((row) => `('${row.etab}', ${year(row.annee)}, ${row.y === null ? "null" : row.y}::double)`)}) as t (uai, annee, valeur)
      where valeur is not null;
    create or replace table dim_territoire as
      select distinct territoire_type as type, territoire_code as code, 'Bassin ' || territoire_code as nom, null::varchar as academie from lien_etablissement_territoire;
    create or replace table ref_indicateur as
      select ${quoteText(indicateur)} as code, 'Score Pix moyen' as libelle, 'Pix' as unite, 'moyenne' as type, 'hausse' as sens, ['pix'] as sources, 'transversal' as volet, null::varchar as limites,
        []::struct(annee varchar, motif varchar)[] as ruptures
  `);
}
