import {createReadStream} from "node:fs";
import {StringDecoder} from "node:string_decoder";
import {decode, type Encoding} from "./read/encoding.ts";
import {writeText} from "./text-file.ts";

/** Rewrites a file of one byte or two bytes per character as UTF-8, a block at a time. */
export async function transcode(from: string, encoding: Encoding, to: string): Promise<void> {
  const utf16 = encoding === "utf-16le" || encoding === "utf-16be" ? new StringDecoder("utf16le") : undefined;
  let carry: Buffer = Buffer.alloc(0);
  let isFirst = true;
  await writeText(to, async (write) => {
    for await (const chunk of createReadStream(from, {highWaterMark: 1 << 20})) {
      let text: string;
      if (utf16) {
        const joined = Buffer.concat([carry, chunk as Buffer]);
        const even = joined.subarray(0, joined.length - (joined.length % 2));
        carry = joined.subarray(even.length);
        // swap16 works in place: the bytes are this function's own copy.
        text = utf16.write(encoding === "utf-16be" ? Buffer.from(even).swap16() : even);
      } else {
        text = decode(chunk as Buffer, encoding);
      }
      if (isFirst) text = text.replace(/^\uFEFF/, "");
      isFirst = false;
      await write(text);
    }
    await write(utf16?.end() ?? "");
  });
}
