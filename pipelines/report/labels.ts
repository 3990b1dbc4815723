import {INK} from "./charts.ts";
import type {Ruler} from "./metrics.ts";

/** A text of a chart, at the left end of its baseline, in SVG units. */
interface Label {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
  readonly text: string;
}

const TEXT = /<text([^>]*)>([^<]*)<\/text>/g;
const ATTRIBUTE = /([\w-]+)="([^"]*)"/g;
const ENTITIES: Readonly<Record<string, string>> = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"};

/**
 * Parts a drawing into its marks and its texts, for a page that sets the texts itself. A text with a white edge leaves a white
 * ground where it stood; one that is turned or styled in another way stays in the drawing.
 */
export function partLabels(svg: string, ruler: Ruler): {marks: string; labels: Label[]} {
  const labels: Label[] = [];
  const root = read(/<svg([^>]*)>/.exec(svg)?.[1] ?? "");
  const marks = svg.replace(TEXT, (whole, attributes: string, content: string) => {
    const found = read(attributes);
    if (found.has("transform") || found.has("style") || found.has("class")) return whole;
    const text = content.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
    const size = Number(found.get("font-size") ?? root.get("font-size") ?? 10);
    const weight = Number(found.get("font-weight") ?? 400);
    const width = ruler.width(text, size, weight > 500);
    const anchor = found.get("text-anchor");
    const x = Number(found.get("x") ?? 0) - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
    const y = Number(found.get("y") ?? 0);
    labels.push({x, y, size, weight, fill: found.get("fill") ?? root.get("fill") ?? INK, text});
    return found.has("stroke") ? `<rect x="${(x - 1.5).toFixed(2)}" y="${(y - 0.8 * size).toFixed(2)}" width="${(width + 3).toFixed(2)}" height="${size.toFixed(2)}" fill="#fff"/>` : "";
  });
  return {marks, labels};
}

function read(attributes: string): Map<string, string> {
  return new Map([...attributes.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, value]));
}
