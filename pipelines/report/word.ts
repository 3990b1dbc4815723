import {
  AlignmentType, BorderStyle, Document as WordDocument, Footer, Header, HeadingLevel, ImageRun, Packer, PageNumber, Paragraph, ShadingType, Table, SimpleField, TableCell, TableRow, TextRun, WidthType, LevelFormat
} from "docx";
import {FONT as CHART_FONT} from "./charts.ts";
import {announces, typeset, type Block, type Card, type Chart, type Document, type Inline, type Table as TableBlock} from "./document.ts";
import {rasterise} from "./raster.ts";
import {withoutClock} from "../lib/zip.ts";

const FONT = "Calibri";
const GREY = "4D4D4D";
const HEADINGS = {1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3} as const;
/** A page of A4 between its margins, in twentieths of a point. */
const WIDTH = 9638;

/** The document as a Word file: real headings, real tables, charts with their words. The same document gives the same bytes. */
export async function writeWord(document: Document): Promise<Buffer> {
  let picture = 0;
  const image = (chart: Chart, keepNext = false): Paragraph => {
    const {svg, width, height, alt} = chart;
    picture += 1;
    const size = {width: width * 1.02, height: height * 1.02};
    return new Paragraph({
      keepLines: true, keepNext,
      children: [new ImageRun({type: "svg", data: Buffer.from(svg.replaceAll(`"${CHART_FONT}"`, `"${CHART_FONT}, ${FONT}, sans-serif"`)), transformation: size, fallback: {type: "png", data: rasterise(chart)}, altText: {id: String(picture), name: `Graphique ${picture}`, title: "Graphique", description: typeset(alt)}})]
    });
  };
  const render = (block: Block, next?: Block): (Paragraph | Table)[] => {
    switch (block.kind) {
      case "heading": return [new Paragraph({heading: HEADINGS[block.level], pageBreakBefore: block.starts === "page", keepNext: true, children: [new TextRun(typeset(block.text))]})];
      case "paragraph": return [new Paragraph({spacing: {after: 120}, keepNext: announces(block, next), children: runs(block.content, block.tone === "lead" ? {size: 24} : block.tone === "small" ? {size: 17, color: GREY} : {})})];
      case "list": return block.items.flatMap((item) => item.flatMap((one) => (one.kind === "paragraph" ? [new Paragraph({numbering: {reference: block.isOrdered ? "numeros" : "tirets", level: 0}, children: runs(one.content)})] : render(one))));
      case "terms": return block.items.map(({term, content}) => new Paragraph({spacing: {after: 100}, children: [new TextRun({text: `${typeset(term)}\u00a0: `, bold: true}), ...runs(content)]}));
      case "quote": return block.content.flatMap((one) => (one.kind === "paragraph" ? [new Paragraph({indent: {left: 567}, children: runs(one.content, {italics: true})})] : render(one)));
      case "code": return [new Paragraph({shading: {type: ShadingType.CLEAR, fill: "EFEFEF"}, spacing: {after: 160}, children: [new TextRun({text: block.text, bold: true})]})];
      case "commentary": return [new Paragraph({keepNext: true, children: [new TextRun({text: "Commentaire de la DRANE", bold: true, color: GREY})]}), ...block.content.flatMap((one) => render(one))];
      case "panels": return block.items.flatMap((panel) => [
        new Paragraph({keepNext: true, spacing: {before: 160}, border: {top: {style: BorderStyle.SINGLE, size: 8, color: "1A1A1A", space: 4}}, children: [new TextRun({text: `${panel.count} `, bold: true, size: 32}), new TextRun({text: typeset(panel.title), bold: true})]}),
        ...panel.lines.map((line) => new Paragraph({children: [new TextRun(typeset(line))]})),
        ...(panel.rest ? [new Paragraph({children: [new TextRun({text: typeset(panel.rest), color: GREY})]})] : [])
      ]);
      case "figure": return [caption(block.caption), image(block.chart)];
      case "table": return table(block);
      case "card": return card(block, image);
    }
  };
  const word = new WordDocument({
    title: document.title, creator: "Vigie", lastModifiedBy: "Vigie", description: document.running,
    styles: {
      default: {
        document: {run: {font: FONT, size: 21, language: {value: "fr-FR"}}},
        heading1: {run: {size: 36, bold: true, font: FONT}, paragraph: {spacing: {before: 480, after: 200}}},
        heading2: {run: {size: 27, bold: true, font: FONT}, paragraph: {spacing: {before: 280, after: 120}}},
        heading3: {run: {size: 22, bold: true, font: FONT}, paragraph: {spacing: {before: 200, after: 60}}},
        title: {run: {size: 56, bold: true, font: FONT}}
      }
    },
    numbering: {config: [
      {reference: "tirets", levels: [{level: 0, format: LevelFormat.BULLET, text: "–", alignment: AlignmentType.LEFT, style: {paragraph: {indent: {left: 400, hanging: 260}}}}]},
      {reference: "numeros", levels: [{level: 0, format: LevelFormat.DECIMAL, text: "%1.", alignment: AlignmentType.LEFT, style: {paragraph: {indent: {left: 400, hanging: 260}}}}]}
    ]},
    features: {updateFields: true},
    sections: [{
      properties: {titlePage: true, page: {size: {width: 11906, height: 16838}, margin: {top: 1134, bottom: 1134, left: 1134, right: 1134}}},
      headers: {default: new Header({children: [new Paragraph({children: [new TextRun({text: `${typeset(document.running)}${document.isFictional ? "  •  DONNÉES FICTIVES" : ""}`, size: 17, color: GREY})]})]}), first: new Header({children: [new Paragraph("")]})},
      footers: {default: new Footer({children: [new Paragraph({alignment: AlignmentType.RIGHT, children: [new TextRun({size: 17, color: GREY, children: ["page ", PageNumber.CURRENT, " / ", PageNumber.TOTAL_PAGES]})]})]}), first: new Footer({children: [new Paragraph("")]})},
      children: [...cover(document), ...(document.contentsDepth > 0 ? [new Paragraph({pageBreakBefore: true, children: [new TextRun({text: "Sommaire", bold: true, size: 36})]}), contents(document)] : []), ...document.blocks.flatMap((one, at) => render(one, document.blocks[at + 1]))]
    }]
  });
  return withoutClock(await Packer.toBuffer(word, undefined, [{path: "docProps/core.xml", data: coreProperties(document)}]));
}

/** A field that Word fills in, and the names of the chapters until it does; the library's own numbers its anchors by a counter of the process. */
function contents({contentsDepth: depth, blocks}: Document): Paragraph {
  const chapters = blocks.flatMap((one) => (one.kind === "heading" && one.level === 1 ? [typeset(one.text)] : []));
  return new Paragraph({children: [new SimpleField(`TOC \\o "1-${depth}" \\h \\z`, chapters.join(" \u00b7 "))]});
}

/** The properties of the file, dated by its data instead of the clock. */
function coreProperties({title, running, date}: Document): string {
  const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const stamp = `${/^\d{4}-\d{2}-\d{2}/.exec(date ?? "")?.[0] ?? "2000-01-01"}T00:00:00Z`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xml(title)}</dc:title><dc:creator>Vigie</dc:creator><dc:description>${xml(running)}</dc:description><dc:language>fr-FR</dc:language><cp:lastModifiedBy>Vigie</cp:lastModifiedBy><cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">${stamp}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${stamp}</dcterms:modified></cp:coreProperties>`;
}

function cover({cover: {programme, title, subtitle, lines}, isFictional}: Document): Paragraph[] {
  return [
    new Paragraph({spacing: {before: 2400}, children: [new TextRun({text: typeset(programme), size: 24, color: GREY})]}),
    new Paragraph({heading: HeadingLevel.TITLE, children: [new TextRun(typeset(title))]}),
    new Paragraph({spacing: {after: 400}, children: [new TextRun({text: typeset(subtitle), size: 34})]}),
    ...lines.map((line) => new Paragraph(typeset(line))),
    ...(isFictional ? [new Paragraph({spacing: {before: 2000}, border: {top: {style: BorderStyle.SINGLE, size: 12, color: "1A1A1A"}, bottom: {style: BorderStyle.SINGLE, size: 12, color: "1A1A1A"}}, children: [new TextRun({text: "Données fictives. ", bold: true}), new TextRun("Les établissements, les personnes et les chiffres de ce document sont inventés.")]})] : [])
  ];
}

interface Style {
  size?: number;
  color?: string;
  bold?: boolean;
  italics?: boolean;
}

function runs(content: readonly Inline[], style: Style = {}): TextRun[] {
  return content.flatMap((one) => {
    if (typeof one === "string") return [new TextRun({text: typeset(one), ...style})];
    switch (one.kind) {
      case "strong": return runs(one.content, {...style, bold: true});
      case "emphasis": return runs(one.content, {...style, italics: true});
      case "code": return [new TextRun({text: one.text, ...style, color: GREY, bold: true})];
      case "break": return [new TextRun({break: 1})];
    }
  });
}

function caption(text: string): Paragraph {
  return new Paragraph({keepNext: true, spacing: {before: 160, after: 60}, children: [new TextRun({text: typeset(text), bold: true, size: 19})]});
}

function table({caption: title, columns, rows, totals = [], note, isSmall}: TableBlock): (Paragraph | Table)[] {
  const narrow = columns.some((one) => one.share === undefined) ? Math.min(1400, Math.floor((WIDTH * 0.68) / columns.length)) : 0;
  const shares = columns.reduce((sum, one) => sum + (one.share ?? 0), 0);
  const left = WIDTH - columns.filter((one) => one.share === undefined).length * narrow;
  const widths = columns.map((one) => (one.share === undefined ? (shares > 0 ? narrow : Math.floor(WIDTH / columns.length)) : Math.floor((left * one.share) / shares)));
  const size = isSmall ? 16 : 18;
  const edge = {style: BorderStyle.SINGLE, size: 4, color: "B5B5B5"};
  const none = {style: BorderStyle.NONE, size: 0, color: "auto"};
  const cell = (text: string, index: number, isStrong: boolean, fill?: string): TableCell =>
    new TableCell({
      width: {size: widths[index] ?? 1000, type: WidthType.DXA}, margins: {top: 40, bottom: 40, left: 80, right: 80},
      ...(fill ? {shading: {type: ShadingType.CLEAR, fill}} : {}),
      children: [new Paragraph({alignment: columns[index]?.align === "right" ? AlignmentType.RIGHT : AlignmentType.LEFT, children: [new TextRun({text: typeset(text), bold: isStrong, size})]})]
    });
  return [
    ...(title ? [caption(title)] : []),
    new Table({
      width: {size: WIDTH, type: WidthType.DXA}, columnWidths: widths,
      borders: {top: edge, bottom: edge, left: none, right: none, insideVertical: none, insideHorizontal: edge},
      rows: [
        new TableRow({tableHeader: true, cantSplit: true, children: columns.map((one, index) => cell(one.title, index, true, "EFEFEF"))}),
        ...rows.map((row, at) => new TableRow({cantSplit: true, children: columns.map((_, index) => cell(row[index] ?? "", index, totals.includes(at)))}))
      ]
    }),
    new Paragraph({spacing: {after: 160}, children: note ? [new TextRun({text: typeset(note), size: 16, color: GREY})] : []})
  ];
}

function card(one: Card, image: (chart: Chart, keepNext?: boolean) => Paragraph): Paragraph[] {
  return [
    new Paragraph({heading: HeadingLevel.HEADING_3, keepNext: true, children: [new TextRun(typeset(one.title))]}),
    new Paragraph({keepNext: true, children: [new TextRun({text: typeset(one.number), bold: true, size: one.isAbsent ? 24 : 36}), new TextRun({text: one.unit ? `\u00a0${typeset(one.unit)}` : ""})]}),
    ...(one.terms ? [new Paragraph({keepNext: true, children: [new TextRun({text: typeset(one.terms), size: 18, color: GREY})]})] : []),
    ...one.sentences.map((text, index) => new Paragraph({keepNext: true, children: [new TextRun({text: typeset(text), bold: index === 0, size: 19})]})),
    ...(one.cautions.length > 0 ? [new Paragraph({keepNext: true, children: [new TextRun({text: typeset(one.cautions.join(" ")), size: 18, color: GREY})]})] : []),
    ...(one.chart ? [image(one.chart, true)] : []),
    new Paragraph({spacing: {after: 120}, children: [new TextRun({text: one.code, size: 15, color: GREY})]})
  ];
}
