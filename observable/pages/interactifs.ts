import {html} from "../components/html.ts";
import type {Page} from "./page.ts";

export const pagesInteractives = (): Page[] => [
  {chemin: "comparateur", coquille: "index", titre: "Comparer", rubrique: "comparateur", corps: html`<h1>Comparer</h1>`},
  {chemin: "explorer", coquille: "index", titre: "Explorer", rubrique: "explorer", corps: html`<h1>Explorer</h1>`},
  {chemin: "recherche", coquille: "index", titre: "Rechercher", rubrique: "recherche", corps: html`<h1>Rechercher</h1>`}
];
