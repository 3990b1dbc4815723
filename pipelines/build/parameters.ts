import {quoteText, type Database} from "../lib/duckdb.ts";
import {FIRST_YEAR} from "../lib/text.ts";
import {followed, mainTerritory, type Config} from "../lib/workspace.ts";

/** What models read by name and no workspace changes. */
const DEFAULTS: Readonly<Record<string, string | number>> = {
  /** A DNMA week counts as a week of class when its visits reach this share of the year's median week. */
  part_semaine_classe: 0.25,
  /** A territory that gained or lost more than this share of the schools of both years was redrawn: its years do not compare. */
  part_remaniee_max: 0.05,
  /** Fewer schools than this, in a territory or behind a rate of reference, say nothing of a profile. */
  profil_etablissements_min: 5,
  heures_par_journee: 6
};

/** What the models need to know of the lake besides its rows. */
export interface LakeFacts {
  /** The last school year that the imports can have seen. */
  readonly lastYear?: string;
}

/** Writes `cfg_parametre`, what the models need of the configuration, one name per row, and `cfg_departement`, the départements followed. */
export async function writeParameters(db: Database, config: Config, {lastYear}: LakeFacts = {}): Promise<void> {
  const values: Record<string, string | number> = {
    ...DEFAULTS,
    // « * »: what is said of no territory is said of the programme.
    departement: mainTerritory(config).type === "departement" ? config.perimetre.departement : "*",
    departement_nom: config.perimetre.nom,
    academie: config.perimetre.code_academie,
    academie_nom: config.perimetre.academie,
    titre: config.titre,
    tres_haut_debit_mbps: config.seuils.tres_haut_debit_mbps,
    ...config.enquetes,
    ...(config.annee_courante === undefined ? {} : {annee_courante: config.annee_courante}),
    annee_premiere: FIRST_YEAR,
    ...(lastYear === undefined ? {} : {annee_derniere: lastYear})
  };
  const rows = Object.entries(values).map(([name, value]) => `(${quoteText(name)}, ${quoteText(String(value))}, ${typeof value === "number" ? value : "null"})`);
  await db.run(`create or replace table cfg_parametre (nom varchar, texte varchar, nombre double)`);
  await db.run(`insert into cfg_parametre values ${rows.join(", ")}`);
  await db.run("create or replace table cfg_departement (code varchar)");
  await db.run(`insert into cfg_departement values ${followed(config).map((code) => `(${quoteText(code)})`).join(", ")}`);
  await db.run("create or replace macro dans_le_perimetre(departement) as ('*' in (select code from cfg_departement) or departement in (select code from cfg_departement))");
  // A scalar macro keeps the thresholds out of the joins of every model.
  await db.run("create or replace macro parametre(nom_cherche) as (select nombre from cfg_parametre where nom = nom_cherche)");
  await db.run("create or replace macro parametre_texte(nom_cherche) as (select texte from cfg_parametre where nom = nom_cherche)");
}
