import type {Database} from "../lib/duckdb.ts";
import type {Thresholds} from "./control.ts";

interface SecretByVolet {
  readonly volet: string;
  /** Cells that have a value, of indicators that speak of persons or of few schools. */
  readonly cellules: number;
  /** Hidden because they are small themselves, or unanimous. */
  readonly primaires: number;
  /** Hidden because they would give a small one back. */
  readonly secondaires: number;
  /** Cells that have a value, of all indicators of the volet. */
  readonly publiables: number;
  /** Share of pupils whose commune (or arrondissement of Marseille) has its figure shown, mean over the indicators and years of the volet, weighted by pupils; 0..1. */
  readonly part_eleves_visibles: number | null;
}

export interface SecretReport {
  readonly seuils: Pick<Thresholds, "personnes" | "etablissements">;
  readonly volets: readonly SecretByVolet[];
}

/** Counts of cells, and of the pupils of those of communes, each year again. */
export interface SecretCount extends Omit<SecretByVolet, "part_eleves_visibles"> {
  readonly eleves: number | null;
  readonly eleves_visibles: number | null;
}

/** What the secret hides, and what stays, of the cells of `mart` and their masks. */
export function countSecret(db: Database, mart: string, masks: string, {personnes, etablissements}: SecretReport["seuils"]): Promise<SecretCount[]> {
  return db.rows<SecretCount>(`
    WITH cases AS (
      SELECT
        m.volet, m.territoire_type, m.ventilation, coalesce(i.secret, 'aucun') AS regle, s.indicateur IS NOT NULL AS est_cache,
        coalesce(i.seuil, CASE i.secret WHEN 'personnes' THEN ${personnes} ELSE ${etablissements} END) AS seuil_applique,
        (m.n_unites > 0 AND m.n_unites < seuil_applique)
          OR (i.secret = 'personnes' AND i.type IN ('part', 'compte') AND m.numerateur > 0 AND m.numerateur < seuil_applique)
          OR (i.secret = 'personnes' AND i.type = 'part' AND m.denominateur - m.numerateur > 0 AND m.denominateur - m.numerateur < seuil_applique)
          OR (i.secret = 'personnes' AND i.type = 'part' AND m.denominateur > 0 AND (m.numerateur = m.denominateur OR (m.numerateur = 0 AND m.ventilation = 'ensemble'))) AS est_petite,
        CASE
          WHEN m.ventilation = 'ensemble' AND (m.territoire_type = 'arrondissement' OR (m.territoire_type = 'commune' AND m.territoire_code NOT IN (
            SELECT commune FROM dim_territoire WHERE type = 'arrondissement' AND commune IS NOT NULL
          ))) THEN t.n_eleves
        END AS eleves
      FROM ${mart} AS m
      JOIN ref_indicateur AS i ON i.code = m.indicateur
      LEFT JOIN ${masks} AS s USING (indicateur, annee, territoire_type, territoire_code, ventilation, modalite)
      LEFT JOIN dim_territoire AS t ON t.type = m.territoire_type AND t.code = m.territoire_code
      WHERE m.statut IN ('publie', 'zero')
    )
    SELECT
      volet,
      count(*) FILTER (regle <> 'aucun')::INTEGER AS cellules,
      count(*) FILTER (est_cache AND coalesce(est_petite, false))::INTEGER AS primaires,
      count(*) FILTER (est_cache AND NOT coalesce(est_petite, false))::INTEGER AS secondaires,
      count(*)::INTEGER AS publiables,
      sum(eleves) AS eleves,
      sum(eleves) FILTER (NOT est_cache) AS eleves_visibles
    FROM cases
    GROUP BY volet`);
}

/** What the secret costs, from the counts of every lot of indicators. */
export function reportSecret(counts: readonly SecretCount[], {personnes, etablissements}: SecretReport["seuils"]): SecretReport {
  const volets = [...new Set(counts.map(({volet}) => volet))].sort().map((volet): SecretByVolet => {
    const own = counts.filter((count) => count.volet === volet);
    const sum = (value: (count: SecretCount) => number): number => own.reduce((total, count) => total + value(count), 0);
    const visible = own.some((count) => count.eleves_visibles !== null) ? sum((count) => count.eleves_visibles ?? 0) / sum((count) => count.eleves ?? 0) : null;
    return {
      volet,
      cellules: sum((count) => count.cellules), primaires: sum((count) => count.primaires), secondaires: sum((count) => count.secondaires), publiables: sum((count) => count.publiables),
      part_eleves_visibles: visible === null ? null : Math.round(visible * 10_000) / 10_000
    };
  });
  return {seuils: {personnes, etablissements}, volets};
}
