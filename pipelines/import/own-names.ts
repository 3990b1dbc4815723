import {existsSync, statSync} from "node:fs";
import path from "node:path";
import {formatDate} from "../lib/format.ts";
import {findFiles} from "./find-files.ts";
import {isMasked, maskName} from "./file-name.ts";
import type {Manifest} from "./lake.ts";
import {sha256File} from "./witness.ts";

/**
 * What to call the files of the lake before their owner. The lake keeps no word of a name that may be somebody's: a file that is still in one of these
 * places lends its own name, known by its content; another is told by its fingerprint and the day it came.
 */
export async function ownNames(places: readonly string[], manifests: readonly Manifest[]): Promise<(manifest: Manifest) => string> {
  const masked = manifests.filter(({fichier}) => isMasked(fichier));
  const names = new Map<string, string>();
  if (masked.length > 0) {
    for (const file of findFiles(places.filter((place) => existsSync(place)))) {
      const {size} = statSync(file);
      const name = path.basename(file);
      const mayBe = masked.some(({fichier, octets}) => octets === size && fichier === maskName(name));
      if (mayBe) names.set(await sha256File(file), name);
    }
  }
  return (manifest) => {
    const {fichier, sha256, importe_le} = manifest;
    return names.get(sha256) ?? (isMasked(fichier) ? `${fichier} (empreinte ${sha256.slice(0, 8)}, reçu le ${formatDate(importe_le)})` : fichier);
  };
}
