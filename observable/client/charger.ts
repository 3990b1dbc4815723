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

async function json<T>(path: string): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await lireFichier(adresse(path)))) as T;
}

let sommaire: Promise<Sommaire> | undefined;

export function chargerSommaire(): Promise<Sommaire> {
  sommaire ??= json<Sommaire>("donnees/sommaire.json.gz");
  return sommaire;
}

const charges = new Map<string, Promise<Cellules>>();

export function chargerIndicateur(code: string): Promise<Cellules> {
  let promise = charges.get(code);
  if (!promise) {
    promise = json<Colonnes>(`donnees/colonnes/${code}.json.gz`).then((columns) => decolonne(code, columns));
    charges.set(code, promise);
  }
  return promise;
}

type ProfilCompact = [number, number | null, number | null] | string;

/** What the profile of a territory lets expect of an indicator. */
export type Profils = (territoire: string, annee: string) => Profil | undefined;

const profils = new Map<string, Promise<Profils>>();

export function chargerProfils(code: string): Promise<Profils> {
  let promise = profils.get(code);
  if (!promise) {
    promise = json<Record<string, ProfilCompact>>(`donnees/profils/${code}.json.gz`).then((all) => (territoire, annee) => {
      const found = all[`${territoire}|${annee}`];
      if (found === undefined) return undefined;
      if (typeof found === "string") return {attendu: null, ecart_bas: null, ecart_haut: null, motif: found};
      const [attendu, ecart_bas, ecart_haut] = found;
      return {attendu, ecart_bas, ecart_haut, motif: null};
    });
    profils.set(code, promise);
  }
  return promise;
}

/** The state of a page, kept after the `#` of its address so that a link gives the same view. */
export function lireEtat(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

let aEcrire: string | null = null;

/** Writes the state once the answer is on screen: changing the address costs more than a table. */
export function ecrireEtat(state: Record<string, string>): void {
  if (aEcrire === null) {
    ensuite(() => {
      history.replaceState(null, "", `${location.pathname}${location.search}#${aEcrire ?? ""}`);
      aEcrire = null;
    });
  }
  aEcrire = Object.entries(state).filter(([, value]) => value !== "").map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%3A", ":").replaceAll("%2C", ",")}`).join("&");
}

/** Shows a problem in words where the result would be. */
export function dire(place: Element, message: string): void {
  const paragraph = document.createElement("p");
  paragraph.className = "refus";
  paragraph.textContent = message;
  place.replaceChildren(paragraph);
}
