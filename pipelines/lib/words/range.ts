import {formatCourt, formatValeur} from "./format.ts";

/** More names than these are counted, not listed. */
const NOMMES = 3;

function nommer(libelles: readonly string[]): string {
  const listed = libelles.length > NOMMES ? [...libelles.slice(0, NOMMES - 1), `${libelles.length - NOMMES + 1} autres`] : libelles;
  return new Intl.ListFormat("fr").format(listed);
}

/**
 * "de 22,0 % (Aix-en-Provence) à 50,0 % (Arles et Istres)": all that read the same are named together, and both ends have one precision;
 * "50,0 % (Arles et Istres)" when all do; empty without a value.
 */
export function lireEtendue(values: readonly {libelle: string; valeur: number}[], unite: string): string {
  const shown = [...values].sort((left, right) => left.valeur - right.valeur).map(({libelle, valeur}) => ({libelle, texte: unite === "%" ? formatCourt(valeur, unite) : formatValeur(valeur, unite)}));
  const [low, high] = [shown[0], shown.at(-1)];
  if (!low || !high) return "";
  const end = (texte: string): string => `${texte} (${nommer(shown.filter((one) => one.texte === texte).map((one) => one.libelle))})`;
  return low.texte === high.texte ? end(high.texte) : `de ${end(low.texte)} à ${end(high.texte)}`;
}
