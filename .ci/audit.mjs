// Known vulnerabilities of what runs at the user's: a high one stops CI; a registry that cannot be reached, or that knows no audit, is only said.
import {spawnSync} from "node:child_process";

const {stdout, stderr, error} = spawnSync("npm", ["audit", "--omit=dev", "--json", "--fetch-retries=0", "--fetch-timeout=20000"], {encoding: "utf8", shell: process.platform === "win32", maxBuffer: 1 << 26});
let report;
try {
  report = JSON.parse(stdout);
} catch {
  report = undefined;
}
const counts = report?.metadata?.vulnerabilities;
if (!counts) {
  console.log(`audit not done (registry out of reach, or without audit): ${error?.message || report?.error?.summary || report?.message || (stderr.trim().split("\n").at(-1) || "no answer")}`);
} else {
  const severe = Object.values(report.vulnerabilities ?? {}).filter(({severity}) => severity === "high" || severity === "critical");
  for (const {name, severity, range} of severe) console.log(`${severity}: ${name} ${range}`);
  console.log(`${counts.total} known vulnerabilities in what is installed at the user's, ${severe.length} high or critical`);
  process.exitCode = severe.length > 0 ? 1 : 0;
}
