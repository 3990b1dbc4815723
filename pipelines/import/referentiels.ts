import {existsSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {parse, stringify} from "yaml";
import {VigieError} from "../lib/errors.ts";
import {moveInto} from "../lib/files.ts";
import {fold} from "../lib/text.ts";
import {downloadCsv, type DownloadOptions} from "./download.ts";

/** One open data set of the national portal, and how to keep the rows of one département. */
export interface Referentiel {
  readonly nom: string;
  readonly titre: string;
  /** Identifier on the portal. */
  readonly jeu: string;
  /** Field that holds the UAI, whose first three characters are the département; null for a small national table, taken whole. */
  readonly champUai: string | null;
  /** Fetched only when it is asked for by name. */
  readonly isOptional?: boolean;
}

/** The portal of the ministry (ODS Explore API v2.1). */
export const PORTAL = "https://data.education.gouv.fr";

/** Names of the data sets as verified in `formats.md`; the portal renames them at times, and a 404 then says so. */
export const REFERENTIELS: readonly Referentiel[] = [
  {nom: "annuaire", titre: "Annuaire de l'éducation", jeu: "fr-en-annuaire-education", champUai: "identifiant_de_l_etablissement"},
  {nom: "ips-ecoles", titre: "IPS des écoles", jeu: "fr-en-ips-ecoles-ap2022", champUai: "uai"},
  {nom: "ips-colleges", titre: "IPS des collèges", jeu: "fr-en-ips-colleges-ap2022", champUai: "uai"},
  {nom: "ips-lycees", titre: "IPS des lycées", jeu: "fr-en-ips-lycees-ap2022", champUai: "uai"},
  {nom: "effectifs-ecoles", titre: "Effectifs et classes des écoles", jeu: "fr-en-ecoles-effectifs-nb_classes", champUai: "numero_ecole"},
  {nom: "dnma", titre: "Audience des ENT (DNMA), profils par semaine", jeu: "fr-en-dnma-par-uai-profils", champUai: "uai"},
  {nom: "pix-certification", titre: "Pix : certification par établissement", jeu: "fr-en-pix_certification_pix_inscription_et_passation_par_eple", champUai: "uai"},
  {nom: "pix-participations", titre: "Pix : participations par établissement", jeu: "fr-en-pix_participations_aux_campagnes_par_etablissement_sans_collecte_de_profil", champUai: "uai", isOptional: true},
  {nom: "pix-campagnes-rentree", titre: "Pix : campagnes de rentrée par établissement", jeu: "fr-en-pix_resultats_des_campagnes_de_rentree_par_eple", champUai: "uai", isOptional: true},
  {nom: "pix-certification-classes", titre: "Pix : certification par classe", jeu: "fr-en-pix_certifications_par_classes", champUai: "uai", isOptional: true},
  {nom: "dnma-services", titre: "Audience des ENT (DNMA), services par semaine", jeu: "fr-en-dnma-par-uai-services", champUai: "uai", isOptional: true},
  {nom: "dnma-appareils", titre: "Audience des ENT (DNMA), appareils par semaine", jeu: "fr-en-dnma-par-uai-appareils", champUai: "uai", isOptional: true},
  {nom: "snee-ecoles", titre: "Socle numérique dans les écoles élémentaires, écoles", jeu: "fr-en-aap-snee-ecoles", champUai: "uai", isOptional: true},
  {nom: "cites-educatives", titre: "Cités éducatives", jeu: "fr-en-cites_educatives", champUai: "uai", isOptional: true},
  {nom: "tne-personnels-formes", titre: "TNE (Canopé) : personnels formés", jeu: "fr-en-tne_personnels_formes_par_departement_secteur_type_etablissement", champUai: null, isOptional: true},
  {nom: "tne-durees", titre: "TNE (Canopé) : durées de formation", jeu: "fr-en-tne_duree_formations_par_departement_secteur_type_etablissement", champUai: null, isOptional: true}
];

/** The first three characters of the UAI of a département: 13 → 013, 2A → 620, 2B → 720, 974 → 974. */
export function uaiPrefix(departement: string): string {
  if (departement === "2A") return "620";
  if (departement === "2B") return "720";
  return departement.padStart(3, "0");
}

/** The whole country, in place of the code of a département. */
export const COUNTRY = "*";

export function exportUrl(base: string, {jeu, champUai}: Referentiel, departement: string): string {
  const url = new URL(`/api/explore/v2.1/catalog/datasets/${encodeURIComponent(jeu)}/exports/csv`, base);
  if (champUai !== null && departement !== COUNTRY) url.searchParams.set("where", `startswith(${champUai}, "${uaiPrefix(departement)}")`);
  url.searchParams.set("delimiter", ";");
  url.searchParams.set("use_labels", "false");
  url.searchParams.set("with_bom", "true");
  url.searchParams.set("lang", "fr");
  return url.href;
}

/** What is remembered of a download, beside the files. */
interface Provenance {
  readonly fichier: string;
  readonly titre: string;
  readonly jeu: string;
  readonly url: string;
  readonly sha256: string;
  readonly octets: number;
  readonly telecharge_le: string;
}

const PROVENANCE = "provenance.yml";

export interface FetchedReferentiel extends Provenance {
  /** True when the file is, byte for byte, the one of the last download. */
  readonly inchange: boolean;
  readonly requetes: number;
}

/** Downloads one data set, of a département or of the country (`*`), into a folder and remembers where it came from. */
export async function fetchReferentiel(referentiel: Referentiel, options: DownloadOptions & {dir: string; base: string; departement: string; now?: Date}): Promise<FetchedReferentiel> {
  const {dir, base, departement, now = new Date()} = options;
  const url = exportUrl(base, referentiel, departement);
  const fichier = `${referentiel.nom}${referentiel.champUai === null ? "" : `-${departement === COUNTRY ? "france" : departement}`}.csv`;
  const {sha256, bytes, requests} = await downloadCsv(url, path.join(dir, fichier), {...options, check: (head, isWhole) => checkTable(head, isWhole, referentiel, departement)});
  const known = readProvenance(dir);
  const inchange = known.some((item) => item.fichier === fichier && item.sha256 === sha256);
  const provenance: Provenance = {fichier, titre: referentiel.titre, jeu: referentiel.jeu, url, sha256, octets: bytes, telecharge_le: now.toISOString()};
  writeProvenance(dir, [...known.filter((item) => item.fichier !== fichier), provenance]);
  return {...provenance, inchange, requetes: requests};
}

/** A table without the field that it was asked by, or without a row, is not worth replacing the former file. */
function checkTable(head: string, isWhole: boolean, {champUai, titre}: Referentiel, departement: string): void {
  const lines = head.split(/\r\n|\n|\r/);
  if (champUai !== null && !fold(lines[0] ?? "").includes(champUai)) {
    throw new VigieError(`« ${titre} » n'a pas de colonne ${champUai} : le portail a changé ce jeu de données.`, {mend: "Téléchargez-le avec un navigateur dans entree/referentiels/, et signalez-le."});
  }
  if (isWhole && lines.filter((line) => line.trim() !== "").length < 2) {
    throw new VigieError(`« ${titre} » n'a aucune ligne${departement === COUNTRY ? "" : ` pour le département ${departement}`}.`, {mend: "Vérifiez le département de la configuration, ou l'état de ce jeu sur le portail."});
  }
}

function readProvenance(dir: string): Provenance[] {
  const file = path.join(dir, PROVENANCE);
  if (!existsSync(file)) return [];
  const content: unknown = parse(readFileSync(file, "utf8"));
  return Array.isArray(content) ? (content as Provenance[]) : [];
}

function writeProvenance(dir: string, items: readonly Provenance[]): void {
  const file = path.join(dir, PROVENANCE);
  const sorted = [...items].sort((left, right) => (left.fichier < right.fichier ? -1 : 1));
  writeFileSync(`${file}.tmp`, `# Écrit par « vigie referentiels » : d'où vient chaque fichier de ce dossier.\n${stringify(sorted, {lineWidth: 0})}`);
  moveInto(`${file}.tmp`, file);
}
