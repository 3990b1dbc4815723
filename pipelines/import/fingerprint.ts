import {createHash} from "node:crypto";
import type {Contract} from "../lib/contract/contract.ts";
import type {Mapping} from "./mapping.ts";

/** All that decides how a file is read, besides its bytes: another fingerprint means that it must be read again. */
export function contractFingerprint(contract: Contract, mapping: Mapping | undefined, uai: string | null, fileYear: string | null = null): string {
  const columns = Object.entries(contract.columns).map(([column, {kind, required, key, aliases, personal}]) => [column, kind.name, kind.type, kind.sql("x"), required, key, aliases, personal]);
  const families = Object.entries(contract.families ?? {}).map(([family, {pattern, kind}]) => [family, pattern.source, kind.sql("x")]);
  const rules = (contract.rules ?? []).map((rule) => [rule.code, rule.sql, rule.level]);
  const parts = {columns, families, rules, missing: contract.missing, pseudonyms: contract.pseudonyms, uai, mapping: mapping ? [[...mapping.headers], [...mapping.values].map(([name, labels]) => [name, [...labels]]), [...mapping.constants]] : null, ...(fileYear === null ? {} : {annee: fileYear})};
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
