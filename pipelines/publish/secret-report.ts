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

/** What the secret hides, and what stays; expects `secret_masque` and `mart_indicateur`. */
export async function reportSecret(db: Database, {personnes, etablissements}: SecretReport["seuils"]): Promise<SecretReport> {
  const volets = await db.rows<SecretByVolet>(`
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
      FROM mart_indicateur AS m
      JOIN ref_indicateur AS i ON i.code = m.indicateur
      LEFT JOIN secret_masque AS s USING (indicateur, annee, territoire_type, territoire_code, ventilation, modalite)
      LEFT JOIN dim_territoire AS t ON t.type = m.territoire_type AND t.code = m.territoire_code
      WHERE m.statut IN ('publie', 'zero')
    )
    SELECT
      volet,
      count(*) FILTER (regle <> 'aucun')::INTEGER AS cellules,
      count(*) FILTER (est_cache AND coalesce(est_petite, false))::INTEGER AS primaires,
      count(*) FILTER (est_cache AND NOT coalesce(est_petite, false))::INTEGER AS secondaires,
      count(*)::INTEGER AS publiables,
      round(sum(eleves) FILTER (NOT est_cache)::DOUBLE / sum(eleves), 4) AS part_eleves_visibles
    FROM cases
    GROUP BY volet
    ORDER BY volet`);
  return {seuils: {personnes, etablissements}, volets};
}
