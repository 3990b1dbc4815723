import {legendeAbsences, signeCourt} from "../components/absences.ts";
import {horsComparaison} from "../components/comparaison.ts";
import {html, type Html} from "../components/html.ts";
import {ordre, pivoter, type Adresse, type Dimension, type Entree, type Pivot} from "../components/pivot.ts";
import type {Cellules} from "../components/colonnes.ts";
import {chargerIndicateur, chargerSommaire, dire, direEchec, ecrireEtat, lireEtat, type Indicateur, type Sommaire} from "./charger.ts";
import {element} from "./element.ts";
import {telecharger} from "./fichiers.ts";
import {direReprise, rappeler, retenir} from "./memoire.ts";
import {tableauCroise} from "./tableau-croise.ts";
import {formatSpreadsheetCsv} from "../../pipelines/lib/spreadsheet-csv.ts";
import {motStatut} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule, type Statut} from "../../pipelines/lib/words/figure.ts";
import {formatCourt, formatEcart, formatNombre, formatPart, minuscule, uniteALire} from "../../pipelines/lib/words/format.ts";
import {TYPES_TERRITOIRE} from "../../pipelines/lib/words/names.ts";
import {fold} from "../../pipelines/lib/text.ts";

type Mesure = "valeur" | "numerateur" | "denominateur" | "couverture" | "ic_bas" | "ic_haut" | "evolution";

const MESURES: readonly {cle: Mesure; libelle: string}[] = [
  {cle: "valeur", libelle: "Valeur"}, {cle: "numerateur", libelle: "Numérateur"}, {cle: "denominateur", libelle: "Dénominateur"},
  {cle: "ic_bas", libelle: "Intervalle, bas"}, {cle: "ic_haut", libelle: "Intervalle, haut"}, {cle: "couverture", libelle: "Couverture"}, {cle: "evolution", libelle: "Évolution"}
];
const DIMENSIONS: readonly {cle: Dimension; libelle: string}[] = [
  {cle: "territoire", libelle: "Territoires"}, {cle: "annee", libelle: "Années"}, {cle: "modalite", libelle: "Répartition"}, {cle: "indicateur", libelle: "Indicateurs d’un volet"}
];

const champ = (name: string): HTMLSelectElement => element(`#x-${name}`, HTMLSelectElement);
const value = (name: string): string => champ(name).value;

const choix = new WeakMap<HTMLSelectElement, string>();

const parNom = new Intl.Collator("fr", {numeric: true});

/** A name with its unit, when the figures beside it do not say it. */
function avecUnite(indicateur: Indicateur): string {
  const unit = uniteALire(indicateur);
  return unit ? `${indicateur.libelle} (${unit})` : indicateur.libelle;
}

/** What a reader must know of a value before setting it beside another. */
const RESERVE = "ne vaut que parmi les répondants, ou très imprécis";

/** Fills a list of choices; one that already holds these is left as it is. */
function remplir(select: HTMLSelectElement, items: readonly Entree[], chosen: string | null): void {
  const signature = JSON.stringify(items);
  if (choix.get(select) !== signature) select.replaceChildren(
    ...items.map((one) => {
      const option = document.createElement("option");
      option.value = one.cle;
      option.textContent = one.libelle;
      return option;
    })
  );
  choix.set(select, signature);
  if (chosen !== null && chosen !== select.value && items.some((one) => one.cle === chosen)) select.value = chosen;
}

function lire(cellule: Cellule | undefined, mesure: Mesure): number | null {
  return estChiffre(cellule) || mesure === "couverture" ? (cellule?.[mesure] ?? null) : null;
}

function installer(sommaire: Sommaire): void {
  const filtre = element("#x-filtre", HTMLInputElement);
  const territoires = [...sommaire.territoires].sort((left, right) => parNom.compare(left.nom, right.nom));
  const resultat = element("#resultat", HTMLElement);
  const state = lireEtat();
  const volets = sommaire.volets.map((one) => ({cle: one.code, libelle: one.libelle}));
  const types = TYPES_TERRITOIRE.filter(({type}) => sommaire.territoires.some((one) => one.type === type)).map(({type, pluriel}) => ({cle: type, libelle: pluriel}));
  remplir(champ("volet"), volets, state.get("volet"));
  // What the address does not say is taken where the reader left it.
  const kept = location.hash.length > 1 ? {} : rappeler();
  const dernier = sommaire.territoires.find((one) => one.cle === kept.territoires?.[0]);
  const derniere = sommaire.annees.find((one) => one === kept.annee && one !== sommaire.annee);
  remplir(champ("type"), types, [state.get("type"), dernier?.type].find((asked) => types.some((one) => one.cle === asked)) ?? "commune");
  remplir(champ("annee"), sommaire.annees.map((one) => ({cle: one, libelle: one})), [state.get("annee"), derniere].find((asked) => sommaire.annees.some((one) => one === asked)) ?? sommaire.annee);
  direReprise(resultat, [...(dernier ? [dernier.nom] : []), ...(derniere ? [derniere] : [])]);
  remplir(champ("lignes"), DIMENSIONS, state.get("lignes") ?? "territoire");
  remplir(champ("colonnes"), DIMENSIONS, state.get("colonnes") ?? "annee");
  remplir(champ("mesure"), MESURES, state.get("mesure"));
  let tri: {colonne: number; descending: boolean} | null = null;

  const indicateursDuVolet = (): Indicateur[] => sommaire.indicateurs.filter((one) => one.volet === champ("volet").value);
  const refresh = (): void => {
    const list = indicateursDuVolet();
    // A share says more at first than a count, which follows the size of the territory.
    const asked = [champ("indicateur").value, state.get("indicateur")].find((code) => list.some((one) => one.code === code)) ?? list.find((one) => one.type === "part")?.code ?? null;
    remplir(champ("indicateur"), list.map((one) => ({cle: one.code, libelle: one.libelle})), asked);
    const type = champ("type").value;
    remplir(champ("territoire"), territoires.filter((one) => one.type === type).map((one) => ({cle: one.cle, libelle: one.nom})), champ("territoire").value || (state.get("territoire") ?? dernier?.cle ?? null));
    const known = new Map<string, string>();
    const isByIndicator = [champ("lignes").value, champ("colonnes").value].includes("indicateur");
    for (const one of isByIndicator ? list : list.filter((item) => item.code === champ("indicateur").value)) for (const v of one.ventilations) known.set(v.code, v.libelle);
    remplir(champ("ventilation"), known.size > 0 ? [...known].map(([cle, libelle]) => ({cle, libelle})) : [{cle: "ensemble", libelle: "aucune"}], champ("ventilation").value || state.get("ventilation"));
  };

  let round = 0;
  const montrer = async (): Promise<void> => {
    refresh();
    round += 1;
    const mine = round;
    const rows = value("lignes") as Dimension;
    const columns = value("colonnes") as Dimension;
    const axes = [rows, columns];
    for (const [name, needed] of [["indicateur", !axes.includes("indicateur")], ["territoire", !axes.includes("territoire")], ["annee", !axes.includes("annee")], ["ventilation", axes.includes("modalite")]] as const) {
      (champ(name).closest("div") as HTMLElement).hidden = !needed;
    }
    ecrireEtat(Object.fromEntries(["lignes", "colonnes", "mesure", "volet", "indicateur", "type", "territoire", "annee", "ventilation"].map((name) => [name, value(name)])));
    if (rows === columns) {
      dire(resultat, "Les lignes et les colonnes montrent la même chose : choisissez-en deux différentes.");
      return;
    }
    const codes = axes.includes("indicateur") ? indicateursDuVolet().map((one) => one.code) : [value("indicateur")];
    let cells: Map<string, Cellules>;
    try {
      cells = new Map(await Promise.all(codes.map(async (code) => [code, await chargerIndicateur(code)] as const)));
    } catch (error) {
      if (mine === round) direEchec(resultat, error as Error);
      return;
    }
    if (mine !== round) return;
    const ventilation = value("ventilation");
    const labels = new Map<string, string>();
    for (const one of sommaire.indicateurs.filter((item) => codes.includes(item.code))) for (const v of one.ventilations.filter((item) => item.code === ventilation)) for (const m of v.modalites) labels.set(m.code, m.libelle);
    const items: Record<Dimension, Entree[]> = {
      indicateur: sommaire.indicateurs.filter((one) => codes.includes(one.code)).map((one) => ({cle: one.code, libelle: avecUnite(one)})),
      territoire: axes.includes("territoire") ? territoires.filter((one) => one.type === value("type")).map((one) => ({cle: one.cle, libelle: one.nom})) : [{cle: value("territoire"), libelle: ""}],
      annee: axes.includes("annee") ? sommaire.annees.map((one) => ({cle: one, libelle: one})) : [{cle: value("annee"), libelle: value("annee")}],
      modalite: axes.includes("modalite") ? [{cle: "ensemble", libelle: "Ensemble"}, ...[...labels].map(([cle, libelle]) => ({cle, libelle}))] : [{cle: "ensemble", libelle: "Ensemble"}]
    };
    const read = (at: Adresse): Cellule | undefined => cells.get(at.indicateur)?.cellule(at.territoire, at.annee, at.ventilation, at.modalite);
    // Years before anything was asked would only push the others off the screen.
    if (axes.includes("annee")) {
      const isAsked = (annee: string): boolean => items.indicateur.some(({cle: indicateur}) => items.territoire.some(({cle: territoire}) => {
        const statut = read({indicateur, territoire, annee, ventilation: "ensemble", modalite: "ensemble"})?.statut;
        return statut !== undefined && statut !== "non_collecte" && statut !== "non_concerne";
      }));
      const first = items.annee.findIndex((one) => isAsked(one.cle));
      items.annee = items.annee.slice(first === -1 ? -3 : Math.min(first, Math.max(0, items.annee.length - 3)));
    }
    const pivot = pivoter({lignes: rows, colonnes: columns, items, ventilation}, read);
    dessinerTable(pivot);
  };

  /** The table on screen: its cells, its title, the order of its rows. */
  let vue: {pivot: Pivot; titre: string; order: readonly number[]} | null = null;
  const mesure = (): Mesure => value("mesure") as Mesure;

  const dessinerTable = (pivot: Pivot): void => {
    const shownMesure = mesure();
    const axes = [value("lignes"), value("colonnes")];
    const indicateurChoisi = value("indicateur");
    const known = new Map(sommaire.indicateurs.map((one) => [one.code, one]));
    const indicateurDe = (row: Entree | undefined, column: Entree | undefined): Indicateur | undefined => known.get((axes[0] === "indicateur" ? row?.cle : axes[1] === "indicateur" ? column?.cle : indicateurChoisi) ?? "");
    const chosen = known.get(indicateurChoisi);
    const what = [
      MESURES.find((one) => one.cle === shownMesure)?.libelle ?? "",
      axes.includes("indicateur") ? `indicateurs du volet « ${champ("volet").selectedOptions[0]?.textContent ?? ""} »` : chosen ? avecUnite(chosen) : "",
      axes.includes("territoire") ? minuscule(champ("type").selectedOptions[0]?.textContent ?? "") : (champ("territoire").selectedOptions[0]?.textContent ?? ""),
      axes.includes("annee") ? "" : value("annee")
    ].filter(Boolean).join(", ");
    const titre = `${what}${sommaire.fictif ? " — données fictives" : ""}`;
    const wanted = fold(filtre.value).trim();
    const order = (tri ? ordre(pivot, tri.colonne, tri.descending, (one) => lire(one, shownMesure)) : pivot.lignes.map((_, index) => index)).filter(
      (index) => wanted === "" || fold(pivot.lignes[index]?.libelle ?? "").includes(wanted)
    );
    const chiffre = (shown: number, indicateur: Indicateur | undefined): string => {
      if (shownMesure === "couverture") return formatPart(shown);
      if (shownMesure === "numerateur" || shownMesure === "denominateur") return formatNombre(shown);
      if (shownMesure === "evolution" && indicateur) return formatEcart(shown, indicateur);
      return formatCourt(shown, indicateur?.unite ?? "");
    };
    const isReserved = (cellule: Cellule | undefined): boolean => shownMesure !== "couverture" && estChiffre(cellule) && horsComparaison(cellule);
    const montrer = (cellule: Cellule | undefined, indicateur: Indicateur | undefined): string | Html => {
      const shown = lire(cellule, shownMesure);
      if (shown === null) return estChiffre(cellule) ? html`<span class="discret">–<span class="masque"> sans objet</span></span>` : signeCourt(cellule?.statut ?? "non_collecte");
      const text = chiffre(shown, indicateur);
      return isReserved(cellule) ? html`${text}<span class="reserve" title="${RESERVE}">*</span>` : text;
    };
    const row = (ligne: number): number => order[ligne] ?? -1;
    vue = {pivot, titre, order};
    table.montrer({
      titre, tri, n: order.length, entete: DIMENSIONS.find((one) => one.cle === axes[0])?.libelle ?? "", colonnes: pivot.colonnes.map((one) => one.libelle),
      titreDe: (ligne) => pivot.lignes[row(ligne)]?.libelle ?? "",
      caseDe: (ligne, colonne) => montrer(pivot.cellule(row(ligne), colonne), indicateurDe(pivot.lignes[row(ligne)], pivot.colonnes[colonne])),
      legende() {
        const statuts = new Set<Statut>();
        let [hasReserve, hasBlank] = [false, false];
        for (const index of order) {
          for (const colonne of pivot.colonnes.keys()) {
            const cellule = pivot.cellule(index, colonne);
            if (lire(cellule, shownMesure) === null && !estChiffre(cellule)) statuts.add(cellule?.statut ?? "non_collecte");
            hasBlank ||= estChiffre(cellule) && lire(cellule, shownMesure) === null;
            hasReserve ||= isReserved(cellule);
          }
        }
        return html`${legendeAbsences(statuts)}${hasReserve ? html`<p class="legende-absences">* ${RESERVE}</p>` : ""}${hasBlank ? html`<p class="legende-absences">– sans objet : cette mesure n’existe pas pour cette valeur</p>` : ""}`;
      }
    });
  };

  const table = tableauCroise(
    resultat,
    (colonne) => {
      if (!vue) return;
      tri = tri?.colonne === colonne ? (tri.descending ? {colonne, descending: false} : null) : {colonne, descending: true};
      dessinerTable(vue.pivot);
    },
    () => {
      if (!vue) return;
      const {pivot, titre, order} = vue;
      const lines = order.map((index) => [
        pivot.lignes[index]?.libelle ?? "",
        ...pivot.colonnes.map((_, colonne) => {
          const cellule = pivot.cellule(index, colonne);
          return lire(cellule, mesure()) ?? (estChiffre(cellule) ? "" : motStatut(cellule?.statut));
        })
      ]);
      const text = formatSpreadsheetCsv([[titre, ...pivot.colonnes.map((one) => one.libelle)], ...lines]);
      telecharger(new Blob([text], {type: "text/csv;charset=utf-8"}), `${sommaire.fictif ? "donnees-fictives-" : ""}exploration.csv`);
    }
  );

  element("#x-formulaire", HTMLFormElement).addEventListener("change", (event) => {
    if (event.target !== filtre) tri = null;
    if (event.target === champ("annee")) retenir({annee: value("annee")});
    if (event.target === champ("territoire")) retenir({territoires: [value("territoire")]});
    void montrer();
  });
  element("#x-formulaire", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
  filtre.addEventListener("input", () => void montrer());
  void montrer();
}

chargerSommaire().then(installer, (error: Error) => direEchec(element("#resultat", HTMLElement), error));
