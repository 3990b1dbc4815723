import {minuscule} from "../../pipelines/lib/words/format.ts";
import {nomType} from "../../pipelines/lib/words/names.ts";

/** Under the small multiples of a type of territory, a button for each other type; what draws them is only fetched when one is pressed. */
export function installerAutresTypes(): void {
  for (const grille of document.querySelectorAll<HTMLElement>("[data-multiples]")) {
    const code = grille.dataset["multiples"] ?? "";
    const choix = document.createElement("p");
    choix.className = "actions autres-types";
    choix.append("Voir aussi :");
    for (const type of (grille.dataset["types"] ?? "").split(" ")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "lien";
      button.textContent = minuscule(nomType(type, "pluriel"));
      button.addEventListener("click", () => {
        button.disabled = true;
        import("./multiples.ts").then(({dessinerMultiples}) => dessinerMultiples(grille, code, type)).then(
          () => {
            button.remove();
            if (!choix.querySelector("button")) choix.remove();
          },
          (error: Error) => {
            button.disabled = false;
            button.textContent = `${minuscule(nomType(type, "pluriel"))} : les données n’ont pas pu être lues (${error.message})`;
          }
        );
      });
      choix.append(" ", button);
    }
    grille.before(choix);
  }
}
