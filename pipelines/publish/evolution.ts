/**
 * SELECT of `pub_evolution`: each change since the year before, with the one « à périmètre constant », from `mart_evolution` and the two published figures.
 * A change on the schools of both years is one more equation: for an indicator under control it is published only where those schools are all the
 * schools of both figures, since it then tells nothing more than they do. Beside a hidden figure there is no change at all.
 * `motif` says why a change is missing: that of the two figures first, then that of the common schools; it is empty only when both are there.
 */
export const EVOLUTION_SELECT = `
WITH jugees AS (
  SELECT
    e.*, i.secret, i.type, apres.volet, apres.evolution AS evolution_publiee, apres.valeur AS valeur_publiee, avant.valeur AS valeur_precedente_publiee,
    coalesce(apres.statut = 'secret' OR avant.statut = 'secret', false) AS est_secrete,
    coalesce(list_contains(apres.drapeaux, 'revision_differee') OR list_contains(avant.drapeaux, 'revision_differee'), false) AS est_differee
  FROM mart_evolution AS e
  JOIN ref_indicateur AS i ON i.code = e.indicateur
  JOIN pub_indicateur AS apres
    ON apres.indicateur = e.indicateur AND apres.territoire_type = e.territoire_type AND apres.territoire_code = e.territoire_code
    AND apres.annee = e.annee AND apres.ventilation = 'ensemble'
  LEFT JOIN pub_indicateur AS avant
    ON avant.indicateur = e.indicateur AND avant.territoire_type = e.territoire_type AND avant.territoire_code = e.territoire_code
    AND avant.annee = e.annee_precedente AND avant.ventilation = 'ensemble'
),
montrees AS (
  SELECT *, NOT est_secrete AND NOT est_differee AND (secret = 'aucun' OR est_perimetre_inchange) AS a_perimetre_constant
  FROM jugees
)
SELECT
  indicateur, volet, territoire_type, territoire_code, annee, annee_precedente,
  valeur_publiee AS valeur, valeur_precedente_publiee AS valeur_precedente, evolution_publiee AS evolution,
  CASE WHEN a_perimetre_constant THEN evolution_perimetre_constant END AS evolution_perimetre_constant,
  CASE WHEN a_perimetre_constant THEN etablissements_communs END AS etablissements_communs,
  evolution_publiee IS NOT NULL AS comparable,
  CASE
    WHEN est_secrete THEN 'secret'
    WHEN est_differee THEN 'revision_differee'
    WHEN evolution_publiee IS NULL THEN motif
    -- The two years compare: what follows says why their common schools do not.
    WHEN type = 'mediane' THEN 'mediane'
    WHEN evolution_perimetre_constant IS NULL THEN 'hors_etablissement'
    WHEN NOT a_perimetre_constant THEN 'etablissements_changes'
  END AS motif
FROM montrees
ORDER BY indicateur, territoire_type, territoire_code, annee`;
