import {existsSync} from "node:fs";
import {contracts} from "../../sources/index.ts";
import {EXIT} from "../lib/errors.ts";
import {openDatabase, type Database} from "../lib/duckdb.ts";
import {formatCount, formatDate, formatShare} from "../lib/format.ts";
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
    const observed = yearsOf(ledger.filter((file) => !PLANS.has(file.objet ?? "")));
    const year = context.text("annee") ?? workspace.config.annee_courante ?? observed.at(-1) ?? years.at(-1);
    const refused = ledger.filter((file) => file.statut === "refuse");
    const wanted = new Set(contracts.filter((contract) => !contract.isOptional).map((contract) => `${contract.source}/${contract.objet}`));
    const missing = states.filter((state) => wanted.has(state.source)).filter((state) => state.fichiers === 0 || (year !== undefined && state.annees.length > 0 && !state.annees.includes(year)));
    const warehouse = existsSync(workspace.paths.entrepot) ? await readWarehouse(workspace.paths.entrepot) : undefined;
    const replaced = await readReplaced(workspace.paths.lac);
    context.answer({annee: year ?? null, annees: years, sources: states, fichiers: ledger.map((file) => fileState(file, ledger, replaced)), refuses: refused.map(({fichier, messages}) => ({fichier, messages})), ...warehouse});

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
    if (missing.length > 0) {
      context.say();
      context.say(`Il manque${year ? ` pour ${year}` : ""} :`);
      for (const state of missing) context.say(`  ${state.titre}${state.annees.length > 0 ? ` (dernière année : ${state.annees.at(-1)})` : ""}`);
    }
    if (refused.length > 0) {
      context.say();
      context.say("Fichiers refusés :");
      const ownName = await ownNames([workspace.paths.entree, workspace.paths.correspondances, workspace.paths.objectifs], refused);
      for (const file of refused) context.say(`  ${ownName(file)} : ${file.messages[0] ?? ""}`);
    }
    if (warehouse) sayWarehouse(context.say, warehouse);
    else context.say("\nL'entrepôt n'est pas encore construit : « vigie construire ».");
    return EXIT.done;
  }
};

/** In memory: the warehouse may not be built yet. */
async function readReplaced(lake: string): Promise<Replacement[]> {
  const db = await openDatabase();
  try {
    return await findReplaced(db, lake, contracts);
  } finally {
    db.close();
  }
}

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

/** Their years say what is planned, not what has been observed. */
const PLANS: ReadonlySet<string> = new Set(["jalons", "objectifs", "reperes"]);

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

async function readWarehouse(file: string): Promise<WarehouseState> {
  const db = await openDatabase(file, {readOnly: true});
  try {
    return {
      couverture: await db.rows(`
        SELECT enquete, annee, sum(attendu)::BIGINT AS attendus, sum(repondu)::BIGINT AS repondants
        FROM (SELECT i.enquete, t.annee, t.uai, max(t.attendu) AS attendu, max(t.repondu) AS repondu FROM ind_toutes AS t JOIN ref_indicateur AS i ON i.code = t.indicateur WHERE i.enquete IS NOT NULL AND t.uai IS NOT NULL GROUP BY ALL)
        GROUP BY ALL ORDER BY enquete, annee`),
      sans_uai: await optional(db, "SELECT systeme, libelle, n FROM mart_sans_uai ORDER BY n DESC LIMIT 20"),
      uai_inconnus: await optional(db, "SELECT uai, source, n FROM mart_uai_inconnu ORDER BY n DESC LIMIT 20"),
      controles: await db.rows("SELECT nom, niveau, n, description FROM controle_resultat WHERE n > 0 ORDER BY niveau = 'alerte', n DESC")
    };
  } finally {
    db.close();
  }
}

/** A table that an older warehouse may lack. */
async function optional<T>(db: Database, sql: string): Promise<T[]> {
  return db.rows<T>(sql).catch(() => []);
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
