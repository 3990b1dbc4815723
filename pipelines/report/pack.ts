import {deflateSync} from "node:zlib";

/** Objects per compressed stream: a reader that wants one unpacks them all. */
const LOT = 400;
/** Bytes of a row of cross-references: kind, then place or stream, then rank. */
const WIDTHS = [1, 4, 2] as const;
const ROW = WIDTHS.reduce((sum, one) => sum + one, 0);

/**
 * The same PDF in a third of its size. The typesetter writes every object in clear, and a tagged document has a hundred for each page: those
 * that are no stream go into compressed ones (ISO 32000-1, 7.5.7 and 7.5.8), which PDF/UA-1 and PDF/A-2 allow. Nothing of them changes.
 */
export function packPdf(pdf: Buffer): Buffer {
  // One byte, one character.
  const {objects, trailer} = readObjects(pdf.toString("latin1"));
  const parts: Buffer[] = [];
  let at = 0;
  const put = (bytes: Buffer): number => {
    parts.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  put(pdf.subarray(0, Math.min(...objects.map(({from}) => from))));
  const references = new Map<number, readonly [kind: 1 | 2, place: number, rank: number]>();
  for (const {id, from, to, isStream} of objects) if (isStream) references.set(id, [1, put(pdf.subarray(from, to)), 0]);
  const plain = objects.filter(({isStream}) => !isStream);
  let next = Math.max(...objects.map(({id}) => id)) + 1;
  for (let first = 0; first < plain.length; first += LOT, next += 1) {
    const lot = plain.slice(first, first + LOT);
    let place = 0;
    const places = lot.map(({id, content}, rank) => {
      references.set(id, [2, next, rank]);
      place += content.length + 1;
      return `${id} ${place - content.length - 1}`;
    });
    const index = `${places.join(" ")}\n`;
    const content = Buffer.from(`${index}${lot.map((one) => `${one.content}\n`).join("")}`, "latin1");
    references.set(next, [1, put(stream(next, `/Type /ObjStm /N ${lot.length} /First ${index.length}`, content)), 0]);
  }
  references.set(next, [1, at, 0]);
  const start = put(stream(next, `/Type /XRef /Size ${next + 1} /W [${WIDTHS.join(" ")}] ${trailer} /DecodeParms << /Predictor 12 /Columns ${ROW} >>`, crossReferences(references, next + 1)));
  put(Buffer.from(`startxref\n${start}\n%%EOF\n`, "latin1"));
  return Buffer.concat(parts, at);
}

interface PdfObject {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** What stands between `1 0 obj` and `endobj`. */
  readonly content: string;
  readonly isStream: boolean;
}

/** A line of the table of cross-references: `0000000016 00000 n` and its end. */
const LINE = 20;

/** The objects of a file with one table of cross-references, as they stand in it, and what its trailer says of the document. */
function readObjects(pdf: string): {objects: PdfObject[]; trailer: string} {
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.slice(-64))?.[1]);
  const table = /^xref\s+0 (\d+)\s+/.exec(pdf.slice(start, start + 64));
  if (!table) throw new Error("The PDF has no single table of cross-references.");
  const rows = start + table[0].length;
  const end = rows + Number(table[1]) * LINE;
  const places: {id: number; from: number}[] = [];
  for (let row = rows, id = 0; row < end; row += LINE, id += 1) if (pdf[row + 17] === "n") places.push({id, from: Number(pdf.slice(row, row + 10))});
  places.sort((left, right) => left.from - right.from);
  const objects = places.map(({id, from}, rank): PdfObject => {
    const to = places[rank + 1]?.from ?? start;
    const whole = pdf.slice(from, to);
    const head = `${id} 0 obj`;
    const tail = whole.lastIndexOf("endobj");
    if (!whole.startsWith(head) || tail === -1) throw new Error(`Object ${id} of the PDF is not where its table says.`);
    const content = whole.slice(head.length, tail).trim();
    return {id, from, to, content, isStream: content.endsWith("endstream")};
  });
  const trailer = /trailer\s*<<([\s\S]*)>>\s*startxref/.exec(pdf.slice(end))?.[1] ?? "";
  return {objects, trailer: trailer.replace(/\/Size \d+/, "").replace(/\s+/g, " ").trim()};
}

function stream(id: number, entries: string, content: Buffer): Buffer {
  const packed = deflateSync(content);
  return Buffer.concat([Buffer.from(`${id} 0 obj\n<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`, "latin1"), packed, Buffer.from("\nendstream\nendobj\n", "latin1")]);
}

/** Each row as its difference from the one above, as the predictor of PNG says: neighbours are nearly equal. */
function crossReferences(references: ReadonlyMap<number, readonly [number, number, number]>, count: number): Buffer {
  const rows = Buffer.alloc((count + 1) * ROW);
  const differences = Buffer.alloc(count * (ROW + 1), 2);
  for (let id = 0; id < count; id += 1) {
    // The first row stands for what came before any: it stays at zero. Object 0 heads the free ones.
    const [kind, place, rank] = references.get(id) ?? [0, 0, 0xffff];
    const from = (id + 1) * ROW;
    rows.writeUInt8(kind, from);
    rows.writeUInt32BE(place, from + 1);
    rows.writeUInt16BE(rank, from + 5);
    for (let at = 0; at < ROW; at += 1) differences[id * (ROW + 1) + 1 + at] = (rows[from + at] ?? 0) - (rows[from + at - ROW] ?? 0);
  }
  return differences;
}
