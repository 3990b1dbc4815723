import type {Cell, Sources} from "../kit.ts";
import {communes} from "../kit.ts";

export type Row = Readonly<Record<string, Cell>>;
export type World = {readonly [relation: string]: readonly Row[]};

/** Two school years; every generated date falls in one of them. */
export const YEARS = ["2023-2024", "2024-2025"] as const;
export const COMPETENCES = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2"];
export const DOMAINES = ["Information et données", "Communication et collaboration", "Création de contenu", "Protection et sécurité", "Environnement numérique"];

const SCHOOLS: readonly Row[] = [
  {uai: "0130001E", type_etablissement: "Ecole", secteur: "public", ecole_elementaire: true},
  {uai: "0130002E", type_etablissement: "Ecole", secteur: "public", ecole_elementaire: true, ecole_maternelle: true},
  {uai: "0130003E", type_etablissement: "Ecole", secteur: "public", ecole_maternelle: true},
  {uai: "0130004E", type_etablissement: "Ecole", secteur: "prive", ecole_elementaire: true},
  {uai: "0130005C", type_etablissement: "Collège", secteur: "public"},
  {uai: "0130006C", type_etablissement: "Collège", secteur: "prive"},
  {uai: "0130007L", type_etablissement: "Lycée", secteur: "public", voie_generale: true},
  {uai: "0130008L", type_etablissement: "Lycée", secteur: "public", voie_professionnelle: true}
];

interface Draw {
  int: (from: number, to: number) => number;
  pick: <T>(values: readonly T[]) => T;
  /** True with this probability. */
  chance: (p: number) => boolean;
  /** The value, or null one time in five. */
  maybe: <T>(value: T) => T | null;
  day: (year: number) => string;
  times: <T>(n: number, make: (index: number) => T) => T[];
}

/** mulberry32: a world is its number. */
function drawer(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    int,
    pick: (values) => values[int(0, values.length - 1)] as (typeof values)[number],
    chance: (p) => next() < p,
    maybe: (value) => (next() < 0.2 ? null : value),
    day: (year) => new Date(Date.UTC(2023 + year, 8, 1) + int(0, 364) * 86_400_000).toISOString().slice(0, 10),
    times: (n, make) => Array.from({length: n}, (_, index) => make(index))
  };
}

/** Raw rows of every source: silences, zeros, « non concerné », questions not asked, several versions of a key, schools that nobody knows. */
export function makeWorld(seed: number): World {
  const {int, pick, chance, maybe, day, times} = drawer(seed);
  const uais = SCHOOLS.map(({uai}) => uai as string);
  const known = (): string => pick(uais);
  const anyUai = (): string => (chance(0.06) ? "0139999Z" : known());
  const year = (): number => int(0, 1);
  const yes = (): boolean | null => maybe(chance(0.6));
  // Some rows come again with another content: the later version counts.
  const versions = (rows: readonly Row[], again: (row: Row) => Row): Row[] => rows.flatMap((row) => (chance(0.12) ? [{...row, ...again(row), _version: "1"}, {...row, _version: "2"}] : [row]));
  const etic = (uai: string, y: number): Row => ({
    annee_scolaire: YEARS[y] ?? "", uai, eleves: maybe(int(20, 900)), ordinateurs_eleves: maybe(int(0, 90)), ordinateurs_moins_5_ans: maybe(int(0, 50)), tablettes_eleves: maybe(int(0, 40)), tni: maybe(int(0, 20)),
    salles: maybe(int(1, 40)), salles_videoprojection: maybe(int(0, 40)), debit_mbps: maybe(int(1, 100)), ent: yes(), ent_solution: maybe(pick(["Solution A", "Solution B"])), services_en_ligne: yes(), charte_usage: yes(),
    charte_tous_membres: yes(), volet_numerique_projet: yes(), comite_numerique: yes(), plan_formation: yes(), filtrage: yes(), assistance: yes(), palier_maturite: maybe(int(1, 5))
  });
  const silence = (row: Row): Row => {
    const nc = chance(0.2) ? ["charte_usage"] : [];
    // In 2023-2024, the form of the second degré does not ask about tablets.
    const unasked = row["annee_scolaire"] === YEARS[0] && /[CL]$/.test(row["uai"] as string) ? ["tablettes_eleves", "filtrage"] : [];
    return {...row, ...Object.fromEntries([...nc, ...unasked].map((name) => [name, null])), _non_concerne: nc, _non_collecte: unasked};
  };
  const disciplines = ["Lettres", "Mathématiques", null];
  const teacher = (index: number): Row => ({
    annee_scolaire: YEARS[year()] ?? "", reponse: `r${index}`, uai: anyUai(), discipline: pick(disciplines), visualisation_collective: yes(), travail_eleves_numerique: yes(),
    frequence_usage: maybe(pick(["jamais", "mensuel", "hebdomadaire", "quotidien"])), aisance: maybe(int(1, 5)), certification: maybe(pick(["aucune", "c2i2e", "pix_edu"])), besoin_equipement: yes(), besoin_ressources: yes(), besoin_formation: yes()
  });
  const weeks = YEARS.flatMap((_, y) => times(5, (week) => new Date(Date.UTC(2023 + y, 9, 2 + 7 * week)).toISOString().slice(0, 10)));
  const organisations: Readonly<Record<string, string | null>> = {"Collège Cinq": "0130005C", "Lycée Sept": "0130007L", "Inconnu au bataillon": null};
  const passage = (index: number): Row => ({
    certification: `c${index}`, personne: `p${int(1, 25)}`, type_certification: chance(0.15) ? "Pix+ Édu 2nd degré" : null, statut: maybe(pick(["Validée", "Validée", "Validée", "Non obtenue", "Rejetée", "Annulée", "En erreur"])),
    score: maybe(int(0, 900)), session: pick(["77", "78", "79"]), date_passage: day(year()),
    ...(chance(0.8) ? {niveaux: Object.fromEntries(COMPETENCES.filter(() => chance(0.5)).map((code) => [code, maybe(int(-1, 7))]))} : {})
  });
  const participation = (index: number): Row => {
    const isShared = yes();
    const start = day(year());
    return {
      organisation: pick(Object.keys(organisations)), campagne_id: String(int(1, 3)), personne: `p${int(1, 25)}`, date_debut: `${start} ${String(int(8, 17)).padStart(2, "0")}:00:${String(index % 60).padStart(2, "0")}`, partage: isShared,
      ...(isShared === true ? {date_partage: `${start} 18:00:${String(index % 60).padStart(2, "0")}`, maitrise: int(0, 100) / 100} : {}),
      acquis_domaines: Object.fromEntries(DOMAINES.filter(() => chance(0.5)).map((name) => [name, int(1, 20)])), acquis_maitrises_domaines: Object.fromEntries(DOMAINES.map((name) => [name, int(0, 10)]))
    };
  };
  return {
    src_territoires__communes: communes,
    src_etablissements__annuaire: SCHOOLS.map((school) => ({...school, nom: school["uai"] ?? null, code_commune: "13063", code_departement: "013"})),
    src_etablissements__effectifs: YEARS.flatMap((annee_scolaire) => uais.map((uai) => ({
      annee_scolaire, uai, eleves: int(30, 900), classes: maybe(int(2, 30)), enseignants: maybe(int(2, 80)), neo_titulaires: maybe(int(0, 5)), eleves_3e: uai.endsWith("C") ? maybe(int(10, 100)) : null, eleves_terminale: uai.endsWith("L") ? maybe(int(10, 100)) : null,
      familles_accompagnees: maybe(int(1, 40))
    }))),
    src_etic__etic: versions(YEARS.flatMap((_, y) => uais.filter(() => chance(0.7)).map((uai) => silence(etic(uai, y)))), ({uai, annee_scolaire}) => etic(uai as string, YEARS.indexOf(annee_scolaire as (typeof YEARS)[number]))),
    src_enseignants__enseignants: versions(times(40, teacher), () => ({aisance: int(1, 5)})),
    src_formation__formation: versions(
      times(70, (index): Row => ({
        dispositif: pick(["d1", "d2"]), module: "m", session: `s${int(1, 12)}`, participant: `t${index % 30}-${int(0, 2)}`, uai: anyUai(), fonction: maybe(pick(["enseignant", "enseignant", "cadre", "formateur"])), operateur: pick(["EAFC", "Canope", "DRANE"]),
        type_formation: maybe(pick(["locale", "ent", "seminaire", "hybride"])), modalite: pick(["presentiel", "distanciel", "hybride"]), date_debut: day(year()), duree_heures: int(1, 12) / 2, presence: pick(["present", "present", "absent", "inscrit", "excuse"])
      })).filter((row, index, rows) => rows.findIndex((other) => ["dispositif", "session", "participant"].every((name) => other[name] === row[name])) === index),
      () => ({presence: "absent"})
    ),
    src_formation__satisfaction: times(12, (index) => ({dispositif: index % 2 === 0 ? "d1" : "d2", session: `s${index + 1}`, repondants: 10 + index, satisfaits: int(0, 10)})),
    src_equipement__equipement: versions(
      times(30, (index): Row => {
        const ordered = new Date(Date.UTC(2023, 8, 2) + int(0, 700) * 86_400_000);
        const isDelivered = chance(0.8);
        const delivered = new Date(ordered.getTime() + int(1, 20) * 86_400_000);
        return {
          commande: `c${index}`, bordereau: "b", ligne: index, date_commande: ordered.toISOString().slice(0, 10), date_livraison: isDelivered ? delivered.toISOString().slice(0, 10) : null,
          date_mise_en_service: isDelivered && chance(0.7) ? new Date(delivered.getTime() + int(0, 9) * 86_400_000).toISOString().slice(0, 10) : null, uai: anyUai(), categorie: pick(["tni", "ordinateur", "classe_mobile", "pret_famille"]),
          quantite_commandee: 20, quantite_livree: isDelivered ? int(0, 20) : 0, classes_equipees: maybe(int(0, 5)), beneficiaire: maybe(pick(["classe", "neo_titulaire", "famille", "etablissement"]))
        };
      }),
      () => ({quantite_livree: 1})
    ),
    src_parentalite__parentalite: times(20, (index): Row => ({
      atelier: `a${index}`, date: day(year()), ...(chance(0.8) ? {uai: anyUai()} : chance(0.6) ? {code_commune: pick(["13063", "13201"])} : {}), type_atelier: pick(["atelier", "cafe_numerique"]), partenaire: maybe("Association"), familles: maybe(int(0, 30)), parents_ambassadeurs: maybe(int(0, 4))
    })),
    src_ressources__dnma: weeks.flatMap((debut_semaine, index) => ["0130005C", "0130007L", "0139999Z"].filter(() => chance(0.9)).map((uai) => ({
      debut_semaine, uai, visites_globales: int(0, 3000), visites_eleve: index % 5 === 4 ? int(0, 20) : int(500, 1500), visites_parent: maybe(int(0, 300)), visites_enseignant: int(0, 200), utilisateurs_enseignant: maybe(int(0, 40))
    }))),
    src_ressources__ressources_usages: YEARS.flatMap((annee_scolaire) => uais.flatMap((uai) => ["Corrélyce", "Courdecol13"].filter(() => chance(0.4)).map((dispositif) => ({annee_scolaire, uai, dispositif, abonnements: int(0, 3), utilisateurs: maybe(int(0, 100)), acces: maybe(int(0, 1000))})))),
    src_projets__projets: times(16, (index): Row => ({
      dispositif: pick(["traam", "robotique"]), projet: `p${index}`, uai: anyUai(), annee_scolaire: YEARS[year()] ?? "", volet: maybe(pick(["ressources", "equipement"])), statut: pick(["depose", "retenu", "en_cours", "acheve", "abandonne"]), enseignants: int(0, 5), eleves: maybe(int(0, 60))
    })),
    src_projets__jalons: times(15, (index): Row => {
      const statut = pick(["prevu", "en_cours", "realise", "abandonne"]);
      return {theme: pick(["gouvernance", "formation"]), action: `j${index}`, echeance: day(year()), statut, date_realisation: statut === "realise" ? maybe(day(year())) : null};
    }),
    src_budget__budget: times(12, (index): Row => ({annee: 2024 + (index % 2), convention: `k${int(1, 3)}-${index}`, collectivite: pick(["CD13", "Ville"]), volet: pick(["equipement", "formation"]), prevu: int(1, 9000) / 4, engage: int(0, 9000) / 4, paye: int(0, 9000) / 4, part_collectivite: maybe(int(0, 900) / 4)})),
    src_territoires__correspondances: [
      ...Object.entries(organisations).flatMap(([libelle, uai]) => (uai === null ? [] : [{systeme: "pix_organisation", libelle, uai}])),
      {systeme: "pix_session", libelle: "77", uai: "0130007L"}, {systeme: "pix_session", libelle: "78", uai: "0130005C"}
    ],
    src_pix__certification: versions(times(90, passage), () => ({score: 1, statut: "Validée"})),
    src_pix__campagne_evaluation: times(60, participation).filter((row, index, rows) => rows.findIndex((other) => ["campagne_id", "personne", "date_debut"].every((name) => other[name] === row[name])) === index),
    src_pix__collecte_profils: times(40, (index): Row => ({
      organisation: pick(Object.keys(organisations)), campagne_id: "9", personne: `p${index % 30}`, envoi: yes(), date_envoi: `${day(year())} 10:00:${String(index % 60).padStart(2, "0")}`, pix: int(0, 500), certifiable: yes()
    })),
    src_ressources__gar_academie: [{annee_scolaire: YEARS[1], code_academie: "02", acces: int(1, 90_000)}],
    src_formation__tne_solutions: [{departement: "13", date: "2025-01-01", eleves: int(1, 500), enseignants: int(1, 9)}, {departement: "13", date: "2025-05-01", eleves: int(1, 900), enseignants: int(1, 19)}],
    src_objectifs__reperes: [{indicateur: "us_b2i_ecole", territoire_type: "academie", territoire_code: "02", annee: "2014", valeur: int(0, 100) / 100, document: "Feuille de route"}, {indicateur: "us_b2i_lycee", territoire_type: "academie", territoire_code: "02", annee: "2014", valeur: int(0, 100) / 100, document: "Feuille de route"}]
  } satisfies Sources;
}
