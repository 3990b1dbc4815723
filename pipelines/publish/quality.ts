import {contracts} from "../../sources/index.ts";
import type {Database} from "../lib/duckdb.ts";
import {publicName} from "../lib/public-name.ts";

/** A file of the lake, as the publication tells of it. */
export interface LedgerFile {
  readonly fichier: string;
  readonly source: string | null;
  readonly objet: string | null;
  readonly sha256: string;
  readonly statut: string;
  readonly lus: number;
  readonly acceptes: number;
  readonly rejetes: number;
  readonly doublons: number;
  readonly importe_le: string;
  readonly annees: readonly string[];
  /** Its rows that a later file speaks of again, and the sha256 of that file. */
  readonly remplacees: readonly {readonly par: string; readonly lignes: number}[];
}

/** How many rows a cause refused in a source. */
export interface RejectionCause {
  readonly source: string;
  readonly colonne: string;
  readonly code: string;
  readonly message: string;
  readonly n: number;
}

/** The quality page's data: counts only, no row of anybody's file. */
export async function readQuality(db: Database, fichiers: readonly LedgerFile[], rejets: readonly RejectionCause[]): Promise<Record<string, unknown>> {
  // The examples of a check are rows of the warehouse: they stay there.
  const controles = await db.rows("SELECT nom, description, niveau, n FROM controle_resultat ORDER BY niveau = 'alerte', n DESC, nom");
  const couverture = await db.rows(`
    SELECT enquete, annee, sum(attendu)::BIGINT AS attendus, sum(repondu)::BIGINT AS repondants
    FROM (
      SELECT i.enquete, t.annee, t.uai, max(t.attendu) AS attendu, max(t.repondu) AS repondu
      FROM ind_toutes AS t
      JOIN ref_indicateur AS i ON i.code = t.indicateur
      WHERE i.enquete IS NOT NULL AND t.uai IS NOT NULL
      GROUP BY ALL
    )
    GROUP BY ALL ORDER BY enquete, annee`);
  // Reasons and authors are free words of people: they stay in the workspace.
  const [isCorrected] = await db.rows("SELECT 1 FROM duckdb_tables() WHERE table_name = 'correction_appliquee'");
  const corrections = isCorrected ? await db.rows("SELECT source, colonne, date::VARCHAR AS date, lignes FROM correction_appliquee WHERE lignes > 0 ORDER BY date DESC, source, colonne") : [];
  return {fichiers: fichiers.map((file) => ({...file, fichier: publicName(file, contracts.find(({source, objet}) => source === file.source && objet === file.objet)?.titre)})), rejets, controles, corrections, couverture};
}
