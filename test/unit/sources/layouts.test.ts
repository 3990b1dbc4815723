import {readFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, beforeEach, describe, expect, test} from "vitest";
import {parseMapping} from "../../../pipelines/import/mapping.ts";
import {contractNamed, nomOf, type Contract} from "../../../pipelines/lib/contract/contract.ts";
import {contracts} from "../../../sources/index.ts";
import {newLake, type TestLake} from "../import/import-kit.ts";
import {ods, xlsx} from "../import/package-kit.ts";

let lake: TestLake;
beforeAll(async () => {
  lake = await newLake();
});
beforeEach(() => lake.empty());
afterAll(() => lake.remove());

/** A published layout: its header, a right row, a wrong one, and what the lake must hold of the right one. */
interface Layout {
  readonly objet: string;
  readonly titre?: string;
  readonly separateur?: string;
  readonly lignes: readonly string[];
  readonly refus: RegExp;
  readonly garde: Readonly<Record<string, unknown>>;
}

const CODES = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2"];
const quoted = (cells: readonly string[]): string => cells.map((cell) => `"${cell}"`).join(";");
const levels = (level: string): string[] => CODES.map(() => level);
const ANNUAIRE_2023 = "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;Code postal;Code_commune;Nom_commune;Code_departement;Ecole_maternelle;Ecole_elementaire;Telephone;Mail;coordonnee_X;coordonnee_Y;epsg;Nombre_d_eleves;etablissement_multi_lignes;latitude;longitude;etat";
const DNMA = "debutSemaine;UAI;academie;circonscription;secteur";

const LAYOUTS: readonly Layout[] = [
  {
    objet: "certification", titre: "par session, ancienne",
    lignes: [
      quoted(["Numéro de certification", "Prénom", "Nom", "Date de naissance", "Lieu de naissance", "Identifiant Externe", "Statut", "Nombre de Pix", "Certification Pix+ Droit", ...CODES, "Commentaire jury pour l’organisation", "Session", "Centre de certification", "Date de passage de la certification"]),
      quoted(["123", "Jo", "Canari", "01/02/2008", "Arles", "x1", "Validée", "320", "Validée", ...levels("3"), "", "77", "Collège A", "15/03/2021"]),
      quoted(["124", "Al", "Merle", "01/02/2008", "Arles", "x2", "Rejetée", "-", "Non passée", ...levels("-"), "", "77", "Collège A", "31/02/2021"])
    ],
    refus: /cette date n'existe pas/, garde: {statut: "Validée", score: 320, session: "77", centre: "Collège A", complementaires: {"Pix+ Droit": "Validée"}}
  },
  {
    objet: "certification_eple",
    lignes: [
      "annee;academie_nom;uai;position;secteur;sessions_programmees;sessions_finalisees;inscrits;inscrits_distincts;participants;certifies;non_obtenues;average_pix_score;median_pix_score;first_quartile_pix_score;third_quartile_pix_score",
      "2024;Aix-Marseille;0130007M;45.97497, 5.35024;PUBLIC;3;3;120;118;110;100;10;310.5;305;250;380",
      "2024;Aix-Marseille;0130022D;45.97497, 5.35024;PUBLIC;3;3;douze;118;110;100;10;310.5;305;250;380"
    ],
    refus: /colonne H \(inscrits\) : ce n'est pas un nombre entier/, garde: {annee: 2024, uai: "0130007M", secteur: "public", certifies: 100, median_pix_score: 305}
  },
  {
    objet: "campagnes_rentree",
    lignes: ["annee;uai;niveau_scolaire;palier;total_participation_par_palier;total_envoi_par_niveau;total_participants", "2025;0130007M;3ème;2;40;90;110", "2025;0130007A;3ème;2;40;90;110"],
    refus: /lettre de contrôle/, garde: {niveau_scolaire: "3ème", palier: "2", total_participants: 110}
  },
  {
    objet: "participations_eple",
    lignes: ["annee;uai;total_participations;total_participations_avec_envoi;total_partipants;total_participants_avec_envoi", "2025;0130007M;40;30;25;20", ";0130007M;40;30;25;20"],
    refus: /obligatoire/, garde: {total_partipants: 25}
  },
  {
    objet: "participations_profil",
    lignes: ["annee;uai;profil_cible;mef_code;mef_libelle;total_participations;total_participations_avec_envoi;total_partipants;total_participants_avec_envoi", "2025;0130007M;Rentrée 6e;10010012110;6EME;40;30;25;20", "2025;0130007M;;10010012110;6EME;40;30;25;20"],
    refus: /obligatoire/, garde: {profil_cible: "Rentrée 6e", mef_libelle: "6EME"}
  },
  {
    objet: "certification_classes",
    lignes: ["annee;uai;classe;nombre_eleves_importes;inscrits_distincts;participants_dictincts", "2025;0130007M;3A;28;27;26", "2025;0130007M;3B;28;27;-1"],
    refus: /compris entre/, garde: {classe: "3A", participants_dictincts: 26}
  },
  {
    objet: "magistere_achevement", titre: "csv", separateur: ",",
    lignes: [
      `,"Adresse de courriel","Institution","Quiz 1","","Cours",""`,
      `"Jo Canari","jo@exemple.fr","0130007M","Terminé (fixé par Al Merle)","2024-11-15 08:30:00","Non terminé",""`,
      `"Al Merle","al@exemple.fr","0130007M","Terminé","15 novembre","Terminé","2024-11-16 10:00:00"`
    ],
    refus: /colonne E/, garde: {activites: {"Quiz 1": "termine", Cours: "non_termine"}, dates: {"Quiz 1": "2024-11-15 08:30:00", Cours: null}}
  },
  {
    objet: "magistere_presence", titre: "txt", separateur: "\t",
    lignes: [
      "Cours\tTNE 13 : usages", "Groupe\tTous les participants", "",
      "Numéro d'identification\tNom\tPrénom\tGroupes\t15 Nov. 2024 08:30 Commune\t22 Nov. 2024 08:30 Commune\tSéances saisies\tPoints\tPourcentage",
      "12E1234567ABC\tCanari\tJo\tG1\tP\tA\t2\t2 / 4\t50,00", "12E1234568ABC\tMerle\tAl\tG1\tP\tP\tdeux\t4 / 4\t100,00"
    ],
    refus: /ligne 6/, garde: {presences: {"15 Nov. 2024 08:30 Commune": "P", "22 Nov. 2024 08:30 Commune": "A"}, seances: 2, assiduite: 0.5}
  },
  {
    objet: "tne_personnels_formes",
    lignes: [
      "annee;date_de_saisie;nombre_total_de_participants;departement;nombre_de_personnes_precisees;enseignement_public;enseignement_prive;etablissement_1er_degre;etablissement_2nd_degre;profil_stagiaire_enseignant;profil_stagiaire_formateurs_cadres_personnel_de_l_en;formes_non_connus",
      "2025;2025-03;9543;Val d'Oise;3000;2900;100;2000;1000;2800;200;6543", "2025;2025-03;10;Provence;3;2;1;2;1;2;1;7"
    ],
    refus: /libellé/, garde: {departement: "95", date_de_saisie: "2025-03-01", nombre_total_de_participants: 9543, formes_non_connus: 6543}
  },
  {objet: "tne_durees", lignes: ["annee;date_de_saisie;departement;duree_totale;duree_moyenne", "2025;2025-03;Corse;1200;3,5", "2025;mars;Corse;1200;3,5"], refus: /mois AAAA-MM/, garde: {departement: "2A", durees: {duree_totale: "1200", duree_moyenne: "3,5"}}},
  {
    objet: "tne_satisfaction",
    lignes: ["mois_concerne;nombre_de_repondants;contenu;duree;logistique;maitrise_du_sujet_par_l_intervenant;qualite_des_supports;transferabilite", "2024-06;75;83.33;80;90;95.5;88;79", "2024-07;75;183.33;80;90;95.5;88;79"],
    refus: /entre 0 et 100/, garde: {repondants: 75, contenu: expect.closeTo(0.8333, 9) as number}
  },
  {objet: "tne_solutions", lignes: ["annee;mois_des_donnees;numero_du_departement;departement;nombre_d_enseignants;nombre_d_eleves;date_des_donnees", "2025;juin;13;Bouches-du-Rhône;3000;501864;2025-06-30", "2025;juin;13;Bouches-du-Rhône;3000;x;2025-06-30"], refus: /nombre entier/, garde: {departement: "13", eleves: 501_864, date: "2025-06-01"}},
  {
    objet: "tne_audiences",
    lignes: ["annee;mois_saisie;nombre_de_connexion_a_la_plateforme_tne;nombre_de_visiteurs_uniques_a_la_plateforme_tne;duree_moyenne_d_une_visite_sur_la_plateforme_tne;nombre_total_de_pages_vues_sur_la_plateforme_tne;top_1_source_d_acquisition", "2025;2025-03;255998;94383;3 min;1479500;Direct", "2025;;255998;94383;3 min;1479500;Direct"],
    refus: /obligatoire/, garde: {connexions: 255_998, acquisition: {1: "Direct"}}
  },
  {
    objet: "dnma_services",
    lignes: [`${DNMA};visites_accueil;utilisateurs_accueil;duree_accueil;visites_notes;utilisateurs_notes;duree_notes`, "2024-09-02;0130007M;Aix-Marseille;;Public;120;80;01:30:00:250;N/A;N/A;N/A", "lundi;0130007M;Aix-Marseille;;Public;120;80;01:30:00;1;1;00:00:10"],
    refus: /date/, garde: {visites: {accueil: 120, notes: null}, durees: {accueil: 5400, notes: null}}
  },
  {objet: "dnma_appareils", lignes: [`${DNMA};visites_ordinateur;utilisateurs_ordinateur;visites_smartphone;utilisateurs_smartphone`, "2024-09-02;0130007M;A;;Public;120;80;5;4", "2024-09-02;0130007M;A;;Public;120;80;5;-4"], refus: /compris entre/, garde: {visites: {ordinateur: 120, smartphone: 5}}},
  {objet: "dnma_profils_appareils", lignes: [`${DNMA};visites_eleve_ordinateur;visites_eleve_autresappareil`, "2024-09-02;0130007M;A;;Public;120;80", "2024-09-02;0130007Z;A;;Public;120;80"], refus: /lettre de contrôle/, garde: {visites: {eleve_ordinateur: 120, eleve_autresappareil: 80}}},
  {objet: "dnma", lignes: [`${DNMA};visites_globales;visites_eleve;utilisateurs_eleve;duree_eleve`, "2024-09-02;0130007M;A;;Public;120;80;70;00:10:00", "2024-09-02;0130007M;A;;Public;x;80;70;00:10:00"], refus: /nombre entier/, garde: {visites_eleve: 80}},
  {objet: "gar_academie", lignes: ["acces;libelle_aca;libelle_aca_majuscules;libelle_region_2016;code_academie;code_region_2016;geo_point", "1000;Aix-Marseille;AIX-MARSEILLE;PACA;02;93;43.3, 5.4", "mille;Aix-Marseille;AIX-MARSEILLE;PACA;02;93;43.3, 5.4"], refus: /nombre entier/, garde: {annee_scolaire: "2024-2025", code_academie: "02", acces: 1000}},
  {objet: "gar_profil", lignes: ["profil;acces", "Null;79258", "Inspecteur;3"], refus: /libellé/, garde: {annee_scolaire: "2024-2025", profil: "inconnu", acces: 79_258}},
  {objet: "gar_degre", lignes: ["degre;affectations", "1er degré;1000", ";3"], refus: /obligatoire/, garde: {annee_scolaire: "2024-2025", degre: "1er degré", affectations: 1000}},
  {objet: "gar_ressources", lignes: ["type;cout;libelle_de_l_editeur;libelle_du_distributeur_technique_dtr;libelle_du_distributeur_commercial_dcr;nouveau", "Manuel;Payante;Éditeur A;DTR;DCR;Oui", "Manuel;Payante;;DTR;DCR;Oui"], refus: /obligatoire/, garde: {editeur: "Éditeur A"}},
  {
    objet: "effectifs_ecoles",
    lignes: ["rentree_scolaire;code_academie;code_departement;code_postal;commune;numero_ecole;denomination_principale;patronyme;secteur;rep;rep_plus;nombre_total_classes;nombre_total_eleves;nombre_eleves_ulis;nombre_eleves_cp_hors_ulis", "2024;02;013;13001;Marseille;0130007M;ECOLE;X;PUBLIC;0;1;12;250;10;45", "2024;02;013;13001;Marseille;0130007M;ECOLE;X;PUBLIC;0;1;12;;10;45"],
    refus: /obligatoire/, garde: {annee_scolaire: "2024-2025", eleves: 250, rep: false, rep_plus: true, eleves_par_niveau: {ulis: 10, cp_hors_ulis: 45}}
  },
  {objet: "annuaire", titre: "2023", lignes: [ANNUAIRE_2023, "0130007M;Collège A;Collège;Public;1 rue;13001;13201;Marseille;013;0;0;0491000000;a@b.fr;1;2;EPSG:2154;493;Non;43.3;5.4;OUVERT", "0130007M;Collège A;Collège;Public;1 rue;13001;Marseille;Marseille;013;0;0;0491000000;a@b.fr;1;2;EPSG:2154;493;Non;43.3;5.4;OUVERT"], refus: /INSEE/, garde: {nombre_eleves: 493, code_commune: "13201"}},
  {objet: "ips_ecoles", lignes: ["rentree_scolaire;academie;code_du_departement;departement;uai;nom_de_l_etablissment;code_insee_de_la_commune;nom_de_la_commune;secteur;effectifs;ips", "2022-2023;A;013;BDR;0130007M;E;13201;Marseille;public;98.0;79.4", "2022-2024;A;013;BDR;0130007M;E;13201;Marseille;public;98.0;79.4"], refus: /année scolaire/, garde: {effectifs: 98, ips: 79.4}},
  {objet: "ips_colleges", lignes: ["rentree_scolaire;academie;code_du_departement;departement;uai;nom_de_l_etablissment;code_insee_de_la_commune;nom_de_la_commune;secteur;effectifs;ips;ecart_type_de_l_ips", "2022-2023;A;013;BDR;0130007M;E;13201;Marseille;public;98.0;79.4;30", "2022-2023;A;013;BDR;0130007M;E;13201;Marseille;autre;98.0;79.4;30"], refus: /libellé/, garde: {ips_ecart_type: 30}},
  {objet: "ips_lycees", lignes: ["rentree_scolaire;uai;nom_de_l_etablissment;code_insee_de_la_commune;secteur;type_de_lycee;effectifs_voie_gt;effectifs_voie_pro;effectifs_ensemble_gt_pro;ips_voie_gt;ips_voie_pro;ips_ensemble_gt_pro", "2022-2023;0130007M;E;13201;public;LEGT;98.0;NS;98;79.4;NS;79.4", "2022-2023;0130007M;E;13201;public;LEGT;98.0;NS;98;79.4;NS;900"], refus: /compris entre/, garde: {ips_pro: null, ips: 79.4}},
  {
    objet: "snee_collectivites", lignes: ["code_region;code_departement;departement;raison_sociale_du_signataire_de_la_convention;siren_signataire_de_la_convention;code_commune_siege;nombre_de_communes;nombre_d_ecoles;depenses_realisees_par_la_collectivite;montant_de_la_subvention", "00;013;BDR;Commune A;211300553;13055;1;12;20000,50;10000", "00;013;BDR;Commune A;2113;13055;1;12;20000;10000"],
    refus: /SIREN/, garde: {siren: "211300553", subvention: 10_000, depenses: 20_000.5}
  },
  {objet: "snee_ecoles", lignes: ["uai;nom_de_l_ecole;nom_de_la_commune_uai;nombre_de_classes;raison_sociale_du_signataire_de_la_convention;siren_signataire_de_la_convention;montant_de_la_subvention", "0130007M;École A;Arles;5;Commune A;211300553;1000", "0130007;École A;Arles;5;Commune A;211300553;1000"], refus: /UAI/, garde: {classes: 5, subvention: 1000}},
  {
    objet: "subventions", separateur: ",",
    lignes: [
      "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,idBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention",
      "Département A,22130001500247,2024-03-01,D1,Asso,22130001500247,Robotique,1200.50,aide en numéraire,unique,2024-03-01/2024-12-31,,non,0.5", "Département A,2213,2024-03-01,D1,Asso,22130001500247,Robotique,1200.50,aide en numéraire,unique,2024-03-01,,non,0.5"
    ],
    refus: /SIRET/, garde: {montant: 1200.5, periode: "2024-03-01/2024-12-31", pourcentage: 0.5}
  },
  {objet: "cites_educatives", lignes: ["uai;libelle_long_cite_educative", "0130007M;Marseille Nord", ";Marseille Nord"], refus: /obligatoire/, garde: {cite_educative: "Marseille Nord"}},
  {objet: "communes", lignes: ["code;nom;type;commune_parente;code_arrondissement;nom_arrondissement;code_departement;code_epci;nom_epci;population", "13201;Marseille 1er;arrondissement-municipal;13055;133;Marseille;13;200054807;AMP;40000", "13201;Marseille 1er;quartier;13055;133;Marseille;13;200054807;AMP;40000"], refus: /libellé/, garde: {commune_parente: "13055"}},
  {objet: "centres", lignes: ["code_insee;nom;commune_parente;latitude;longitude", "13201;Marseille 1er;13055;43.3;5.4", "13201;Marseille 1er;13055;143.3;5.4"], refus: /compris entre/, garde: {latitude: 43.3}}
];

const textOf = (layout: Layout): string => `${layout.lignes.join("\n")}\n`;

describe("a published layout is recognised, its right row taken, its wrong row refused", () => {
  test.each(LAYOUTS.map((layout) => [`${layout.objet}${layout.titre ? ` (${layout.titre})` : ""}`, layout] as const))("%s", async (_name, layout) => {
    const [result] = await lake.take("fichier-2024-2025.csv", textOf(layout));
    expect(result?.source?.split("/").at(-1)).toBe(layout.objet);
    expect(result).toMatchObject({lus: 2, acceptes: 1, rejetes: 1});
    expect(result?.messages.join("\n")).toMatch(layout.refus);
    const [row] = await lake.rows(layout.objet);
    expect(plain(row)).toMatchObject(layout.garde);
  });

  test("no name, e-mail or birth date of a person is in the lake or in what is said", async () => {
    for (const layout of LAYOUTS) {
      const results = await lake.take(`${layout.objet}.csv`, textOf(layout));
      expect(JSON.stringify(results)).not.toMatch(/canari|merle|exemple\.fr|12E1234567ABC/i);
    }
    for (const contract of contracts) expect(JSON.stringify(await lake.rows(contract.objet, "*"))).not.toMatch(/canari|merle|exemple\.fr|12E1234567ABC|01\/02\/2008/i);
  });
});

describe("M@gistère under its other clothes", () => {
  const completion = LAYOUTS.find((layout) => layout.objet === "magistere_achevement") as Layout;
  const attendance = LAYOUTS.find((layout) => layout.objet === "magistere_presence") as Layout;

  test("completion as excelcsv: UTF-16LE, tabs", async () => {
    const text = textOf(completion).replaceAll(",\"", "\t\"");
    const [result] = await lake.take("progress.csv", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]));
    expect(result).toMatchObject({source: "formation/magistere_achevement", lus: 2, acceptes: 1});
    expect(plain((await lake.rows("magistere_achevement"))[0])).toMatchObject(completion.garde);
  });

  test.each([["xlsx", xlsx], ["ods", ods]] as const)("attendance as %s, headers on row 4", async (kind, build) => {
    const rows = attendance.lignes.map((line) => line.split("\t").map((cell) => (/^[0-9]+$/.test(cell) ? Number(cell) : cell)));
    const [result] = await lake.take(`presences.${kind}`, build([{name: "Attendances", rows}]));
    expect(result).toMatchObject({source: "formation/magistere_presence", lus: 2, acceptes: 1, rejetes: 1});
    expect(result?.messages.join(" ")).toContain("ligne 6");
  });

  test("two activities of one name keep both their states", async () => {
    await lake.take("progress.csv", `,"Quiz","","Quiz",""\n"Jo Canari","Terminé","2024-11-15 08:30:00","Non terminé",""\n`);
    expect(plain((await lake.rows("magistere_achevement"))[0])).toMatchObject({activites: {Quiz: "termine", "Quiz (2)": "non_termine"}});
  });
});

describe("Vigie's own layouts", () => {
  const own = contracts.filter((contract) => contract.producteur.startsWith("Vigie"));
  const cellOf = (contract: Contract, name: string): string => contract.columns[name]?.kind.example ?? "";

  test.each(own.map((contract) => [nomOf(contract), contract] as const))("%s: the examples of its columns make a row that is taken; without an obligatory cell it is refused", async (_name, contract) => {
    const names = Object.keys(contract.columns);
    const required = names.find((name) => contract.columns[name]?.required) ?? "";
    const row = (without?: string): string => names.map((name) => (name === without ? "" : cellOf(contract, name))).join(";");
    const [result] = await lake.take("exemple.csv", `${names.join(";")}\n${row()}\n${row(required)}\n`);
    expect(result).toMatchObject({lus: 2, acceptes: 1, rejetes: 1});
    expect(result?.source?.split("/").at(-1)).toBe(contract.objet);
    expect(result?.messages.join(" ")).toContain("obligatoire");
  });

  test("the file of memberships answers to the name that its guide gives it", () => {
    expect(contractNamed(contracts, "territoires")?.objet).toBe("rattachements");
    expect(contractNamed(contracts, "rattachements")?.objet).toBe("rattachements");
    expect(contractNamed(contracts, "territoires/rattachements")?.objet).toBe("rattachements");
  });
});

test("every contract has an example in these tests or among the shared real files", () => {
  const shown = new Set([...LAYOUTS.map((layout) => layout.objet), ...contracts.filter((contract) => contract.producteur.startsWith("Vigie")).map((contract) => contract.objet), "campagne_evaluation", "collecte_profils"]);
  expect(contracts.map((contract) => contract.objet).filter((objet) => !shown.has(objet))).toEqual([]);
});

test("the mapping shipped for GLPI brings an inventory to the deliveries", async () => {
  const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../sources/equipement/exemple-glpi.yml");
  const mapping = parseMapping(file, readFileSync(file, "utf8"), contracts);
  const text = `"Nom";"Statut";"Fabricant";"Numéro de série";"Type";"Modèle";"Lieu"\r\n"PC-1";"En service";"X";"SN1";"Portable";"M1";"Collège exemple"\r\n"PC-2";"En service";"X";"SN2";"Grille-pain";"M1";"Collège exemple"\r\n`;
  const [result] = await lake.take("glpi.csv", text, {mappings: [mapping]});
  expect(result).toMatchObject({source: "equipement", lus: 2, acceptes: 1, rejetes: 1});
  expect(result?.messages.join(" ")).toContain("Ajoutez ce libellé à la correspondance");
  expect((await lake.rows("equipement"))[0]).toMatchObject({ligne: "SN1", uai: "0130007M", categorie: "ordinateur", quantite_livree: 1});
});

/** Maps of the engine, lists of key and value, as plain objects. */
function plain(row: Record<string, unknown> | undefined): Record<string, unknown> {
  const isEntry = (item: unknown): item is {key: string; value: unknown} => typeof item === "object" && item !== null && "key" in item && "value" in item;
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, item]) => [name, Array.isArray(item) && item.length > 0 && item.every(isEntry) ? Object.fromEntries(item.map(({key, value}) => [key, value])) : item]));
}
