import {createHash} from "node:crypto";
import {mkdtempSync, statSync} from "node:fs";
import {rm} from "node:fs/promises";
import path from "node:path";
import {VigieError} from "../lib/errors.ts";
import {hiddenFile, holdHidden} from "../lib/temporary.ts";
import {containerOf, extractMember, openArchive, type Archive, type Member} from "./containers/archive.ts";
import {openWorkbook, packageOf, refuseOle} from "./containers/parts.ts";
import {isData} from "./find-files.ts";
import {importFile, importTable, refuseFile, type ImportOptions} from "./import-file.ts";
import type {ImportResult} from "./import-result.ts";
import {knownHeaders, recognise} from "./recognise.ts";
import {sha256File, Witness} from "./witness.ts";

/** Reads whatever a path holds, one result per table: a text file, the known sheets of a workbook, each file of a zip. */
export async function* importPath(file: string, options: ImportOptions): AsyncGenerator<ImportResult> {
  const container = statSync(file).size === 0 ? "texte" : await containerOf(file);
  const release = holdHidden();
  if (container === "texte") {
    try {
      yield await importFile(file, options);
    } finally {
      release();
    }
    return;
  }
  const inside = mkdtempSync(path.join(options.temporary, "contenu-"));
  let archive: Archive | undefined;
  try {
    const witness = new Witness(file);
    if (container === "ole") await refuseOle(file);
    archive = await openArchive(file);
    const kind = packageOf(archive);
    if (kind === "document") throw new VigieError("C'est un document bureautique (texte ou présentation), pas un classeur.", {mend: "Demandez le tableau lui-même (csv, xlsx ou ods)."});
    if (kind === "zip") yield* importMembers(archive, file, witness, inside, options);
    else yield* importSheets(archive, kind, file, witness, inside, options);
  } catch (error) {
    if (!(error instanceof VigieError)) throw error;
    yield await refuseFile(file, options, error);
  } finally {
    archive?.close();
    release();
    // A stream that failed closes its file a moment later, and Windows removes no open file.
    await rm(inside, {recursive: true, force: true, maxRetries: 5, retryDelay: 20});
  }
}

async function* importSheets(archive: Archive, kind: "xlsx" | "ods", file: string, witness: Witness, inside: string, options: ImportOptions): AsyncGenerator<ImportResult> {
  const {contracts, mappings} = options;
  const {tables, notes} = await openWorkbook(archive, kind, await sha256File(file), {
    temporary: inside,
    knownHeaders: knownHeaders(contracts, mappings),
    recognises: (header) => recognise(header, contracts, mappings) !== undefined
  });
  const name = options.name ?? path.basename(file);
  for (const [index, {sheet, table}] of tables.entries()) {
    const told = {...table, notes: [...table.notes, ...(index === 0 ? notes : [])]};
    yield await importTable(told, witness, file, {...options, name: tables.length > 1 ? `${name} › ${sheet}` : name});
  }
}

async function* importMembers(archive: Archive, file: string, witness: Witness, inside: string, options: ImportOptions): AsyncGenerator<ImportResult> {
  if (options.isMember) throw new VigieError("C'est une archive dans une archive : Vigie n'en ouvre qu'une.", {mend: "Dépliez-la et envoyez ses fichiers, ou une seule archive."});
  const members = archive.members.filter((member) => !member.isFolder && member.name.split("/").every(isData) && !member.name.startsWith("__MACOSX/"));
  if (members.length === 0) throw new VigieError("Cette archive ne contient aucun fichier de données.", {mend: "Refaites l'archive avec les exports."});
  if (members.some((member) => member.isEncrypted)) throw new VigieError("Cette archive est protégée par un mot de passe : Vigie ne peut pas la lire.", {mend: "Refaites-la sans mot de passe."});
  const archiveName = options.name ?? path.basename(file);
  const archiveHash = await sha256File(file);
  for (const member of members) {
    const name = `${archiveName} › ${member.name}`;
    if (member.isLink) {
      yield unreadable(name, archiveHash, "C'est un lien vers un autre fichier, pas un fichier.", "Mettez le fichier lui-même dans l'archive.");
      continue;
    }
    const release = holdHidden();
    try {
      yield* importMember(archive, member, hiddenFile(inside, "membre"), witness, archiveHash, {...options, name, modified: member.modified.toISOString(), isMember: true});
    } finally {
      release();
    }
  }
}

async function* importMember(archive: Archive, member: Member, copy: string, witness: Witness, archiveHash: string, options: ImportOptions): AsyncGenerator<ImportResult> {
  const name = options.name ?? member.name;
  try {
    await extractMember(archive, member, copy);
  } catch (error) {
    if (!(error instanceof VigieError)) throw error;
    yield unreadable(name, archiveHash, error.message, error.mend ?? "");
    return;
  }
  if (await witness.hasChanged(archiveHash)) {
    yield unreadable(name, archiveHash, "L'archive a changé pendant sa lecture : rien n'a été gardé de ce fichier.", "Attendez que la copie soit terminée, puis importez-la de nouveau.");
    return;
  }
  yield* importPath(copy, options);
}

/** A member that gave no bytes: said, and nothing of it is in the lake. */
function unreadable(name: string, archiveHash: string, ...messages: string[]): ImportResult {
  const sha256 = createHash("sha256").update(`${archiveHash}\u001f${name}`).digest("hex");
  return {fichier: name, source: null, sha256, lus: 0, acceptes: 0, rejetes: 0, doublons: 0, statut: "refuse", messages: messages.filter((message) => message !== "")};
}
