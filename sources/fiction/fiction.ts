import {mkdirSync} from "node:fs";
import path from "node:path";
import {setImmediate} from "node:timers/promises";
import {writeBudget} from "../budget/fiction.ts";
import {writeEnseignants} from "../enseignants/fiction.ts";
import {writeEquipement} from "../equipement/fiction.ts";
import {writeEtablissements} from "../etablissements/fiction.ts";
import {writeEtic} from "../etic/fiction.ts";
import {writeFormation} from "../formation/fiction.ts";
import {writeObjectifs} from "../objectifs/fiction.ts";
import {writeParentalite} from "../parentalite/fiction.ts";
import {writePix} from "../pix/fiction.ts";
import {writeProjets} from "../projets/fiction.ts";
import {writeRessources} from "../ressources/fiction.ts";
import {writeCorrespondances, writeRattachements} from "../territoires/fiction.ts";
import {departements, seedOf, type Departement} from "./departements.ts";
import {populationOf} from "./places.ts";
import {plantedErrors, type PlantedError} from "./planted.ts";
import {RawFolder, type WrittenFile} from "./sheet.ts";
import {createWorld} from "./world.ts";
import {ALL_YEARS, isOpen, situationOf, yearLabel, type Arm, type World} from "./model.ts";

export interface FictionOptions {
  /** Folder that receives the raw files: a workspace's `entree`. */
  readonly dir: string;
  readonly seed: number;
  /** Share of the schools of each département, from 0.02 to 1 (all of them). */
  readonly scale?: number;
  /** How many départements, from 1 (the Bouches-du-Rhône) to 101 (the whole country); 12 are those of the programme. */
  readonly departements?: number;
  /** School years, three or four. */
  readonly annees?: 3 | 4;
  /** Receives what is being written, in French. */
  readonly onProgress?: (text: string) => void;
}

export interface FictionSummary {
  readonly dir: string;
  readonly seed: number;
  readonly departements: readonly Pick<Departement, "code" | "nom">[];
  readonly files: readonly WrittenFile[];
  readonly bytes: number;
  readonly schools: number;
  /** Pupils, then teachers, of the last school year. */
  readonly pupils: number;
  readonly teachers: number;
  readonly pupilsByYear: Readonly<Record<string, number>>;
  /** First exposed school year (null: never) and what the school receives, by UAI: what an impact model has to find. */
  readonly verite: Readonly<Record<string, {readonly cohorte: string | null; readonly bras: Arm}>>;
  /** Those whose file is long enough to hold them: all of them from a scale of 0.1 on. */
  readonly plantedErrors: readonly PlantedError[];
}

const README = (seed: number, count: number): string => `TOUT EST FICTIF DANS CE DOSSIER

${
  count === 1
    ? `Ces fichiers décrivent un département imaginaire, fait pour essayer Vigie sans donnée réelle.
Les communes, leurs codes et leur population sont ceux des Bouches-du-Rhône. Tout le reste est inventé :`
    : `Ces fichiers décrivent ${count} départements imaginaires, faits pour essayer Vigie en grand sans donnée réelle.
Les communes, leurs codes et leur population sont ceux de la France. Tout le reste est inventé, jusqu'à la place des communes sur la carte :`
}
établissements, élèves, enseignants, résultats, livraisons, budgets. Aucun chiffre d'ici ne dit quoi que ce soit d'un établissement réel.

- Les noms des établissements contiennent « fictif » ou « fictive ».
- Leurs UAI ${count === 1 ? "vont de 0138000 à 0139999, une plage" : "ont un numéro de 7400 à 9999 dans leur département (de 8000 à 9999 dans les Bouches-du-Rhône), une plage"} que les établissements réels n'emploient pas ; la lettre de contrôle est juste.
- Les noms de personnes sont faits de syllabes ; les courriels finissent par exemple.invalid.
- Des erreurs ont été mises exprès dans les fichiers${count === 1 ? "" : " des Bouches-du-Rhône"} (lettres de contrôle fausses, dates impossibles, doublons…) pour montrer ce que Vigie en fait.

Graine : ${seed}. La même graine donne les mêmes octets.
`;

/**
 * Writes the raw files of fictional départements (three school years) in the layouts that people really have: the Bouches-du-Rhône alone in `dir`,
 * several in a folder each, many in one folder per académie, one after the other, so that memory does not grow with their number.
 * The same seed, scale and years give the same bytes on every machine, and a département has the same rows whoever is beside it.
 * @throws RangeError when `scale` is not within 0.02 and 1, or `departements` within 1 and 101
 */
export async function writeFiction({dir, seed, scale = 1, departements: count = 1, annees = 3, onProgress}: FictionOptions): Promise<FictionSummary> {
  if (!(scale >= 0.02 && scale <= 1)) throw new RangeError(`scale must be between 0.02 and 1, got ${scale}`);
  const all = departements();
  const [first] = all;
  if (!first || !Number.isInteger(count) || count < 1 || count > all.length) throw new RangeError(`departements must be between 1 and ${all.length}, got ${count}`);
  mkdirSync(dir, {recursive: true});
  const years = ALL_YEARS.slice(0, annees);
  const unit = populationOf(first);
  const written: WrittenFile[] = [];
  const total = {schools: 0, teachers: 0, pupils: new Map<string, number>(), verite: {} as Record<string, FictionSummary["verite"][string]>};
  const made = all.slice(0, count);
  for (const {under, members} of foldersOf(made)) {
    const folder = new RawFolder(path.join(dir, under), {hasPlanted: members.includes(first), isShared: members.length > 1});
    for (const departement of members) {
      const size = departement.rank === 0 ? 1 : populationOf(departement) / unit;
      const world = createWorld({seed: seedOf(seed, departement), departement, scale: scale * size, years});
      const start = count === 1 ? "" : `${made.indexOf(departement) + 1}/${count} ${departement.nom} : `;
      await writeWorld(folder, world, (text) => onProgress?.(start + text));
      for (const school of world.schools) {
        total.verite[school.uai] = {cohorte: school.cohort === null ? null : yearLabel(school.cohort), bras: school.arm};
        for (const year of years) {
          if (!isOpen(school, year)) continue;
          const {eleves, enseignants} = situationOf(school, year);
          total.pupils.set(yearLabel(year), (total.pupils.get(yearLabel(year)) ?? 0) + eleves);
          if (year === years.at(-1)) total.teachers += enseignants;
        }
      }
      total.schools += world.schools.length;
    }
    folder.finish();
    for (const file of folder.written) written.push({...file, path: under + file.path});
  }
  const notice = new RawFolder(dir);
  notice.text("LISEZMOI.txt", README(seed, count));
  const files = [...written, ...notice.written];
  const prefix = foldersOf(made)[0]?.under ?? "";
  const lines = new Map(files.map((file) => [file.path, file.rows + 1]));
  return {
    dir,
    seed,
    departements: all.slice(0, count).map(({code, nom}) => ({code, nom})),
    files,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    schools: total.schools,
    pupils: [...total.pupils.values()].at(-1) ?? 0,
    teachers: total.teachers,
    pupilsByYear: Object.fromEntries(total.pupils),
    verite: total.verite,
    plantedErrors: plantedErrors.filter((error) => error.line <= (lines.get(prefix + error.file) ?? 0))
  };
}

/** Up to this number of départements each sends its own files; beyond, each académie sends those of its départements, as rectorats do. */
const MOST_DEPARTEMENTS = 12;

function foldersOf(made: readonly Departement[]): {under: string; members: readonly Departement[]}[] {
  if (made.length === 1) return [{under: "", members: made}];
  if (made.length <= MOST_DEPARTEMENTS) return made.map((departement) => ({under: `${departement.code}/`, members: [departement]}));
  const academies = new Map<string, Departement[]>();
  for (const departement of made) academies.set(departement.academie.nom, [...(academies.get(departement.academie.nom) ?? []), departement]);
  return [...academies].map(([nom, members]) => ({under: `${nom}/`, members}));
}

async function writeWorld(folder: RawFolder, world: World, onProgress: (text: string) => void): Promise<void> {
  const steps: readonly (readonly [string, () => void])[] = [
    ["établissements", () => writeEtablissements(folder, world)],
    ["rattachements", () => writeRattachements(folder, world)],
    ["Pix", () => writeCorrespondances(folder, writePix(folder, world))],
    ["ETIC", () => writeEtic(folder, world)],
    ["enseignants", () => writeEnseignants(folder, world)],
    ["formation", () => writeFormation(folder, world)],
    ["équipement", () => writeEquipement(folder, world)],
    ["parentalité", () => writeParentalite(folder, world)],
    ["ressources", () => writeRessources(folder, world)],
    ["projets", () => writeProjets(folder, world)],
    ["budget", () => writeBudget(folder, world)],
    ["objectifs", () => writeObjectifs(folder, world)]
  ];
  for (const [index, [label, write]] of steps.entries()) {
    onProgress(`${index + 1}/${steps.length} ${label}`);
    write();
    await setImmediate(); // let the terminal draw
  }
}
