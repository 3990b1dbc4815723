import {deflateRawSync, gzipSync} from "node:zlib";
import {describe, expect, test} from "vitest";
import {readDelimited} from "../../../../pipelines/import/read/records.ts";
import {VigieError} from "../../../../pipelines/lib/errors.ts";

const bytes = (...values: number[]): Uint8Array => Buffer.concat([Uint8Array.from(values), Buffer.alloc(40, 7)]);

describe("a file that is no text table", () => {
  test.each([
    ["une image PNG", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ["une image JPEG", bytes(0xff, 0xd8, 0xff, 0xe0)],
    ["un document PDF", Buffer.from("%PDF-1.7\n%âãÏÓ\n")],
    ["une archive zip", bytes(0x50, 0x4b, 0x03, 0x04)],
    ["un classeur Excel 97-2003", bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
    ["une archive gzip", gzipSync("a;b\n1;2\n")],
    ["un fichier Parquet", Buffer.from("PAR1\u0015\u0000\u0015")],
    ["un fichier binaire d'un format inconnu", deflateRawSync(Buffer.from("vigie ".repeat(500) + Math.PI))],
    ["une page HTML", Buffer.from("<!DOCTYPE html>\n<html><body>Connexion</body></html>")],
    ["un document JSON", Buffer.from('[{"uai": "0130001F"}]')],
    ["un document XML", Buffer.from('<?xml version="1.0"?><a/>')]
  ])("%s is refused by its name, with what to do", (name, content) => {
    let refused: unknown;
    try {
      readDelimited(content);
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(VigieError);
    expect((refused as VigieError).message).toContain(name);
    expect((refused as VigieError).mend).toBeTruthy();
  });

  test("an empty file is no refusal: it is read, and said empty", () => {
    const file = readDelimited(new Uint8Array(0));
    expect(file.records).toEqual([]);
    expect(file.anomalies.map(({code}) => code)).toEqual(["fichier_vide"]);
  });
});
