/** Puts HTML made by the components (escaped there) into the page. */
export function poser(place: Element, html: {text: string}): void {
  place.innerHTML = html.text;
}
