/** How an analysis is told, part by part: the same for its page, its Markdown and its chapter of the bilan. */
export interface AnalysisSection {
  readonly titre: string;
  readonly textes: readonly string[];
  readonly liste?: readonly string[];
  readonly tableaux?: readonly AnalysisTable[];
  readonly figures?: readonly AnalysisDrawing[];
}

/** A table of texts; the first row is the header. */
export interface AnalysisTable {
  readonly legende: string;
  readonly lignes: readonly (readonly string[])[];
}

/** A drawing without colour of its own (`currentColor`) nor font (`inherit`), for the page to give them. */
export interface AnalysisDrawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** What it shows, for who does not see it. */
  readonly alt: string;
  readonly legende: string;
}
