import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {installOfflineNpm, parseSpecifier} from "../../../observable/offline-npm.ts";

const original = globalThis.fetch;
let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "vigie-cache-"));
  installOfflineNpm(cache);
});

afterAll(async () => {
  globalThis.fetch = original;
  await rm(cache, {recursive: true, force: true});
});

describe("npm without network", () => {
  it("cuts a specifier into name, range and path", () => {
    expect(parseSpecifier("@observablehq/plot@0.6.17/+esm")).toEqual({name: "@observablehq/plot", range: "0.6.17", path: "+esm"});
    expect(parseSpecifier("d3")).toEqual({name: "d3", range: null, path: ""});
  });
  it("answers the version that is installed, and 0.0.0 for what no page uses", async () => {
    expect(await (await fetch("https://registry.exemple.invalid/d3/latest")).json()).toMatchObject({version: "7.9.2"});
    expect(await (await fetch("https://registry.exemple.invalid/mapbox-gl")).json()).toMatchObject({version: "0.0.0"});
  });
  it("gives code from node_modules and leaves other modules apart", async () => {
    const response = await fetch("https://cdn.jsdelivr.net/npm/d3-shape@3/+esm");
    expect(response.headers.get("content-type")).toBe("application/javascript");
    expect((await response.text()).includes("/npm/d3-path@")).toBe(true);
  });
  it("refuses an absent package, another version and any other address, by name", async () => {
    await expect(fetch("https://cdn.jsdelivr.net/npm/mapbox-gl@1.0.0/+esm")).rejects.toThrow("npm:mapbox-gl n’est pas dans node_modules");
    await expect(fetch("https://cdn.jsdelivr.net/npm/d3@6.0.0/+esm")).rejects.toThrow("7.9.2 installé");
    await expect(fetch("https://example.org/")).rejects.toThrow("réseau refusé");
  });
});
