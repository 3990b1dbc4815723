import {mkdir, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {openDatabase, quoteText} from "../../pipelines/lib/duckdb.ts";
import type {Territoire} from "../../observable/components/model.ts";
import {writeBeside} from "./beside.ts";
import {writeSupplements} from "./supplements.ts";
import type {Cellule, Indicateur, Repere} from "../../pipelines/lib/words/figure.ts";

/**
 * A fictional publication in the very layout that `vigie publier` writes, small enough for a test and rich enough to
 * show every case: all territory types, the five absences, survey intervals, a break, targets, published references.
 */

const ANNEES = ["2022-2023", "2023-2024", "2024-2025"];

const VOLETS = [
  {code: "equipement", libelle: "Équipement"},
  {code: "ressources", libelle: "Ressources"},
  {code: "formation", libelle: "Formation"},
  {code: "parentalite", libelle: "Parentalité et e-inclusion"},
  {code: "transversal", libelle: "Usages et compétences"},
  {code: "pilotage", libelle: "Pilotage"}
];

type Row = Cellule & {volet: string};

function territoire(type: string, code: string, nom: string, parents: Record<string, string>, point?: [number, number], eleves = 1200): Territoire {
  return {
    type, code, nom, parents, latitude: point?.[0] ?? null, longitude: point?.[1] ?? null,
    population: Math.round(eleves * 5.3), n_etablissements: Math.max(1, Math.round(eleves / 210)), n_eleves: eleves
  };
}

const COMMUNES: [string, string, number, number, number][] = [
  ["13001", "Aix-en-Provence", 43.5361, 5.3986, 24100], ["13002", "Allauch", 43.3533, 5.5114, 3200],
  ["13004", "Arles", 43.5467, 4.7286, 8900], ["13005", "Aubagne", 43.2925, 5.5703, 8200],
  ["13027", "Châteaurenard", 43.8828, 4.8511, 3100], ["13028", "La Ciotat", 43.1925, 5.6081, 5600],
  ["13047", "Istres", 43.5131, 4.9853, 7600], ["13054", "Marignane", 43.4178, 5.2147, 6100],
  ["13055", "Marseille", 43.2803, 5.3806, 152000], ["13056", "Martigues", 43.4067, 5.0581, 8300],
  ["13063", "Miramas", 43.5853, 5.0014, 5200], ["13103", "Salon-de-Provence", 43.6456, 5.0972, 8100],
  ["13108", "Tarascon", 43.8058, 4.6603, 2900], ["13117", "Vitrolles", 43.4556, 5.2464, 6700],
  ["13009", "La Barben", 43.6239, 5.2086, 60]
];

const ARRONDISSEMENTS: [number, number, number, number][] = [
  [1, 43.2995, 5.3841, 6900], [2, 43.3068, 5.3686, 4300], [3, 43.3106, 5.3802, 9300], [4, 43.3066, 5.4014, 7900],
  [5, 43.2933, 5.3977, 6200], [6, 43.2860, 5.3806, 5900], [7, 43.2797, 5.3541, 4800], [8, 43.2453, 5.3719, 11900],
  [9, 43.2392, 5.4361, 12100], [10, 43.2761, 5.4219, 9300], [11, 43.2894, 5.4722, 11700], [12, 43.3119, 5.4411, 10600],
  [13, 43.3505, 5.4306, 19900], [14, 43.3461, 5.3939, 15100], [15, 43.3588, 5.3661, 17300], [16, 43.3678, 5.3131, 2400]
];

function makeTerritoires(extra: number): Territoire[] {
  const haut = {departement: "13", academie: "02"};
  const list = [
    territoire("programme", "TNE13", "Territoires numériques éducatifs des Bouches-du-Rhône", {}, undefined, 371000),
    territoire("academie", "02", "Aix-Marseille", {}, undefined, 548000),
    territoire("departement", "13", "Bouches-du-Rhône", {academie: "02"}, [43.5, 5.1], 371000),
    territoire("bassin", "02301", "Marseille nord", haut, undefined, 78000),
    territoire("bassin", "02302", "Aix – Pertuis", haut, undefined, 46000),
    territoire("circonscription", "0131234A", "Marseille 01", haut, undefined, 7400),
    territoire("circonscription", "0131235B", "Miramas – Istres", haut, undefined, 9100),
    territoire("epci", "200054807", "Métropole d’Aix-Marseille-Provence", haut, undefined, 331000),
    territoire("epci", "241300417", "CA d’Arles-Crau-Camargue-Montagnette", haut, undefined, 18200),
    ...COMMUNES.map(([code, nom, latitude, longitude, eleves]) =>
      territoire("commune", code, nom, {...haut, epci: "200054807"}, [latitude, longitude], eleves)
    ),
    ...ARRONDISSEMENTS.map(([rank, latitude, longitude, eleves]) =>
      territoire("arrondissement", String(13200 + rank), `Marseille ${rank === 1 ? "1er" : `${rank}e`} arrondissement`, {...haut, commune: "13055"}, [latitude, longitude], eleves)
    ),
    territoire("reseau", "0132207N", "REP+ Vallon des Pins", {...haut, commune: "13055"}, undefined, 2300),
    territoire("reseau", "0131606K", "REP Miramas", {...haut, commune: "13063"}, undefined, 1900),
    territoire("cite_educative", "CE-MCV", "Cité éducative de Marseille centre-ville", {...haut, commune: "13055"}, undefined, 9800)
  ];
  for (let index = 0; index < extra; index += 1) {
    const code = String(13300 + index);
    list.push(territoire("commune", code, `Commune fictive ${index + 1}`, {...haut, epci: "200054807"}, [43.3 + ((index * 37) % 55) / 100, 4.7 + ((index * 53) % 95) / 100], 100 + ((index * 997) % 4000)));
  }
  return list;
}

interface Modele extends Indicateur {
  niveau: number;
  pas: number;
  echelle: number;
}

const DEGRE = {code: "degre", libelle: "Degré", modalites: [{code: "premier", libelle: "Premier degré"}, {code: "second", libelle: "Second degré"}]};
const EP = {
  code: "education_prioritaire", libelle: "Éducation prioritaire",
  modalites: [{code: "hors_ep", libelle: "Hors éducation prioritaire"}, {code: "REP", libelle: "REP"}, {code: "REP+", libelle: "REP+"}]
};
const DISCIPLINE = {
  code: "discipline", libelle: "Discipline",
  modalites: ["Lettres", "Mathématiques", "Histoire-géographie", "Langues vivantes", "Sciences de la vie et de la Terre", "Physique-chimie", "Technologie", "Arts plastiques et éducation musicale", "Éducation physique et sportive"].map((libelle, index) => ({code: `d${index + 1}`, libelle}))
};

function modele(code: string, libelle: string, volet: string, part: Partial<Modele> & {niveau: number}): Modele {
  return {
    code, libelle, volet, description: `${libelle}, d’après les sources de l’année scolaire.`, unite: "%", type: "part",
    numerateur: "établissements qui déclarent en disposer", denominateur: "établissements du référentiel", sens: "hausse", sources: ["etic"], enquete: "etic",
    ventilations: [DEGRE, EP], periode: "stock", secret: "etablissements", seuil: 5, ruptures: [], reference: "Feuille de route académique 2014-2015",
    limites: "Déclaration des directeurs et chefs d’établissement.", fichier: `sql/indicateurs/${volet}/${code}.sql`,
    sql: `select\n  uai,\n  annee,\n  'ensemble' as ventilation,\n  'ensemble' as modalite\nfrom fct_etic\nwhere annee >= '2022-2023' -- ${code}`,
    pas: 0.03, echelle: 1, ...part
  };
}

const MODELES: Modele[] = [
  modele("eq_eleves_par_ordinateur", "Élèves par ordinateur", "equipement", {niveau: 6.4, pas: -0.5, unite: "élèves par ordinateur", type: "ratio", sens: "baisse", numerateur: "élèves inscrits", denominateur: "ordinateurs destinés aux élèves"}),
  modele("eq_tres_haut_debit", "Établissements raccordés au très haut débit", "equipement", {niveau: 0.71, numerateur: "établissements dont le débit atteint 40 Mb/s", denominateur: "établissements"}),
  modele("eq_classes_socle", "Classes élémentaires au socle numérique", "equipement", {niveau: 0.58, pas: 0.14, enquete: null, sources: ["equipement", "effectifs"], periode: "cumul", numerateur: "classes élémentaires atteintes par une livraison du socle", denominateur: "classes élémentaires à équiper", ventilations: [EP], reference: "Dossier de presse TNE 13, 2022"}),
  modele("eq_delai_livraison", "Délai entre commande et livraison", "equipement", {niveau: 48, pas: -4, unite: "jours", type: "mediane", sens: "baisse", enquete: null, sources: ["equipement"], ventilations: [], numerateur: "", denominateur: ""}),
  modele("re_ecoles_ent", "Écoles dotées d’un ENT", "ressources", {niveau: 0.46, pas: 0.06, ventilations: [EP]}),
  modele("re_charte_ecoles", "Écoles ayant une charte d’usage du numérique", "ressources", {niveau: 0.66}),
  modele("re_ent_visites_eleve", "Visites de l’ENT par élève et par semaine", "ressources", {niveau: 2.35, pas: 0.2, unite: "visites par élève et par semaine", type: "moyenne", enquete: null, sources: ["dnma"], ruptures: [{annee: "2024-2025", motif: "changement de périmètre du dispositif national de mesure"}], periode: "flux"}),
  modele("fo_enseignants_formes", "Enseignants formés au numérique", "formation", {niveau: 0.31, pas: 0.06, enquete: null, sources: ["formation"], ventilations: [DEGRE, DISCIPLINE], periode: "flux", secret: "personnes", numerateur: "enseignants présents à au moins une session", denominateur: "enseignants en poste"}),
  modele("fo_journees_stagiaires", "Journées-stagiaires réalisées", "formation", {niveau: 9120, pas: 860, unite: "journées-stagiaires", type: "compte", enquete: null, sources: ["formation"], periode: "flux", numerateur: "heures suivies, divisées par six", denominateur: "", echelle: 2, ventilations: [DEGRE]}),
  modele("pa_ateliers", "Ateliers d’e-parentalité tenus", "parentalite", {niveau: 214, pas: 42, unite: "ateliers", type: "compte", enquete: null, sources: ["parentalite"], periode: "flux", numerateur: "ateliers tenus", denominateur: "", echelle: 2, ventilations: []}),
  modele("pa_familles_touchees", "Familles accueillies dans les ateliers", "parentalite", {niveau: 0.042, pas: 0.008, enquete: null, sources: ["parentalite"], numerateur: "familles accueillies", denominateur: "élèves des établissements concernés", ventilations: [EP]}),
  modele("us_visualisation_collective", "Enseignants utilisant la visualisation collective en classe", "transversal", {niveau: 0.84, pas: 0.02, enquete: "enseignants", sources: ["enseignants"], secret: "personnes", ventilations: [DISCIPLINE, EP], numerateur: "enseignants qui répondent oui, pondérés", denominateur: "enseignants répondants, pondérés"}),
  modele("us_pix_certifies", "Élèves certifiés Pix", "transversal", {niveau: 0.77, pas: 0.02, enquete: null, sources: ["pix"], secret: "personnes", numerateur: "élèves certifiés", denominateur: "élèves inscrits à la certification", periode: "flux", ventilations: [DEGRE]}),
  modele("bu_paye", "Crédits payés", "pilotage", {niveau: 7_860_000, pas: 2_100_000, unite: "€", type: "montant", sens: "neutre", enquete: null, sources: ["budget"], periode: "cumul", numerateur: "crédits payés depuis l’origine", denominateur: "", echelle: 2, ventilations: []}),
  modele("pi_couverture", "Taux de réponse à l’enquête ETIC", "pilotage", {niveau: 0.62, pas: 0.07, enquete: "etic", numerateur: "établissements répondants", denominateur: "établissements attendus", ventilations: [DEGRE]})
];

/** A number in [0, 1) that depends on its key only. */
function chance(key: string): number {
  let hash = 2166136261;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 16777619);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 2246822519);
  hash ^= hash >>> 13;
  return ((hash >>> 0) % 100003) / 100003;
}

const ABSENCES_FORCEES: Record<string, Row["statut"]> = {
  "fo_enseignants_formes|commune|13009": "secret",
  "us_visualisation_collective|commune|13009": "secret",
  "us_pix_certifies|commune|13009": "secret",
  "eq_tres_haut_debit|commune|13009": "non_repondu",
  "re_charte_ecoles|commune|13009": "non_repondu",
  "us_pix_certifies|circonscription|0131234A": "non_concerne",
  "us_pix_certifies|circonscription|0131235B": "non_concerne",
  "re_ecoles_ent|reseau|0132207N": "non_collecte",
  "eq_delai_livraison|commune|13108": "non_collecte",
  "pa_ateliers|commune|13009": "zero",
  "pa_familles_touchees|arrondissement|13216": "zero",
  "fo_enseignants_formes|arrondissement|13216": "secret",
  "pa_familles_touchees|arrondissement|13202": "secret",
  "pa_familles_touchees|arrondissement|13203": "non_repondu"
};

function cell(m: Modele, t: Territoire, annee: string, ventilation: string, modalite: string): Row {
  const rank = ANNEES.indexOf(annee);
  const key = `${m.code}|${t.type}|${t.code}`;
  const share = m.echelle === 2 ? (t.n_eleves ?? 0) / 371000 : 1;
  const base = (m.niveau + m.pas * (rank - 2)) * share;
  const shift = t.type === "departement" || t.type === "programme" ? 0 : chance(key) - 0.5;
  const detail = modalite === "ensemble" ? 0 : chance(`${m.code}${modalite}`) - 0.5;
  const noise = chance(`${key}${annee}`) - 0.5;
  const isPart = m.type === "part";
  let valeur = isPart
    ? Math.min(0.985, Math.max(0.01, base + Math.min(0.28, m.niveau) * (shift * 0.55 + detail * 0.5 + noise * 0.05)))
    : base * (1 + shift * 0.5 + detail * 0.4 + noise * 0.04);
  if (m.type === "compte" || m.type === "montant") valeur = Math.round(valeur);
  const survey = m.enquete !== null;
  const couverture = survey ? Math.min(0.98, 0.44 + 0.09 * rank + 0.3 * chance(`c${t.type}${t.code}`)) : 1;
  const denominateur = m.type === "compte" || m.type === "montant" || m.type === "mediane" ? null : Math.max(4, Math.round(((t.n_eleves ?? 300) / 9) * (ventilation === "ensemble" ? 1 : 0.3)));
  const numerateur = denominateur === null ? (m.type === "mediane" ? null : valeur) : isPart ? Math.round(valeur * denominateur) : Math.round(valeur * denominateur * 10) / 10;
  if (isPart && denominateur && numerateur !== null) valeur = numerateur / denominateur;
  const half = survey && isPart ? 1.96 * Math.sqrt((valeur * (1 - valeur)) / Math.max(20, (denominateur ?? 40) * 0.4)) + 0.004 : null;
  const forced = ABSENCES_FORCEES[key];
  const statut = forced && (forced !== "non_collecte" || rank === 2) ? forced : m.code === "pa_familles_touchees" && t.type === "arrondissement" && rank === 0 ? "non_collecte" : "publie";
  const shown = statut === "publie" || statut === "zero";
  const drapeaux: string[] = [];
  if (survey && couverture < 0.5) drapeaux.push("reponse_insuffisante");
  else if (survey && couverture < 0.65) drapeaux.push("reponse_faible");
  if (m.ruptures.some((rupture) => rupture.annee === annee)) drapeaux.push("rupture");
  if (half !== null && half > 0.1) drapeaux.push("a_lire_avec_prudence");
  const comparable = rank > 0 && !drapeaux.includes("rupture") && !drapeaux.includes("reponse_insuffisante") && !drapeaux.includes("reponse_faible");
  const target = t.type === "departement" || t.type === "programme" ? CIBLES[m.code]?.[rank] : undefined;
  if (statut === "zero") valeur = 0;
  return {
    indicateur: m.code, volet: m.volet, territoire_type: t.type, territoire_code: t.code, annee, ventilation, modalite,
    valeur: shown ? valeur : null,
    numerateur: shown ? (statut === "zero" ? 0 : numerateur) : null,
    denominateur: shown ? denominateur : null,
    n_unites: shown ? Math.max(1, Math.round((t.n_etablissements ?? 10) * couverture)) : null,
    couverture: statut === "secret" ? null : statut === "non_repondu" ? 0 : couverture,
    ic_bas: shown && half !== null ? Math.max(0, valeur - half) : null,
    ic_haut: shown && half !== null ? Math.min(1, valeur + half) : null,
    cible: ventilation === "ensemble" ? (target ?? null) : null,
    reference: null,
    evolution: shown && comparable && statut === "publie" && modalite === "ensemble" ? m.pas * share * (0.8 + noise) : null,
    statut,
    drapeaux
  };
}

const CIBLES: Record<string, (number | null)[]> = {
  eq_eleves_par_ordinateur: [8, 7, 6], eq_classes_socle: [0.4, 0.7, 1], re_ecoles_ent: [0.5, 0.6, 0.7], re_charte_ecoles: [1, 1, 1],
  fo_enseignants_formes: [0.25, 0.28, 0.3], us_visualisation_collective: [1, 1, 1], fo_journees_stagiaires: [null, 9000, 10000], pa_ateliers: [100, 150, 200]
};

const REPERES: Repere[] = [
  ["eq_eleves_par_ordinateur", "2012-2013", 14.82, null, "repere"], ["eq_eleves_par_ordinateur", "2013-2014", 17.53, 0.35, "repere"],
  ["re_charte_ecoles", "2012-2013", 0.52, null, "repere"], ["re_charte_ecoles", "2013-2014", 0.63, 0.35, "repere"], ["re_charte_ecoles", "2016-2017", 1, null, "cible"],
  ["us_visualisation_collective", "2012-2013", 0.8, null, "repere"], ["us_visualisation_collective", "2013-2014", 0.87, 0.81, "repere"],
  ["fo_enseignants_formes", "2012-2013", 0.24, null, "repere"], ["fo_enseignants_formes", "2013-2014", 0.26, null, "repere"]
].map(([indicateur, annee, valeur, couverture, nature]) => ({
  indicateur, annee, valeur, couverture, nature, territoire_type: "departement", territoire_code: "13", ventilation: "ensemble", modalite: "ensemble",
  document: "Feuille de route académique 2014-2015", remarque: couverture === 0.35 ? "35 % des écoles ont répondu" : null
})) as Repere[];

export interface FixtureOptions {
  /** Communes added to the fifteen real names. */
  communes?: number;
  /** Copies of every indicator, to reach the size of the real catalogue. */
  copies?: number;
}

/** Writes a fictional publication in `dir` (emptied first). */
export async function writeFixture(dir: string, {communes = 0, copies = 1}: FixtureOptions = {}): Promise<void> {
  await rm(dir, {recursive: true, force: true});
  await mkdir(dir, {recursive: true});
  const territoires = makeTerritoires(communes);
  const catalogue = Array.from({length: copies}, (_, copy) =>
    MODELES.map((m) => (copy === 0 ? m : {...m, code: `${m.code}_${copy + 1}`, libelle: `${m.libelle} (${copy + 1})`}))
  ).flat();
  const rows: Row[] = [];
  for (const m of catalogue) {
    for (const annee of ANNEES) {
      for (const t of territoires) {
        rows.push(cell(m, t, annee, "ensemble", "ensemble"));
        if (m.type === "montant" || m.type === "mediane") continue;
        for (const v of m.ventilations) for (const modalite of v.modalites) rows.push(cell(m, t, annee, v.code, modalite.code));
      }
    }
  }
  // A hidden row hides its breakdowns; the reference of a territory is the département of the same cell.
  const whole = new Map(rows.filter((row) => row.territoire_type === "departement").map((row) => [`${row.indicateur}|${row.annee}|${row.ventilation}|${row.modalite}`, row.valeur]));
  for (const row of rows) {
    row.reference = whole.get(`${row.indicateur}|${row.annee}|${row.ventilation}|${row.modalite}`) ?? null;
    if (row.ventilation === "discipline" && row.modalite === "d8" && row.territoire_type !== "departement") {
      Object.assign(row, {valeur: null, numerateur: null, denominateur: null, n_unites: null, couverture: null, ic_bas: null, ic_haut: null, evolution: null, statut: "secret"});
    }
  }
  const order = Object.keys(rows[0] as Row).sort((left, right) => COLONNES.indexOf(left) - COLONNES.indexOf(right));
  const lines = rows.map((row) => JSON.stringify(Object.fromEntries(order.map((name) => [name, row[name as keyof Row]])))).join("\n");
  const source = join(dir, "pub.ndjson");
  await writeFile(source, lines);
  const database = await openDatabase();
  const types = COLONNES.map((name) => `${name}: '${name === "drapeaux" ? "varchar[]" : NOMBRES.has(name) ? "double" : "varchar"}'`).join(", ");
  await database.run(`create table pub as select * from read_json(${quoteText(source)}, format = 'newline_delimited', columns = {${types}})`);
  await database.run(`copy pub to ${quoteText(join(dir, "pub_indicateur.parquet"))} (format parquet, compression zstd)`);
  await writeBeside(database, dir);
  database.close();
  await rm(source);
  await writeJson(dir, "catalogue.json", catalogue.map(({niveau: _niveau, pas: _pas, echelle: _echelle, ...rest}) => rest));
  await writeJson(dir, "territoires.json", territoires);
  await writeJson(dir, "reperes.json", REPERES);
  await writeJson(dir, "qualite.json", {
    fichiers: [
      ["etic-2024-2025.xlsx", "etic", "etic", 1180, 1168, 9, 3, "2025-06-30", "2024-2025"],
      ["gaia-2024-2025.csv", "formation", "formation", 20411, 20380, 31, 0, "2025-07-04", "2024-2025"],
      ["Livraisons socle.csv", "equipement", "equipement", 2212, 2212, 0, 0, "2025-05-12", "2023-2024, 2024-2025"],
      ["pix-certification.csv", "pix", "certification", 33120, 33002, 118, 0, "2025-07-10", "2024-2025"],
      ["Fichier non reconnu", null, null, 12, 0, 12, 0, "2025-07-11", []]
    ].map(([fichier, source_, objet, lus, acceptes, rejetes, doublons, importe_le, annees], index) => ({
      fichier, source: source_, objet, sha256: `${index}f3a9c0d7be41528`.repeat(4), lus, acceptes, rejetes, doublons, importe_le, annees,
      remplacees: index === 1 ? [{par: "2f3a9c0d7be41528".repeat(4), lignes: 214}] : []
    })),
    rejets: [
      {source: "pix", colonne: "date_passage", code: "date_illisible", message: "la date n’est pas de la forme JJ/MM/AAAA", n: 96},
      {source: "pix", colonne: "score", code: "hors_bornes", message: "le score dépasse 1 024", n: 22},
      {source: "formation", colonne: "uai", code: "uai_inconnu", message: "la lettre de contrôle de l’UAI est fausse", n: 31},
      {source: "etic", colonne: "ordinateurs", code: "nombre_illisible", message: "le nombre d’ordinateurs n’est pas un nombre", n: 9}
    ],
    controles: [
      {nom: "cumul_qui_baisse", description: "Un indicateur cumulé ne baisse pas d’une année à l’autre.", n: 0, niveau: "erreur", exemples: []},
      {nom: "taux_superieur_a_un", description: "Un taux ne dépasse pas 100 %.", n: 0, niveau: "erreur", exemples: []},
      {nom: "effectif_absent", description: "Établissement ouvert dont l’effectif n’est pas connu.", n: 3, niveau: "alerte", exemples: ["0130001X", "0130002Y"]}
    ],
    corrections: [{source: "etic", colonne: "ordinateurs", date: "2025-07-01", lignes: 1}],
    couverture: [
      {enquete: "etic", annee: "2022-2023", attendus: 1190, repondants: 594}, {enquete: "etic", annee: "2023-2024", attendus: 1192, repondants: 702},
      {enquete: "etic", annee: "2024-2025", attendus: 1193, repondants: 774}, {enquete: "enseignants", annee: "2024-2025", attendus: 17840, repondants: 9120}
    ]
  });
  await writeSupplements(dir);
  await writeJson(dir, "edition.json", {
    fictif: true, perimetre: {departement: "13", nom: "Bouches-du-Rhône", academie: "Aix-Marseille"}, annees: ANNEES, annee_courante: "2024-2025",
    donnees_du: "2025-07-15", seuils: {personnes: 5, etablissements: 3}, version: "0.1.0", empreinte: "6d1f0c9a2b7e4453", volets: VOLETS
  });
}

const COLONNES = ["indicateur", "volet", "territoire_type", "territoire_code", "annee", "ventilation", "modalite", "valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution", "statut", "drapeaux"];
const NOMBRES = new Set(["valeur", "numerateur", "denominateur", "n_unites", "couverture", "ic_bas", "ic_haut", "cible", "reference", "evolution"]);

async function writeJson(dir: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(dir, name), `${JSON.stringify(value, null, 2)}\n`);
}
