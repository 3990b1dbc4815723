/** A button that prints, where the page asks for one. */
export function installerImpression(): void {
  for (const place of document.querySelectorAll("[data-imprimer]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "action";
    button.textContent = "Imprimer";
    button.addEventListener("click", () => print());
    place.prepend(button);
  }
}
