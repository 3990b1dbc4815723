import {existsSync} from "node:fs";
import path from "node:path";
import type {AnalysisSection} from "../lib/analysis.ts";
import {readJson} from "../lib/json.ts";

/** A protocol of the observatoire as the publication holds it; one that was refused has a sentence and no section. */
export interface Analysis {
  readonly code: string;
  readonly titre: string;
  readonly question: string;
  readonly phrase: string;
  readonly exploratoire: boolean;
  readonly avertissements: readonly string[];
  readonly sections: readonly AnalysisSection[] | null;
}

/** The analyses of a publication, in the order of their codes. */
export function readAnalyses(dir: string): Analysis[] {
  const folder = path.join(dir, "impact");
  if (!existsSync(path.join(folder, "index.json"))) return [];
  const json = <T>(name: string): T => readJson<T>(path.join(folder, name));
  return json<(Omit<Analysis, "sections"> & {fichier: string | null})[]>("index.json").flatMap(({fichier, ...entry}): Analysis[] => {
    if (fichier === null) return [{...entry, sections: null}];
    // A report of an earlier version of Vigie has no sections: it is told by its own files only.
    const {sections} = json<{sections?: AnalysisSection[]}>(fichier);
    return sections === undefined ? [] : [{...entry, sections}];
  });
}
