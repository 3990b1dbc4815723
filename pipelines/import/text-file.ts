import {once} from "node:events";
import {createReadStream, createWriteStream} from "node:fs";
import {createInterface} from "node:readline";

/** Text files of an import, written and read piece by piece. Each is closed when its function answers, whatever happened: Windows removes no open file. */

/** Adds a piece; when it answers a promise, that is to be awaited before the next. */
export type Write = (text: string) => Promise<void> | undefined;

/** Makes a file, for its owner alone, of what `fill` writes. */
export async function writeText<T>(file: string, fill: (write: Write) => Promise<T>): Promise<T> {
  const output = createWriteStream(file, {mode: 0o600});
  let failure: Error | undefined;
  output.once("error", (error) => {
    failure = error;
  });
  const closed = new Promise<void>((done) => {
    output.once("close", done);
  });
  let result: T;
  try {
    result = await fill((text) => (output.write(text) ? undefined : once(output, "drain").then(() => undefined)));
  } catch (error) {
    output.destroy();
    await closed;
    throw error;
  }
  output.end();
  await closed;
  if (failure) throw failure;
  return result;
}

export async function* readLines(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  try {
    yield* createInterface({input, crlfDelay: Infinity});
  } finally {
    if (!input.closed) {
      input.destroy();
      await once(input, "close");
    }
  }
}
