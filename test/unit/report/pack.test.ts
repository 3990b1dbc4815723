import {inflateSync} from "node:zlib";
import {expect, test} from "vitest";
import {packPdf} from "../../../pipelines/report/pack.ts";

const OBJECTS = [
  "<<\n  /Type /Catalog\n  /Pages 2 0 R\n>>",
  "<<\n  /Type /Pages\n  /Count 0\n  /Kids []\n>>",
  "<<\n  /Length 13\n>>\nstream\nendobj \xff\x80 ici\nendstream",
  "<<\n  /T (un endstream)\n>>"
];

/** A PDF as a typesetter writes it: every object in clear, one table. */
function plainPdf(objects: readonly string[]): Buffer {
  let text = "%PDF-1.7\n%\x80\x80\n\n";
  const places = objects.map((content, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${content}\nendobj\n\n`;
    return place;
  });
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n\r\n`).join("");
  return Buffer.from(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f\r\n${rows}trailer\n<<\n  /Size ${objects.length + 1}\n  /Root 1 0 R\n  /ID [(a) (b)]\n>>\nstartxref\n${text.length}\n%%EOF`, "latin1");
}

/** The objects of a packed PDF, found as a reader does: from its end, through the cross-references. */
function readPacked(pdf: Buffer): {objects: Map<number, string>; trailer: string} {
  const text = pdf.toString("latin1");
  const streamAt = (place: number): {entries: string; content: Buffer} => {
    const [head = "", entries = ""] = /^\d+ 0 obj\n<<(.*?)>>\nstream\n/.exec(text.slice(place)) ?? [];
    const length = Number(/\/Length (\d+)/.exec(entries)?.[1]);
    return {entries, content: inflateSync(pdf.subarray(place + head.length, place + head.length + length))};
  };
  const {entries, content} = streamAt(Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]));
  const rows: number[][] = [];
  for (let from = 0; from < content.length; from += 8) rows.push([...content.subarray(from + 1, from + 8)].map((difference, at) => ((rows.at(-1)?.[at] ?? 0) + difference) & 0xff));
  const whole = (bytes: readonly number[]): number => bytes.reduce((sum, one) => sum * 256 + one, 0);
  const objects = new Map<number, string>();
  for (const [id, row] of rows.entries()) {
    const [kind, place, rank] = [row[0], whole(row.slice(1, 5)), whole(row.slice(5))];
    if (kind === 1) objects.set(id, /^\d+ 0 obj\s([\s\S]*?)\sendobj\n/.exec(text.slice(place))?.[1] ?? "");
    if (kind !== 2) continue;
    const lot = streamAt(whole((rows[place] as number[]).slice(1, 5)));
    const first = Number(/\/First (\d+)/.exec(lot.entries)?.[1]);
    const places = lot.content.toString("latin1", 0, first).trim().split(" ").map(Number);
    expect(places[2 * rank]).toBe(id);
    objects.set(id, lot.content.toString("latin1", first + (places[2 * rank + 1] ?? 0), first + (places[2 * rank + 3] ?? lot.content.length - first)).trimEnd());
  }
  return {objects, trailer: entries};
}

test("every object of a packed PDF is found where its references say, streams untouched", () => {
  const many = [...OBJECTS, ...Array.from({length: 900}, (_, index) => `<< /N ${index} >>`)];
  const {objects, trailer} = readPacked(packPdf(plainPdf(many)));
  for (const [index, content] of many.entries()) if (index !== 2) expect(objects.get(index + 1)).toBe(content);
  expect(packPdf(plainPdf(many)).includes(Buffer.from(OBJECTS[2] as string, "latin1"))).toBe(true);
  expect(trailer).toContain("/Root 1 0 R /ID [(a) (b)]");
  expect(trailer).toContain(`/Size ${many.length + 5}`);
});

test("a packed PDF is the same again, and a file that is none of ours is refused", () => {
  expect(packPdf(plainPdf(OBJECTS)).equals(packPdf(plainPdf(OBJECTS)))).toBe(true);
  expect(() => packPdf(packPdf(plainPdf(OBJECTS)))).toThrow("no single table");
});
