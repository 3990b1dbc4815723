/** HTML that is already safe: everything else is escaped when it meets the `html` tag. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type Child = Html | string | number | boolean | null | undefined | readonly Child[];

const ESCAPES: Record<string, string> = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function render(child: Child): string {
  if (child === null || child === undefined || child === false || child === true) return "";
  if (child instanceof Html) return child.text;
  if (typeof child === "object") return child.map(render).join("");
  return escapeHtml(String(child));
}

/** A template whose holes are escaped; null, undefined and booleans leave nothing, lists are joined. */
export function html(strings: TemplateStringsArray, ...children: Child[]): Html {
  let text = strings[0] ?? "";
  for (const [index, child] of children.entries()) text += render(child) + (strings[index + 1] ?? "");
  return new Html(text);
}

/** Text that its caller already knows to be HTML (an SVG that was just drawn). */
export function raw(text: string): Html {
  return new Html(text);
}
