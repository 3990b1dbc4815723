import {StringDecoder} from "node:string_decoder";
import {SaxesParser} from "saxes";
import {VigieError} from "../../lib/errors.ts";
import {extractedStream, type Archive, type Member} from "./archive.ts";

// Spreadsheets are read as streams of XML, with saxes (ISC, typed, no install script, what jsdom reads XML with), rather than by a
// spreadsheet library: hucre 1.0 was tried first. It holds the whole workbook in memory (2.7 GB for an ods of
// 100 000 rows by 20 columns, against a bar of 600 MB), and gives a percentage as a bare 0.67, which a column of percentages would
// read as less than one percent. A stream bounds both by construction, and says what it met: formulas, merges, errors.

export type Attributes = Readonly<Record<string, string>>;

export interface Handlers {
  /** Names come without their namespace prefix, attributes too. */
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
  /** Awaited between two blocks of the stream: where rows are written. */
  rest?(): Promise<void> | undefined;
}

// A sheet repeats a few names millions of times.
const locals = new Map<string, string>();

function local(name: string): string {
  let short = locals.get(name);
  if (short === undefined) {
    short = name.slice(name.indexOf(":") + 1);
    if (locals.size < 10_000) locals.set(name, short);
  }
  return short;
}

/** Goes through one XML member of an archive. Entities other than XML's own five are errors, so nothing can expand. */
export async function readXml(archive: Archive, member: Member, handlers: Handlers): Promise<void> {
  const parser = new SaxesParser();
  parser.on("opentag", (tag) => {
    const attributes: Record<string, string> = {};
    for (const name of Object.keys(tag.attributes)) if (!name.startsWith("xmlns")) attributes[local(name)] = tag.attributes[name] ?? "";
    handlers.open?.(local(tag.name), attributes);
  });
  if (handlers.text) {
    parser.on("text", (text) => handlers.text?.(text));
    parser.on("cdata", (text) => handlers.text?.(text));
  }
  if (handlers.close) parser.on("closetag", (tag) => handlers.close?.(local(tag.name)));
  parser.on("error", (error) => {
    throw new VigieError(`Ce classeur est abîmé (${member.name}).`, {mend: "Ouvrez-le dans un tableur, laissez-le le réparer, et enregistrez-le de nouveau.", cause: error});
  });
  const decoder = new StringDecoder("utf8");
  for await (const chunk of extractedStream(archive, member)) {
    parser.write(decoder.write(chunk));
    const pause = handlers.rest?.();
    if (pause) await pause;
  }
  parser.close();
}
