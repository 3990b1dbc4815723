import {describe, expect, it} from "vitest";
import {build, houseProject} from "../kit.ts";
import {recompute, type Terms} from "./recompute.ts";
import {makeWorld, type World} from "./worlds.ts";

// Every indicator, by its SQL and by plain loops over the same raw rows: both must say the same numerators and denominators, for each school, year and modality.

const WORLDS = Number(process.env["VIGIE_MONDES_NAIFS"] ?? 2);
const FIRST = Number(process.env["VIGIE_GRAINE"] ?? 13);

async function bySql(world: World): Promise<Terms> {
  const warehouse = await build(["ind_toutes"], world);
  try {
    const rows = await warehouse.rows<{indicateur: string; lieu: string; annee: string; cellule: string; numerateur: number | null; denominateur: number | null}>(
      `select indicateur, coalesce(uai, territoire_type || ' ' || territoire_code) as lieu, annee, ventilation || '/' || modalite as cellule, numerateur, denominateur from ind_toutes`
    );
    return new Map(rows.map(({indicateur, lieu, annee, cellule, numerateur, denominateur}) => [`${indicateur} ${lieu} ${annee} ${cellule}`, [numerateur, denominateur]]));
  } finally {
    warehouse.close();
  }
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(6)));

/** What one side says and the other does not, by indicator, at most three lines each. */
function differences(sql: Terms, naive: Terms): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const key of [...new Set([...sql.keys(), ...naive.keys()])].sort()) {
    const [a, b] = [sql, naive].map((side) => JSON.stringify(side.get(key)?.map(rounded) ?? "absent"));
    if (a === b) continue;
    const code = key.split(" ")[0] ?? "";
    const lines = (found[code] ??= []);
    if (lines.length < 3) lines.push(`${key} : SQL ${a}, recalcul ${b}`);
  }
  return found;
}

describe("every indicator computed twice", () => {
  it.each(Array.from({length: WORLDS}, (_, index) => FIRST + index))("says the same in world %i", async (seed) => {
    const world = makeWorld(seed);
    const [sql, naive] = [await bySql(world), recompute(world)];
    expect(differences(sql, naive)).toEqual({});
    const codes = new Set([...sql.keys()].map((key) => key.split(" ")[0]));
    expect(houseProject().models.flatMap(({indicator}) => (indicator && !codes.has(indicator.code) ? [indicator.code] : []))).toEqual([]);
  });

  it("would tell a single answer that one side read otherwise", () => {
    const world = makeWorld(FIRST);
    const [first, ...others] = world["src_budget__budget"] ?? [];
    expect(Object.keys(differences(recompute({...world, src_budget__budget: [{...first, engage: 1}, ...others]}), recompute(world)))).toEqual(["bu_engage", "bu_paye", "bu_taux_engagement"]);
  });
});
