import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {VigieError} from "../../../pipelines/lib/errors.ts";
import {moveInto, recoverDirectory, replaceDirectory} from "../../../pipelines/lib/files.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "vigie-files-"));
});

afterEach(() => rmSync(dir, {recursive: true, force: true}));

function folder(name: string, content: string): string {
  const place = path.join(dir, name);
  mkdirSync(place);
  writeFileSync(path.join(place, "page"), content);
  return place;
}

const held = (code: string): Error => Object.assign(new Error(`${code}: what Windows says`), {code});

describe("what is put in place whole", () => {
  it("waits, on Windows, for a program that holds the place for an instant", () => {
    let refusals = 3;
    moveInto(folder("neuf", "b"), path.join(dir, "place"), {
      platform: "win32", pauses: [0, 0, 0],
      rename(from, to) {
        refusals -= 1;
        if (refusals > 0) throw held("EPERM");
        renameSync(from, to);
      }
    });
    expect(readFileSync(path.join(dir, "place", "page"), "utf8")).toBe("b");
  });

  it.each(["EPERM", "EACCES", "EBUSY"])("names the place, and what to close, when it stays held (%s)", (code) => {
    const target = folder("place", "a");
    const prepared = folder("neuf", "b");
    const act = (): void => moveInto(prepared, target, {
      platform: "win32", pauses: [],
      rename() {
        throw held(code);
      }
    });
    expect(act).toThrow(VigieError);
    expect(act).toThrow(`tient ouvert ce qui doit être remplacé : ${target}`);
  });

  it("tells elsewhere what the system said, at once", () => {
    let tries = 0;
    expect(() => moveInto(folder("neuf", "b"), path.join(dir, "place"), {
      platform: "linux",
      rename() {
        tries += 1;
        throw held("EACCES");
      }
    })).toThrow("EACCES");
    expect(tries).toBe(1);
  });

  it("takes the place of the folder that stood there, which leaves nothing behind", () => {
    const target = folder("place", "a");
    replaceDirectory(folder("neuf", "b"), target);
    expect(readFileSync(path.join(target, "page"), "utf8")).toBe("b");
    expect(readdirSync(dir)).toEqual(["place"]);
  });

  it("gives its place back to the old folder when the new one cannot come", () => {
    const target = folder("place", "a");
    expect(() => replaceDirectory(path.join(dir, "absent"), target)).toThrow("ENOENT");
    expect(readFileSync(path.join(target, "page"), "utf8")).toBe("a");
  });

  it("is found again after a crash between the two renames, and after one that came later", () => {
    folder("place.ancien", "a");
    recoverDirectory(path.join(dir, "place"));
    expect(readFileSync(path.join(dir, "place", "page"), "utf8")).toBe("a");
    folder("place.ancien", "trop tard");
    recoverDirectory(path.join(dir, "place"));
    expect(existsSync(path.join(dir, "place.ancien"))).toBe(false);
  });
});
