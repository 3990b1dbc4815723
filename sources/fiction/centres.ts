import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

interface Centre {
  readonly latitude: number;
  readonly longitude: number;
}

const FILE = fileURLToPath(new URL("../territoires/communes-centroides-dept13.csv", import.meta.url));

/** Centres of the communes and of the arrondissements of Marseille: where the fictional schools stand. */
export const centres: ReadonlyMap<string, Centre> = new Map(
  readFileSync(FILE, "utf8")
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const [code = "", , , latitude, longitude] = line.trim().split(";");
      return [code, {latitude: Number(latitude), longitude: Number(longitude)}];
    })
);
