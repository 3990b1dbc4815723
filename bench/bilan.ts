import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {openPublication} from "../pipelines/report/publication.ts";
import {writeBilans} from "../pipelines/report/write.ts";

// npx tsx bench/bilan.ts ESPACE: seconds (and seconds of processor) of one bilan and of each of forty territories, and memory at the tenth and at the last.
const space = process.argv[2] ?? "demo";
const out = mkdtempSync(path.join(tmpdir(), "vigie-bench-"));
const start = performance.now();
const processor = (): number => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000;
const publication = await openPublication(path.join(space, "publication"));
const common = {publication, annee: publication.edition.annee_courante, formats: ["pdf"] as const, commentaires: path.join(space, "commentaires"), outputDir: out};
try {
  const opened = performance.now();
  const cpuOpened = processor();
  await writeBilans({...common, territoires: [publication.principal]});
  const one = performance.now();
  const cpuOne = processor();
  const many = publication.territoires.filter((_, index) => index % Math.max(1, Math.floor(publication.territoires.length / 40)) === 0).slice(0, 40);
  const memory: number[] = [];
  await writeBilans({...common, territoires: many, onProgress: () => void memory.push(process.memoryUsage.rss() / 1e6)});
  const each = (performance.now() - one) / many.length;
  const cpuEach = (processor() - cpuOne) / many.length;
  const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);
  process.stdout.write(`publication opened ${seconds(opened - start)} s; département ${seconds(one - opened)} s (processor ${seconds(cpuOne - cpuOpened)}; bar 1); ${many.length} territories ${seconds(each)} s each (processor ${seconds(cpuEach)}), so ${seconds(each * publication.territoires.length)} s for ${publication.territoires.length} in one process, half on two cores (bar 60); memory ${memory[10]?.toFixed(0)} then ${memory.at(-1)?.toFixed(0)} MB\n`);
} finally {
  publication.close();
  rmSync(out, {recursive: true, force: true});
}
