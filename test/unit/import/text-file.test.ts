import {existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {readLines, writeText} from "../../../pipelines/import/text-file.ts";

let dir: string;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-text-"));
});

afterAll(() => rmSync(dir, {recursive: true, force: true}));

const PROC = "/proc/self/fd";

/** True when this process still has the file open, where the system can tell. */
function isOpen(file: string): boolean {
  if (!existsSync(PROC)) return false;
  return readdirSync(PROC).some((handle) => {
    try {
      return readlinkSync(path.join(PROC, handle)) === file;
    } catch {
      return false;
    }
  });
}

describe("a text file of an import", () => {
  test("holds what was written, however long, and is read line by line", async () => {
    const file = path.join(dir, "long");
    const lines = Array.from({length: 20_000}, (_, index) => `ligne ${index} é`);
    await writeText(file, async (write) => {
      for (const line of lines) await write(`${line}\n`);
    });
    expect(isOpen(file)).toBe(false);
    const read: string[] = [];
    for await (const line of readLines(file)) read.push(line);
    expect(read).toEqual(lines);
  });

  test("is closed when what fills it fails, and the failure is told", async () => {
    const file = path.join(dir, "coupe");
    await expect(
      writeText(file, async (write) => {
        await write("début\n");
        throw new Error("une bombe");
      })
    ).rejects.toThrow("une bombe");
    expect(isOpen(file)).toBe(false);
    expect(readFileSync(file, "utf8")).toMatch(/^(début\n)?$/);
  });

  test("is closed when its reader stops early", async () => {
    const file = path.join(dir, "lu");
    await writeText(file, async (write) => {
      for (let index = 0; index < 50_000; index += 1) await write(`${index}\n`);
    });
    for await (const line of readLines(file)) if (line === "3") break;
    expect(isOpen(file)).toBe(false);
  });

  test("that cannot be made says so", async () => {
    await expect(writeText(path.join(dir, "absent", "x"), async (write) => write("a"))).rejects.toThrow("ENOENT");
  });
});
