import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {openDatabase, quoteText} from "../../../pipelines/lib/duckdb.ts";
import type {Edition, Qualite, Territoire} from "../../../pipelines/report/publication.ts";
import type {Cellule, Indicateur, Repere, Statut} from "../../../pipelines/lib/words/figure.ts";

/** The smallest publication that shows a behaviour. */
export interface Small {
  edition?: Partial<Edition>;
  catalogue?: Indicateur[];
  territoires?: Territoire[];
  reperes?: Repere[];
  qualite?: Partial<Qualite>;
  cells: (Partial<Cellule> & {indicateur: string; territoire?: string})[];
}

export function indicateur(code: string, part: Partial<Indicateur> = {}): Indicateur {
  return {
    code, libelle: `Indicateur ${code}`, volet: "equipement", description: "Ce qui est mesuré.", unite: "%", type: "part", numerateur: "Écoles équipées", denominateur: "Écoles répondantes",
    sens: "hausse", sources: ["etic"], enquete: "etic", ventilations: [{code: "ensemble", libelle: "Ensemble", modalites: [{code: "ensemble", libelle: "Ensemble"}]}],
    periode: "stock", secret: "aucun", seuil: null, ruptures: [], reference: null, limites: null, fichier: `sql/indicateurs/equipement/${code}.sql`, sql: `select '${code}'`, ...part
  };
}

export function cellule(part: Partial<Cellule> = {}): Cellule {
  const valeur = part.valeur === undefined ? 0.5 : part.valeur;
  const statut: Statut = part.statut ?? (valeur === null ? "non_collecte" : valeur === 0 ? "zero" : "publie");
  return {
    indicateur: "eq_essai", territoire_type: "departement", territoire_code: "13", annee: "2024-2025", ventilation: "ensemble", modalite: "ensemble", numerateur: 50, denominateur: 100, n_unites: 100, couverture: 0.9, ic_bas: null, ic_haut: null,
    cible: null, reference: null, evolution: null, drapeaux: [], ...part, valeur, statut
  };
}

const DEPARTEMENT: Territoire = {type: "departement", code: "13", nom: "Bouches-du-Rhône", parents: {}, population: 2000000, n_etablissements: 1900, n_eleves: 370000};

/** Writes a publication folder; the caller removes it. */
export async function writePublication(dir: string, small: Small): Promise<void> {
  mkdirSync(dir, {recursive: true});
  const json = (name: string, value: unknown): void => writeFileSync(path.join(dir, name), `${JSON.stringify(value, null, 1)}\n`);
  json("edition.json", {
    fictif: true, titre: "Territoires numériques éducatifs", perimetre: {departement: "13", nom: "Bouches-du-Rhône", academie: "Aix-Marseille"}, annees: ["2023-2024", "2024-2025"], annee_courante: "2024-2025",
    donnees_du: "2025-09-01", seuils: {personnes: 5, etablissements: 3}, version: "0.1.0", empreinte: "0".repeat(64),
    volets: [{code: "equipement", libelle: "Équipement"}, {code: "formation", libelle: "Formation"}], ...small.edition
  });
  json("catalogue.json", small.catalogue ?? [indicateur("eq_essai")]);
  json("territoires.json", small.territoires ?? [DEPARTEMENT]);
  json("reperes.json", small.reperes ?? []);
  json("qualite.json", {fichiers: [], rejets: [], controles: [], couverture: [], ...small.qualite});
  const db = await openDatabase(":memory:");
  await db.run(`create table pub (indicateur varchar, volet varchar, territoire_type varchar, territoire_code varchar, annee varchar, ventilation varchar, modalite varchar, valeur double, numerateur double, denominateur double,
    n_unites bigint, couverture double, ic_bas double, ic_haut double, cible double, reference double, evolution double, statut varchar, drapeaux varchar[])`);
  for (const {territoire = "departement:13", ...part} of small.cells) {
    const one = cellule(part);
    const [type = "", code = ""] = territoire.split(":");
    const text = (value: string): string => quoteText(value);
    const number = (value: number | null): string => (value === null ? "null" : String(value));
    await db.run(`insert into pub values (${[text(one.indicateur), text("equipement"), text(type), text(code), text(one.annee), text(one.ventilation), text(one.modalite), number(one.valeur), number(one.numerateur), number(one.denominateur),
      number(one.n_unites), number(one.couverture), number(one.ic_bas), number(one.ic_haut), number(one.cible), number(one.reference), number(one.evolution), text(one.statut), `[${one.drapeaux.map(text).join(", ")}]::varchar[]`].join(", ")})`);
  }
  await db.run(`copy (select * from pub) to ${quoteText(path.join(dir, "pub_indicateur.parquet"))} (format parquet)`);
  db.close();
}

export function temporaryDir(): {dir: string; remove: () => void} {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-bilan-"));
  return {dir, remove: () => rmSync(dir, {recursive: true, force: true})};
}
