import {html} from "../components/html.ts";
import {preparer, type Trouvable} from "../components/recherche.ts";
import {chargerSommaire, direEchec, ecrireEtat, lireEtat, type Sommaire} from "./charger.ts";
import {poser} from "./poser.ts";
import {formatCompte} from "../../pipelines/lib/words/format.ts";
import {nomType} from "../../pipelines/lib/words/names.ts";

const champ = document.querySelector<HTMLInputElement>("#q");
const resultat = document.querySelector<HTMLElement>("#resultat");

function trouvables(sommaire: Sommaire): Trouvable[] {
  const volets = new Map(sommaire.volets.map((one) => [one.code, one.libelle]));
  return [
    ...sommaire.indicateurs.map((one) => ({titre: one.libelle, genre: `Indicateur, ${volets.get(one.volet) ?? one.volet}`, chemin: one.chemin, autres: `${one.code} ${one.description}`})),
    ...sommaire.territoires.map((one) => ({titre: one.nom, genre: nomType(one.type), chemin: one.chemin, autres: one.cle})),
    ...sommaire.volets.map((one) => ({titre: one.libelle, genre: "Volet", chemin: one.chemin, autres: one.code}))
  ];
}

/** What a wrong address asked for, as words: `/territoire/marseile-3.html` gives `marseile 3`. */
function deLAdresse(): string {
  const last = decodeURIComponent(location.pathname).split("/").filter(Boolean).at(-1) ?? "";
  return last.replace(/\.\w+$/, "").replace(/[-_+]+/g, " ").replace(/^(commune|indicateur|volet|territoire) /, "").trim();
}

function installer(sommaire: Sommaire): void {
  if (!champ || !resultat) return;
  const chercher = preparer(trouvables(sommaire));
  const montrer = () => {
    const request = champ.value.trim();
    ecrireEtat({q: request});
    const {total, premiers, estApproche} = chercher(request);
    poser(resultat, request === "" ? html`` : html`<p role="status">${total === 0 ? "Aucun résultat : essayez un autre mot, ou une partie du nom." : `${estApproche ? "Aucun nom ne s’écrit ainsi ; les plus proches : " : ""}${formatCompte(total, "résultat")}${total > premiers.length ? `, dont voici les ${premiers.length} plus proches` : ""}.`}</p><ul class="trouves">${premiers.map((one) => html`<li><a href="${one.chemin}.html">${one.titre}</a> <span class="discret">${one.genre}</span></li>`)}</ul>`);
  };
  champ.value = lireEtat().get("q") ?? ("adresse" in champ.dataset ? deLAdresse() : champ.value);
  champ.addEventListener("input", montrer);
  champ.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    montrer();
  });
  montrer();
}

chargerSommaire().then(installer, (error: Error) => resultat && direEchec(resultat, error));
