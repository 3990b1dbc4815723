// Loaded by every process of a measured command (NODE_OPTIONS): what it used, one JSON line each, when it ends.
import {appendFileSync} from "node:fs";
import {isMainThread} from "node:worker_threads";

const file = process.env.VIGIE_USAGE;
if (file && isMainThread) {
  process.on("exit", () => {
    const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
    appendFileSync(file, `${JSON.stringify({cpu: (userCPUTime + systemCPUTime) / 1e6, kilobytes: maxRSS})}\n`);
  });
}
