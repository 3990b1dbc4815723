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
const ENTITIES: Readonly<Record<string, string>> = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"};

/**
 * Parts a drawing into its marks and its texts, for a page that sets the texts itself. A text with a white edge leaves a white
 * ground where it stood; one that is turned or styled in another way stays in the drawing.
 */
export function partLabels(svg: string, ruler: Ruler): {marks: string; labels: Label[]} {
  const labels: Label[] = [];
  const root = /<svg([^>]*)>/.exec(svg)?.[1] ?? "";
  const marks = svg.replace(TEXT, (whole, attributes: string, content: string) => {
    const read = (name: string): string | undefined => attribute(attributes, name);
    if (read("transform") ?? read("style") ?? read("class")) return whole;
    const text = content.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
    const size = Number(read("font-size") ?? attribute(root, "font-size") ?? 10);
    const weight = Number(read("font-weight") ?? 400);
    const width = ruler.width(text, size, weight > 500);
    const anchor = read("text-anchor");
    const x = Number(read("x") ?? 0) - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
    const y = Number(read("y") ?? 0);
    labels.push({x, y, size, weight, fill: read("fill") ?? attribute(root, "fill") ?? INK, text});
    return read("stroke") === undefined ? "" : `<rect x="${(x - 1.5).toFixed(2)}" y="${(y - 0.8 * size).toFixed(2)}" width="${(width + 3).toFixed(2)}" height="${size.toFixed(2)}" fill="#fff"/>`;
  });
  return {marks, labels};
}

/** Found by its name: a table of all attributes of hundreds of labels takes ten times as long. */
function attribute(attributes: string, name: string): string | undefined {
  const start = attributes.indexOf(` ${name}="`);
  if (start === -1) return undefined;
  const from = start + name.length + 3;
  return attributes.slice(from, attributes.indexOf('"', from));
}
