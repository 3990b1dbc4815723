import {signeAbsence} from "../components/absences.ts";
import {entonnoir, refusEntonnoir} from "../components/entonnoir.ts";
import {csvDuTableau, donnee, tableau, type Tableau} from "../components/figure.ts";
import {funnelChart} from "../components/funnel-chart.ts";
import {html} from "../components/html.ts";
import {chargerIndicateur, chargerSommaire, dire, ecrireEtat, lireEtat, type Sommaire} from "./charger.ts";
import {dessiner, Plot} from "./dessin.ts";
import {element} from "./element.ts";
import {ensuite} from "./ensuite.ts";
import {telecharger} from "./fichiers.ts";
import {enPng} from "./images.ts";
import {direReprise, rappeler, retenir} from "./memoire.ts";
import {estChiffre, type Cellule} from "../../pipelines/lib/words/figure.ts";
import {formatCourt, formatNombre, formatValeur, minuscule} from "../../pipelines/lib/words/format.ts";
import {nomType, TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";

function options(select: HTMLSelectElement, items: readonly [string, string][], chosen: string | null): void {
  select.replaceChildren(...items.map(([value, text]) => new Option(text, value)));
  if (chosen !== null && items.some(([value]) => value === chosen)) select.value = chosen;
}

const POSITIONS = {dedans: "dans les limites", hors_95: "hors des limites à 95 %", hors_998: "hors des limites à 99,8 %"} as const;

function installer(sommaire: Sommaire): void {
  const indicateur = element("#e-indicateur", HTMLSelectElement);
  const type = element("#e-type", HTMLSelectElement);
  const annee = element("#e-annee", HTMLSelectElement);
  const resultat = element("#resultat", HTMLElement);
  const state = lireEtat();
  const first = sommaire.indicateurs.find((one) => refusEntonnoir(one, [], 0.5)?.startsWith("Seulement"));
  options(indicateur, sommaire.indicateurs.map((one) => [one.code, one.libelle]), state.get("i") ?? first?.code ?? null);
  options(type, TYPES_TERRITOIRE.filter((one) => sommaire.territoires.filter((known) => known.type === one.type).length > 1).map((one) => [one.type, one.pluriel]), state.get("type") ?? "commune");
  options(annee, sommaire.annees.map((one) => [one, one]), state.get("a") ?? rappeler().annee ?? sommaire.annee);
  if (!state.has("a") && annee.value !== sommaire.annee) direReprise(resultat, [annee.value]);

  let round = 0;
  const montrer = async (): Promise<void> => {
    round += 1;
    const mine = round;
    ecrireEtat({i: indicateur.value, type: type.value, a: annee.value});
    const chosen = sommaire.indicateurs.find((one) => one.code === indicateur.value);
    if (!chosen) return;
    const cells = await chargerIndicateur(chosen.code);
    if (mine !== round) return;
    const rows = sommaire.territoires
      .filter((one) => one.type === type.value)
      .map((one) => ({nom: one.nom, chemin: one.chemin, cellule: cells.cellule(one.cle, annee.value)}));
    const reference = cells.cellule(sommaire.principal, annee.value)?.valeur ?? null;
    const known = rows.filter((one): one is typeof one & {cellule: Cellule} => one.cellule !== undefined).map((one) => ({...one.cellule, nom: one.nom}));
    const refus = refusEntonnoir(chosen, known, reference);
    if (refus !== null || reference === null) {
      dire(resultat, refus ?? "");
      return;
    }
    const funnel = entonnoir(known, reference);
    const out = funnel.points.filter((one) => one.position === "hors_998");
    const label = minuscule(nomType(type.value, "pluriel"));
    const phrase = `${chosen.libelle} en ${annee.value}, ${label} : ${out.length === 0 ? "aucun territoire ne sort" : out.length === 1 ? `un territoire (${out[0]?.nom}) sort` : `${out.length} territoires sur ${funnel.points.length} sortent`} des limites à 99,8 % autour de ${formatValeur(reference, "%")}, valeur du département.`;
    const fictif = sommaire.fictif ? " — données fictives" : "";
    const lireTable = (): Tableau => ({
      legende: `${chosen.libelle}, ${label}, ${annee.value}`,
      colonnes: [{titre: "Territoire"}, {titre: "Valeur", nombre: true}, {titre: "Dénominateur", nombre: true}, {titre: "Écart réduit (z)", nombre: true}, {titre: "Position"}],
      lignes: rows.map(({nom, chemin, cellule}) => {
        const point = funnel.points.find((one) => one.code === cellule?.territoire_code);
        return [
          {montre: html`<a href="${chemin}.html">${nom}</a>`, brut: nom},
          estChiffre(cellule) ? {montre: donnee(cellule.valeur, formatCourt(cellule.valeur, "%")), brut: cellule.valeur} : {montre: signeAbsence(cellule?.statut ?? "non_collecte"), brut: null},
          {montre: point ? formatNombre(point.effectif, 0) : "", brut: point?.effectif ?? null}, {montre: point ? formatNombre(point.z, 2) : "", brut: point?.z ?? null},
          {montre: point ? POSITIONS[point.position] : "", brut: point ? POSITIONS[point.position] : ""}
        ];
      })
    });
    // Read while the page is at rest.
    const width = Math.max(288, Math.min(720, resultat.clientWidth));
    resultat.innerHTML = html`<figure class="figure" id="entonnoir"><div class="dessin"></div><figcaption>${phrase}${fictif}</figcaption>
<ul class="cles"><li>traits pointillés : limites à 95 %</li><li>traits pleins : limites à 99,8 %</li><li>rond creux : hors des premières</li><li>losange : hors des secondes</li>${funnel.phi > 1 ? html`<li class="large">Les écarts entre territoires dépassent le seul hasard (surdispersion ${formatNombre(funnel.phi, 2)}) : les limites sont élargies d’autant.</li>` : ""}</ul>
<details class="derriere"><summary>Données de la figure</summary></details></figure><p class="actions"></p>`.text;
    const place = element("#resultat .dessin", HTMLElement);
    const svg = dessiner(funnelChart(Plot, funnel, width), phrase, sommaire.fictif);
    place.append(svg);
    // A folded table can wait until the drawing is on screen.
    ensuite(() => {
      if (mine === round) element("#resultat details", HTMLDetailsElement).insertAdjacentHTML("beforeend", tableau(lireTable(), sommaire.fictif).text);
    });
    const actions = element("#resultat .actions", HTMLElement);
    const prefix = sommaire.fictif ? "donnees-fictives-" : "";
    const button = (text: string, action: () => void) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "lien";
      made.textContent = text;
      made.addEventListener("click", action);
      actions.append(made);
    };
    button("Télécharger ces données (CSV)", () => telecharger(new Blob([csvDuTableau(lireTable())], {type: "text/csv;charset=utf-8"}), `${prefix}entonnoir-${chosen.code}.csv`));
    button("Télécharger l’image (PNG)", () => {
      enPng([svg], chosen.libelle, `${phrase}${fictif}`).then((blob) => telecharger(blob, `${prefix}entonnoir-${chosen.code}.png`), () => dire(place, "Image impossible dans ce navigateur."));
    });
  };
  for (const select of [indicateur, type, annee]) {
    select.addEventListener("change", () => {
      retenir({annee: annee.value});
      montrer().catch((error: Error) => dire(resultat, `Les données n’ont pas pu être lues : ${error.message}`));
    });
  }
  montrer().catch((error: Error) => dire(resultat, `Les données n’ont pas pu être lues : ${error.message}`));
}

chargerSommaire().then(installer, (error: Error) => dire(element("#resultat", HTMLElement), `Les données n’ont pas pu être lues : ${error.message}`));
