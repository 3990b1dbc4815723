/** Columns of `pub_indicateur`, in the order that everything downstream relies on. */
export const PUBLISHED_COLUMNS = [
  "indicateur", "volet", "territoire_type", "territoire_code", "annee", "ventilation", "modalite", "valeur", "numerateur", "denominateur", "n_unites",
  "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution", "statut", "drapeaux"
] as const;

export interface Thresholds {
  readonly personnes: number;
  readonly etablissements: number;
}

/**
 * SELECT of the publishable cells of a mart: a cell that speaks of fewer persons than the threshold, or whose complement
 * does, keeps its coordinates and loses its value, terms, interval and everything computed from them (statistics.md §4.1).
 * An evolution is hidden when either of its two years is.
 * Expects `mart` (a relation with the columns of pub_indicateur) and `ref_indicateur` (code, type, secret, seuil).
 */
export function suppressSelect(mart: string, thresholds: Thresholds): string {
  return `
WITH cellule AS (
  SELECT
    m.*,
    i.type AS genre,
    coalesce(i.secret, 'aucun') AS regle,
    coalesce(i.seuil, CASE i.secret WHEN 'personnes' THEN ${thresholds.personnes} WHEN 'etablissements' THEN ${thresholds.etablissements} END) AS seuil
  FROM ${mart} AS m
  LEFT JOIN ref_indicateur AS i ON i.code = m.indicateur
),
jugement AS (
  SELECT
    *,
    statut IN ('publie', 'zero') AND regle <> 'aucun' AND (
      (n_unites > 0 AND n_unites < seuil)
      OR (regle = 'personnes' AND genre IN ('part', 'compte') AND numerateur > 0 AND numerateur < seuil)
      OR (regle = 'personnes' AND genre = 'part' AND denominateur - numerateur > 0 AND denominateur - numerateur < seuil)
    ) AS est_secret
  FROM cellule
),
suite AS (
  SELECT
    *,
    coalesce(lag(est_secret) OVER (PARTITION BY indicateur, territoire_type, territoire_code, ventilation, modalite ORDER BY annee), false) AS precedent_secret,
    coalesce(bool_or(est_secret AND territoire_type = 'departement') OVER (PARTITION BY indicateur, annee, ventilation, modalite), false) AS reference_secrete
  FROM jugement
)
SELECT
  indicateur, volet, territoire_type, territoire_code, annee, ventilation, modalite,
  CASE WHEN NOT est_secret THEN valeur END AS valeur,
  CASE WHEN NOT est_secret THEN numerateur END AS numerateur,
  CASE WHEN NOT est_secret THEN denominateur END AS denominateur,
  CASE WHEN NOT est_secret THEN n_unites END AS n_unites,
  couverture,
  CASE WHEN NOT est_secret THEN ic_bas END AS ic_bas,
  CASE WHEN NOT est_secret THEN ic_haut END AS ic_haut,
  cible,
  CASE WHEN NOT reference_secrete THEN reference END AS reference,
  CASE WHEN NOT est_secret AND NOT precedent_secret THEN evolution END AS evolution,
  CASE WHEN est_secret THEN 'secret' ELSE statut END AS statut,
  coalesce(drapeaux, []::VARCHAR[]) AS drapeaux
FROM suite
ORDER BY indicateur, territoire_type, territoire_code, annee, ventilation, modalite`;
}
