import {VigieError} from "../../lib/errors.ts";

/** First bytes of the formats that people drop in place of a table, and what to tell them. */
const MAGIC: readonly {name: string; bytes: readonly number[]; offset?: number; mend: string}[] = [
  {name: "une image PNG", bytes: [0x89, 0x50, 0x4e, 0x47], mend: "Une image ne se lit pas : demandez le tableau lui-même (csv, xlsx ou ods)."},
  {name: "une image JPEG", bytes: [0xff, 0xd8, 0xff], mend: "Une image ne se lit pas : demandez le tableau lui-même (csv, xlsx ou ods)."},
  {name: "une image GIF", bytes: [0x47, 0x49, 0x46, 0x38], mend: "Une image ne se lit pas : demandez le tableau lui-même (csv, xlsx ou ods)."},
  {name: "un document PDF", bytes: [0x25, 0x50, 0x44, 0x46], mend: "Demandez l'export csv, xlsx ou ods du même tableau."},
  {name: "une archive zip (ou un classeur xlsx ou ods)", bytes: [0x50, 0x4b, 0x03, 0x04], mend: "Rendez-lui son extension (.zip, .xlsx ou .ods), ou enregistrez la feuille en csv."},
  {name: "une archive zip vide", bytes: [0x50, 0x4b, 0x05, 0x06], mend: "L'archive ne contient rien : refaites-la."},
  {name: "un classeur Excel 97-2003 (.xls) ou un document Office ancien", bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], mend: "Ouvrez-le et enregistrez-le en csv, xlsx ou ods."},
  {name: "une archive gzip", bytes: [0x1f, 0x8b], mend: "Décompressez-la d'abord."},
  {name: "une archive 7z", bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], mend: "Décompressez-la d'abord."},
  {name: "une archive rar", bytes: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], mend: "Décompressez-la d'abord."},
  {name: "une archive bzip2", bytes: [0x42, 0x5a, 0x68], mend: "Décompressez-la d'abord."},
  {name: "une archive xz", bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], mend: "Décompressez-la d'abord."},
  {name: "une archive zstd", bytes: [0x28, 0xb5, 0x2f, 0xfd], mend: "Décompressez-la d'abord."},
  {name: "un fichier Parquet", bytes: [0x50, 0x41, 0x52, 0x31], mend: "Demandez l'export csv du même tableau."},
  {name: "une base SQLite", bytes: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], mend: "Exportez la table voulue en csv."},
  {name: "une base DuckDB", bytes: [0x44, 0x55, 0x43, 0x4b], offset: 8, mend: "Exportez la table voulue en csv."},
  {name: "un document RTF", bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], mend: "Demandez le tableau en csv, xlsx ou ods."},
  {name: "un programme Windows", bytes: [0x4d, 0x5a, 0x90, 0x00], mend: "Ce n'est pas un tableau."},
  {name: "un programme", bytes: [0x7f, 0x45, 0x4c, 0x46], mend: "Ce n'est pas un tableau."}
];

/** What the file is when it is no text, in French with its article; null when it may be text. */
function binaryKind(bytes: Uint8Array): {name: string; mend: string} | null {
  for (const {name, bytes: magic, offset = 0, mend} of MAGIC) {
    if (magic.every((byte, index) => bytes[offset + index] === byte) && !(magic.length < 4 && looksLikeText(bytes))) return {name, mend};
  }
  if (startsLikeUtf16(bytes) || looksLikeText(bytes)) return null;
  return {name: "un fichier binaire d'un format inconnu", mend: "Vigie lit des tableaux csv, tsv, txt, xlsx et ods."};
}

/** @throws VigieError that names the format, when the bytes are no text. */
export function refuseBinary(bytes: Uint8Array): void {
  const kind = binaryKind(bytes);
  if (kind !== null) throw new VigieError(`Ce fichier n'est pas un tableau en texte : c'est ${kind.name}.`, {mend: kind.mend});
}

/** @throws VigieError when the text is a page or a document in another notation than a delimited table. */
export function refuseMarkup(text: string): void {
  const start = text.slice(0, 2000).trimStart();
  if (/^<(!doctype html|html|table|head|body)\b/i.test(start)) {
    throw new VigieError("Ce fichier est une page HTML, pas un tableau csv.", {
      mend: "C'est souvent une page de connexion ou d'erreur enregistrée à la place de l'export : refaites l'export. Sinon, ouvrez-la dans un tableur et enregistrez-la en csv."
    });
  }
  if (/^<\?xml\b/i.test(start)) throw new VigieError("Ce fichier est un document XML, pas un tableau csv.", {mend: "Ouvrez-le dans un tableur et enregistrez-le en csv, ou refaites l'export en csv."});
  if (/^(\{\s*"[^"]*"\s*:|\[\s*\{\s*")/.test(start)) throw new VigieError("Ce fichier est un document JSON, pas un tableau csv.", {mend: "Refaites l'export en csv."});
}

function startsLikeUtf16(bytes: Uint8Array): boolean {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return true;
  const size = Math.min(bytes.length, 512);
  let zeroEven = 0;
  let zeroOdd = 0;
  for (let index = 0; index < size; index += 1) {
    if (bytes[index] !== 0) continue;
    if (index % 2 === 0) zeroEven += 1;
    else zeroOdd += 1;
  }
  return Math.max(zeroEven, zeroOdd) > size * 0.3 && Math.min(zeroEven, zeroOdd) < size * 0.05;
}

/** Text has next to no control character: more than one in fifty is a binary file. */
function looksLikeText(bytes: Uint8Array): boolean {
  const size = Math.min(bytes.length, 8192);
  let controls = 0;
  for (let index = 0; index < size; index += 1) {
    const byte = bytes[index] as number;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) controls += 1;
  }
  return controls <= size / 50;
}
