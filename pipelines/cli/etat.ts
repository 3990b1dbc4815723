import {existsSync} from "node:fs";
import {contracts} from "../../sources/index.ts";
import {EXIT, VigieError} from "../lib/errors.ts";
import {openDatabase, quoteIdent, quoteText, type Database} from "../lib/duckdb.ts";
import {formatCount, formatDate, formatShare} from "../lib/format.ts";
import {lastSeenYear, schoolYear} from "../lib/text.ts";
import {readByFormerRules} from "../import/former-rules.ts";
import {readLedger} from "../import/ledger.ts";
import type {Manifest} from "../import/lake.ts";
import {ownNames} from "../import/own-names.ts";
import {findReplaced, type Replacement} from "../import/replaced.ts";
import type {Command} from "./command.ts";

interface SourceState {
  source: string;
  titre: string;
  fichiers: number;
  lus: number;
  acceptes: number;
  rejetes: number;
  doublons: number;
  dernier_import: string | null;
  annees: string[];
}

export const command: Command = {
  name: "etat",
  summary: "Dit ce que contient le lac, de quand il date, ce qui manque pour l'année et ce qu'il faut vérifier.",
  options: {annee: {type: "string", value: "AAAA-AAAA", help: "année scolaire à regarder (par défaut : la plus récente)"}},
  async run(context) {
    const workspace = context.workspace();
    const ledger = readLedger(workspace.paths.lac);
    const states = contracts.map((contract) => stateOf(ledger, contract));
    const yearsOf = (files: readonly Manifest[]): string[] => [...new Set(files.flatMap((file) => file.annees))].sort();
    const years = yearsOf(ledger);
    const observed = yearsOf(ledger.filter((file) => !PLANS.has(`${file.source}/${file.objet}`)));
    const year = yearOf(context.text("annee"), workspace.config.annee_courante, observed.length > 0 ? observed : years, ledger);
    const refused = ledger.filter((file) => file.statut === "refuse");
    const wanted = new Set(contracts.filter((contract) => !contract.isOptional).map((contract) => `${contract.source}/${contract.objet}`));
    const missing = states.filter((state) => wanted.has(state.source)).filter((state) => state.fichiers === 0 || (year !== undefined && state.annees.length > 0 && !state.annees.includes(year)));
    const {entrepot, lac, correspondances} = workspace.paths;
    const warehouse = existsSync(entrepot) ? await readWarehouse(entrepot) : undefined;
    const replaced = await findReplaced(lac, contracts);
    const former = readByFormerRules(ledger, contracts, correspondances);
    context.answer({
      annee: year ?? null, annees: years, sources: states, fichiers: ledger.map((file) => fileState(file, ledger, replaced)),
      refuses: refused.map(({fichier, messages}) => ({fichier, messages})), anciens_contrats: former.map(({fichier, sha256}) => ({fichier, sha256})), ...warehouse
    });

    if (ledger.length === 0) {
      context.say(`Le lac est vide. Déposez vos exports dans ${workspace.paths.entree}, puis « vigie importer ».`);
      return EXIT.done;
    }
    context.say(`${formatCount(ledger.length, "fichier")} dans le lac, années ${years.join(", ") || "non datées"}.`);
    context.say();
    for (const state of states.filter((item) => item.fichiers > 0)) {
      const rejected = state.rejetes > 0 ? `, ${formatCount(state.rejetes, "refusée", "refusées")}` : "";
      const duplicates = state.doublons > 0 ? `, ${formatCount(state.doublons, "doublon")}` : "";
      context.say(`  ${state.titre} : ${formatCount(state.fichiers, "fichier")}, ${formatCount(state.acceptes, "ligne")}${rejected}${duplicates} ; ${state.annees.join(", ") || "sans année"} ; importé le ${formatDate(state.dernier_import ?? "")}`);
    }
    sayReplaced(context.say, ledger, replaced);
    if (former.length > 0) {
      context.say();
      context.say(`${formatCount(former.length, "fichier a été lu", "fichiers ont été lus")} par une version précédente de ${former.length > 1 ? "leur" : "son"} format : « vigie importer » ${former.length > 1 ? "les" : "le"} reprend depuis l'original ; d'ici là, ce que le format a gagné y compte comme non collecté.`);
      for (const {source, objet, fichier} of former.slice(0, 5)) context.say(`  ${fichier} (${source}/${objet})`);
      if (former.length > 5) context.say(`  … et ${formatCount(former.length - 5, "autre")} (« vigie etat --json » les donne tous)`);
    }
    if (missing.length > 0) {
      context.say();
      context.say(`Il manque${year ? ` pour ${year}` : ""} :`);
      for (const state of missing) context.say(`  ${state.titre}${state.annees.length > 0 ? ` (dernière année : ${state.annees.at(-1)})` : ""}`);
      if (missing.some(({source}) => OPEN.has(source))) context.say("  L'annuaire, les IPS et le DNMA sont ouverts : « vigie referentiels » les télécharge.");
    }
    if (refused.length > 0) {
      context.say();
      context.say("Fichiers refusés :");
      const ownName = await ownNames([workspace.paths.entree, workspace.paths.correspondances, workspace.paths.objectifs], refused);
      for (const file of refused) context.say(`  ${ownName(file)} : ${file.messages[0] ?? ""}`);
    }
    if (warehouse) sayWarehouse(context.say, warehouse);
    else context.say(existsSync(entrepot) ? "\nL'entrepôt est d'une version précédente, ou abîmé : « vigie construire » le refait." : "\nL'entrepôt n'est pas encore construit : « vigie construire ».");
    return EXIT.done;
  }
};

interface FileState {
  fichier: string;
  source: string | null;
  objet: string | null;
  sha256: string;
  statut: string;
  importe_le: string;
  lus: number;
  acceptes: number;
  rejetes: number;
  doublons: number;
  /** Rows of this file that a later file speaks of again, and by whom. */
  remplacees: number;
  remplacees_par: {fichier: string; sha256: string; lignes: number}[];
  /** Rows of former files that this one replaces. */
  remplace: number;
}

function fileState({fichier, source, objet, sha256, statut, importe_le, lus, acceptes, rejetes, doublons}: Manifest, ledger: readonly Manifest[], replaced: readonly Replacement[]): FileState {
  const by = replaced.filter((item) => item.sha256 === sha256);
  const sum = (items: readonly Replacement[]): number => items.reduce((total, item) => total + item.lignes, 0);
  return {
    fichier, source, objet, sha256, statut, importe_le, lus, acceptes, rejetes, doublons,
    remplacees: sum(by),
    remplacees_par: by.map(({par, lignes}) => ({fichier: nameOf(par, ledger), sha256: par, lignes})),
    remplace: sum(replaced.filter((item) => item.par === sha256))
  };
}

function nameOf(sha256: string, ledger: readonly Manifest[]): string {
  return ledger.find((file) => file.sha256 === sha256)?.fichier ?? sha256.slice(0, 16);
}

/** Two files of one name are told apart by the day of their import. */
function sayReplaced(say: (line?: string) => void, ledger: readonly Manifest[], replaced: readonly Replacement[]): void {
  if (replaced.length === 0) return;
  const label = (sha256: string): string => {
    const name = nameOf(sha256, ledger);
    return ledger.filter((file) => file.fichier === name).length > 1 ? `${name} (${sha256.slice(0, 8)})` : name;
  };
  say();
  say("Lignes remplacées par un fichier plus récent (« vigie retirer » rend leur place aux anciennes) :");
  for (const {sha256, par, lignes} of replaced) say(`  ${label(sha256)} : ${formatCount(lignes, "ligne")} par ${label(par)}`);
}

const PLANS: ReadonlySet<string> = new Set(contracts.filter((contract) => contract.isPlan).map(({source, objet}) => `${source}/${objet}`));

/** Of what is missing, what « vigie referentiels » fetches. */
const OPEN: ReadonlySet<string> = new Set(["etablissements/annuaire", "etablissements/ips_lycees", "etablissements/ips_colleges", "etablissements/ips_ecoles", "ressources/dnma"]);

/** The year to look at: the one asked for, that of the configuration, else the newest that the imports can have seen. */
function yearOf(asked: string | undefined, configured: string | undefined, observed: readonly string[], ledger: readonly Manifest[]): string | undefined {
  if (asked !== undefined) {
    const year = schoolYear(asked);
    if (year === null) throw new VigieError(`« ${asked} » n'est pas une année scolaire.`, {exitCode: EXIT.usage, mend: "Écrivez-la 2024-2025."});
    return year;
  }
  const last = ledger.map((file) => file.importe_le).sort().at(-1);
  return configured ?? (last === undefined ? undefined : observed.findLast((year) => year <= lastSeenYear(last))) ?? observed.at(-1);
}

function stateOf(ledger: readonly Manifest[], contract: (typeof contracts)[number]): SourceState {
  const files = ledger.filter((file) => file.source === contract.source && file.objet === contract.objet && file.statut !== "refuse");
  const sum = (field: "lus" | "acceptes" | "rejetes" | "doublons"): number => files.reduce((total, file) => total + file[field], 0);
  return {
    source: `${contract.source}/${contract.objet}`,
    titre: contract.titre,
    fichiers: files.length,
    lus: sum("lus"),
    acceptes: sum("acceptes"),
    rejetes: sum("rejetes"),
    doublons: sum("doublons"),
    dernier_import: files.map((file) => file.importe_le).sort().at(-1) ?? null,
    annees: [...new Set(files.flatMap((file) => file.annees))].sort()
  };
}

interface WarehouseState {
  couverture: {enquete: string; annee: string; attendus: number; repondants: number}[];
  sans_uai: {systeme: string; libelle: string; n: number}[];
  uai_inconnus: {uai: string; source: string; n: number}[];
  controles: {nom: string; niveau: string; n: number; description: string}[];
}

/** What the last build knows; undefined for a warehouse of an earlier version, or a damaged one. */
async function readWarehouse(file: string): Promise<WarehouseState | undefined> {
  // One core: small tables, and a second core costs more to wake than it gives.
  const db = await openDatabase(file, {readOnly: true, threads: 1}).catch(() => undefined);
  if (!db) return undefined;
  try {
    const controles = await optional<WarehouseState["controles"][number]>(db, "SELECT nom, niveau, n, description FROM controle_resultat WHERE n > 0 ORDER BY niveau = 'alerte', n DESC");
    const couverture = await readCoverage(db);
    if (!controles || !couverture) return undefined;
    return {
      couverture,
      sans_uai: (await optional(db, "SELECT systeme, libelle, n FROM mart_sans_uai ORDER BY n DESC LIMIT 20")) ?? [],
      uai_inconnus: (await optional(db, "SELECT uai, source, n FROM mart_uai_inconnu ORDER BY n DESC LIMIT 20")) ?? [],
      controles
    };
  } finally {
    db.close();
  }
}

/** Answers expected and received, by survey and year: a school has answered a survey when it has for any of its indicators. */
async function readCoverage(db: Database): Promise<WarehouseState["couverture"] | undefined> {
  const surveyed = await optional<{code: string; enquete: string}>(db, "SELECT code, enquete FROM ref_indicateur WHERE enquete IS NOT NULL");
  if (!surveyed || surveyed.length === 0) return surveyed && [];
  // Their own tables: the view over all indicators costs more to plan than these to read.
  const answers = surveyed.map(({code, enquete}) => `SELECT ${quoteText(enquete)} AS enquete, annee, uai, attendu, repondu FROM ${quoteIdent(`ind_${code}`)} WHERE uai IS NOT NULL`);
  return await optional(db, `
    SELECT enquete, annee, sum(attendu)::BIGINT AS attendus, sum(repondu)::BIGINT AS repondants
    FROM (SELECT enquete, annee, uai, max(attendu) AS attendu, max(repondu) AS repondu FROM (${answers.join(" UNION ALL ")}) GROUP BY ALL)
    GROUP BY ALL ORDER BY enquete, annee`);
}

/** Undefined for a table that an older warehouse lacks. */
async function optional<T>(db: Database, sql: string): Promise<T[] | undefined> {
  return db.rows<T>(sql).catch(() => undefined);
}

function sayWarehouse(say: (line?: string) => void, {couverture, sans_uai, uai_inconnus, controles}: WarehouseState): void {
  if (couverture.length > 0) {
    say();
    say("Couverture des enquêtes :");
    for (const row of couverture) say(`  ${row.enquete} ${row.annee} : ${formatCount(row.repondants, "réponse")} sur ${formatCount(row.attendus, "attendue", "attendues")} (${formatShare(row.attendus > 0 ? row.repondants / row.attendus : 0)})`);
  }
  if (sans_uai.length > 0) {
    say();
    say("Sans établissement : ajoutez ces lignes à un fichier de correspondances (systeme;libelle;uai) :");
    for (const row of sans_uai) say(`  ${row.systeme};${row.libelle};<UAI>    (${formatCount(row.n, "ligne")})`);
  }
  if (uai_inconnus.length > 0) {
    say();
    say("UAI bien formés mais absents du référentiel :");
    for (const row of uai_inconnus) say(`  ${row.uai} (${row.source}, ${formatCount(row.n, "ligne")})`);
  }
  if (controles.length > 0) {
    say();
    say("À vérifier :");
    for (const row of controles) say(`  ${row.niveau === "erreur" ? "✗" : "!"} ${row.description} : ${formatCount(row.n, "ligne")} (${row.nom})`);
  }
}
