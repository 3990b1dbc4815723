import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import path from "node:path";
import {VigieError} from "../lib/errors.ts";
import {readSqlFile, type CheckHeader, type IndicatorHeader, type ModelHeader} from "./header.ts";
import {INDICATOR_COLUMNS, INDICATOR_KEY} from "./indicator-columns.ts";

export const LAYERS = ["staging", "core", "indicateurs", "impact", "marts"] as const;
type Layer = (typeof LAYERS)[number];

const PREFIXES: Record<Layer, readonly string[]> = {
  staging: ["stg_"],
  core: ["dim_", "fct_", "lien_", "ref_"],
  indicateurs: ["ind_"],
  impact: ["imp_"],
  marts: ["mart_", "ref_"]
};

export interface Model {
  name: string;
  layer: Layer;
  /** Path shown to people, relative to the folder above `sql`. */
  file: string;
  sql: string;
  header: ModelHeader;
  indicator?: IndicatorHeader;
}

interface Check {
  name: string;
  file: string;
  sql: string;
  header: CheckHeader;
}

export interface Project {
  macros: {file: string; sql: string}[];
  models: Model[];
  checks: Check[];
}

/** Reads every SQL file of the given `sql` folders; a later folder adds models and may not name again one of an earlier folder. */
export function loadProject(sqlDirs: readonly string[]): Project {
  const project: Project = {macros: [], models: [], checks: []};
  const seen = new Map<string, string>();
  for (const dir of sqlDirs) {
    if (!existsSync(dir)) continue;
    for (const file of sqlFiles(dir)) {
      const relative = path.relative(dir, file).split(path.sep);
      // Told in the catalogue, which says the same on every system.
      const label = path.posix.join(path.basename(dir), ...relative);
      if (relative.includes("macros")) {
        project.macros.push({file: label, sql: readFileSync(file, "utf8")});
        continue;
      }
      if (relative[0] === "checks") {
        project.checks.push({name: path.basename(file, ".sql"), file: label, ...readSqlFile(file, "check", label)});
        continue;
      }
      const layer = LAYERS.find((candidate) => candidate === relative[0]);
      if (!layer) {
        throw new VigieError(`${label} : le dossier « ${relative[0] ?? ""} » n'est pas une couche du modèle.`, {mend: `Rangez ce fichier dans une de ces couches : ${LAYERS.join(", ")}, checks, macros.`});
      }
      const model = layer === "indicateurs" ? readIndicator(file, label) : readModel(file, label, layer);
      const earlier = seen.get(model.name);
      if (earlier !== undefined) throw new VigieError(`${label} : la relation « ${model.name} » est déjà définie par ${earlier}.`, {mend: "Donnez un autre nom à l'un des deux fichiers."});
      seen.set(model.name, label);
      project.models.push(model);
    }
  }
  // `sql/macros` comes first: the small macros of a layer may use them.
  project.macros.sort((a, b) => depth(a.file) - depth(b.file) || (a.file < b.file ? -1 : 1));
  return project;
}

function readModel(file: string, label: string, layer: Layer): Model {
  const name = path.basename(file, ".sql");
  if (!PREFIXES[layer].some((prefix) => name.startsWith(prefix))) {
    throw new VigieError(`${label} : le nom d'un modèle de la couche « ${layer} » commence par ${PREFIXES[layer].join(" ou ")}.`);
  }
  return {name, layer, file: label, ...readSqlFile(file, "model", label)};
}

function readIndicator(file: string, label: string): Model {
  const {header, sql} = readSqlFile(file, "indicator", label);
  const name = path.basename(file, ".sql");
  if (name !== header.code) {
    throw new VigieError(`${label} : le fichier s'appelle « ${name} » et l'indicateur « ${header.code} ».`, {mend: "Le nom du fichier doit être le code de l'indicateur."});
  }
  return {
    name: `ind_${header.code}`,
    layer: "indicateurs",
    file: label,
    sql,
    indicator: header,
    header: {
      description: `${header.libelle}. ${header.description}`,
      grain: "établissement × année × ventilation × modalité",
      cle: header.cle ?? [...INDICATOR_KEY],
      colonnes: {...INDICATOR_COLUMNS, ...header.colonnes},
      verifications: header.verifications
    }
  };
}

function sqlFiles(dir: string): string[] {
  return readdirSync(dir)
    .sort()
    .flatMap((name) => {
      const file = path.join(dir, name);
      if (statSync(file).isDirectory()) return sqlFiles(file);
      return name.endsWith(".sql") ? [file] : [];
    });
}

function depth(file: string): number {
  return file.split("/").length;
}
