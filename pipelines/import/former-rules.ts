import path from "node:path";
import {VigieError} from "../lib/errors.ts";
import type {Contract} from "../lib/contract/contract.ts";
import {contractFingerprint} from "./fingerprint.ts";
import type {Manifest} from "./lake.ts";
import {readMappings, type Mapping} from "./mapping.ts";

/** The files of the lake that were read by a former contract or a former mapping: what these have gained since was not collected from them. */
export function readByFormerRules(manifests: readonly Manifest[], contracts: readonly Contract[], mappingsDir: string): Manifest[] {
  let mappings: readonly Mapping[] | undefined;
  const prints = new Map<string, string>();
  return manifests.filter(({source, objet, uai, annee = null, contrat, correspondance, statut}) => {
    const contract = contracts.find((item) => item.source === source && item.objet === objet);
    if (!contract || statut === "refuse") return false;
    const mapping = correspondance === null ? undefined : (mappings ??= standingMappings(mappingsDir, contracts)).find(({file}) => path.basename(file) === correspondance);
    // Nobody can tell by which rules it would be read now.
    if (correspondance !== null && mapping === undefined) return false;
    const key = [source, objet, uai, annee, correspondance].join(" ");
    const print = prints.get(key) ?? contractFingerprint(contract, mapping, uai, annee);
    prints.set(key, print);
    return print !== contrat;
  });
}

/** A mapping with a mistake is for the import to say. */
function standingMappings(dir: string, contracts: readonly Contract[]): readonly Mapping[] {
  try {
    return readMappings(dir, contracts);
  } catch (error) {
    if (error instanceof VigieError) return [];
    throw error;
  }
}
