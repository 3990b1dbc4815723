import {Resvg} from "@resvg/resvg-js";
import type {Chart} from "./document.ts";
import {fontFiles} from "./fonts.ts";

// Why resvg: the reader of SVG that Typst itself uses, so the picture is that of the PDF; typed, no browser, nothing fetched at install.

/** Pixels per unit: 190 dots per inch at the size of the document. */
const ZOOM = 2;

/** The chart as a PNG, for the word processors that read no SVG (LibreOffice before 24). The same chart gives the same bytes. */
export function rasterise({svg}: Pick<Chart, "svg">): Buffer {
  return new Resvg(svg, {fitTo: {mode: "zoom", value: ZOOM}, background: "#ffffff", font: {loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: "Atkinson Hyperlegible Next"}}).render().asPng();
}
