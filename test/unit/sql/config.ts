import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {readConfig, type Config} from "../../../pipelines/lib/workspace.ts";

/** The configuration that an empty `config.yml` gives, or the one of the given YAML. */
export function workspaceConfig(yaml = ""): Config {
  const dir = mkdtempSync(path.join(tmpdir(), "vigie-config-"));
  try {
    const file = path.join(dir, "config.yml");
    writeFileSync(file, yaml);
    return readConfig(file);
  } finally {
    rmSync(dir, {recursive: true});
  }
}
