import {createWriteStream} from "node:fs";
import {open} from "node:fs/promises";
import path from "node:path";
import type {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {getFileNameLowLevel, openPromise, type Entry, type ZipFile} from "yauzl";
import {VigieError} from "../../lib/errors.ts";

// yauzl (MIT, one small dependency, no install script): reads entries one at a time from the central directory, streams them, and
// stops with an error when an entry holds another number of bytes than it declares. fflate trusts the declared sizes.

/** Bounds of what an archive may unfold to, whatever it declares. */
const MOST_ENTRIES = 5000;
const MOST_BYTES = 8 * 1024 ** 3;
/** Deflate reaches 1032; tables of text stay below 60, sheets of empty styled rows below 200. */
const MOST_RATIO = 300;
const SMALL = 32 * 1024 ** 2;

export interface Member {
  /** Cleaned of folders that climb, of drive letters and of control characters: a label, never a path to write to. */
  readonly name: string;
  readonly bytes: number;
  readonly modified: Date;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly isEncrypted: boolean;
  readonly entry: Entry;
}

export interface Archive {
  readonly members: readonly Member[];
  read(member: Member): Promise<Readable>;
  close(): void;
}

export type Container = "texte" | "archive" | "ole";

/** What the first bytes of a file say it is. */
export async function containerOf(file: string): Promise<Container> {
  const handle = await open(file);
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(8), 0, 8, 0);
    const head = buffer.subarray(0, bytesRead).toString("hex");
    if (head.startsWith("504b0304") || head.startsWith("504b0506")) return "archive";
    return head === "d0cf11e0a1b11ae1" ? "ole" : "texte";
  } finally {
    await handle.close();
  }
}

/**
 * Opens a zip (an xlsx and an ods are zips too) and holds what it declares to the bounds.
 * @throws VigieError when it is damaged or would unfold to more than a table ever does.
 */
export async function openArchive(file: string): Promise<Archive> {
  let zip: ZipFile;
  const members: Member[] = [];
  try {
    zip = await openPromise(file, {autoClose: false, decodeStrings: false, validateEntrySizes: true});
    for await (const entry of zip.eachEntry()) {
      members.push(describe(entry));
      if (members.length > MOST_ENTRIES) break;
    }
  } catch (error) {
    throw new VigieError("Cette archive est abîmée ou incomplète.", {mend: "Refaites l'archive ou l'export, ou envoyez les fichiers un par un.", cause: error});
  }
  const bomb = refuseBomb(members);
  if (bomb) {
    zip.close();
    throw bomb;
  }
  return {
    members,
    read: (member) => zip.openReadStreamPromise(member.entry),
    close: () => zip.close()
  };
}

function refuseBomb(members: readonly Member[]): VigieError | undefined {
  const mend = "Ne l'ouvrez pas si vous n'en connaissez pas l'origine ; sinon, envoyez les fichiers un par un.";
  if (members.length > MOST_ENTRIES) return new VigieError(`Cette archive a plus de ${MOST_ENTRIES} fichiers.`, {mend});
  const total = members.reduce((sum, member) => sum + member.bytes, 0);
  const isTight = (member: Member): boolean => member.bytes > SMALL && member.bytes > member.entry.compressedSize * MOST_RATIO;
  if (total > MOST_BYTES || members.some(isTight)) return new VigieError("Cette archive se déplie en un volume démesuré : Vigie ne l'ouvre pas.", {mend});
  return undefined;
}

function describe(entry: Entry): Member {
  const raw = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw ?? (entry.fileName as unknown as Buffer), entry.extraFields, false);
  const name = raw
    .replaceAll("\\", "/")
    .split("/")
    .map((part) => [...part].filter((char) => (char.codePointAt(0) ?? 0) >= 32 && char !== ":").join("").trim())
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/");
  // Unix mode in the upper half of the external attributes: 0o120000 is a symbolic link.
  const mode = (entry.externalFileAttributes >>> 16) & 0o170000;
  return {
    name: name || "sans nom",
    bytes: entry.uncompressedSize,
    modified: entry.getLastModDate(),
    isFolder: /[\\/]$/.test(raw),
    isLink: mode === 0o120000,
    isEncrypted: (entry.generalPurposeBitFlag & 1) === 1,
    entry
  };
}

/** The bytes of a member as they unfold; one longer or shorter than it declares ends with an error. */
export async function* extractedStream(archive: Archive, member: Member): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of await archive.read(member)) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof VigieError) throw error;
    throw new VigieError(`« ${path.basename(member.name)} » ne se déplie pas : il est abîmé, ou n'a pas la taille que l'archive dit.`, {mend: "Refaites l'archive ou l'export, ou envoyez les fichiers un par un.", cause: error});
  }
}

/** Writes a member to a new file of ours, of a name of ours. */
export async function extractMember(archive: Archive, member: Member, target: string): Promise<void> {
  await pipeline(extractedStream(archive, member), createWriteStream(target, {mode: 0o600}));
}
