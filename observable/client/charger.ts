import {decolonne, type Cellules, type Colonnes} from "../components/colonnes.ts";
import {ensuite} from "./ensuite.ts";
import {lireFichier} from "./fichiers.ts";
import type {Profil} from "../../pipelines/lib/words/profile.ts";

/** The shapes that `observable/pages/donnees-site.ts` writes. */
export interface Territoire {
  cle: string;
  type: string;
  nom: string;
  chemin: string;
  parents: string[];
}

export interface Indicateur {
  code: string;
  libelle: string;
  volet: string;
  unite: string;
  type: string;
  sens: "hausse" | "baisse" | "neutre";
  enquete: string | null;
  description: string;
  chemin: string;
  /** True when some territory has a value expected at like profile. */
  profil: boolean;
  ruptures: {annee: string; motif: string}[];
  ventilations: {code: string; libelle: string; modalites: {code: string; libelle: string}[]}[];
}

export interface Sommaire {
  fictif: boolean;
  annees: string[];
  annee: string;
  principal: string;
  volets: {code: string; libelle: string; chemin: string}[];
  territoires: Territoire[];
  indicateurs: Indicateur[];
}

/** The address of a file of the site, from any of its pages: the icon lies at the root. */
export function adresse(path: string): string {
  return new URL(path, document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href ?? document.baseURI).href;
}

/** A failure is told in words that say what to do; what the browser says of it, in English, is not. */
async function json<T>(path: string): Promise<T> {
  try {
    return JSON.parse(new TextDecoder().decode(await lireFichier(adresse(path)))) as T;
  } catch (cause) {
    throw new Error(cause instanceof TypeError
      ? "le site n’a pas répondu. Vérifiez la connexion, puis rechargez la page."
      : `le fichier ${path} manque au site ou est abîmé. Rechargez la page ; si ce message revient, donnez-le à la personne qui publie le site.`, {cause});
  }
}

/** Asked for once; what failed may be asked for again. */
function uneFois<T>(known: Map<string, Promise<T>>, name: string, ask: () => Promise<T>): Promise<T> {
  let promise = known.get(name);
  if (!promise) {
    promise = ask();
    known.set(name, promise);
    promise.catch(() => known.delete(name));
  }
  return promise;
}

const sommaires = new Map<string, Promise<Sommaire>>();

export function chargerSommaire(): Promise<Sommaire> {
  return uneFois(sommaires, "sommaire", () => json<Sommaire>("donnees/sommaire.json.gz"));
}

const charges = new Map<string, Promise<Cellules>>();

export function chargerIndicateur(code: string): Promise<Cellules> {
  return uneFois(charges, code, async () => decolonne(code, await json<Colonnes>(`donnees/colonnes/${code}.json.gz`)));
}

type ProfilCompact = [number, number | null, number | null] | string;

/** What the profile of a territory lets expect of an indicator. */
export type Profils = (territoire: string, annee: string) => Profil | undefined;

const profils = new Map<string, Promise<Profils>>();

export function chargerProfils(code: string): Promise<Profils> {
  return uneFois(profils, code, async () => {
    const all = await json<Record<string, ProfilCompact>>(`donnees/profils/${code}.json.gz`);
    return (territoire, annee) => {
      const found = all[`${territoire}|${annee}`];
      if (found === undefined) return undefined;
      if (typeof found === "string") return {attendu: null, ecart_bas: null, ecart_haut: null, motif: found};
      const [attendu, ecart_bas, ecart_haut] = found;
      return {attendu, ecart_bas, ecart_haut, motif: null};
    };
  });
}

/** The state of a page, kept after the `#` of its address so that a link gives the same view. */
export function lireEtat(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

let etat = "";
let isAsked = false;

const inscrire = (): void => history.replaceState(null, "", `${location.pathname}${location.search}#${etat}`);

/** Writes the state once the answer is on screen: changing the address costs more than a table. */
export function ecrireEtat(state: Record<string, string>): void {
  if (!isAsked) {
    ensuite(() => {
      inscrire();
      isAsked = false;
    });
  }
  isAsked = true;
  etat = Object.entries(state).filter(([, value]) => value !== "").map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%3A", ":").replaceAll("%2C", ",")}`).join("&");
}

/** A state pasted in the address, or found again by going back, is shown; a link to a place of the page leaves the state in the address. */
addEventListener("hashchange", () => {
  if (location.hash.length <= 1 || location.hash.includes("=")) location.reload();
  else inscrire();
});

/** Shows a problem in words where the result would be. */
export function dire(place: Element, message: string): void {
  const paragraph = document.createElement("p");
  paragraph.className = "refus";
  paragraph.textContent = message;
  place.replaceChildren(paragraph);
}

/** Why there is nothing to show, and what to do. */
export function direEchec(place: Element, {message}: Error): void {
  dire(place, `Les données n’ont pas pu être lues : ${message}`);
}
