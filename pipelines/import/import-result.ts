import {maskName} from "./file-name.ts";
import type {Manifest} from "./lake.ts";

/** What became of one file; the counts satisfy lus = acceptes + rejetes + doublons. */
export interface ImportResult {
  readonly fichier: string;
  readonly source: string | null;
  readonly sha256: string;
  readonly lus: number;
  readonly acceptes: number;
  readonly rejetes: number;
  readonly doublons: number;
  readonly statut: "importe" | "partiel" | "deja" | "refuse";
  readonly messages: readonly string[];
  /** Name under which the lake has these bytes, when it is another. */
  readonly connu_sous?: string;
}

/** `name`: as its owner knows it; what is written keeps a masked one. */
export function resultOf(name: string, manifest: Manifest, statut: ImportResult["statut"]): ImportResult {
  const {source, objet, sha256, lus, acceptes, rejetes, doublons, messages} = manifest;
  return {fichier: name, source: source && objet ? (source === objet ? source : `${source}/${objet}`) : null, sha256, lus, acceptes, rejetes, doublons, statut, messages};
}

/** The result of a file that brings nothing new. */
export function already(name: string, manifest: Manifest): ImportResult {
  const elsewhere = manifest.fichier === maskName(name) ? "" : ` sous le nom « ${manifest.fichier} »`;
  return {...resultOf(name, manifest, "deja"), ...(elsewhere === "" ? {} : {connu_sous: manifest.fichier}), messages: [`Ce fichier est déjà dans le lac${elsewhere} : rien n'a changé.`]};
}
