import {statSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {VigieError} from "../lib/errors.ts";
import {hiddenFile, holdHidden, openTemporary} from "../lib/temporary.ts";
import {containerOf, extractMember, openArchive, type Archive} from "./containers/archive.ts";
import {openOds} from "./containers/ods.ts";
import {packageOf, refuseOle} from "./containers/parts.ts";
import {laySheet, writeSheetText} from "./containers/sheet-text.ts";
import {openXlsx} from "./containers/xlsx.ts";
import {isData} from "./find-files.ts";
import {describeFile, type LireResult} from "./read/lire.ts";

/** One table of a file as it was understood; `isRead` is false when nothing could be, and the only anomaly then says why. */
export interface Described {
  readonly result: LireResult;
  readonly isRead: boolean;
}

/**
 * How Vigie reads whatever a path holds: a delimited file, each visible sheet of a workbook, each file of a zip. Never throws
 * for what the file is: a file that is no table gives an answer too.
 */
export async function* describePath(file: string): AsyncGenerator<Described> {
  const name = path.basename(file);
  const temporary = openTemporary(path.join(tmpdir(), "vigie-lire"));
  const release = holdHidden();
  try {
    yield* describe(file, name, temporary.dir, false);
  } finally {
    release();
    temporary.remove();
  }
}

async function* describe(file: string, name: string, temporary: string, isMember: boolean): AsyncGenerator<Described> {
  let archive: Archive | undefined;
  try {
    const container = statSync(file).size === 0 ? "texte" : await containerOf(file);
    if (container === "texte") {
      yield {result: {...(await describeFile(file)), fichier: name}, isRead: true};
      return;
    }
    if (container === "ole") await refuseOle(file);
    archive = await openArchive(file);
    const kind = packageOf(archive);
    if (kind === "document") throw new VigieError("C'est un document bureautique (texte ou présentation), pas un classeur.");
    if (kind !== "zip") yield* describeSheets(archive, kind, name, temporary);
    else if (isMember) throw new VigieError("C'est une archive dans une archive : Vigie n'en ouvre qu'une.");
    else yield* describeMembers(archive, name, temporary);
  } catch (error) {
    yield unread(name, error);
  } finally {
    archive?.close();
  }
}

async function* describeSheets(archive: Archive, kind: "xlsx" | "ods", name: string, temporary: string): AsyncGenerator<Described> {
  const {sheets} = kind === "xlsx" ? await openXlsx(archive) : await openOds(archive);
  const visible = sheets.filter((sheet) => !sheet.isHidden);
  let shown = 0;
  for (const sheet of visible) {
    const laid = await laySheet(sheet, hiddenFile(temporary, "feuille.jsonl"));
    if (laid.rows === 0) continue;
    const text = hiddenFile(temporary, "feuille.csv");
    await writeSheetText(laid, text, new Set());
    shown += 1;
    // Separator and quote are those of our own copy: a workbook has none.
    yield {result: {...(await describeFile(text)), fichier: visible.length > 1 ? `${name} › ${sheet.name}` : name, encodage: kind, separateur: "", guillemet: ""}, isRead: true};
  }
  if (shown === 0) throw new VigieError("Aucune feuille visible de ce classeur n'a de contenu.");
}

async function* describeMembers(archive: Archive, name: string, temporary: string): AsyncGenerator<Described> {
  const members = archive.members.filter((member) => !member.isFolder && member.name.split("/").every(isData) && !member.name.startsWith("__MACOSX/"));
  if (members.length === 0) throw new VigieError("Cette archive ne contient aucun fichier de données.");
  for (const member of members) {
    const inside = `${name} › ${member.name}`;
    const copy = hiddenFile(temporary, "membre");
    try {
      if (member.isLink) throw new VigieError("C'est un lien vers un autre fichier, pas un fichier.");
      if (member.isEncrypted) throw new VigieError("Cette archive est protégée par un mot de passe : Vigie ne peut pas la lire.");
      await extractMember(archive, member, copy);
    } catch (error) {
      yield unread(inside, error);
      continue;
    }
    yield* describe(copy, inside, temporary, true);
  }
}

function unread(fichier: string, error: unknown): Described {
  const cause = error instanceof VigieError ? [error.message, error.mend].filter(Boolean).join(" ") : systemCause(error);
  return {result: {fichier, encodage: "", separateur: "", guillemet: "", entete: [], enregistrements: [], anomalies: [{ligne: 1, cause}]}, isRead: false};
}

function systemCause(error: unknown): string {
  const {code, message} = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT": return "Ce fichier n'existe pas.";
    case "EISDIR": return "C'est un dossier : donnez les fichiers qu'il contient.";
    case "EACCES":
    case "EPERM": return "Ce fichier ne peut pas être ouvert : vérifiez vos droits.";
    case "ERR_FS_FILE_TOO_LARGE": return "Ce fichier dépasse 2 Go : « vigie importer » le lit par morceaux, « vigie lire » non.";
    default: return `Ce fichier n'a pas pu être lu (${message}).`;
  }
}
