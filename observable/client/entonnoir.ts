import {figureEntonnoir} from "../components/entonnoir-figure.ts";
import {donneesDe, figure} from "../components/figure.ts";
import {chargerIndicateur, chargerSommaire, dire, direEchec, ecrireEtat, lireEtat} from "./charger.ts";
import {poser} from "./poser.ts";
import {element} from "./element.ts";
import {ensuite} from "./ensuite.ts";
import {offrirImage} from "./images.ts";
import {direReprise, rappeler, retenir} from "./memoire.ts";

const indicateur = element("#e-indicateur", HTMLSelectElement);
const type = element("#e-type", HTMLSelectElement);
const annee = element("#e-annee", HTMLSelectElement);
const resultat = element("#resultat", HTMLElement);

/** The funnel that the page was built with, as wide as a wide screen. */
const BATI = 720;

let round = 0;

async function montrer(): Promise<void> {
  round += 1;
  const mine = round;
  ecrireEtat({i: indicateur.value, type: type.value, a: annee.value});
  const [cells, sommaire] = await Promise.all([chargerIndicateur(indicateur.value), chargerSommaire()]);
  const chosen = sommaire.indicateurs.find((one) => one.code === indicateur.value);
  if (mine !== round || !chosen) return;
  const made = figureEntonnoir({
    indicateur: chosen, type: type.value, annee: annee.value, fictif: sommaire.fictif,
    lignes: sommaire.territoires.filter((one) => one.type === type.value).map((one) => ({nom: one.nom, lien: `${one.chemin}.html`, cellule: cells.cellule(one.cle, annee.value)})),
    ensemble: {type: sommaire.principal.split(":")[0] ?? "", valeur: cells.cellule(sommaire.principal, annee.value)?.valeur ?? null},
    largeur: Math.max(288, Math.min(BATI, resultat.clientWidth))
  });
  if ("refus" in made) {
    dire(resultat, made.refus);
    return;
  }
  poser(resultat, figure({...made.figure, tableau: null}));
  // A folded table can wait until the drawing is on screen.
  ensuite(() => {
    if (mine !== round) return;
    const place = resultat.firstElementChild as HTMLElement;
    place.insertAdjacentHTML("beforeend", donneesDe(made.figure, made.tableau()).text);
    offrirImage(place);
  });
}

function demander(): void {
  montrer().catch((error: Error) => direEchec(resultat, error));
}

/** Chooses what is asked, when the list has it; says whether that changes what the page was built with. */
function choisir(select: HTMLSelectElement, asked: string | null | undefined): boolean {
  const options = [...select.options];
  const built = options.find((one) => one.defaultSelected) ?? options[0];
  const found = options.find((one) => one.value === asked) ?? built;
  if (found) found.selected = true;
  return found !== built;
}

const state = lireEtat();
const autres = [choisir(indicateur, state.get("i")), choisir(type, state.get("type")), choisir(annee, state.get("a") ?? rappeler().annee)];
if (!state.has("a") && autres[2]) direReprise(resultat, [annee.value]);
for (const select of [indicateur, type, annee]) {
  select.addEventListener("change", () => {
    retenir({annee: annee.value});
    demander();
  });
}
if (autres.includes(true)) resultat.replaceChildren();
if (!resultat.firstElementChild || resultat.clientWidth < BATI) demander();
else ensuite(() => void chargerSommaire().catch(() => {}));
