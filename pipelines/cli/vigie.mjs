#!/usr/bin/env node
// Plain JavaScript so that `npx vigie` works right after `npm ci`, with nothing to compile beforehand.
import {compiledEntry} from "./compiled.mjs";

const entry = await compiledEntry();
if (entry === undefined) {
  const {register} = await import("tsx/esm/api");
  register();
}
const {main} = await import(entry ?? "./main.ts");
process.exitCode = await main(process.argv.slice(2));
