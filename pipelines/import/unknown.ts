import {openDatabase} from "../lib/duckdb.ts";
import {contractName} from "../lib/contract/describe.ts";
import type {Contract} from "../lib/contract/contract.ts";
import {formatCount} from "../lib/format.ts";
import {closest, type Likeness} from "./likeness.ts";
import type {Table} from "./table.ts";

/** Records looked at to tell what a column holds. */
const SAMPLE = 50;

/** Why no contract takes a table, what it comes near to, and the way out. Columns are told by their letters: a title may be anybody's name. */
export async function explainUnknown(table: Table, contracts: readonly Contract[]): Promise<string[]> {
  if (table.header.length === 0) return ["Ce tableau n'a pas de ligne de titres : sa première ligne est déjà une ligne de données.", "Ajoutez en tête les titres des colonnes ; « vigie gabarit » donne ceux que Vigie attend."];
  const near = closest(table.header, await firstRecords(table), contracts);
  const [nearest] = near;
  if (nearest === undefined) {
    return [
      `Aucun format connu ne correspond à ce tableau de ${formatCount(table.header.length, "colonne")}.`,
      "Vérifiez que c'est le bon fichier ; « vigie lire » montre comment Vigie le lit, « vigie sources » liste les formats connus, et « vigie gabarit SOURCE --pour FICHIER » écrit le brouillon d'une correspondance qui amène ce format à l'un d'eux."
    ];
  }
  return [
    "Aucun format connu ne correspond tout à fait à ce tableau.",
    ...near.map(describe),
    `Renommez ces colonnes, ou faites écrire le brouillon d'une correspondance, à relire : vigie gabarit ${contractName(nearest.contract)} --pour FICHIER`
  ];
}

function describe({contract, candidates, missing}: Likeness): string {
  const guessed = candidates.filter(({isExact}) => !isExact).map(({name, letter}) => `${letter} serait ${name}`);
  const parts = [
    guessed.length > 0 ? `la colonne ${guessed.join(", ")}` : "",
    missing.length > 0 ? `il lui manque ${missing.length > 1 ? "les colonnes" : "la colonne"} ${missing.join(", ")}` : "",
    guessed.length === 0 && missing.length === 0 ? "il n'en a pas les en-têtes distinctifs" : ""
  ];
  return `Il ressemble à « ${contract.titre} » : ${parts.filter(Boolean).join(" ; ")}.`;
}

async function firstRecords({header, relation}: Table): Promise<string[][]> {
  const db = await openDatabase(":memory:", {threads: 1});
  try {
    const rows = await db.rows<Record<string, string | null>>(`SELECT ${header.map((_, index) => `c${index}`).join(", ")} FROM ${relation} LIMIT ${SAMPLE}`);
    return rows.map((row) => header.map((_, index) => row[`c${index}`] ?? ""));
  } finally {
    db.close();
  }
}
