/** Persons under whom the quartiles of a median would be those of a few: a quarter of them must reach the threshold. */
const QUARTERS = 4;

/**
 * SELECT of `pub_quartiles`: the first and third quartiles of the medians that are published, with as many units as they. Those of persons are given
 * where each quarter counts at least the threshold, to the unit: a quartile is somebody's score.
 */
export const quartilesSelect = (personnes: number): string => `
SELECT
  m.indicateur, p.volet, m.territoire_type, m.territoire_code, m.annee, m.ventilation, m.modalite,
  CASE WHEN i.secret = 'aucun' THEN m.quartile_1 ELSE round(m.quartile_1) END AS quartile_1,
  p.valeur AS mediane,
  CASE WHEN i.secret = 'aucun' THEN m.quartile_3 ELSE round(m.quartile_3) END AS quartile_3,
  p.n_unites
FROM mart_indicateur AS m
JOIN ref_indicateur AS i ON i.code = m.indicateur
JOIN pub_indicateur AS p USING (indicateur, territoire_type, territoire_code, annee, ventilation, modalite)
WHERE i.type = 'mediane' AND p.statut IN ('publie', 'zero') AND m.quartile_1 IS NOT NULL
  -- A figure kept from the edition before has no quartiles of this one.
  AND NOT list_contains(p.drapeaux, 'revision_differee')
  AND (i.secret = 'aucun' OR p.n_unites >= ${QUARTERS} * coalesce(i.seuil, ${personnes}))
ORDER BY m.indicateur, m.territoire_type, m.territoire_code, m.annee, m.ventilation, m.modalite`;
