/**
 * Impact: how often the 95 % interval of the main estimator holds the planted effect, over simulated worlds (varying effects, shocks by
 * commune, staggered exposure), and how often the pre-test refuses worlds whose trends drift apart. Run: npx tsx bench/impact-coverage.ts [WORLDS]
 */
import {openDatabase} from "../pipelines/lib/duckdb.ts";
import {prepareImpact} from "../pipelines/impact/run.ts";
import {layWorlds, makeWorld, type World, type WorldOptions} from "../test/unit/impact/worlds.ts";

const WORLDS = Number(process.argv[2] ?? 500);
const BATCH = 25;

const db = await openDatabase();
try {
  await prepareImpact(db);
  await measure("parallel trends", {}, "nevertreated");
  await measure("parallel trends, not yet exposed as controls", {}, "notyettreated");
  await measure("no effect", {effets: [0], effetDispersion: 0}, "nevertreated");
  await measure("schools independent", {chocCommune: 0}, "nevertreated");
  for (const derive of [1, 2, 3, 4, 6]) await measure(`drift of ${derive} a year`, {derive}, "nevertreated");
} finally {
  db.close();
}

interface Row {
  etude: string;
  low: number;
  high: number;
  att: number;
  se: number;
  mot: string | null;
  codes: string[];
}

async function measure(name: string, options: Omit<WorldOptions, "seed">, control: string): Promise<void> {
  const start = performance.now();
  let covered = 0;
  let refused = 0;
  let width = 0;
  let bias = 0;
  let errors = 0;
  for (let first = 1; first <= WORLDS; first += BATCH) {
    const worlds = new Map<string, World>();
    for (let seed = first; seed < first + BATCH && seed <= WORLDS; seed += 1) worlds.set(String(seed), makeWorld({seed, ...options}));
    await layWorlds(db, [...worlds].map(([etude, world]) => ({etude, world})));
    const rows = await db.rows<Row>("select etude, low, high, att, se, mot, codes from did_study('mondes', controle := $1)", [control]);
    for (const {etude, low, high, att, se, codes} of rows) {
      const truth = worlds.get(etude)?.verite ?? Number.NaN;
      covered += low <= truth && truth <= high ? 1 : 0;
      refused += codes.includes("tendances_non_paralleles") ? 1 : 0;
      width += high - low;
      bias += att - truth;
      errors += ((att - truth) / se) ** 2;
    }
  }
  const share = (count: number): string => `${((100 * count) / WORLDS).toFixed(1).padStart(5)} %`;
  console.log(
    `${name.padEnd(46)} covers ${share(covered)}  pre-test refuses ${share(refused)}  mean width ${(width / WORLDS).toFixed(2)}  bias ${(bias / WORLDS).toFixed(2)}  ` +
      `squared error / variance ${(errors / WORLDS).toFixed(2)}  (${WORLDS} worlds, ${((performance.now() - start) / 1000).toFixed(0)} s)`
  );
}
