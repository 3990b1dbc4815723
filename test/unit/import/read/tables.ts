import {type CleanTable, ORDINARY} from "./polluter.ts";

/** Deterministic draws: the same table in every run. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const OBJECTS = [
  "Tablette tactile 10 pouces", "Vidéoprojecteur interactif", "Écran numérique, 75\"", "Ordinateur portable d'élève", "Chariot de recharge, 16 postes", "Borne Wi-Fi",
  "Visualiseur de table", "Casque audio, filaire", "Robot éducatif", "Stylet, lot de 10", "Microscope numérique", "Enceinte, salle de classe", "Clavier braille", "Tableau blanc, pieds inclus"
];
const SENTENCES = [
  "Matériel livré dans l'école, installé et testé avec le référent.", "Convient aux classes mobiles, aux ateliers et à l'aide aux devoirs.", "Résiste aux chocs, à la poussière et aux mains de maternelle.",
  "Garantie trois ans, pièces et main-d'œuvre.", "L'établissement signe le bon à la réception : garder l'original.", "Remplace l'ancien modèle de 15\" dans les salles du rez-de-chaussée.",
  "Livraison possible le mercredi, sur rendez-vous.", "Les câbles, la housse et le chargeur sont comptés à part."
];

/** The shape of Pollock's own source file, in the words of this field: dates, times, codes, prices, texts, links, an empty last column. */
export function deliveries(size = 40): CleanTable {
  const draw = draws(13);
  const rows = Array.from({length: size}, (_, index) => {
    const code = `${["MG", "RI", "CC", "YY", "BH", "HK"][draw(6)]}-${1000 + draw(9000)}`;
    return [
      `${String(1 + (index % 28)).padStart(2, "0")}/${String(1 + draw(12)).padStart(2, "0")}/2025`,
      `${String(8 + draw(10)).padStart(2, "0")}:${["00", "15", "30", "45"][draw(4)]}`,
      String(draw(34)),
      code,
      `${draw(900)}.${String(draw(100)).padStart(2, "0")} €`,
      OBJECTS[draw(OBJECTS.length)] as string,
      `${SENTENCES[draw(SENTENCES.length)]} ${SENTENCES[draw(SENTENCES.length)]}`,
      `https://livraisons.exemple.fr/produit/${code.replace("-", "_")}.html`,
      ""
    ];
  });
  return {header: ["DATE", "Heure", "Qté", "Référence", "Prix", "TypeProduit", "Description", "Lien", "Remarques"], rows, quotedColumns: new Set([6, 7]), style: ORDINARY};
}

const TOWNS = ["Marseille", "Aix-en-Provence", "Arles", "Martigues", "Aubagne", "Istres", "Salon-de-Provence", "Vitrolles", "Marignane", "La Ciotat", "Les Baux-de-Provence", "Port-de-Bouc"];
const UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

/** A survey as French services send it: `;`, decimal comma, UAI, oui/non, blanks. Nothing is quoted. */
export function survey(size = 40): CleanTable {
  const draw = draws(2025);
  const rows = Array.from({length: size}, (_, index) => {
    const number = 130_000 + 37 * index + draw(30);
    const digits = `0${number}`;
    return [
      "2024-2025",
      `${digits}${UAI_LETTERS[number % 23]}`,
      `${["École", "Collège", "Lycée"][draw(3)]} ${["Jean Moulin", "Émile Zola", "Marie Curie", "Les Platanes", "de l'Étoile"][draw(5)]}`,
      TOWNS[draw(TOWNS.length)] as string,
      String(40 + draw(700)),
      String(draw(120)),
      `${draw(30)},${draw(10)}`,
      draw(4) === 0 ? "" : draw(2) === 0 ? "oui" : "non",
      ["fibre", "xdsl", "4g", ""][draw(4)] as string,
      `${String(1 + draw(28)).padStart(2, "0")}/11/2024`
    ];
  });
  return {
    header: ["annee_scolaire", "uai", "nom", "commune", "eleves", "ordinateurs_eleves", "debit", "charte_usage", "technologie_acces", "date_reponse"],
    rows,
    quotedColumns: new Set(),
    style: {delimiter: ";", quote: '"', escape: '"', newline: "\r\n"}
  };
}
