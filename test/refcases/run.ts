/** npm run refcases -- DIR: compares the statistics of the project with reference values, case folder by case folder. */
import {existsSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {runCases} from "./runner.ts";

const shownMisses = 20;
const shared = path.resolve(fileURLToPath(new URL("../../", import.meta.url)), "..", "shared", "refcases");
const folder = path.resolve(process.argv[2] ?? shared);

if (!existsSync(folder)) {
  console.error(`no folder of reference cases at ${folder}; usage: npm run refcases -- DIR`);
  process.exit(2);
}

const reports = await runCases(folder);
const widest = Math.max(4, ...reports.map((report) => report.folder.length));
for (const {folder: name, kind, compared, optional, refused, notes: remarks, worst, misses} of reports) {
  const notes = [
    kind === null ? "unknown" : kind,
    ...(optional > 0 ? [`${String(optional)} optional left out`] : []),
    ...(refused.length > 0 ? [`refused: ${refused.join(", ")}`] : []),
    ...remarks
  ];
  console.log(`${misses.length === 0 ? "ok  " : "MISS"} ${name.padEnd(widest)} ${String(compared).padStart(5)} values  worst ${worst.toExponential(2)}  ${notes.join("; ")}`);
  for (const miss of misses.slice(0, shownMisses)) console.log(`       ${miss}`);
  if (misses.length > shownMisses) console.log(`       … and ${String(misses.length - shownMisses)} more`);
}
const missed = reports.filter((report) => report.misses.length > 0);
const compared = reports.reduce((sum, report) => sum + report.compared, 0);
console.log(`${String(reports.length)} cases, ${String(compared)} values compared, ${String(missed.length)} cases with a miss`);
process.exitCode = missed.length > 0 || reports.length === 0 ? 1 : 0;
