import type {Indicateur} from "./figure.ts";
import {formatEcart, formatValeur} from "./format.ts";

/** A territory beside what its own profile lets expect: level, quartile of IPS, éducation prioritaire (`pub_profil`). */
export interface Profil {
  attendu: number | null;
  ecart_bas: number | null;
  ecart_haut: number | null;
  motif: string | null;
}

const MOTIFS: Readonly<Record<string, string>> = {
  etablissements_insuffisants: "trop peu d’établissements dans le territoire",
  profil_rare: "un profil que trop peu d’établissements du département portent",
  reponse_insuffisante: "trop peu de réponses",
  secret: "secret statistique"
};

/** Why there is no expected value; `undefined` when the publication says nothing of this figure. */
export function motRefusProfil(indicateur: Pick<Indicateur, "type">, profil: Profil | undefined): string {
  if (profil?.motif) return MOTIFS[profil.motif] ?? profil.motif.replaceAll("_", " ");
  if (indicateur.type === "compte" || indicateur.type === "montant") return "un compte grandit avec la taille du territoire";
  if (indicateur.type === "mediane") return "une médiane ne se décompose pas par établissement";
  return "pas de profil à lui comparer : c’est le département entier, ou ce chiffre ne se compte pas par établissement";
}

export interface Position {
  /** Where the value would be if each school were like those of its profile, and how far from it chance may take the value seen. */
  attendu: number;
  bas: number | null;
  haut: number | null;
}

export function positionAttendue(valeur: number, profil: Profil | undefined): Position | null {
  if (!profil || profil.attendu === null) return null;
  return {attendu: profil.attendu, bas: profil.ecart_haut === null ? null : valeur - profil.ecart_haut, haut: profil.ecart_bas === null ? null : valeur - profil.ecart_bas};
}

/** The gap at like profile: established when its interval leaves zero out. */
export function lireProfil(indicateur: Pick<Indicateur, "unite" | "type">, valeur: number, profil: Profil): string {
  if (profil.attendu === null) return "";
  const gap = formatEcart(valeur - profil.attendu, indicateur);
  const expected = `attendu à profil comparable : ${formatValeur(profil.attendu, indicateur.unite)}`;
  if (profil.ecart_bas === null || profil.ecart_haut === null) return `${gap} (${expected})`;
  const interval = `entre ${formatEcart(profil.ecart_bas, indicateur).replace(/\spoints?$/, "")} et ${formatEcart(profil.ecart_haut, indicateur)} à 95\u00a0%`;
  const isEstablished = profil.ecart_bas > 0 || profil.ecart_haut < 0;
  return `${isEstablished ? `écart de ${gap}` : `aucun écart établi, ${gap}`}, ${interval} (${expected})`;
}
