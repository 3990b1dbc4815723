import {typeset, type Block, type Card, type Document, type Inline, type Table} from "./document.ts";

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.5 "Atkinson Hyperlegible Next",system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.7rem;border-bottom:2px solid;padding-bottom:.3rem;margin-top:3rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1rem;margin:0}
.fictif{border:2px solid;padding:.6rem 1rem;font-weight:700}.grand{font-size:1.8rem;font-weight:700;margin:.2rem 0}.discret{opacity:.8;font-size:.9rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}caption{text-align:left;font-weight:600;padding:.4rem 0}th,td{border-bottom:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}
.droite{text-align:right;font-variant-numeric:tabular-nums}.carte{display:grid;grid-template-columns:1fr 17rem;gap:1rem;border-top:1px solid #999;padding:.8rem 0}@media(max-width:40rem){.carte{grid-template-columns:1fr}}
.commentaire{border-left:4px solid;padding-left:1rem;margin:1rem 0}svg{background:#fff;max-width:100%;height:auto}figure{margin:1rem 0}.panneau{border-top:2px solid;display:grid;grid-template-columns:9rem 1fr;gap:1rem;padding:.5rem 0}.panneau b{font-size:1.6rem;display:block}pre{background:#8882;padding:.6rem;overflow-x:auto}`;

/** The document as one page without script: everything is in it. */
export function writeHtml(document: Document): string {
  const {cover} = document;
  const blocks = document.blocks.map((one, index) => render(one, index));
  const contents = document.contentsDepth > 0 ? `<nav aria-label="Sommaire"><ul>${document.blocks.map((one, index) => (one.kind === "heading" && one.level === 1 ? `<li><a href="#s${index}">${words(one.text)}</a></li>` : "")).join("")}</ul></nav>` : "";
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${words(document.title)}</title><style>${STYLE}</style></head>
<body><header><p>${words(cover.programme)}</p><p class="grand">${words(cover.title)} : ${words(cover.subtitle)}</p>${cover.lines.map((line) => `<p class="discret">${words(line)}</p>`).join("")}${document.isFictional ? '<p class="fictif">Données fictives : les établissements, les personnes et les chiffres sont inventés.</p>' : ""}</header>
${contents}
<main>
${blocks.join("\n")}
</main></body></html>
`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function words(text: string): string {
  return escape(typeset(text));
}

function inlines(content: readonly Inline[]): string {
  return content.map((one) => {
    if (typeof one === "string") return words(one);
    switch (one.kind) {
      case "strong": return `<strong>${inlines(one.content)}</strong>`;
      case "emphasis": return `<em>${inlines(one.content)}</em>`;
      case "code": return `<code>${escape(one.text)}</code>`;
      case "break": return "<br>";
    }
  }).join("");
}

/** Blocks without the page around them. */
export function htmlOf(content: readonly Block[]): string {
  return content.map((one) => render(one)).join("");
}

function render(one: Block, index?: number): string {
  switch (one.kind) {
    case "heading": return `<h${one.level}${index === undefined ? "" : ` id="s${index}"`}>${words(one.text)}</h${one.level}>`;
    case "paragraph": return `<p${one.tone === "small" ? ' class="discret"' : ""}>${inlines(one.content)}</p>`;
    case "list": { const tag = one.isOrdered ? "ol" : "ul"; return `<${tag}>${one.items.map((item) => `<li>${htmlOf(item)}</li>`).join("")}</${tag}>`; }
    case "terms": return `<dl>${one.items.map(({term, content}) => `<dt><strong>${words(term)}</strong></dt><dd>${inlines(content)}</dd>`).join("")}</dl>`;
    case "quote": return `<blockquote>${htmlOf(one.content)}</blockquote>`;
    case "code": return `<pre><code>${escape(one.text)}</code></pre>`;
    case "commentary": return `<aside class="commentaire" aria-label="Commentaire de la DRANE"><p><strong>Commentaire de la DRANE</strong></p>${htmlOf(one.content)}</aside>`;
    case "panels": return one.items.map((panel) => `<section class="panneau"><div><b>${words(panel.count)}</b>${words(panel.title)}</div><div>${panel.lines.map((line) => `<p>${words(line)}</p>`).join("")}${panel.rest ? `<p class="discret">${words(panel.rest)}</p>` : ""}</div></section>`).join("");
    case "figure": return `<figure><figcaption><strong>${words(one.caption)}</strong></figcaption>${picture(one.chart)}</figure>`;
    case "table": return table(one);
    case "card": return card(one);
  }
}

function picture({svg, alt}: {svg: string; alt: string}): string {
  return svg.replace("<svg ", `<svg role="img" aria-label="${words(alt)}" `);
}

function table({caption, columns, rows, totals = [], note}: Table): string {
  const align = (index: number): string => (columns[index]?.align === "right" ? ' class="droite"' : "");
  return `<table>${caption ? `<caption>${words(caption)}</caption>` : ""}<thead><tr>${columns.map((one, index) => `<th scope="col"${align(index)}>${words(one.title)}</th>`).join("")}</tr></thead><tbody>${rows
    .map((row, at) => `<tr>${row.map((text, index) => (index === 0 ? `<th scope="row"${align(0)}>${words(text)}</th>` : `<td${align(index)}>${totals.includes(at) ? `<strong>${words(text)}</strong>` : words(text)}</td>`)).join("")}</tr>`)
    .join("")}</tbody></table>${note ? `<p class="discret">${words(note)}</p>` : ""}`;
}

function card(one: Card): string {
  return `<article class="carte"><div><h3>${words(one.title)}</h3><p class="grand">${words(one.number)}${one.unit ? `&nbsp;<small>${words(one.unit)}</small>` : ""}</p>${one.terms ? `<p class="discret">${words(one.terms)}</p>` : ""}${one.sentences
    .map((text, index) => `<p>${index === 0 ? `<strong>${words(text)}</strong>` : words(text)}</p>`)
    .join("")}${one.cautions.length > 0 ? `<p class="discret">${words(one.cautions.join(" "))}</p>` : ""}<p class="discret"><code>${escape(one.code)}</code></p></div>${one.chart ? `<div>${picture(one.chart)}</div>` : ""}</article>`;
}
