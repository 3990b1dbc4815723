import {fold} from "../lib/text.ts";
import type {Contract} from "../lib/contract/contract.ts";
import {bind, NOTHING_TOLD, recognises, type Binding, type Told} from "./binding.ts";
import type {Mapping} from "./mapping.ts";

export interface Recognised {
  readonly binding: Binding;
  readonly mapping: Mapping | undefined;
}

/**
 * The contract that a header belongs to. A mapping of the workspace wins, since someone wrote it for this layout;
 * among contracts, the one that understands the most headers.
 */
export function recognise(header: readonly string[], contracts: readonly Contract[], mappings: readonly Mapping[], told: Told = NOTHING_TOLD): Recognised | undefined {
  const foldedHeader = header.map(fold);
  const folded = new Set(foldedHeader);
  for (const mapping of mappings) {
    if (mapping.signature.every((item) => folded.has(item))) return {binding: bind(mapping.contract, header, mapping, told), mapping};
  }
  const candidates = contracts.filter((contract) => recognises(contract, header, foldedHeader)).map((contract) => bind(contract, header, undefined, told));
  const [best] = candidates.sort((left, right) => right.columns.length - left.columns.length);
  return best === undefined ? undefined : {binding: best, mapping: undefined};
}

const headersByContracts = new WeakMap<readonly Contract[], {mappings: readonly Mapping[]; headers: ReadonlySet<string>}>();

/** Every folded header that some contract or mapping knows: what helps to tell a header from a preamble. */
export function knownHeaders(contracts: readonly Contract[], mappings: readonly Mapping[]): ReadonlySet<string> {
  const standing = headersByContracts.get(contracts);
  if (standing?.mappings === mappings) return standing.headers;
  const headers = foldHeaders(contracts, mappings);
  headersByContracts.set(contracts, {mappings, headers});
  return headers;
}

function foldHeaders(contracts: readonly Contract[], mappings: readonly Mapping[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const contract of contracts) {
    for (const [name, column] of Object.entries(contract.columns)) for (const label of [name, ...(column.aliases ?? [])]) known.add(fold(label));
    for (const signature of contract.signature ?? []) for (const item of signature) known.add(item);
  }
  for (const mapping of mappings) for (const header of mapping.headers.keys()) known.add(header);
  // A column without a title is known to one layout; a blank tells no header from data.
  known.delete("");
  return known;
}
