import {ESTIMATES} from "./world.ts";

/** Digits of what is said of persons: the tenth of a point that people read. */
const DIGITS = 3;
const NUMBERS = ["attendu", "ecart", "ecart_bas", "ecart_haut"];

/**
 * SELECT of `pub_profil`: each territory beside what its own profile lets expect (`mart_profil`), or why not. The expected value is a sum over the groups
 * of the territory: it is given only where the territory's and the département's figures are shown and where each group could be here and in the whole
 * (`secret_estimation`, see control.ts), and rounded.
 */
export const PROFILE_SELECT = `
WITH jugees AS (
  SELECT
    m.*, p.volet, p.valeur AS valeur_publiee, i.secret,
    p.statut = 'secret' OR list_contains(p.drapeaux, 'revision_differee') OR coalesce(d.statut = 'secret', false)
      OR e.indicateur IS NOT NULL AS est_secrete
  FROM mart_profil AS m
  JOIN ref_indicateur AS i ON i.code = m.indicateur
  JOIN dim_territoire AS t ON t.type = m.territoire_type AND t.code = m.territoire_code
  JOIN pub_indicateur AS p
    ON p.indicateur = m.indicateur AND p.territoire_type = m.territoire_type AND p.territoire_code = m.territoire_code
    AND p.annee = m.annee AND p.ventilation = 'ensemble'
  LEFT JOIN secret_estimation AS e
    ON e.indicateur = m.indicateur AND e.territoire_type = m.territoire_type AND e.territoire_code = m.territoire_code
    AND e.annee = m.annee AND e.nature = '${ESTIMATES.profil}'
  LEFT JOIN pub_indicateur AS d
    ON d.indicateur = m.indicateur AND d.territoire_type = 'departement' AND d.territoire_code = t.departement
    AND d.annee = m.annee AND d.ventilation = 'ensemble'
  WHERE p.statut IN ('publie', 'zero', 'secret')
)
SELECT
  indicateur, volet, territoire_type, territoire_code, annee, valeur_publiee AS valeur,
  ${NUMBERS.map((column) => `CASE WHEN NOT est_secrete THEN CASE WHEN secret = 'aucun' THEN ${column} ELSE round(${column}, ${DIGITS}) END END AS ${column}`).join(",\n  ")},
  CASE WHEN NOT est_secrete THEN etablissements END AS etablissements,
  CASE WHEN est_secrete THEN 'secret' ELSE motif END AS motif
FROM jugees
ORDER BY indicateur, territoire_type, territoire_code, annee`;
