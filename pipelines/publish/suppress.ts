/** Columns of `pub_indicateur`, in the order that everything downstream relies on. */
export const PUBLISHED_COLUMNS = [
  "indicateur", "volet", "territoire_type", "territoire_code", "annee", "ventilation", "modalite", "valeur", "numerateur", "denominateur", "n_unites",
  "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution", "statut", "drapeaux"
] as const;

/** Warnings that say nothing of the value. */
const NEUTRAL_FLAGS = ["rupture", "perimetre_modifie"];

/**
 * Schools from which on the interval of a survey of persons is given. It holds their variance: with two schools and their total, that says what each
 * answered. (The interval of a single school holds none.)
 */
const FEWEST_SCHOOLS = 5;

/**
 * SELECT of the publishable cells of a mart. A cell of `masks` keeps its coordinates and its target, and loses its value, terms, number of units,
 * interval, coverage (of a survey of persons, it gives the number of answers back), and every warning that follows from the value. A reference or
 * an evolution goes with either of the two figures that it compares. A mask without a cell becomes a hidden cell.
 * `mart` has the columns of pub_indicateur and `contributeurs`; `masks` those of `secret_masque` (see control.ts).
 */
export function suppressSelect(mart: string, masks: string): string {
  return `
WITH absentes AS (
  SELECT s.*, v.volet, 'non_concerne' AS statut
  FROM ${masks} AS s
  ANTI JOIN ${mart} AS m USING (indicateur, annee, territoire_type, territoire_code, ventilation, modalite)
  JOIN (SELECT DISTINCT indicateur, volet FROM ${mart}) AS v USING (indicateur)
),
listees AS (
  SELECT * FROM ${mart}
  UNION ALL BY NAME
  SELECT * FROM absentes
),
jugement AS (
  SELECT
    m.*,
    s.indicateur IS NOT NULL AS est_secret,
    s.indicateur IS NULL AND NOT coalesce(
      m.contributeurs BETWEEN 2 AND ${FEWEST_SCHOOLS - 1} AND m.indicateur IN (SELECT code FROM ref_indicateur WHERE secret = 'personnes'), false
    ) AS a_intervalle,
    (annee[1:4]::INTEGER - 1)::VARCHAR || '-' || annee[1:4] AS annee_precedente,
    r.indicateur IS NOT NULL AS reference_secrete
  FROM listees AS m
  LEFT JOIN ${masks} AS s USING (indicateur, annee, territoire_type, territoire_code, ventilation, modalite)
  LEFT JOIN (SELECT DISTINCT indicateur, annee, ventilation, modalite FROM ${masks} WHERE territoire_type = 'departement') AS r
    ON r.indicateur = m.indicateur AND r.annee = m.annee AND r.ventilation = m.ventilation AND r.modalite = m.modalite
),
suite AS (
  SELECT j.*, avant.indicateur IS NOT NULL AS precedent_secret
  FROM jugement AS j
  LEFT JOIN ${masks} AS avant
    ON avant.indicateur = j.indicateur AND avant.annee = j.annee_precedente AND avant.territoire_type = j.territoire_type
    AND avant.territoire_code = j.territoire_code AND avant.ventilation = j.ventilation AND avant.modalite = j.modalite
)
SELECT
  indicateur, volet, territoire_type, territoire_code, annee, ventilation, modalite,
  CASE WHEN NOT est_secret THEN valeur END AS valeur,
  CASE WHEN NOT est_secret THEN numerateur END AS numerateur,
  CASE WHEN NOT est_secret THEN denominateur END AS denominateur,
  CASE WHEN NOT est_secret THEN n_unites END AS n_unites,
  CASE WHEN NOT est_secret THEN couverture END AS couverture,
  CASE WHEN a_intervalle THEN ic_bas END AS ic_bas,
  CASE WHEN a_intervalle THEN ic_haut END AS ic_haut,
  cible,
  CASE WHEN NOT reference_secrete THEN reference END AS reference,
  CASE WHEN NOT est_secret AND NOT precedent_secret THEN evolution END AS evolution,
  CASE WHEN est_secret THEN 'secret' ELSE statut END AS statut,
  CASE
    WHEN est_secret THEN list_filter(coalesce(drapeaux, []::VARCHAR[]), lambda drapeau: list_contains([${NEUTRAL_FLAGS.map((flag) => `'${flag}'`).join(", ")}], drapeau))
    ELSE coalesce(drapeaux, []::VARCHAR[])
  END AS drapeaux
FROM suite
ORDER BY indicateur, territoire_type, territoire_code, annee, ventilation, modalite`;
}
