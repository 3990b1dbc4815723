import {DamagedFile} from "../lib/json.ts";

/** How the engine says that a file is not whole. */
const DAMAGED = /don't know what type|Could not read enough bytes|No magic bytes|too small to be a Parquet|No files found that match|TProtocolException|Decompression|Corrupt|not a valid DuckDB database|checksum|failed to (read|deserialize)|Serialization Error|Out of buffer|Invalid (thrift|page|parquet)/i;

/** The engine cuts the long lines that it quotes. */
const NAMED = /["']([^"'\n]*(?:\.parquet|\.duckdb|[/\\](?:publication|lac|editions)[/\\][^"'\n]*?))(?:["']|\.\.\.)/;

/** A damaged file of the workspace, and the command that makes it again; undefined for anything else. */
export function describeDamage(error: unknown): string | undefined {
  const {message} = error as Error;
  if (!(error instanceof DamagedFile) && !DAMAGED.test(message)) return undefined;
  // Of a warehouse, the engine may name the block and not the file.
  const file = error instanceof DamagedFile ? error.file : NAMED.exec(message)?.[1] ?? (message.includes("Corrupt database file") ? "entrepot.duckdb" : undefined);
  if (file === undefined) return undefined;
  const place = file.replaceAll("\\", "/");
  const mend = place.includes("/lac/")
    ? "« vigie importer » avec le fichier d'origine le refait, puis « vigie construire » ; sans lui, remettez lac/ depuis votre sauvegarde."
    : place.endsWith(".duckdb")
      ? "« vigie construire --tout » le refait à partir du lac."
      : place.includes("/editions/")
        ? "« vigie verifier » dit ce qui a changé dans cette édition ; remettez-la depuis votre sauvegarde."
        : "« vigie publier » le refait.";
  return `Un fichier est abîmé ou incomplet : ${file}\n→ ${mend}`;
}
