/** The element of the page that a selector names, of the kind that the caller needs; throws when the page lacks it. */
export function element<T extends Element>(selector: string, kind: abstract new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`élément absent : ${selector}`);
  return found;
}
