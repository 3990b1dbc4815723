#!/usr/bin/env node
// Plain JavaScript so that `npx vigie` works right after `npm ci`, with nothing to compile.
import {register} from "tsx/esm/api";

register();
const {main} = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
