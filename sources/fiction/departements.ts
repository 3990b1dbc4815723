import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {fileURLToPath} from "node:url";
import {hash} from "./random.ts";

/** What the files of a département say of it. */
export interface Departement {
  /** COG: `13`, `2A`, `971`. */
  readonly code: string;
  /** Three characters, as the ministry writes it and as a UAI begins: `013`, `620`, `971`. */
  readonly prefix: string;
  readonly nom: string;
  readonly academie: {readonly code: string; readonly nom: string};
  readonly region: {readonly code: string; readonly nom: string};
  /** Where it stands among the départements: 0 for the one of `vigie demo`, whose files never change. Numbers that must differ from one to the next start from it. */
  readonly rank: number;
  /** Centre of the préfecture, around which the fiction lays the communes when it has no centres. */
  readonly latitude: number;
  readonly longitude: number;
}

/** The twelve of the programme, the demonstration's first. */
const PROGRAMME = ["13", "02", "18", "25", "29", "2A", "34", "38", "86", "88", "95", "971"];

const require = createRequire(import.meta.url);
const read = <T>(name: string): T[] => JSON.parse(readFileSync(require.resolve(`@etalab/decoupage-administratif/data/${name}.json`), "utf8")) as T[];
const textOf = (path: string): string => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");

/** Académies are written down once, in the model that the build uses. */
function academies(): Map<string, {code: string; nom: string}> {
  const rows = textOf("../../sql/core/ref_departement.sql").matchAll(/\('(\w+)', '(?:[^']|'')+', '(\d+)', '([^']+)'\)/g);
  return new Map([...rows].map(([, departement = "", code = "", nom = ""]) => [departement, {code: String(Number(code)), nom}]));
}

/** The 101 départements: those of the programme first, then by code. */
export function departements(): Departement[] {
  const regions = new Map(read<{code: string; nom: string}>("regions").map(({code, nom}) => [code, nom]));
  const places = new Map(textOf("prefectures.csv").trim().split("\n").slice(1).map((line) => {
    const [code = "", latitude, longitude] = line.split(";");
    return [code, {latitude: Number(latitude), longitude: Number(longitude)}];
  }));
  const academyOf = academies();
  const order = (code: string): number => (PROGRAMME.includes(code) ? PROGRAMME.indexOf(code) : PROGRAMME.length);
  return read<{code: string; nom: string; region: string}>("departements")
    .flatMap(({code, nom, region}) => {
      const academie = academyOf.get(code);
      const place = places.get(code);
      return academie && place ? [{code, nom, academie, region: {code: region, nom: regions.get(region) ?? ""}, ...place}] : [];
    })
    .sort((left, right) => order(left.code) - order(right.code) || (left.code < right.code ? -1 : 1))
    .map((departement, rank) => ({...departement, prefix: prefixOf(departement.code), rank}));
}

// Corse has kept the numbers of its académie.
const prefixOf = (code: string): string => (code === "2A" ? "620" : code === "2B" ? "720" : code.padStart(3, "0"));

/** Each département has its own draws; those of the first are the seed's. */
export const seedOf = (seed: number, {rank, code}: Departement): number => (rank === 0 ? seed : hash(`${seed}|${code}`));
