import {multiples} from "../components/multiples.ts";
import {adresse, chargerIndicateur, chargerSommaire} from "./charger.ts";
import {dessiner, Plot} from "./dessin.ts";
import {offrirImage} from "./images.ts";
import type {Cellule, Indicateur} from "../../pipelines/lib/words/figure.ts";

/** Draws the small multiples of another type of territory at the end of their grid. Throws when the data cannot be read. */
export async function dessinerMultiples(grille: HTMLElement, code: string, type: string): Promise<void> {
  const [sommaire, cells] = await Promise.all([chargerSommaire(), chargerIndicateur(code)]);
  const indicateur = sommaire.indicateurs.find((one) => one.code === code);
  if (!indicateur) throw new Error(`indicateur inconnu : ${code}`);
  const serie = (cle: string): Cellule[] => sommaire.annees.flatMap((annee) => cells.cellule(cle, annee) ?? []);
  const principal = sommaire.territoires.find((one) => one.cle === sommaire.principal);
  const lignes = sommaire.territoires.filter((one) => one.type === type).map((one) => ({nom: one.nom, lien: adresse(`${one.chemin}.html`), serie: serie(one.cle)}));
  const drawn = multiples(Plot, (options, label) => dessiner(options, label, sommaire.fictif).outerHTML, {
    indicateur: indicateur as unknown as Indicateur, type, lignes, ensemble: {nom: principal?.nom ?? "", serie: serie(sommaire.principal)}, annees: sommaire.annees, annee: sommaire.annee, fictif: sommaire.fictif
  });
  grille.insertAdjacentHTML("beforeend", drawn.text);
  const figure = grille.lastElementChild as HTMLElement;
  offrirImage(figure);
  const titre = figure.querySelector<HTMLElement>(".figure-titre");
  if (titre) titre.tabIndex = -1;
  titre?.focus();
}
