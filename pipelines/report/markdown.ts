import {createRequire} from "node:module";
import type MarkdownIt from "markdown-it";
import type {Token} from "markdown-it";
import {VigieError} from "../lib/errors.ts";
import type {Block, Inline} from "./document.ts";

// Raw HTML is off: a tag is text like any other. Typst marks mean nothing here, and what is written goes through string literals.
// Its bundle: read from its hundred modules, the parser takes a tenth of a second to load.
const Parser = createRequire(import.meta.url)("markdown-it/dist/markdown-it.js") as typeof MarkdownIt;
const parser = new Parser({html: false, linkify: false, typographer: false});

export interface MarkdownOptions {
  /** Path of the file, for messages. */
  readonly file: string;
  /** The words that replace `{{…}}`; throws with the reason when the reference cannot be given. */
  readonly resolve: (reference: string) => string;
}

/** What stands between the double braces of a text, in order. */
export function findReferences(source: string): string[] {
  return [...source.matchAll(/\{\{([^{}]*)\}\}/g)].map((match) => (match[1] ?? "").trim());
}

/** The blocks of a Markdown text (CommonMark with tables), its references filled in. */
export function parseMarkdown(source: string, options: MarkdownOptions): Block[] {
  const reader = new Reader(parser.parse(source, {}), options);
  return reader.blocks(undefined);
}

class Reader {
  #at = 0;
  readonly tokens: readonly Token[];
  readonly options: MarkdownOptions;

  constructor(tokens: readonly Token[], options: MarkdownOptions) {
    this.tokens = tokens;
    this.options = options;
  }

  /** Blocks up to the token that closes the one just opened. */
  blocks(closing: string | undefined): Block[] {
    const result: Block[] = [];
    for (let token = this.#next(); token && token.type !== closing; token = this.#next()) {
      switch (token.type) {
        case "heading_open": {
          const content = this.#inline();
          this.#next();
          result.push({kind: "paragraph", content: [{kind: "strong", content}]});
          break;
        }
        case "paragraph_open": {
          const content = this.#inline();
          this.#next();
          result.push({kind: "paragraph", content});
          break;
        }
        case "bullet_list_open":
        case "ordered_list_open": {
          const end = token.type.replace("_open", "_close");
          const items: Block[][] = [];
          for (let item = this.#next(); item && item.type !== end; item = this.#next()) items.push(this.blocks("list_item_close"));
          result.push({kind: "list", items, isOrdered: token.type === "ordered_list_open"});
          break;
        }
        case "blockquote_open":
          result.push({kind: "quote", content: this.blocks("blockquote_close")});
          break;
        case "fence":
        case "code_block":
          for (const line of token.content.trimEnd().split("\n")) result.push({kind: "paragraph", content: [{kind: "code", text: line}]});
          break;
        case "table_open":
          result.push(this.#table());
          break;
        default: break;
      }
    }
    return result;
  }

  #table(): Block {
    const rows: string[][] = [];
    for (let token = this.#next(); token && token.type !== "table_close"; token = this.#next()) {
      if (token.type === "tr_open") rows.push([]);
      if (token.type === "inline") rows.at(-1)?.push(flatten(this.#children(token)));
    }
    const [head = [], ...body] = rows;
    return {kind: "table", caption: "", columns: head.map((title) => ({title, share: 1})), rows: body};
  }

  #next(): Token | undefined {
    const token = this.tokens[this.#at];
    this.#at += 1;
    return token;
  }

  #inline(): Inline[] {
    const token = this.#next();
    return token ? this.#children(token) : [];
  }

  #children(token: Token): Inline[] {
    const stack: Inline[][] = [[]];
    let line = (token.map?.[0] ?? 0) + 1;
    const links: string[] = [];
    const add = (one: Inline): void => void stack.at(-1)?.push(one);
    for (const child of token.children ?? []) {
      switch (child.type) {
        case "softbreak": add(" "); line += 1; break;
        case "hardbreak": add({kind: "break"}); line += 1; break;
        case "code_inline": add({kind: "code", text: child.content}); break;
        case "strong_open":
        case "em_open": stack.push([]); break;
        case "strong_close": { const content = stack.pop() ?? []; add({kind: "strong", content}); break; }
        case "em_close": { const content = stack.pop() ?? []; add({kind: "emphasis", content}); break; }
        case "link_open": links.push(String(child.attrGet("href") ?? "")); break;
        case "link_close": { const href = links.pop(); if (href) add(` (${decodeURI(href)})`); break; }
        case "image": add(`[image : ${child.content || "sans texte"}]`); break;
        default: if (child.content) add(this.#fill(child.content, line));
      }
    }
    return stack[0] ?? [];
  }

  #fill(text: string, line: number): string {
    const filled = text.replace(/\{\{([^{}]*)\}\}/g, (_, reference: string) => {
      try {
        return this.options.resolve(reference.trim());
      } catch (error) {
        if (!(error instanceof VigieError)) throw error;
        throw new VigieError(`${this.options.file}, ligne ${line} : {{${reference}}} — ${error.message}`, error.mend ? {mend: error.mend} : {});
      }
    });
    if (/\{\{/.test(filled)) throw new VigieError(`${this.options.file}, ligne ${line} : une référence ouverte par « {{ » n'est pas refermée par « }} ».`, {mend: "Écrivez {{indicateur territoire année}} sur une seule ligne."});
    return filled;
  }
}

function flatten(content: readonly Inline[]): string {
  return content.map((one) => (typeof one === "string" ? one : one.kind === "code" ? one.text : one.kind === "break" ? " " : flatten(one.content))).join("");
}
