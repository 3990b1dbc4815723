import {neighbours} from "../fiction/academie.ts";
import {capitals} from "../fiction/names.ts";
import {Random, round} from "../fiction/random.ts";
import type {RawFolder, Sheet} from "../fiction/sheet.ts";
import {isOpen, situationOf, yearLabel, type Nature, type School, type World, type Year} from "../fiction/model.ts";

// The 71 columns of fr-en-annuaire-education as downloaded in 2026, in order.
const ANNUAIRE = (
  "Identifiant_de_l_etablissement;Nom_etablissement;Type_etablissement;Statut_public_prive;Adresse_1;Adresse_2;Adresse_3;Code_postal;Code_commune;" +
  "Nom_commune;Code_departement;Code_academie;Code_region;Ecole_maternelle;Ecole_elementaire;Voie_generale;Voie_technologique;Voie_professionnelle;" +
  "Telephone;Fax;Web;Mail;Restauration;Hebergement;ULIS;Apprentissage;Segpa;Section_arts;Section_cinema;Section_theatre;Section_sport;" +
  "Section_internationale;Section_europeenne;Lycee_Agricole;Lycee_militaire;Lycee_des_metiers;Post_BAC;Appartenance_Education_Prioritaire;GRETA;" +
  "SIREN_SIRET;Fiche_onisep;position;Type_contrat_prive;Libelle_departement;Libelle_academie;Libelle_region;coordX_origine;coordY_origine;epsg_origine;" +
  "nom_circonscription;latitude;longitude;precision_localisation;date_ouverture;date_maj_ligne;etat;ministere_tutelle;multi_uai;rpi_concentre;" +
  "rpi_disperse;code_nature;libelle_nature;Code_type_contrat_prive;PIAL;etablissement_mere;type_rattachement_etablissement_mere;code_circonscription;" +
  "code_zone_animation_pedagogique;libelle_zone_animation_pedagogique;code_bassin_formation;libelle_bassin_formation"
).split(";");

const NATURE: Readonly<Record<Nature, readonly [string, string]>> = {
  maternelle: ["101", "ECOLE MATERNELLE"],
  elementaire: ["151", "ECOLE DE NIVEAU ELEMENTAIRE"],
  primaire: ["151", "ECOLE DE NIVEAU ELEMENTAIRE"],
  college: ["340", "COLLEGE"],
  lgt: ["302", "LYCEE D ENSEIGNEMENT GENERAL ET TECHNOLOGIQUE"],
  lpo: ["306", "LYCEE POLYVALENT"],
  lp: ["320", "LYCEE PROFESSIONNEL"]
};

type Columns = Partial<Record<string, string>>;

function annuaireColumns(world: World, school: School): Columns {
  const {commune} = school;
  const isLycee = !school.isEcole && school.nature !== "college";
  const hasPath = (natures: readonly Nature[]): string => (isLycee ? (natures.includes(school.nature) ? "1" : "0") : "");
  const circonscription = world.circonscription.get(school.uai);
  const bassin = school.isEcole ? undefined : world.bassin.get(school.uai); // nearly empty for the first degree in the real file
  const position = `${school.latitude}, ${school.longitude}`;
  return {
    Identifiant_de_l_etablissement: school.uai,
    Nom_etablissement: school.nom,
    Type_etablissement: school.isEcole ? "Ecole" : isLycee ? "Lycée" : "Collège",
    Statut_public_prive: school.isPrive ? "Privé" : "Public",
    Adresse_1: "1 rue de la Fiction",
    Adresse_3: `${commune.postal} ${capitals(commune.nom)}`,
    Code_postal: commune.postal,
    Code_commune: commune.code,
    Nom_commune: commune.nom,
    Ecole_maternelle: school.isEcole ? (school.nature === "elementaire" ? "0" : "1") : "",
    Ecole_elementaire: school.isEcole ? (school.nature === "maternelle" ? "0" : "1") : "",
    Voie_generale: hasPath(["lgt", "lpo"]),
    Voie_technologique: hasPath(["lgt", "lpo"]),
    Voie_professionnelle: hasPath(["lp", "lpo"]),
    Telephone: "0199000000",
    Mail: `ce.${school.uai}@exemple.invalid`,
    Restauration: "1",
    Hebergement: "0",
    ULIS: "0",
    Appartenance_Education_Prioritaire: school.educationPrioritaire,
    position,
    Type_contrat_prive: school.isPrive ? "CONTRAT D'ASSOCIATION TOUTES CLASSES" : "SANS OBJET",
    nom_circonscription: circonscription ? `Circonscription d'inspection du 1er degré de ${circonscription.nom.replace("Circonscription fictive de ", "")} (fictive)` : "",
    latitude: String(school.latitude),
    longitude: String(school.longitude),
    precision_localisation: "Rue",
    date_ouverture: school.opens === 1 ? "2023-09-01" : "1965-05-01",
    etat: school.rank % 311 === 7 ? "A FERMER" : "OUVERT",
    code_nature: NATURE[school.nature][0],
    libelle_nature: NATURE[school.nature][1],
    Code_type_contrat_prive: school.isPrive ? "30" : "99",
    code_circonscription: circonscription?.code ?? "",
    code_bassin_formation: bassin?.code ?? "",
    libelle_bassin_formation: bassin?.nom ?? ""
  };
}

const common = ({departement}: World): Columns => ({
  Code_departement: departement.prefix,
  Code_academie: departement.academie.code,
  Code_region: departement.region.code,
  Libelle_departement: departement.nom,
  Libelle_academie: departement.academie.nom,
  Libelle_region: departement.region.nom,
  epsg_origine: "EPSG:2154",
  date_maj_ligne: "2025-09-15",
  ministere_tutelle: "MINISTERE DE L'EDUCATION NATIONALE",
  multi_uai: "0"
});

/** Commune of the inspections. */
function seatOf({departement, schools}: World): Columns {
  if (departement.rank === 0) return {Code_postal: "13001", Code_commune: "13201", Nom_commune: "Marseille 1er Arrondissement"};
  const [first] = schools;
  return first ? {Code_postal: first.commune.postal, Code_commune: first.commune.code, Nom_commune: first.commune.nom} : {};
}

function writeAnnuaire(folder: RawFolder, world: World): void {
  const sheet = folder.open(`etablissements/annuaire-education-${world.departement.prefix}.csv`, {header: ANNUAIRE, encoding: "utf-8-bom", decimal: "."});
  const shared = common(world);
  const add = (columns: Columns): void => sheet.row(ANNUAIRE.map((column) => columns[column] ?? shared[column] ?? ""));
  for (const school of world.schools) add(annuaireColumns(world, school));
  // The real file also holds the inspections themselves, which are no schools.
  const seat = seatOf(world);
  for (const territory of world.circonscriptions) {
    add({
      Identifiant_de_l_etablissement: territory.code,
      Nom_etablissement: territory.nom,
      Type_etablissement: "Service Administratif",
      Statut_public_prive: "Public",
      ...seat,
      date_ouverture: "1990-09-01",
      etat: "OUVERT",
      code_nature: "809",
      libelle_nature: "INSPECTION DE L'EDUCATION NATIONALE"
    });
  }
  sheet.close();
}

const IPS_COMMON = ["rentree_scolaire", "academie", "code_du_departement", "departement", "uai", "nom_de_l_etablissment", "code_insee_de_la_commune", "nom_de_la_commune", "secteur"];

function writeIps(folder: RawFolder, world: World): void {
  // The published files are national; those who share a folder bring their own rows.
  const worlds = folder.isShared ? [world] : [world, ...neighbours(world)];
  for (const year of world.years) {
    const label = yearLabel(year);
    const open = (kind: string, columns: readonly string[]) =>
      folder.open(`etablissements/ips-${kind}-${label}.csv`, {header: [...IPS_COMMON, ...columns], decimal: "."});
    const sheets = {
      ecoles: open("ecoles", ["effectifs", "ips"]),
      colleges: open("colleges", ["effectifs", "ips", "ecart_type_de_l_ips"]),
      lycees: open("lycees", [
        "type_de_lycee", "effectifs_voie_gt", "effectifs_voie_pro", "effectifs_ensemble_gt_pro", "ips_voie_gt", "ips_voie_pro", "ips_ensemble_gt_pro", "ecart_type_de_l_ips_voie_gt", "ecart_type_de_l_ips_voie_pro"
      ])
    };
    for (const each of worlds) ipsRows(sheets, each, year);
    for (const sheet of Object.values(sheets)) sheet.close();
  }
}

function ipsRows({ecoles, colleges, lycees}: Record<"ecoles" | "colleges" | "lycees", Sheet>, world: World, year: Year): void {
  const random = Random.of(world.seed, "ips", year);
  const {departement} = world;
  const academie = capitals(departement.academie.nom).replace("AIX MARSEILLE", "AIX-MARSEILLE");
  const nom = capitals(departement.nom).replaceAll(" ", "-");
  const start = (school: School): string[] => [
    yearLabel(year), academie, departement.prefix, nom, school.uai, capitals(school.nom), school.commune.code, capitals(school.commune.nom), school.isPrive ? "privé sous contrat" : "public"
  ];
  for (const school of world.schools) {
    if (!isOpen(school, year) || school.nature === "maternelle") continue;
    const {eleves, ips} = situationOf(school, year);
    const deviation = round(29 + random.normal(0, 3), 1);
    if (school.isEcole) {
      ecoles.row([...start(school), school.nature === "primaire" ? Math.round(eleves * 0.62) : eleves, school.rank % 97 === 5 ? "NS" : ips]);
    } else if (school.nature === "college") {
      colleges.row([...start(school), eleves, ips, deviation]);
    } else {
      const pro = school.nature === "lp" ? eleves : school.nature === "lpo" ? Math.round(eleves * 0.3) : 0;
      const general = eleves - pro;
      const gap = school.nature === "lpo" ? 18 : 0;
      const ipsGeneral = general > 0 ? round(ips + (gap * pro) / eleves, 1) : null;
      const ipsPro = pro > 0 ? round(ips - (gap * general) / eleves, 1) : null;
      lycees.row([
        ...start(school), school.nature === "lgt" ? "LEGT" : school.nature === "lpo" ? "LPO" : "LP",
        general > 0 ? general : null, pro > 0 ? pro : null, eleves, ipsGeneral, ipsPro, ips, general > 0 ? deviation : null, pro > 0 ? round(deviation - 3, 1) : null
      ]);
    }
  }
}

function writeEffectifs(folder: RawFolder, world: World): void {
  for (const year of world.years) {
    const sheet = folder.open(`etablissements/effectifs-${yearLabel(year)}.csv`, {
      header: ["annee_scolaire", "uai", "eleves", "classes", "enseignants", "neo_titulaires", "eleves_3e", "eleves_terminale", "familles_accompagnees"]
    });
    const random = Random.of(world.seed, "effectifs", year);
    for (const school of world.schools) {
      if (!isOpen(school, year)) continue;
      const {eleves, classes, classesElementaires, enseignants, neoTitulaires, eleves3e, elevesTerminale, ips} = situationOf(school, year);
      const families = Math.round(eleves * Math.min(0.12, Math.max(0.006, 0.02 + (100 - ips) / 500)) * (0.8 + 0.4 * random.next()));
      sheet.row([
        yearLabel(year), school.uai, eleves, school.isEcole ? (classesElementaires ?? "NC") : classes, enseignants, neoTitulaires, school.nature === "college" ? eleves3e : "NC", school.isEcole || school.nature === "college" ? "NC" : elevesTerminale, families
      ]);
    }
    sheet.close();
  }
}

function writePriority(folder: RawFolder, world: World): void {
  const sheet = folder.open("etablissements/education-prioritaire.csv", {
    header: ["uai", "annee_scolaire", "statut", "qpv", "latitude", "longitude"], encoding: "windows-1252", eol: "\r\n"
  });
  for (const year of world.years) {
    for (const school of world.schools) {
      if (!isOpen(school, year)) continue;
      const status = school.educationPrioritaire === "REP+" ? "rep_plus" : school.educationPrioritaire === "REP" ? "rep" : "hors_ep";
      sheet.row([school.uai, yearLabel(year), status, school.isPrive ? null : school.qpv, school.latitude, school.longitude]);
    }
  }
  sheet.close();
}

/** Annuaire (71 columns of 2026), IPS of each rentrée, effectifs, éducation prioritaire. */
export function writeEtablissements(folder: RawFolder, world: World): void {
  writeAnnuaire(folder, world);
  writeIps(folder, world);
  writeEffectifs(folder, world);
  writePriority(folder, world);
}
