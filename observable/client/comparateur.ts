import {signeAbsence} from "../components/absences.ts";
import {horsComparaison, juger, MAX_TERRITOIRES} from "../components/comparaison.ts";
import {distributionChart} from "../components/distribution-chart.ts";
import {csvDuTableau, donnee, tableau, type Case, type Tableau} from "../components/figure.ts";
import {html, type Html} from "../components/html.ts";
import {nomComplet} from "../components/model.ts";
import {chargerIndicateur, chargerProfils, chargerSommaire, dire, direEchec, ecrireEtat, lireEtat, type Indicateur, type Sommaire, type Territoire} from "./charger.ts";
import {element} from "./element.ts";
import {ensuite} from "./ensuite.ts";
import {telecharger} from "./fichiers.ts";
import {direReprise, rappeler, retenir} from "./memoire.ts";
import {enPng, lireCles} from "./images.ts";
import {fold} from "../../pipelines/lib/text.ts";
import {motStatut} from "../../pipelines/lib/words/absences.ts";
import {estChiffre, type Cellule} from "../../pipelines/lib/words/figure.ts";
import {formatCompte, formatCourt, formatEcart, formatPart} from "../../pipelines/lib/words/format.ts";
import {lireProfil, motRefusProfil, positionAttendue, type Profil} from "../../pipelines/lib/words/profile.ts";
import {lireEtendue} from "../../pipelines/lib/words/range.ts";
import {lireDrapeaux} from "../../pipelines/lib/words/reading.ts";

interface Etat {
  territoires: Territoire[];
  indicateurs: Indicateur[];
  annees: string[];
  /** Each value beside what its profile lets expect. */
  profil: boolean;
}

interface Ligne {
  territoire: Territoire;
  /** Its name, with its type when another of the comparison has the same. */
  nom: string;
  annee: string;
  cellule: Cellule | undefined;
  profil: Profil | undefined;
}

const coches = (place: Element): HTMLInputElement[] => [...place.querySelectorAll<HTMLInputElement>("input")];

/** The indicators that the address asks for, else those that the page was built with. */
function codesDemandes(): string[] {
  const boxes = coches(element("#choix-indicateurs", HTMLElement));
  const asked = (lireEtat().get("i") ?? "").split(",").filter((code) => boxes.some((box) => box.value === code));
  return asked.length > 0 ? asked : boxes.filter((box) => box.defaultChecked).map((box) => box.value);
}

/** What the address asks for; for what it does not say, what was chosen last, which `reprise` names. */
function etatInitial(sommaire: Sommaire): {etat: Etat; reprise: string[]} {
  const asked = lireEtat();
  const kept = rappeler();
  const named = (keys: readonly string[]): Territoire[] => keys.flatMap((cle) => sommaire.territoires.filter((one) => one.cle === cle));
  const known = asked.has("t") ? [] : named(kept.territoires ?? []);
  const year = asked.has("a") || kept.annee === sommaire.annee ? [] : sommaire.annees.filter((one) => one === kept.annee);
  const reprise = [...known.map((one) => one.nom), ...year];
  const territoires = asked.has("t") ? named((asked.get("t") ?? "").split(",")) : known;
  const annees = (asked.get("a") ?? "").split(",").filter((one) => sommaire.annees.includes(one));
  if (territoires.length === 1 && territoires[0]?.cle !== sommaire.principal) territoires.push(...sommaire.territoires.filter((one) => one.cle === sommaire.principal));
  const etat = {
    territoires: territoires.slice(0, MAX_TERRITOIRES),
    indicateurs: codesDemandes().flatMap((code) => sommaire.indicateurs.filter((one) => one.code === code)),
    annees: annees.length > 0 ? annees : year.length > 0 ? year : [sommaire.annee],
    profil: asked.get("p") === "1"
  };
  return {etat, reprise};
}

/** The lines of a comparison: each territory, each year, in the order of the choice. */
async function lignes(indicateur: Indicateur, etat: Etat): Promise<Ligne[]> {
  const [cells, profils] = await Promise.all([chargerIndicateur(indicateur.code), etat.profil && indicateur.profil ? chargerProfils(indicateur.code) : null]);
  const nomDe = (territoire: Territoire): string => (etat.territoires.some((one) => one !== territoire && one.nom === territoire.nom) ? nomComplet(territoire) : territoire.nom);
  return etat.territoires.flatMap((territoire) => etat.annees.map((annee) => ({territoire, nom: nomDe(territoire), annee, cellule: cells.cellule(territoire.cle, annee), profil: profils?.(territoire.cle, annee)})));
}

const PROFIL = ["Attendu à profil comparable", "Écart", "Écart, bas", "Écart, haut"] as const;

function number(value: number | null | undefined, shown: (value: number) => string): Case {
  return value === null || value === undefined ? {montre: "", brut: null} : {montre: shown(value), brut: value};
}

function tableauDe(indicateur: Indicateur, rows: readonly Ligne[], avecProfil: boolean): Tableau {
  const unit = indicateur.unite;
  const refus = (cellule: Cellule | undefined, profil: Profil | undefined): string => (estChiffre(cellule) && (profil?.attendu ?? null) === null ? motRefusProfil(indicateur, profil) : "");
  return {
    legende: `${indicateur.libelle}${unit === "%" ? "" : ` (${unit})`}`,
    colonnes: [{titre: "Territoire"}, {titre: "Année"}, {titre: "Valeur", nombre: true}, {titre: "Intervalle, bas", nombre: true}, {titre: "Intervalle, haut", nombre: true}, ...(avecProfil ? [...PROFIL.map((titre) => ({titre, nombre: true})), {titre: "Sans attendu parce que"}] : []), {titre: "Couverture", nombre: true}, {titre: "Statut"}, {titre: "Précautions"}],
    lignes: rows.map(({nom, annee, cellule, profil}) => [
      {montre: nom, brut: nom}, {montre: annee, brut: annee},
      estChiffre(cellule) ? {montre: donnee(cellule.valeur, formatCourt(cellule.valeur, unit)), brut: cellule.valeur} : {montre: signeAbsence(cellule?.statut ?? "non_collecte"), brut: null},
      number(cellule?.ic_bas, (value) => formatCourt(value, unit)), number(cellule?.ic_haut, (value) => formatCourt(value, unit)),
      ...(avecProfil
        ? [
            number(profil?.attendu, (value) => formatCourt(value, unit)), number(estChiffre(cellule) && profil && profil.attendu !== null ? cellule.valeur - profil.attendu : null, (value) => formatEcart(value, indicateur)),
            number(profil?.ecart_bas, (value) => formatEcart(value, indicateur)), number(profil?.ecart_haut, (value) => formatEcart(value, indicateur)), {montre: refus(cellule, profil), brut: refus(cellule, profil)}
          ]
        : []),
      number(cellule?.couverture, (value) => formatPart(value)),
      {montre: motStatut(cellule?.statut), brut: motStatut(cellule?.statut)},
      {montre: lireDrapeaux(cellule?.drapeaux ?? []).join(", "), brut: lireDrapeaux(cellule?.drapeaux ?? []).join(", ")}
    ])
  };
}

/** A button; `quoi`, heard but not seen, tells it from its like. */
function bouton(text: string, action: () => void, quoi = ""): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "lien";
  button.innerHTML = html`${text}${quoi ? html`<span class="masque"> : ${quoi}</span>` : ""}`.text;
  button.addEventListener("click", action);
  return button;
}

/** The marks that the drawing uses, when a reader could not guess them. */
function legende(estDessine: boolean, aIntervalle: boolean): Html {
  const interval = aIntervalle ? html`<li><span class="cle cle-ic"></span>intervalle de confiance à 95 %</li>` : "";
  if (!estDessine) return aIntervalle ? html`<ul class="cles">${interval}</ul>` : html``;
  return html`<ul class="cles"><li><span class="cle cle-point"></span>valeur observée</li>${interval}<li><span class="cle cle-ref-rond"></span>valeur attendue à profil comparable, et jusqu’où le hasard peut en éloigner</li></ul>`;
}

/** More lines than these are summed up: only the established gaps are told one by one. */
const LIGNES_LUES = 6;

/** Lines named shortly: each territory once, with its years when there are several. */
function parTerritoire(rows: readonly Ligne[], several: boolean): string {
  const names = [...new Set(rows.map((row) => row.nom))];
  return names.map((nom) => (several ? `${nom} (${rows.filter((row) => row.nom === nom).map((row) => row.annee).join(", ")})` : nom)).join(" ; ");
}

/** Each value beside what its own profile lets expect, or why it cannot be; two gaps are never set against each other. */
function lireProfils(indicateur: Indicateur, rows: readonly Ligne[], several: boolean): {phrases: string[]; estDessine: boolean} {
  const shown = rows.flatMap((row) => (estChiffre(row.cellule) && !horsComparaison(row.cellule) ? [{...row, valeur: row.cellule.valeur}] : []));
  const known = shown.filter(({profil}) => profil && profil.attendu !== null);
  if (!indicateur.profil || known.length === 0) {
    const reasons = [...new Set(shown.map(({profil}) => motRefusProfil(indicateur, profil)))];
    return {phrases: [`Pas de comparaison à profil comparable : ${reasons.join(" ; ") || "aucune valeur à comparer"}.`], estDessine: false};
  }
  const name = ({nom, annee}: Ligne): string => (several ? `${nom}, ${annee}` : nom);
  const isEstablished = ({profil}: Ligne): boolean => (profil?.ecart_bas ?? 0) > 0 || (profil?.ecart_haut ?? 0) < 0;
  const isSummed = shown.length > LIGNES_LUES;
  const told = isSummed ? known.filter(isEstablished) : known;
  const quiet = isSummed ? known.filter((row) => !isEstablished(row)) : [];
  const reasons = new Map<string, Ligne[]>();
  for (const row of shown) {
    const reason = motRefusProfil(indicateur, row.profil);
    if ((row.profil?.attendu ?? null) === null) reasons.set(reason, [...(reasons.get(reason) ?? []), row]);
  }
  return {
    estDessine: true,
    phrases: [
      ...told.flatMap((row) => (row.profil ? [`${name(row)} : ${lireProfil(indicateur, row.valeur, row.profil)}.`] : [])),
      ...(quiet.length > 0 ? [`Aucun écart établi à la valeur attendue : ${parTerritoire(quiet, several)}. Le tableau donne chacun.`] : []),
      ...[...reasons].map(([reason, rows]) => `${parTerritoire(rows, several)} : pas de valeur attendue, ${reason}.`),
      ...(known.length > 1 ? ["Chaque valeur se lit face à la sienne attendue. Les écarts de deux territoires ne se comparent pas entre eux : leurs profils diffèrent."] : [])
    ]
  };
}

/** The lowest and the highest, in a sentence. */
function phraseDe(indicateur: Indicateur, annees: readonly string[], drawn: readonly {libelle: string; cellule: Cellule | undefined}[]): string {
  const values = drawn.flatMap(({libelle, cellule}) => (estChiffre(cellule) ? [{libelle, valeur: cellule.valeur}] : []));
  const what = `${indicateur.libelle}${annees.length === 1 ? `, en ${annees[0]}` : ""}`;
  return `${what} : ${lireEtendue(values, indicateur.unite) || "aucune valeur à dessiner"}.`;
}

/** As wide as the column that will hold it, no wider than a line is read. */
function largeurDessin(resultat: HTMLElement): number {
  const column = Number.parseFloat(getComputedStyle(resultat).gridTemplateColumns);
  return Math.round(Math.max(260, Math.min(480, column || 320)));
}

function comparer(indicateur: Indicateur, rows: readonly Ligne[], etat: Etat, sommaire: Sommaire, largeur: number): HTMLElement {
  const verdict = juger(indicateur, etat.territoires, etat.annees, rows.map((one) => one.cellule));
  const profils = etat.profil ? lireProfils(indicateur, rows, etat.annees.length > 1) : {phrases: [], estDessine: false};
  const table = tableauDe(indicateur, rows, profils.estDessine);
  const section = document.createElement("section");
  section.className = "comparaison";
  const several = etat.annees.length > 1;
  const drawn = rows.map(({nom, annee, cellule, profil}) => ({
    libelle: several ? `${nom}, ${annee}` : nom,
    ...(cellule && horsComparaison(cellule) ? {cellule: undefined, ecarte: "trop peu de réponses"} : {cellule}),
    attendu: profils.estDessine && estChiffre(cellule) ? positionAttendue(cellule.valeur, profil) : null
  }));
  const phrase = phraseDe(indicateur, etat.annees, drawn);
  const aIntervalle = drawn.some(({cellule}) => estChiffre(cellule) && cellule.ic_bas !== null && cellule.ic_haut !== null);
  const fictif = sommaire.fictif ? " — données fictives" : "";
  section.innerHTML = html`<h2><a href="${indicateur.chemin}.html">${indicateur.libelle}</a></h2>
${verdict.refus ? html`<p class="refus">${verdict.refus}</p>` : html`<figure class="figure" id="comparaison-${indicateur.code}"><div class="dessin">${distributionChart(indicateur, drawn, undefined, phrase, sommaire.fictif, largeur)}</div><figcaption>${phrase}${fictif}</figcaption>${legende(profils.estDessine, aIntervalle)}</figure>`}
${profils.phrases.length > 0 ? html`<ul class="precisions">${profils.phrases.map((one) => html`<li>${one}</li>`)}</ul>` : ""}
${verdict.reserves.length > 0 ? html`<ul class="precisions">${verdict.reserves.map((one) => html`<li>${one}</li>`)}</ul>` : ""}
<details class="derriere"${verdict.refus ? html` open` : ""}><summary>Tableau<span class="masque"> : ${indicateur.libelle}</span></summary>${tableau(table, sommaire.fictif)}</details><p class="actions"></p>`.text;
  const actions = section.querySelector(".actions") as HTMLElement;
  const prefix = sommaire.fictif ? "donnees-fictives-" : "";
  actions.append(bouton("Télécharger ces données (CSV)", () => telecharger(new Blob([csvDuTableau(table)], {type: "text/csv;charset=utf-8"}), `${prefix}comparaison-${indicateur.code}.csv`), indicateur.libelle));
  const svg = section.querySelector<SVGSVGElement>(".dessin svg");
  if (svg) {
    actions.append(bouton("Télécharger l’image (PNG)", () => {
      enPng([svg], indicateur.libelle, `${phrase}${fictif}`, lireCles(section)).then((blob) => telecharger(blob, `${prefix}comparaison-${indicateur.code}.png`), () => actions.append("Image impossible dans ce navigateur."));
    }, indicateur.libelle));
  }
  return section;
}

/** An indicator whose file could not be read leaves the others on the page. */
function echec({libelle}: Indicateur, error: Error): HTMLElement {
  const section = document.createElement("section");
  section.className = "comparaison";
  const title = document.createElement("h2");
  title.textContent = libelle;
  const place = document.createElement("div");
  direEchec(place, error);
  section.append(title, place);
  return section;
}

/** The territories that what was typed may mean: the one of that very name, else those whose name has all its words. */
function reconnaitre(typed: string, territoires: readonly Territoire[]): Territoire[] {
  const wanted = fold(typed).trim();
  const words = wanted.split(/[\s()]+/).filter(Boolean);
  const exact = territoires.filter((one) => fold(nomComplet(one)) === wanted);
  if (exact.length > 0 || words.length === 0) return exact;
  const named = territoires.filter((one) => fold(one.nom) === wanted);
  return named.length > 0 ? named : territoires.filter((one) => words.every((word) => fold(nomComplet(one)).includes(word)));
}

function installer(sommaire: Sommaire): void {
  const {etat, reprise} = etatInitial(sommaire);
  const choisis = element("#choisis", HTMLUListElement);
  const ajout = element("#ajout", HTMLInputElement);
  const message = element("#message", HTMLElement);
  const annonce = element("#annonce", HTMLElement);
  const resultat = element("#resultat", HTMLElement);
  /** What the page offers to who has chosen nothing. */
  const departs = document.querySelector<HTMLElement>("#departs");
  direReprise(choisis, reprise);
  let round = 0;
  let largeur = 0;
  const montrer = async (): Promise<void> => {
    round += 1;
    const mine = round;
    if (mine > 1) retenir({territoires: etat.territoires.map((one) => one.cle), ...(etat.annees.length === 1 ? {annee: etat.annees[0] as string} : {})});
    ecrireEtat({t: etat.territoires.map((one) => one.cle).join(","), i: etat.indicateurs.map((one) => one.code).join(","), a: etat.annees.join(","), p: etat.profil ? "1" : ""});
    choisis.replaceChildren(
      ...etat.territoires.map((one) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `${one.chemin}.html`;
        link.textContent = nomComplet(one);
        const remove = bouton("Retirer", () => {
          etat.territoires = etat.territoires.filter((other) => other !== one);
          message.textContent = `${one.nom} est retiré.`;
          void montrer();
          ajout.focus();
        });
        remove.setAttribute("aria-label", `Retirer ${one.nom}`);
        item.append(link, " ", remove);
        return item;
      })
    );
    const needed = etat.territoires.length === 0 ? "" : etat.territoires.length === 1 ? "Choisissez au moins un autre territoire." : etat.annees.length === 0 ? "Choisissez au moins une année." : etat.indicateurs.length === 0 ? "Choisissez au moins un indicateur." : null;
    if (needed !== null) {
      if (needed) dire(resultat, needed);
      else resultat.replaceChildren();
      if (departs && etat.territoires.length < 2) {
        departs.hidden = false;
        resultat.append(departs);
      }
      annonce.textContent = needed;
      return;
    }
    // The others are read meanwhile, and drawn once the first is on screen.
    const rows = new Map(etat.indicateurs.map((one) => [one, lignes(one, etat).catch((error: Error) => error)]));
    const next = async (at: number): Promise<void> => {
      const indicateur = etat.indicateurs[at];
      if (!indicateur || mine !== round) return;
      const read = (await rows.get(indicateur)) ?? [];
      if (mine !== round) return;
      if (at === 0) largeur = largeurDessin(resultat);
      const section = read instanceof Error ? echec(indicateur, read) : comparer(indicateur, read, etat, sommaire, largeur);
      if (at === 0) resultat.replaceChildren(section);
      else resultat.append(section);
      ensuite(() => {
        if (at + 1 < etat.indicateurs.length) return void next(at + 1);
        if (mine > 1) annonce.textContent = `Comparaison à jour : ${formatCompte(etat.territoires.length, "territoire")}, ${formatCompte(etat.indicateurs.length, "indicateur")}.`;
        for (const one of etat.indicateurs) if (one.profil) ensuite(() => void chargerProfils(one.code).catch(() => {}));
      });
    };
    await next(0);
  };

  const ajouter = (): void => {
    const [found, ...others] = reconnaitre(ajout.value, sommaire.territoires);
    if (!found || others.length > 0) {
      message.textContent = ajout.value.trim() === "" ? "" : found
        ? `${formatCompte(others.length + 1, "territoire")} répondent à « ${ajout.value.trim()} » : ${[found, ...others].slice(0, 3).map(nomComplet).join(", ")}${others.length > 2 ? "…" : ""}. Précisez.`
        : `Aucun territoire n’a « ${ajout.value.trim()} » dans son nom.`;
      return;
    }
    if (etat.territoires.includes(found)) {
      message.textContent = `${found.nom} est déjà choisi.`;
      ajout.value = "";
      return;
    }
    if (etat.territoires.length >= MAX_TERRITOIRES) {
      message.textContent = `Au plus ${MAX_TERRITOIRES} territoires : retirez-en un d’abord.`;
      return;
    }
    message.textContent = `${found.nom} est ajouté.`;
    etat.territoires.push(found);
    ajout.value = "";
    void montrer();
  };
  element("#form-ajout", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    ajouter();
  });

  const cases = (place: HTMLElement, isOn: (value: string) => boolean, set: (value: string, on: boolean) => void): void => {
    for (const box of coches(place)) box.checked = isOn(box.value);
    place.addEventListener("change", ({target}) => {
      if (!(target instanceof HTMLInputElement)) return;
      set(target.value, target.checked);
      void montrer();
    });
  };
  cases(element("#choix-indicateurs", HTMLElement), (code) => etat.indicateurs.some((one) => one.code === code), (code, on) => {
    const found = sommaire.indicateurs.find((one) => one.code === code);
    etat.indicateurs = on && found ? [...etat.indicateurs, found] : etat.indicateurs.filter((one) => one.code !== code);
  });
  cases(element("#choix-annees", HTMLElement), (annee) => etat.annees.includes(annee), (annee, on) => {
    etat.annees = sommaire.annees.filter((one) => (one === annee ? on : etat.annees.includes(one)));
  });
  const profil = element("#profil", HTMLInputElement);
  profil.checked = etat.profil;
  profil.addEventListener("change", () => {
    etat.profil = profil.checked;
    void montrer();
  });
  void montrer();
}

// Asked for before anything is known of them: a failure is told where the figures are awaited.
for (const code of codesDemandes().slice(0, 1)) chargerIndicateur(code).catch(() => {});
chargerSommaire().then(installer, (error: Error) => direEchec(element("#resultat", HTMLElement), error));
