import {createHash} from "node:crypto";
import {open as openFile} from "node:fs/promises";
import {VigieError} from "../../lib/errors.ts";
import {hiddenFile} from "../../lib/temporary.ts";
import {maskName} from "../file-name.ts";
import {formatCount} from "../../lib/format.ts";
import {openTable, type Table} from "../table.ts";
import type {Archive} from "./archive.ts";
import {openOds, passwordProtected} from "./ods.ts";
import {laySheet, writeSheetText, type LaidSheet} from "./sheet-text.ts";
import type {Sheet, Workbook} from "./workbook.ts";
import {openXlsx} from "./xlsx.ts";

export type Package = "xlsx" | "ods" | "document" | "zip";

/** What a zip is, by what it holds: its name may lie. */
export function packageOf(archive: Archive): Package {
  const names = new Set(archive.members.map((member) => member.name));
  if (names.has("[Content_Types].xml")) return [...names].some((name) => /^xl\//i.test(name)) ? "xlsx" : "document";
  if (names.has("content.xml") && names.has("META-INF/manifest.xml")) return "ods";
  return "zip";
}

/** The old binary container of Office: a workbook of before 2007, or a newer one behind a password. */
export async function refuseOle(file: string): Promise<never> {
  const handle = await openFile(file);
  try {
    const {size} = await handle.stat();
    const length = Math.min(size, 1 << 22);
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, 0);
    if (bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))) throw passwordProtected();
    throw new VigieError("C'est un classeur Excel 97-2003 (.xls) ou un document Office ancien.", {mend: "Ouvrez-le dans un tableur et enregistrez-le en .xlsx, .ods ou .csv."});
  } finally {
    await handle.close();
  }
}

/** One sheet of a workbook, opened as a table. */
interface SheetTable {
  readonly sheet: string;
  readonly table: Table;
}

export interface WorkbookTables {
  readonly tables: readonly SheetTable[];
  /** French remarks on the whole workbook. */
  readonly notes: readonly string[];
}

/**
 * Opens the sheets of a workbook that `recognises` knows; when it knows none, the first that holds something, so that the
 * refusal can say what it looks like.
 * @throws VigieError when nothing can be read from it.
 */
export async function openWorkbook(
  archive: Archive,
  kind: "xlsx" | "ods",
  sha256: string,
  options: {temporary: string; knownHeaders: ReadonlySet<string>; recognises(header: readonly string[]): boolean}
): Promise<WorkbookTables> {
  const workbook = kind === "xlsx" ? await openXlsx(archive) : await openOds(archive);
  const opened: SheetTable[] = [];
  const others: SheetTable[] = [];
  const hidden: string[] = [];
  let failure: VigieError | undefined;
  for (const sheet of workbook.sheets) {
    const laid = await laySheet(sheet, hiddenFile(options.temporary, "feuille.jsonl"));
    if (laid.rows === 0) continue;
    if (sheet.isHidden) {
      hidden.push(sheet.name);
      continue;
    }
    try {
      const table = await tableOf(workbook, sheet, laid, hiddenFile(options.temporary, "feuille.csv"), options);
      (options.recognises(table.header) ? opened : others).push({sheet: sheet.name, table});
    } catch (error) {
      // A sheet of notes is no table: it matters only when there is no other.
      if (!(error instanceof VigieError)) throw error;
      failure ??= error;
    }
  }
  const kept = opened.length > 0 ? opened : others.slice(0, 1);
  if (kept.length === 0) throw failure ?? new VigieError(hidden.length > 0 ? "Les feuilles visibles de ce classeur sont vides." : "Ce classeur est vide.", {mend: "Vérifiez que c'est le bon fichier."});
  return {
    tables: kept.map((item, index) => ({...item, table: {...item.table, sha256: index === 0 ? sha256 : derivedHash(sha256, item.sheet), fileSha256: sha256}})),
    notes: [
      ...(kept.length > 1 ? [`${formatCount(kept.length, "feuille lue", "feuilles lues")} : ${names(kept.map((item) => item.sheet))}.`] : []),
      ...(opened.length > 0 && others.length > 0 ? [`${others.length > 1 ? "Feuilles laissées, sans tableau que Vigie connaisse" : "Feuille laissée, sans tableau que Vigie connaisse"} : ${names(others.map((item) => item.sheet))}.`] : []),
      ...(hidden.length > 0 ? [`${hidden.length > 1 ? "Feuilles cachées, non lues" : "Feuille cachée, non lue"} : ${names(hidden)}.`] : []),
      ...(workbook.externalLinks > 0 ? [`Ce classeur est lié à ${formatCount(workbook.externalLinks, "autre classeur", "autres classeurs")} : Vigie ne les ouvre pas et prend les valeurs enregistrées.`] : [])
    ]
  };
}

async function tableOf(workbook: Workbook, sheet: Sheet, laid: LaidSheet, file: string, options: {temporary: string; knownHeaders: ReadonlySet<string>; recognises(header: readonly string[]): boolean}): Promise<Table> {
  const {merges, formulas, uncomputed, errors} = laid.facts;
  await writeSheetText(laid, file, options.knownHeaders);
  let table = await openTable(file, options);
  // Cells merged downwards among the records: known only once the header is found.
  const firstRecord = table.linesBefore;
  const downwards = merges.filter(({top, bottom, left, right}) => bottom > top && left === right && top >= firstRecord).length;
  if (downwards > 0) {
    await writeSheetText(laid, file, options.knownHeaders, firstRecord);
    table = await openTable(file, options);
  }
  return {
    ...table,
    encoding: workbook.format,
    delimiter: "",
    notes: [
      ...table.notes,
      ...(workbook.sheets.length > 1 ? [`Feuille lue : « ${sheet.name} ».`] : []),
      ...(formulas > 0 ? [`${formatCount(formulas, "case contient une formule", "cases contiennent une formule")} : Vigie prend la valeur que le tableur avait calculée.`] : []),
      ...(uncomputed > 0 ? [`${formatCount(uncomputed, "formule n'a pas de valeur enregistrée", "formules n'ont pas de valeur enregistrée")} : ouvrez le classeur dans un tableur, enregistrez-le, puis refaites l'import.`] : []),
      ...(errors > 0 ? [`${formatCount(errors, "case montre une erreur", "cases montrent une erreur")} de formule (#REF!, #N/A…).`] : []),
      ...(downwards > 0 ? [`${formatCount(downwards, "groupe de cases fusionnées vers le bas", "groupes de cases fusionnées vers le bas")} : chacune de leurs lignes reçoit la valeur.`] : [])
    ]
  };
}

/** Several tables of one file each need a name of their own in the lake. */
function derivedHash(sha256: string, sheet: string): string {
  return createHash("sha256").update(`${sha256}\u001f${sheet}`).digest("hex");
}

function names(sheets: readonly string[]): string {
  return sheets.map((sheet) => `« ${maskName(sheet)} »`).join(", ");
}

