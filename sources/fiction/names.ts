import type {Random} from "./random.ts";

const PLACES = [
  "les Amandiers", "les Aubépines", "la Bergerie", "les Bruyères", "les Cades", "la Calanque", "les Câpriers", "la Carrière", "le Cèdre", "les Cigales",
  "les Cistes", "le Clocher", "les Collines", "la Crique", "les Cyprès", "la Draille", "l'Étang", "les Farigoules", "le Figuier", "la Fontaine",
  "les Galets", "la Garrigue", "les Genêts", "la Glycine", "le Grand Pin", "les Grenadiers", "la Jasseraie", "le Jujubier", "les Lauriers", "la Lavandière",
  "le Lentisque", "le Libeccio", "la Lône", "les Marjolaines", "le Mazet", "les Micocouliers", "le Mistral", "le Moulin", "les Muriers", "le Myrte",
  "l'Olivette", "l'Ombrière", "le Ponant", "la Pinède", "les Platanes", "le Puits", "la Restanque", "les Roseaux", "la Roubine", "les Salines",
  "la Sansouire", "la Sarriette", "la Source", "les Sternes", "la Tramontane", "le Tilleul", "le Vallat", "la Vigie", "le Vieux Port", "les Yeuses"
];
const TAILS = [
  "", " d'en haut", " d'en bas", " du Levant", " du Couchant", " du Nord", " du Midi", " de la Mer", " de la Plaine", " du Plateau", " de la Rive", " du Chemin neuf",
  " du Grand Champ", " des Trois Sources", " de l'Aqueduc", " du Rempart", " de la Croix blanche", " du Vallon", " de la Tour", " des Quatre Vents", " du Canal",
  " de la Gare", " du Marché", " de l'Horizon", " des Falaises", " du Bastidon"
];

/** Names of places that no two schools of a kind share. */
export function placeNames(random: Random): string[] {
  const names: string[] = [];
  for (const tail of TAILS) for (const place of PLACES) names.push(place + tail);
  return random.shuffle(names);
}

const FIRST = ["Al", "Bar", "Cour", "Dam", "Es", "Fla", "Gar", "Hel", "Ir", "Jau", "Kel", "Lan", "Mir", "Nor", "Or", "Pel", "Quin", "Rou", "Sal", "Tal"];
const MIDDLE = ["ba", "ci", "do", "fé", "go", "la", "mi", "no", "ra", "vo"];
const LAST = ["bec", "dan", "fol", "gues", "lou", "mont", "nac", "rin", "tou", "val"];

/** Surnames made of syllables, so that no list of real people is behind them; one of them is a canary. */
const surnames: readonly string[] = [
  "Canarival",
  ...FIRST.flatMap((first) => MIDDLE.flatMap((middle) => LAST.map((last) => first + middle + last))).filter((_, index) => index % 7 === 0)
];

const givenNames: readonly string[] = [
  "Zéphyrine-Aubane", "Adélice", "Albéron", "Anselmine", "Aurian", "Bastiane", "Célestan", "Clairance", "Damienne", "Edmonde", "Elzéard", "Estérelle", "Fantine", "Florimond",
  "Gabin", "Garance", "Honorat", "Isaline", "Isarn", "Jauffret", "Joselin", "Laurestine", "Léonor", "Magali", "Marcelin", "Mireio", "Nérine", "Nicolin", "Ondine", "Pons", "Quiterie",
  "Raimbaud", "Rosalin", "Sabran", "Sidoine", "Tancrède", "Théobald", "Ulysse", "Valérian", "Vivette", "Yolaine", "Zacharin"
];

/** The same person again from the same number: pupils meet in campaigns and certifications, teachers in several sessions. */
export function personName(number: number): {nom: string; prenom: string} {
  const mixed = Math.imul(number, 0x9e3779b1) >>> 3; // 29 bits: small integers are quick
  return {nom: surnames[mixed % surnames.length] as string, prenom: givenNames[(mixed >>> 9) % givenNames.length] as string};
}

/** As DEPP writes names of schools and communes: capitals, no accent, spaces for hyphens and apostrophes. */
export function capitals(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[-'’]/g, " ")
    .toUpperCase();
}
