/** What is shown as it is written, or may hold no element: left alone. */
const INTOUCHABLES = "script|style|pre|code|svg|title|option|textarea";
const MORCEAUX = new RegExp(`<(${INTOUCHABLES})\\b[^>]*>[\\s\\S]*?</\\1>|<[^>]*>|[^<]+`, "g");

/** The apostrophe of a printer, and spaces that hold (the font has no narrow one): a number is never cut, a sign never begins a line without the word that it follows, nor a guillemet ends one. */
export function insecable(text: string): string {
  return text.replace(/ (?=[:;?!»](?:[\s,.)]|$))/g, "\u00a0").replace(/« /g, "«\u00a0").replace(/(?<=\d) (?=[%€])/g, "\u00a0").replace(/(?<=(?<![\d,])\d{1,3}) (?=\d{3}(?!\d))/g, "\u00a0").replace(/(?<=\p{L})(?:'|&#39;)(?=\p{L})/gu, "’");
}

/** The text of a page as a French printer sets it: no line begins with a colon, no school year is cut at its hyphen. */
export function typographie(html: string): string {
  return html.replace(MORCEAUX, (piece) =>
    piece.startsWith("<") ? piece : insecable(piece).replace(/(?<![\w-])\d{4}-\d{4}(?![\w-])/g, (annee) => (annee === piece.trim() ? annee : `<span class="annee">${annee}</span>`))
  );
}
