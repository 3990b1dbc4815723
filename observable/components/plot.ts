import type * as PlotModule from "@observablehq/plot";

/** What the charts that a browser may draw use of Plot: the rest stays out of its scripts (see `client/dessin.ts`). */
export type Plot = Pick<typeof PlotModule, "dot" | "line" | "plot" | "ruleY" | "text">;
