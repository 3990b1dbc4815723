import type {Database} from "../lib/duckdb.ts";
import type {Indicateur} from "../lib/words/figure.ts";

/** The definition of every indicator, with the ventilations and modalities that the publication really has. */
export async function readCatalogue(db: Database): Promise<Indicateur[]> {
  const entries = await db.rows<Omit<Indicateur, "ventilations">>(`
    SELECT code, libelle, volet, description, unite, type, numerateur, denominateur, sens, sources, enquete, periode, secret, seuil, ruptures, reference, limites, fichier, sql
    FROM ref_indicateur ORDER BY ordre`);
  const present = await db.rows<{indicateur: string; ventilation: string; libelle_ventilation: string; modalite: string; libelle_modalite: string}>(`
    WITH presentes AS (SELECT DISTINCT indicateur, ventilation, modalite FROM pub_indicateur)
    SELECT p.indicateur, p.ventilation, coalesce(v.libelle, p.ventilation) AS libelle_ventilation, p.modalite, coalesce(m.libelle, p.modalite) AS libelle_modalite
    FROM presentes AS p
    LEFT JOIN ref_ventilation AS v ON v.code = p.ventilation
    LEFT JOIN ref_modalite AS m ON m.ventilation = p.ventilation AND m.code = p.modalite
    ORDER BY p.indicateur, v.ordre NULLS LAST, p.ventilation, m.ordre NULLS LAST, p.modalite`);
  const ventilations = new Map<string, Indicateur["ventilations"]>();
  for (const row of present) {
    const list = ventilations.get(row.indicateur) ?? [];
    if (list.length === 0) ventilations.set(row.indicateur, list);
    let ventilation = list.find((item) => item.code === row.ventilation);
    if (!ventilation) list.push((ventilation = {code: row.ventilation, libelle: row.libelle_ventilation, modalites: []}));
    ventilation.modalites.push({code: row.modalite, libelle: row.libelle_modalite});
  }
  return entries.map((entry) => ({...entry, ventilations: ventilations.get(entry.code) ?? []}));
}

export interface Territoire {
  type: string;
  code: string;
  nom: string;
  parents: Record<string, string>;
  latitude: number | null;
  longitude: number | null;
  population: number | null;
  n_etablissements: number;
  n_eleves: number | null;
}

/** The territories that the publication speaks of. */
export async function readTerritoires(db: Database): Promise<Territoire[]> {
  const rows = await db.rows<Territoire & {academie: string | null; departement: string | null; epci: string | null; commune: string | null}>(`
    SELECT type, code, nom, academie, departement, epci, commune, latitude, longitude, population, n_etablissements, n_eleves
    FROM dim_territoire
    WHERE (type, code) IN (SELECT (territoire_type, territoire_code) FROM pub_indicateur)
    ORDER BY type, code`);
  return rows.map(({academie, departement, epci, commune, ...territoire}) => ({
    ...territoire,
    parents: Object.fromEntries(Object.entries({academie, departement, epci, commune}).filter((entry): entry is [string, string] => entry[1] !== null))
  }));
}

/** Published series and targets, as the documents give them. */
export async function readReperes(db: Database): Promise<unknown[]> {
  return db.rows(`
    SELECT indicateur, territoire_type, territoire_code, coalesce(ventilation, 'ensemble') AS ventilation, coalesce(modalite, 'ensemble') AS modalite, annee, valeur, couverture,
      document, remarque, 'repere' AS nature
    FROM stg_objectifs__reperes
    UNION ALL
    SELECT indicateur, territoire_type, territoire_code, ventilation, modalite, annee, cible, NULL, document, NULL, 'cible'
    FROM stg_objectifs__objectifs
    ORDER BY ALL`);
}
