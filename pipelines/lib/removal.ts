import {closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync} from "node:fs";
import path from "node:path";
import {moveInto} from "./files.ts";

/** One thing to forget, and what the proof may say of it: never a value of it. */
export interface Removal {
  readonly nature: string;
  /** Below the workspace, with `/`. */
  readonly chemin: string;
  readonly quoi: string;
  /** The rule that it has passed. */
  readonly motif: string;
  readonly sha256: string | null;
  readonly lignes: number | null;
}

/** What was decided, then what was done: dated, kept for whoever must show that data were erased. */
export interface Proof {
  readonly format: 1;
  readonly decide_le: string;
  /** Null while something may be left to remove. */
  readonly acheve_le: string | null;
  readonly version: string;
  readonly elements: readonly Removal[];
}

const SUFFIX = ".json";

/** Writes the decision before anything goes, so that a run that dies in the middle is finished by the next one. */
export function decideRemoval(proofs: string, elements: readonly Removal[], now: string, version: string): string {
  mkdirSync(proofs, {recursive: true});
  const file = path.join(proofs, `${now.slice(0, 19).replaceAll(":", "")}${SUFFIX}`);
  writeWhole(file, {format: 1, decide_le: now, acheve_le: null, version, elements});
  return file;
}

/** Removes what a decision lists; what is already gone is no trouble. Does not say yet that it is done: see `closeRemoval`. */
export function carryOut(root: string, file: string, before: (elements: readonly Removal[]) => void = () => undefined): Proof {
  const proof = readProof(file);
  before(proof.elements);
  for (const {chemin} of proof.elements) {
    const target = path.resolve(root, chemin);
    if (target === path.resolve(root) || !target.startsWith(path.resolve(root) + path.sep)) throw new Error(`${file}: ${chemin} is not below the workspace`);
    rmSync(target, {recursive: true, force: true});
  }
  return proof;
}

/** Dates the end of a removal, once whatever was made of the removed things is gone too. */
export function closeRemoval(file: string, now: string): Proof {
  const proof = {...readProof(file), acheve_le: now};
  writeWhole(file, proof);
  return proof;
}

/** Decisions that no run has finished. */
export function unfinishedRemovals(proofs: string): string[] {
  if (!existsSync(proofs)) return [];
  return readdirSync(proofs).filter((name) => name.endsWith(SUFFIX)).sort().map((name) => path.join(proofs, name)).filter((file) => readProof(file).acheve_le === null);
}

function readProof(file: string): Proof {
  return JSON.parse(readFileSync(file, "utf8")) as Proof;
}

function writeWhole(file: string, proof: Proof): void {
  const temporary = `${file}.${process.pid}`;
  const handle = openSync(temporary, "w", 0o600);
  try {
    writeSync(handle, `${JSON.stringify(proof, null, 1)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  moveInto(temporary, file);
}
